//! From the fields of a catalog to those that the table knows.

use refsmith_model::{Diagnostic, Name, PersonName, Record};

use super::{CatalogField, CatalogRecord};
use crate::mapping::Mapping;
use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, person};

/// Roles by their codes, and the words that stand for them.
const ROLES: &[(&str, &str, &str)] = &[
    ("aut", "author", "author"),
    ("cre", "creator", "author"),
    ("edt", "editor", "editor"),
    ("trl", "translator", "translator"),
    ("cmp", "composer", "composer"),
    ("ill", "illustrator", "illustrator"),
    ("drt", "director", "director"),
    ("fmd", "film director", "director"),
    ("prf", "performer", "performer"),
    ("sng", "singer", "performer"),
    ("act", "actor", "performer"),
    ("nrt", "narrator", "narrator"),
    ("pro", "producer", "producer"),
    ("fmp", "film producer", "producer"),
    ("com", "compiler", "compiler"),
    ("ivr", "interviewer", "interviewer"),
    ("rcp", "addressee", "recipient"),
    ("ctb", "contributor", "contributor"),
];

/// Fields about the catalog, the copy, or the record itself.
fn is_of_catalog(tag: &str) -> bool {
    matches!(
        tag,
        "001"
            | "003"
            | "005"
            | "006"
            | "007"
            | "008"
            | "010"
            | "015"
            | "016"
            | "019"
            | "029"
            | "035"
            | "037"
            | "040"
            | "042"
            | "043"
            | "049"
            | "072"
            | "082"
            | "084"
            | "336"
            | "338"
            | "347"
            | "588"
            | "776"
            | "850"
            | "852"
            | "880"
            | "883"
            | "884"
            | "886"
            | "887"
    ) || tag.starts_with('9')
}

/// Reads a record.
pub(super) fn work(
    mapping: &'static Mapping,
    found: &CatalogRecord,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let mut fields: Vec<Field<'static>> = Vec::new();
    for field in &found.fields {
        if let Some(names) = names(field, found) {
            fields.push(names);
        } else if field.tag == "008" {
            fixed(field, &mut fields);
        } else if !is_of_catalog(&field.tag) {
            data(field, &mut fields);
        }
    }
    // The year that catalogs state in a fixed place is better than the one printed.
    if fields.iter().any(|field| field.name == "008/07-10") {
        fields.retain(|field| field.name != "260$c");
    }
    let kind = kind(mapping, found);
    record(mapping, Some((kind.as_str(), Some(found.span))), fields, diagnostics)
}

/// Returns the type: of what kind the material is, and whether it is a part or appears in parts.
fn kind(mapping: &Mapping, found: &CatalogRecord) -> String {
    let sign = |at: usize| found.leader.chars().nth(at).unwrap_or(' ');
    let both: String = [sign(6), sign(7)].iter().collect();
    let has = |tag: &str| found.fields.iter().any(|field| field.tag == tag);
    let host = found.fields.iter().find(|field| field.tag == "773");
    match both.as_str() {
        "am" | "tm" if has("502") => "thesis".to_owned(),
        "aa" | "ab" if host.is_some_and(|host| host.subfield('x').is_some()) => {
            "article".to_owned()
        }
        "aa" if host.is_some_and(|host| host.subfield('z').is_some()) => "aa".to_owned(),
        both if mapping.item_type(both).is_some() => both.to_owned(),
        both => both.chars().take(1).collect(),
    }
}

/// Reads a name with its role; `None` for fields that hold none.
fn names(field: &CatalogField, found: &CatalogRecord) -> Option<Field<'static>> {
    let is_person = matches!(field.tag.as_str(), "100" | "700");
    if !is_person && !matches!(field.tag.as_str(), "110" | "710") {
        return None;
    }
    let whole = field.subfield('a')?;
    // A name with a title is a work of its own, to which this one is related.
    if field.tag.starts_with('7') && field.subfield('t').is_some() {
        return None;
    }
    let role = role(field).unwrap_or_else(|| {
        let first =
            !found.fields.iter().any(|field| matches!(field.tag.as_str(), "100" | "110" | "111"));
        if field.tag.starts_with('1') || first { "author" } else { "contributor" }.to_owned()
    });
    let name =
        if is_person { personal(field, whole) } else { Name::Institution(corporate(field, whole)) };
    Some(Field {
        name: format!("100[{role}]").into(),
        value: Value::Name(name),
        span: Some(field.span),
    })
}

fn role(field: &CatalogField) -> Option<String> {
    let code = field.subfield('4').map(|code| code.rsplit('/').next().unwrap_or(code));
    let word = field.subfield('e').map(|word| trimmed(word).to_lowercase());
    let of_code = ROLES.iter().find(|(known, ..)| code == Some(known));
    let of_word = || ROLES.iter().find(|(_, known, _)| word.as_deref() == Some(known));
    of_code.or_else(of_word).map(|(_, _, role)| (*role).to_owned())
}

/// Reads `Doe, Jane,` with numbers (`II`) and titles (`Jr.`) that are part of the name.
fn personal(field: &CatalogField, whole: &str) -> Name {
    let suffix = field
        .subfield('c')
        .map(|title| title.trim_end_matches([',', ' ']))
        .filter(|title| matches!(*title, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV"));
    let whole = whole.trim().trim_end_matches([',', ' ']);
    // Initials keep their point.
    let initial = whole
        .strip_suffix('.')
        .is_some_and(|rest| rest.chars().rev().take_while(|c| c.is_alphabetic()).count() == 1);
    let whole = if initial { whole } else { whole.trim_end_matches('.') };
    match whole.split_once(',') {
        Some((family, given)) => Name::Person(person(family.trim(), given.trim(), suffix)),
        None => Name::Person(PersonName {
            family: whole.to_owned(),
            suffix: field.subfield('b').map(|number| trimmed(number).to_owned()),
            ..PersonName::default()
        }),
    }
}

fn corporate(field: &CatalogField, whole: &str) -> String {
    let mut name = trimmed(whole).to_owned();
    for (_, unit) in field.subfields.iter().filter(|(code, _)| *code == 'b') {
        name.push_str(". ");
        name.push_str(trimmed(unit));
    }
    name
}

/// Reads the year and the language at their fixed places.
fn fixed(field: &CatalogField, out: &mut Vec<Field<'static>>) {
    let place =
        |from: usize, len: usize| field.value.chars().skip(from).take(len).collect::<String>();
    let (kind, year, last) = (place(6, 1), place(7, 4), place(11, 4));
    let is_year =
        |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && text != "9999";
    if is_year(&year) {
        let date = match kind.as_str() {
            // Over several years: the last is the end, 9999 means that it goes on.
            "m" | "d" if is_year(&last) && last != year => format!("{year}/{last}"),
            "c" | "m" | "d" => format!("{year}/.."),
            _ => year,
        };
        out.push(Field::text("008/07-10", date, Some(field.span)));
    }
    let language = place(35, 3);
    if language.len() == 3
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && !matches!(language.as_str(), "und" | "zxx" | "mul")
    {
        out.push(Field::text("008/35-37", language, Some(field.span)));
    }
}

/// Takes off what printed cards put between the parts.
fn trimmed(text: &str) -> &str {
    let text = text.trim().trim_end_matches([' ', '/', ':', ';', ',', '=']).trim_end();
    match text.strip_suffix('.') {
        // An abbreviation, an initial or an ellipsis keeps its point.
        Some(rest) => {
            let word = rest.rsplit(' ').next().unwrap_or("").chars().count();
            if word > 3 && !rest.ends_with('.') { rest } else { text }
        }
        None => text,
    }
}

fn data(field: &CatalogField, out: &mut Vec<Field<'static>>) {
    let span = Some(field.span);
    let mut push = |name: String, value: String| out.push(Field::text(name, value, span));
    match field.tag.as_str() {
        "245" => title(field, &mut push),
        "264" if matches!(field.indicators[1], '0' | '2' | '3' | '4') => {}
        "260" | "264" => {
            for (code, text) in &field.subfields {
                let text = trimmed(text).trim_matches(['[', ']']);
                // Sine nomine, sine loco: it is not known.
                if matches!(text.to_lowercase().as_str(), "s.n." | "s.n" | "s.l." | "s.l") {
                    continue;
                }
                let text = if *code == 'c' { year(text) } else { text.to_owned() };
                push(format!("260${code}"), text);
            }
        }
        "020" | "022" | "773" => numbers(field, &mut push),
        "024" => {
            let is_doi =
                field.subfield('2').is_some_and(|source| source.eq_ignore_ascii_case("doi"));
            if let Some(text) = field.subfield('a') {
                push(if is_doi { "024$a[doi]" } else { "024$a" }.to_owned(), text.to_owned());
            }
        }
        "050" | "090" => {
            let parts: Vec<&str> = field.subfields.iter().map(|(_, text)| text.trim()).collect();
            push(format!("{}$a", field.tag), parts.join(" "));
        }
        "300" => {
            if let Some(extent) = field.subfield('a') {
                push("300$a".to_owned(), pages(extent));
            }
            if let Some(size) = field.subfield('c') {
                push("300$c".to_owned(), trimmed(size).to_owned());
            }
        }
        "600" | "610" | "611" | "630" | "648" | "650" | "651" | "653" => {
            let parts = field.subfields.iter().filter(|(code, _)| code.is_alphabetic());
            let parts: Vec<&str> = parts.map(|(_, text)| trimmed(text)).collect();
            push("650$a".to_owned(), parts.join("--"));
        }
        "856" => {
            if let Some(address) = field.subfield('u').filter(|_| field.indicators[1] != '2') {
                push("856$u".to_owned(), address.to_owned());
            }
        }
        tag => {
            for (code, text) in field.subfields.iter().filter(|(code, _)| code.is_alphabetic()) {
                push(format!("{tag}${code}"), trimmed(text).to_owned());
            }
        }
    }
}

fn title(field: &CatalogField, push: &mut impl FnMut(String, String)) {
    let mut title = field.subfield('a').map(trimmed).unwrap_or_default().to_owned();
    if let Some(rest) = field.subfield('b') {
        // Behind an equals sign stands the title in another language.
        let parallel = field.subfield('a').is_some_and(|title| title.ends_with('='));
        if parallel {
            push("246$a".to_owned(), trimmed(rest).to_owned());
        } else {
            title.push_str(if title.ends_with(['?', '!', ':']) { " " } else { ": " });
            title.push_str(trimmed(rest));
        }
    }
    push("245$a".to_owned(), title);
    for code in ['n', 'p', 'h'] {
        if let Some(text) = field.subfield(code) {
            push(format!("245${code}"), trimmed(text).trim_matches(['[', ']']).to_owned());
        }
    }
}

/// Reads standard numbers without what stands behind them in parentheses, and the place within a
/// host: `Vol. 12, no. 3 (2001), p. 5-10`.
fn numbers(field: &CatalogField, push: &mut impl FnMut(String, String)) {
    for (code, text) in &field.subfields {
        let text = text.trim();
        match (field.tag.as_str(), code) {
            ("773", 'g') => place_in_host(text, push),
            ("020" | "022", 'a') | ("773", 'x' | 'z') => {
                let number = text.split([' ', '(', ':']).next().unwrap_or(text);
                push(format!("{}${code}", field.tag), number.to_owned());
            }
            ("773", 't' | 'p') => push(format!("773${code}"), trimmed(text).to_owned()),
            ("773", 's') => push("773$t".to_owned(), trimmed(text).to_owned()),
            // Place, publisher and year of the host.
            ("773", 'd') => {
                if let Some((place, rest)) = text.split_once(':') {
                    let (publisher, date) = rest.rsplit_once(',').unwrap_or((rest, ""));
                    push("260$a".to_owned(), trimmed(place).to_owned());
                    push("260$b".to_owned(), trimmed(publisher).to_owned());
                    push("260$c".to_owned(), year(date));
                }
            }
            _ => {}
        }
    }
}

fn place_in_host(text: &str, push: &mut impl FnMut(String, String)) {
    let lower = text.to_lowercase();
    let behind = |labels: &[&str]| {
        let found = labels.iter().find_map(|label| {
            let at = lower.find(label)?;
            let before = lower.get(..at)?.chars().next_back();
            (!before.is_some_and(char::is_alphabetic)).then_some(at + label.len())
        })?;
        let rest = lower.get(found..)?.trim_start_matches(['.', ' ', ':']);
        let end = rest.find([',', '(', ')', ';', ' ']).unwrap_or(rest.len());
        rest.get(..end).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let parts = [
        ("volume", behind(&["volume", "vol", "band", "bd", "jahrgang", "jg", "tome", "v."])),
        ("issue", behind(&["number", "issue", "heft", "no", "nr", "iss", "h."])),
        ("page", behind(&["pages", "page", "pp", "seiten", "seite", "p.", "s."])),
    ];
    let mut any = false;
    for (name, value) in parts {
        any |= value.is_some();
        if let Some(value) = value {
            push(format!("773$g[{name}]"), value);
        }
    }
    let inside = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    if let Some((inside, _)) = inside {
        push("773$g[date]".to_owned(), year(inside));
    }
    if !any {
        push("773$g".to_owned(), text.to_owned());
    }
}

/// Returns the year in `c2001.`, `[2001?]` and `2001 printing`, or the text where there is none.
fn year(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let start = (0..bytes.len()).find(|at| {
        (0..4).all(|step| is_digit(at + step))
            && !is_digit(at + 4)
            && (*at == 0 || !is_digit(at - 1))
    });
    let found = start.and_then(|at| Some((text.get(at..at + 4)?, text.get(at + 4..)?)));
    match found {
        Some((year, rest)) if rest.starts_with('?') => format!("{year}?"),
        Some((year, _)) => year.to_owned(),
        None => text.to_owned(),
    }
}

/// Returns the number of pages in `xii, 320 p. :`, or the text where it says something else.
fn pages(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_unit = |word: &str| {
        let word = word.trim_end_matches(['.', ';', ':']).to_lowercase();
        matches!(word.as_str(), "p" | "pages" | "pp" | "s" | "seiten" | "pagine" | "páginas")
    };
    let found = words.windows(2).find_map(|pair| match pair {
        [number, unit] if is_unit(unit) && number.bytes().all(|b| b.is_ascii_digit()) => {
            Some(*number)
        }
        _ => None,
    });
    found.map_or_else(|| trimmed(text).to_owned(), str::to_owned)
}
