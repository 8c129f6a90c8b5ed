//! Citation templates of Wikipedia: `{{cite journal |last1=… |title=…}}`.
//!
//! Read: every citation template of a wikitext. Written: one template on a line each. Names stand in
//! numbered parameters, dates as the style guides of Wikipedia want them, the key in `ref`.

mod read;
mod table;

use std::io;

use refsmith_model::{Date, Losses, Mark, Name, Parsed, Record, RichText};

use crate::mapping::values::Value;
use crate::mapping::write::entry;
use crate::markup::{Event, events};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, tagged, xml};
use table::MAPPING;

/// Citation templates of Wikipedia.
#[derive(Debug, Clone, Copy)]
pub struct Wikipedia;

static INFO: FormatInfo = FormatInfo {
    name: "wikipedia",
    aliases: &["wikitext", "mediawiki"],
    extensions: &["wiki", "wikitext"],
    media_type: "text/x-wiki",
    description: "Citation templates of Wikipedia",
};

impl Format for Wikipedia {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let lower = head.to_lowercase();
        let cites = lower.contains("{{cite ") || lower.contains("{{citation");
        if cites && lower.contains('|') { 85 } else { 0 }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MAPPING)
    }
}

impl Reader for Wikipedia {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        read::templates(text)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes a date as Wikipedia's templates take it; a month alone with its name, because `2001-02`
/// could be two years.
fn date_text(date: &Date) -> String {
    let Date::On(on) = date else { return date.to_string() };
    let month = on.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
    let plain = !on.uncertain && !on.approximate && on.year >= 100;
    match (month, on.day, on.season) {
        (Some(month), None, _) if plain => format!("{month} {}", on.year),
        (None, _, Some(season)) if plain => {
            format!("{} {}", crate::mapping::values::season_name(season), on.year)
        }
        (None, None, None) if on.approximate && !on.uncertain && on.year >= 100 => {
            format!("c. {}", on.year)
        }
        _ => date.to_string(),
    }
}

/// Adds words as they stand in a parameter.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '|' => out.push_str("{{!}}"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            '[' => out.push_str("&#91;"),
            ']' => out.push_str("&#93;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' if out.ends_with('\'') => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

fn rich(text: &RichText) -> String {
    let mut out = String::new();
    for event in events(text) {
        match event {
            Event::Open(Mark::Italic) | Event::Close(Mark::Italic) => out.push_str("''"),
            Event::Open(Mark::Bold) | Event::Close(Mark::Bold) => out.push_str("'''"),
            Event::Open(Mark::Superscript) => out.push_str("<sup>"),
            Event::Close(Mark::Superscript) => out.push_str("</sup>"),
            Event::Open(Mark::Subscript) => out.push_str("<sub>"),
            Event::Close(Mark::Subscript) => out.push_str("</sub>"),
            Event::Open(_) | Event::Close(_) => {}
            Event::Text(words) => escape(words, &mut out),
        }
    }
    out
}

fn write_template(record: &Record, out: &mut String) {
    let entry = entry(&MAPPING, record);
    out.push_str("{{");
    out.push_str(&entry.kind);
    let mut push = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            out.push_str(" |");
            out.push_str(key);
            out.push('=');
            out.push_str(value.trim());
        }
    };
    let plain = |text: &str| {
        let mut out = String::new();
        escape(text, &mut out);
        out
    };
    let mut counts: Vec<(String, usize)> = Vec::new();
    for field in &entry.fields {
        let name = field.name.as_ref();
        match &field.value {
            Value::Name(who) => {
                let count = match counts.iter_mut().find(|(role, _)| role == name) {
                    Some((_, count)) => {
                        *count += 1;
                        *count
                    }
                    None => {
                        counts.push((name.to_owned(), 1));
                        1
                    }
                };
                let of = if name == "author" { String::new() } else { format!("{name}-") };
                match who {
                    Name::Institution(who) if who == "et al." => {
                        push(&format!("display-{name}s"), "etal")
                    }
                    // Double parentheses say that a comma does not part names.
                    Name::Institution(who) if who.contains([',', ';']) => {
                        push(&format!("{name}{count}"), &format!("(({}))", plain(who)));
                    }
                    Name::Institution(who) => push(&format!("{name}{count}"), &plain(who)),
                    Name::Person(person) => {
                        push(&format!("{of}last{count}"), &plain(&person.full_family()));
                        let given = [xml::parts::given(person), person.suffix.clone()];
                        let given: Vec<String> = given.into_iter().flatten().collect();
                        push(&format!("{of}first{count}"), &plain(&given.join(", ")));
                    }
                }
            }
            Value::Date(date) => push(name, &plain(&date_text(date))),
            Value::Rich(text) => push(name, &rich(text)),
            // Wikipedia adds the letters itself.
            Value::Text(text) if name == "pmc" => push(name, text.trim_start_matches("PMC")),
            Value::Text(text) => push(name, &plain(text)),
        }
    }
    out.push_str("}}\n");
}

impl Writer for Wikipedia {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        tagged::write_entries(records, out, write_template, |text| self.read(text))
    }
}
