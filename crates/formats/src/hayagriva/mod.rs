//! Hayagriva's YAML, the bibliography format of Typst.
//!
//! An entry stands in its parents: an article in a periodical, a chapter in a book, that in a
//! series. A type of the table is therefore two words, `article/periodical`.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{Date, Losses, Mark, Name, Parsed, PartialDate, PersonName, Record, RichText};

use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, person, write_date};
use crate::mapping::write::{OutField, entry};
use crate::markup::{Event, events};
use crate::yaml::{self, Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, flat, tagged};
use table::MAPPING;

/// Hayagriva's YAML.
#[derive(Debug, Clone, Copy)]
pub struct Hayagriva;

static INFO: FormatInfo = FormatInfo {
    name: "hayagriva",
    aliases: &["typst"],
    extensions: &["yaml", "yml"],
    media_type: "application/yaml",
    description: "Hayagriva YAML, Typst's bibliographies",
};

impl Format for Hayagriva {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let mut lines = head.lines().filter(|line| {
            !line.trim().is_empty() && !line.trim_start().starts_with('#') && *line != "---"
        });
        let key = lines.next().is_some_and(|line| {
            line.trim_end().ends_with(':') && !line.starts_with([' ', '-', '\t'])
        });
        let typed = head.lines().any(|line| {
            let kind = line.trim().strip_prefix("type:").map(|kind| kind.trim().to_lowercase());
            kind.is_some_and(|kind| MAPPING.item_type(&kind).is_some())
                && line.starts_with([' ', '\t'])
        });
        let csl = head.lines().any(|line| line.trim_start().starts_with("- id:"));
        if key && typed && !csl { 80 } else { 0 }
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

impl Reader for Hayagriva {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let (documents, finding) = yaml::parse(text);
        let mut out = Parsed::clean(Vec::new());
        for (key, node) in documents.iter().flat_map(Node::entries) {
            if !matches!(node.kind, Kind::Map(_)) {
                continue;
            }
            let mut fields = vec![Field::text("", key.as_str(), None)];
            flatten(node, "", &mut fields);
            let word = |node: &Node| {
                node.get("type").and_then(Node::as_str).unwrap_or("").trim().to_lowercase()
            };
            let parent = node.get("parent").and_then(|parent| parent.items().first());
            let own = word(node);
            let whole = parent.map(|parent| format!("{own}/{}", word(parent)));
            let kind = whole.filter(|whole| MAPPING.item_type(whole).is_some()).unwrap_or(own);
            let span = node.get("type").map(|node| node.span);
            fields.retain(|field| !matches!(field.name.as_ref(), "type" | "parent/type"));
            let kind = Some((kind.as_str(), span));
            out.value.push(record(&MAPPING, kind, fields, &mut out.diagnostics));
        }
        out.diagnostics.extend(finding);
        out
    }
}

/// Turns an entry into fields; people of a role are `affiliated/ROLE`.
fn flatten<'t>(node: &'t Node, path: &str, out: &mut Vec<Field<'t>>) {
    for (key, value) in node.entries() {
        let inner = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
        match key.as_str() {
            "affiliated" => {
                for group in value.items() {
                    let role = group.get("role").and_then(Node::as_str).unwrap_or("");
                    let role = format!("{inner}/{}", role.to_lowercase());
                    for name in group.get("names").map_or(&[][..], Node::items) {
                        flat::fields(name, &role, compound, out);
                    }
                }
            }
            // The first parent is the one that an entry stands in; others are kept as they are.
            "parent" => {
                for (idx, parent) in value.items().iter().enumerate() {
                    let nth = if idx == 0 { inner.clone() } else { format!("{inner}{}", idx + 1) };
                    flatten(parent, &nth, out);
                }
            }
            _ => flat::fields(value, &inner, compound, out),
        }
    }
}

/// Fields whose texts are plain, without braces for protected words.
fn is_plain(path: &str) -> bool {
    path.contains("serial-number") || path.ends_with("url") || path.ends_with("language")
}

fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    let last = path.rsplit('/').next().unwrap_or("");
    if matches!(last, "author" | "editor") || path.contains("affiliated/") {
        return name(node).map(Value::Name);
    }
    let text = node.as_str()?;
    (!is_plain(path) && text.contains(['{', '}', '\\'])).then(|| Value::Rich(braces(text)))
}

/// Reads `von der Leyen, Jr., Ursula` or a mapping of the parts.
fn name(node: &Node) -> Option<Name> {
    if let Some(text) = node.as_str() {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        return Some(match parts.as_slice() {
            [family, suffix, given] => Name::Person(person(family, given, Some(suffix))),
            [family, given] => Name::Person(person(family, given, None)),
            _ => Name::Institution(text.to_owned()),
        });
    }
    let part = |key: &str| {
        node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let family = part("name")?;
    if part("given-name").is_none() && part("prefix").is_none() && part("suffix").is_none() {
        return Some(Name::Institution(family));
    }
    Some(Name::Person(PersonName {
        family,
        given: part("given-name"),
        non_dropping_particle: part("prefix"),
        suffix: part("suffix"),
        ..PersonName::default()
    }))
}

/// Reads a text with braces around what keeps its letter case.
fn braces(text: &str) -> RichText {
    let mut out = RichText::default();
    let mut open: Vec<u32> = Vec::new();
    let offset = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| matches!(next, '{' | '}' | '$' | '\\')) => {
                out.plain.extend(chars.next());
            }
            '{' => open.push(offset(&out.plain)),
            '}' => {
                if let Some(start) = open.pop().filter(|start| *start < offset(&out.plain)) {
                    out.marks.push((start..offset(&out.plain), Mark::NoCase));
                }
            }
            c => out.plain.push(c),
        }
    }
    out.marks.sort_by_key(|(run, _)| (run.start, std::cmp::Reverse(run.end)));
    out
}

fn with_braces(text: &RichText) -> String {
    let mut out = String::new();
    for event in events(text) {
        match event {
            Event::Open(Mark::NoCase) => out.push('{'),
            Event::Close(Mark::NoCase) => out.push('}'),
            Event::Open(_) | Event::Close(_) => {}
            Event::Text(words) => {
                for c in words.chars() {
                    if matches!(c, '{' | '}' | '\\' | '$') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
        }
    }
    out
}

fn name_node(name: &Name) -> Node {
    match name {
        Name::Institution(name) if name.contains(',') => {
            Node::map(vec![("name".to_owned(), Node::text(name.as_str()))])
        }
        Name::Institution(name) => Node::text(name.as_str()),
        Name::Person(person) => {
            let given = match (&person.given, &person.dropping_particle) {
                (Some(given), Some(particle)) => Some(format!("{given} {particle}")),
                (given, particle) => given.clone().or_else(|| particle.clone()),
            };
            let simple = [&Some(person.family.clone()), &given, &person.suffix]
                .into_iter()
                .flatten()
                .all(|part| !part.contains(','));
            match (given, &person.suffix) {
                (Some(given), None) if simple => {
                    Node::text(format!("{}, {given}", person.full_family()))
                }
                (Some(given), Some(suffix)) if simple => {
                    Node::text(format!("{}, {suffix}, {given}", person.full_family()))
                }
                (given, suffix) => {
                    let parts = [
                        ("name", Some(person.family.clone())),
                        ("given-name", given),
                        ("prefix", person.non_dropping_particle.clone()),
                        ("suffix", suffix.clone()),
                    ];
                    Node::map(
                        parts
                            .into_iter()
                            .filter_map(|(key, part)| Some((key.to_owned(), Node::text(part?))))
                            .collect(),
                    )
                }
            }
        }
    }
}

/// Returns what Hayagriva can read: one date with a known year, with `~` before it where it is not
/// exact. Of a range it is the first one; for anything else Typst would refuse the whole file.
fn date_text(date: &Date) -> Option<String> {
    let one = match date {
        Date::On(one) => one,
        Date::Interval(range) => range.start.as_ref().or(range.end.as_ref())?,
        Date::Literal(_) => return None,
    };
    let exact = PartialDate { season: None, uncertain: false, approximate: false, ..*one };
    let circa = if one.uncertain || one.approximate { "~" } else { "" };
    let known = (-9999..=9999).contains(&exact.year);
    known.then(|| format!("{circa}{}", write_date(&Date::On(exact), MAPPING.dates)))
}

fn value_node(field: &OutField<'_>) -> Option<Node> {
    Some(match &field.value {
        Value::Name(name) => name_node(name),
        Value::Date(date) => Node::text(date_text(date)?),
        Value::Rich(text) => Node::text(with_braces(text)),
        Value::Text(text) if is_plain(&field.name) => Node::text(text.as_ref()),
        Value::Text(text) => Node::text(with_braces(&RichText::from(text.as_ref()))),
    })
}

fn write_entry(record: &Record, out: &mut String) {
    let entry = entry(&MAPPING, record);
    let (kind, parent) = match entry.kind.split_once('/') {
        Some((kind, parent)) => (kind, Some(parent)),
        None => (entry.kind.as_ref(), None),
    };
    let mut root = vec![("type".to_owned(), Node::text(kind))];
    let in_parent = |field: &&OutField<'_>| field.name.starts_with("parent/");
    let mut fields: Vec<&OutField<'_>> = entry.fields.iter().filter(|f| !in_parent(f)).collect();
    let behind: Vec<&OutField<'_>> = entry.fields.iter().filter(in_parent).collect();
    let parent = parent.or_else(|| (!behind.is_empty()).then_some("misc"));
    let parent_type = parent.map(|parent| OutField {
        name: Cow::Borrowed("parent/type"),
        value: Value::Text(Cow::Borrowed(parent)),
    });
    fields.extend(parent_type.as_ref());
    fields.extend(behind);
    let mut key = String::new();
    for field in fields {
        let Some(node) = value_node(field) else { continue };
        match field.name.as_ref() {
            "" => key = field.value.to_text(MAPPING.names, MAPPING.dates),
            path => match path.split_once("affiliated/") {
                Some((before, role)) => affiliated(&mut root, before, role, node),
                None => flat::insert(&mut root, path, node),
            },
        }
    }
    yaml::write(&Node::map(vec![(key, Node::map(root))]), 0, out);
    out.push('\n');
}

/// Adds a person to the group of a role.
fn affiliated(root: &mut Vec<(String, Node)>, before: &str, role: &str, name: Node) {
    if !before.is_empty() {
        return flat::insert(root, &format!("{before}affiliated/{role}"), name);
    }
    let at = root.iter().position(|(key, _)| key == "affiliated").unwrap_or_else(|| {
        root.push(("affiliated".to_owned(), Node::list(Vec::new())));
        root.len() - 1
    });
    let Some((_, Node { kind: Kind::List(groups), .. })) = root.get_mut(at) else { return };
    let of_role = |group: &&mut Node| group.get("role").and_then(Node::as_str) == Some(role);
    if let Some(Node { kind: Kind::Map(entries), .. }) = groups.iter_mut().find(of_role)
        && let Some((_, Node { kind: Kind::List(names), .. })) = entries.last_mut()
    {
        return names.push(name);
    }
    groups.push(Node::map(vec![
        ("role".to_owned(), Node::text(role)),
        ("names".to_owned(), Node::list(vec![name])),
    ]));
}

impl Writer for Hayagriva {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let renamed = tagged::with_unique_ids(records);
        tagged::write_renamed(records, &renamed, out, write_entry, |text| self.read(text))
    }
}
