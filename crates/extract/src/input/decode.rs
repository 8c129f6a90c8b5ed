//! From bytes to text, whatever the encoding, with the way back.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_16BE, UTF_16LE};
use refsmith_model::{Diagnostic, OffsetMap, Parsed, SourceText, Span};

use crate::codes::{BINARY_INPUT, ENCODING_DETECTED, INPUT_TOO_LARGE, INVALID_UTF_8};

/// How many bytes are looked at to tell text from noise.
const SAMPLE: usize = 64 << 10;

/// How many characters get a piece of the offset map of their own. Beyond that, places are exact
/// to a word or [`COARSE`] characters, so that a map never outgrows a large text many times over.
const EXACT_PIECES: usize = 4 << 20;
const COARSE: usize = 64;

/// Decodes the bytes of an input.
///
/// A byte order mark decides. Without one, bytes that are UTF-8 are UTF-8; UTF-16 is recognized by
/// its zero bytes, any other encoding is guessed. `encoding-detected` names whatever is not UTF-8. Bytes that are
/// UTF-8 but for a few places are decoded with U+FFFD there (`invalid-utf-8`). What is not text at
/// all becomes the empty text, with the error `binary-input`.
///
/// # Examples
/// ```
/// use refsmith_extract::input::decode;
/// use refsmith_model::Span;
/// let decoded = decode("a.txt", b"caf\xe9 \x96 na\xefve");
/// assert_eq!(decoded.value.text(), "café – naïve");
/// assert_eq!(decoded.value.input_span(Span::new(3, 5)), Span::new(3, 4));
/// assert_eq!(decoded.diagnostics[0].code.code, "encoding-detected");
/// ```
pub fn decode(name: &str, bytes: &[u8]) -> Parsed<SourceText> {
    marked_or_refused(name, bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(text) => Parsed::clean(SourceText::plain(name, text.to_owned())),
        Err(_) => decode_legacy(name, bytes, guess(bytes)),
    })
}

/// Decodes bytes as [`decode`] does; those of a text in UTF-8 become the text without a copy.
///
/// # Examples
/// ```
/// use refsmith_extract::input::decode_owned;
/// assert_eq!(decode_owned("a.txt", "naïve".into()).value.text(), "naïve");
/// ```
pub fn decode_owned(name: &str, bytes: Vec<u8>) -> Parsed<SourceText> {
    if let Some(parsed) = marked_or_refused(name, &bytes) {
        return parsed;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Parsed::clean(SourceText::plain(name, text)),
        Err(error) => decode_legacy(name, error.as_bytes(), guess(error.as_bytes())),
    }
}

/// Decodes bytes with a byte order mark or in UTF-16, and refuses what is no text; `None` for any
/// other bytes.
fn marked_or_refused(name: &str, bytes: &[u8]) -> Option<Parsed<SourceText>> {
    if u32::try_from(bytes.len()).is_err() {
        let finding = Diagnostic::new(&INPUT_TOO_LARGE, "expected less than 4 GiB of input")
            .help("split the input into several files");
        return Some(unreadable(name, finding));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Some(utf_8(name, rest, 3));
    }
    let marked = [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)]
        .into_iter()
        .find_map(|(mark, encoding)| Some((bytes.strip_prefix(mark)?, 2, encoding)));
    let unmarked = || Some((bytes, 0, utf_16_without_mark(bytes)?));
    if let Some((rest, mark, encoding)) = marked.or_else(unmarked) {
        let mut parsed = utf_16(name, rest, mark, encoding);
        if parsed.diagnostics.is_empty() {
            parsed.diagnostics.push(detected(encoding));
        }
        return Some(parsed);
    }
    binary(bytes).map(|finding| unreadable(name, finding))
}

fn unreadable(name: &str, finding: Diagnostic) -> Parsed<SourceText> {
    Parsed { value: SourceText::plain(name, String::new()), diagnostics: vec![finding] }
}

fn detected(encoding: &'static Encoding) -> Diagnostic {
    Diagnostic::new(&ENCODING_DETECTED, format!("decoded from `{}`", encoding.name()))
        .at(Span::default())
        .help("save the file as UTF-8 if letters came out wrong")
}

/// Recognizes what is no text: by the first bytes of common formats, or by control characters.
fn binary(bytes: &[u8]) -> Option<Diagnostic> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive (DOCX, ODT and EPUB are such)"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x7FELF", "a program"),
    ];
    let help = "convert it to text, Markdown or HTML first";
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        let finding = Diagnostic::new(&BINARY_INPUT, format!("expected text, found {kind}"));
        return Some(finding.help(help));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = sample.iter().filter(is_control).count();
    let noise = controls * 20 > sample.len();
    noise.then(|| {
        let message = format!(
            "expected text, found {controls} control characters in the first {} bytes",
            sample.len()
        );
        Diagnostic::new(&BINARY_INPUT, message).help(help)
    })
}

/// Recognizes UTF-16 by its zero bytes: of Latin text and of the blanks and line ends of any
/// other script, one half of each unit is zero, and always the same half.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let units = sample.len() / 2;
    let encoding = match (even * 100 <= units, odd * 100 <= units) {
        (true, false) if odd * 10 >= units => UTF_16LE,
        (false, true) if even * 10 >= units => UTF_16BE,
        _ => return None,
    };
    // Two zeros in a line of ASCII are no other half: text whose letters are mostly beyond ASCII has
    // bytes of all kinds.
    let ascii = sample.iter().filter(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
    let zeros = even.max(odd);
    if zeros * 2 < units && (ascii.count() + zeros) * 20 >= sample.len() * 19 {
        return None;
    }
    // Noise has lone surrogates and control characters; text has none.
    let text = encoding.decode_without_bom_handling(sample.get(..units / 2 * 2)?).0;
    let odd_ones = text.chars().filter(|c| *c == '\u{FFFD}' || (c.is_control() && *c < '\t'));
    (odd_ones.count() * 50 <= units).then_some(encoding)
}

/// Tells whether the bytes are UTF-8 with a few broken places rather than some other encoding:
/// three good characters beyond ASCII for each bad place. A character of three bytes counts three
/// times, because hardly any text in another encoding has such a sequence by chance.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        let weight = |byte: u8| match byte {
            0xE0.. => 3,
            0xC0.. => 1,
            _ => 0,
        };
        good += chunk.valid().bytes().map(weight).sum::<usize>();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad.saturating_mul(3)
}

fn utf_8(name: &str, bytes: &[u8], mark: usize) -> Parsed<SourceText> {
    let mut text = String::with_capacity(bytes.len());
    let mut map = Mapper::default();
    map.map.skipped(mark);
    let mut first = None;
    let mut count = 0usize;
    for chunk in bytes.utf8_chunks() {
        map.copied(chunk.valid().len());
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let span = Span::new(text.len(), text.len() + 3);
            first.get_or_insert(span);
            count += 1;
            map.replaced('\u{FFFD}', 3, chunk.invalid().len());
            text.push('\u{FFFD}');
        }
    }
    let diagnostics = first.map(|span| {
        let places = if count == 1 { "place" } else { "places" };
        Diagnostic::new(
            &INVALID_UTF_8,
            format!("expected UTF-8, found other bytes in {count} {places}"),
        )
        .at(span)
        .help("each place shows U+FFFD; correct the letters there")
    });
    Parsed {
        value: SourceText::decoded(name, text, map.finish()),
        diagnostics: diagnostics.into_iter().collect(),
    }
}

fn utf_16(
    name: &str,
    bytes: &[u8],
    mark: usize,
    encoding: &'static Encoding,
) -> Parsed<SourceText> {
    let little = encoding == UTF_16LE;
    let pairs = bytes.chunks_exact(2);
    let rest = pairs.remainder().len();
    let units = pairs.map(|pair| match *pair {
        [first, second] if little => u16::from_le_bytes([first, second]),
        [first, second] => u16::from_be_bytes([first, second]),
        _ => 0,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut map = Mapper::default();
    map.map.skipped(mark);
    let mut broken = rest;
    let mut controls = 0usize;
    for unit in char::decode_utf16(units) {
        let c = unit.unwrap_or_else(|_| {
            broken += 1;
            '\u{FFFD}'
        });
        controls += usize::from(c.is_control() && c < '\t');
        let units = if c == '\u{FFFD}' { 1 } else { c.len_utf16() };
        map.replaced(c, c.len_utf8(), units * 2);
        text.push(c);
    }
    if (controls + broken) * 20 > text.len() && text.len() > 16 {
        let finding =
            Diagnostic::new(&BINARY_INPUT, "expected text, found bytes that are not UTF-16")
                .help("convert it to text, Markdown or HTML first");
        return unreadable(name, finding);
    }
    Parsed {
        value: SourceText::decoded(name, text, map.finish()),
        diagnostics: if mark > 0 { vec![detected(encoding)] } else { Vec::new() },
    }
}

/// Guesses the encoding of text that is neither UTF-8 nor UTF-16.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    declared(bytes).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes.get(..4 << 20).unwrap_or(bytes), true);
        detector.guess(None, Utf8Detection::Deny)
    })
}

/// Decodes bytes that are no UTF-8: as UTF-8 all the same where few places are broken, else from
/// `encoding`.
pub(super) fn decode_legacy(
    name: &str,
    bytes: &[u8],
    encoding: &'static Encoding,
) -> Parsed<SourceText> {
    if mostly_utf_8(bytes) { utf_8(name, bytes, 0) } else { legacy(name, bytes, encoding) }
}

/// Tells whether bytes have to be seen whole to be decoded, judged by the first of them: UTF-16,
/// or no text at all.
pub(super) fn is_unusual(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || head.contains(&0)
        || binary(head).is_some()
}

fn legacy(name: &str, bytes: &[u8], encoding: &'static Encoding) -> Parsed<SourceText> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = Mapper::default();
    if encoding.is_single_byte() {
        single_byte(bytes, encoding, &mut text, &mut map);
    } else {
        multi_byte(bytes, encoding, &mut text, &mut map);
    }
    let value = SourceText::decoded(name, text, map.finish());
    Parsed { value, diagnostics: vec![detected(encoding)] }
}

/// The encoding that a page names in its head, if it is one that the bytes can be in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    if !head.contains("<meta") && !head.contains("<?xml") {
        return None;
    }
    let after = ["charset=", "encoding="].iter().find_map(|word| head.split_once(word))?.1;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != encoding_rs::UTF_8 && encoding.is_ascii_compatible())
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding, text: &mut String, map: &mut Mapper) {
    let table: Vec<char> = (0..=255u8)
        .map(|byte| {
            let bytes = [byte];
            let decoded = encoding.decode_without_bom_handling(&bytes).0;
            decoded.chars().next().unwrap_or('\u{FFFD}')
        })
        .collect();
    for byte in bytes {
        let c = table.get(usize::from(*byte)).copied().unwrap_or('\u{FFFD}');
        if c.is_ascii() {
            map.copied(1);
        } else {
            map.replaced(c, c.len_utf8(), 1);
        }
        text.push(c);
    }
}

fn multi_byte(bytes: &[u8], encoding: &'static Encoding, text: &mut String, map: &mut Mapper) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = [0u8; 32];
    let mut pending = 0usize;
    for (idx, byte) in bytes.iter().enumerate() {
        if pending == 0 && byte.is_ascii() {
            // Between characters these encodings have no state, and ASCII is itself.
            map.copied(1);
            text.push(char::from(*byte));
            continue;
        }
        pending += 1;
        let last = idx + 1 == bytes.len();
        let (result, _, written, _) = decoder.decode_to_utf8(&[*byte], &mut out, last);
        if written == 0 && result == CoderResult::InputEmpty {
            continue;
        }
        let decoded = out.get(..written).map(String::from_utf8_lossy).unwrap_or_default();
        for (nth, c) in decoded.chars().enumerate() {
            map.replaced(c, c.len_utf8(), if nth == 0 { pending } else { 0 });
            text.push(c);
        }
        pending = 0;
    }
}

/// An offset map that turns coarse when it has very many pieces.
#[derive(Default)]
struct Mapper {
    map: OffsetMap,
    pieces: usize,
    derived: usize,
    original: usize,
    chars: usize,
}

impl Mapper {
    fn copied(&mut self, len: usize) {
        if self.pieces < EXACT_PIECES || len > COARSE {
            self.flush();
            self.map.copied(len);
        } else {
            self.gather(len, len, false);
        }
    }

    fn replaced(&mut self, c: char, derived: usize, original: usize) {
        if self.pieces < EXACT_PIECES {
            self.pieces += 1;
            self.map.replaced(derived, original);
        } else {
            self.gather(derived, original, c.is_whitespace());
        }
    }

    fn gather(&mut self, derived: usize, original: usize, ends: bool) {
        self.derived += derived;
        self.original += original;
        self.chars += 1;
        if ends || self.chars >= COARSE {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.chars > 0 {
            self.map.replaced(self.derived, self.original);
            (self.derived, self.original, self.chars) = (0, 0, 0);
        }
    }

    fn finish(mut self) -> OffsetMap {
        self.flush();
        self.map
    }
}
