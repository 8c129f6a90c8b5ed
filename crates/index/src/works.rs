//! Reading works from dumps: one per line, the older files with `items`, answers of the register,
//! single works; compressed or not.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use serde_json::value::RawValue;

use crate::slim::Work;

/// The longest line, and the largest file that is no list of lines, in bytes. Files of the public
/// data file hold 5,000 works, some 40 MB.
const LONGEST: u64 = 1 << 30;

/// What reading an input came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Works that were read, those skipped over included.
    pub(crate) works: u64,
    /// Lines or items that are no works.
    pub(crate) broken: u64,
}

/// Calls `visit` for each work, with its number from 0. Stops when `visit` returns `false`.
///
/// # Errors
/// The input cannot be read to its end; the works before were visited.
pub(crate) fn each(
    input: impl Read,
    visit: &mut dyn FnMut(u64, &Work<'_>) -> bool,
) -> io::Result<Count> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if input.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        let decoder = MultiGzDecoder::new(input);
        return texts(BufReader::with_capacity(1 << 18, decoder), visit);
    }
    texts(input, visit)
}

fn texts(
    mut input: impl BufRead,
    visit: &mut dyn FnMut(u64, &Work<'_>) -> bool,
) -> io::Result<Count> {
    let mut reading = Reading { count: Count::default(), stopped: false, visit };
    let mut line = Vec::new();
    let mut is_first = true;
    while !reading.stopped && next_line(&mut input, &mut line)? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let known = reading.value(&line);
        if !known && is_first {
            // A value over many lines: the whole file is one.
            input.take(LONGEST).read_to_end(&mut line)?;
            if !reading.value(&line) {
                reading.count.broken += 1;
            }
            break;
        }
        reading.count.broken += u64::from(!known);
        is_first = false;
    }
    Ok(reading.count)
}

/// Reads the next line into `line`; `false` at the end.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(input.by_ref().take(LONGEST).read_until(b'\n', line)? > 0)
}

struct Reading<'a> {
    count: Count,
    stopped: bool,
    visit: &'a mut dyn FnMut(u64, &Work<'_>) -> bool,
}

impl Reading<'_> {
    /// Visits the work or works of a JSON value; `false` when it is none.
    fn value(&mut self, text: &[u8]) -> bool {
        let text = text.trim_ascii().strip_prefix(b"\xef\xbb\xbf").unwrap_or(text.trim_ascii());
        let Ok(text) = std::str::from_utf8(text) else { return false };
        // Lists of works in brackets, and lines of such a list.
        let item = text.trim_end_matches(',');
        if item.starts_with('[') {
            let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(item) else { return false };
            return self.list(&items);
        }
        let Ok(work) = serde_json::from_str::<Work<'_>>(item) else { return false };
        self.unwrap(&work)
    }

    fn unwrap(&mut self, work: &Work<'_>) -> bool {
        if let Some(items) = work.items {
            let items = serde_json::from_str::<Vec<&RawValue>>(items.get());
            return items.is_ok_and(|items| self.list(&items));
        }
        match work.message.map(RawValue::get) {
            Some(message) => {
                serde_json::from_str::<Work<'_>>(message).is_ok_and(|work| self.unwrap(&work))
            }
            None => self.one(work),
        }
    }

    fn list(&mut self, items: &[&RawValue]) -> bool {
        for item in items {
            if self.stopped {
                break;
            }
            match serde_json::from_str::<Work<'_>>(item.get()) {
                Ok(work) => {
                    self.count.broken += u64::from(!self.one(&work));
                }
                Err(_) => self.count.broken += 1,
            }
        }
        true
    }

    /// An object without title, DOI and container is no work.
    fn one(&mut self, work: &Work<'_>) -> bool {
        let parts = [work.doi, work.title, work.container_title];
        if parts.iter().all(Option::is_none) {
            return false;
        }
        self.stopped = !(self.visit)(self.count.works, work);
        self.count.works += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn dois(input: &[u8]) -> (Vec<String>, u64) {
        let mut out = Vec::new();
        let read = each(input, &mut |_, work| {
            out.push(work.doi.map_or(String::new(), |doi| doi.get().trim_matches('"').to_owned()));
            true
        });
        (out, read.unwrap().broken)
    }

    #[test]
    fn every_layout_of_dumps_is_read() {
        let (a, b) = (r#"{"DOI":"10.1/a"}"#, r#"{"DOI":"10.1/b"}"#);
        let pretty = "{\n \"items\": [\n  {\"DOI\": \"10.1/a\"},\n  {\"DOI\": \"10.1/b\"}\n ]\n}\n";
        let answer = format!(r#"{{"status":"ok","message":{{"items":[{a},{b}]}}}}"#);
        for text in [
            format!("{a}\n{b}\n"),
            format!("{a}\r\n\r\n{b}"),
            format!(r#"{{"items":[{a},{b}]}}"#),
            format!("[{a},{b}]"),
            format!("[\n{a},\n{b}\n]"),
            pretty.to_owned(),
            answer,
            format!(r#"{{"message":{a}}}{}{{"message":{b}}}"#, "\n"),
        ] {
            let expected = (vec!["10.1/a".to_owned(), "10.1/b".to_owned()], 0);
            assert_eq!(dois(text.as_bytes()), expected, "{text}");
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            assert_eq!(dois(&encoder.finish().unwrap()), expected, "compressed: {text}");
        }
    }

    #[test]
    fn a_broken_work_does_not_cost_its_neighbors() {
        let text = "{\"DOI\":\"10.1/a\"}\n{\"DOI\":\n{}\nnonsense\n{\"DOI\":\"10.1/b\"}\n";
        assert_eq!(dois(text.as_bytes()), (vec!["10.1/a".to_owned(), "10.1/b".to_owned()], 3));
        assert_eq!(dois(b"nonsense\nand more\n"), (vec![], 1));
        assert_eq!(dois(b""), (vec![], 0));
    }

    #[test]
    fn reading_stops_when_told() {
        let mut seen = 0;
        let text = "{\"DOI\":\"10.1/a\"}\n".repeat(5);
        let read = each(text.as_bytes(), &mut |number, _| {
            seen += 1;
            number < 2
        });
        assert_eq!((seen, read.unwrap().works), (3, 3));
    }
}
