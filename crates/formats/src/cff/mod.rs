//! CITATION.cff, the Citation File Format 1.2: how a piece of software or data is to be cited.
//!
//! A file is about one work, which the schema wants to be software or data; others stand in
//! `references`, and the one that authors would rather see cited in `preferred-citation`. So a list
//! that begins with software or data is written as that work and its references; any other list gets
//! a root that says it is only the frame of a list, and is none when it is read.

mod table;

use std::borrow::Cow;
use std::io;

use refsmith_model::{
    Date, ExtraField, ItemType, Losses, Name, NameVariable, Parsed, PersonName, Record,
};

use crate::mapping::read::{Field, record};
use crate::mapping::values::{Value, person};
use crate::mapping::write::{OutField, entry};
use crate::person::orcid;
use crate::yaml::{self, Kind, Node};
use crate::{Format, FormatInfo, Mapping, Reader, Writer, edtf, flat, losses};
use table::MAPPING;

/// CITATION.cff 1.2.
#[derive(Debug, Clone, Copy)]
pub struct Cff;

static INFO: FormatInfo = FormatInfo {
    name: "cff",
    aliases: &["citation-file-format"],
    extensions: &["cff"],
    media_type: "application/x-cff+yaml",
    description: "CITATION.cff, the Citation File Format 1.2",
};

/// The message of a root that is only the frame of a list.
const FRAME: &str = "This file lists works; see references.";
/// What `description` says of the identifier that is the key.
const KEY: &str = "citation key";
/// The field that keeps where in the file a record stood.
const PLACE: &str = "place";
const PREFERRED: &str = "preferred-citation";
/// The only author of a work of which none is known.
const ANONYMOUS: &str = "anonymous";

/// Keys that the schema allows for the work a file is about.
const OF_ROOT: &[&str] = &[
    "title",
    "authors",
    "citation-key",
    "abstract",
    "commit",
    "contact",
    "date-released",
    "doi",
    "identifiers",
    "keywords",
    "license",
    "license-url",
    "message",
    "repository",
    "repository-artifact",
    "repository-code",
    "url",
    "version",
];

impl Format for Cff {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        if head.lines().any(|line| line.starts_with("cff-version:")) { 95 } else { 0 }
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

impl Reader for Cff {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let (documents, finding) = yaml::parse(text);
        let mut out = Parsed::clean(Vec::new());
        for root in documents.iter().filter(|root| !root.entries().is_empty()) {
            let is_frame = root.get("message").and_then(Node::as_str) == Some(FRAME);
            if !is_frame && ["title", "authors", "type"].iter().any(|key| root.get(key).is_some()) {
                let own = |entry: &&(String, Node)| {
                    !matches!(entry.0.as_str(), "references" | PREFERRED | "cff-version")
                };
                let entries: Vec<_> = root.entries().iter().filter(own).collect();
                out.value.push(one(&entries, Some("software"), &mut out.diagnostics));
            }
            for (place, name) in [(true, PREFERRED), (false, "references")] {
                for node in root.get(name).map_or(&[][..], Node::items) {
                    let entries: Vec<_> = node.entries().iter().collect();
                    if entries.is_empty() {
                        continue;
                    }
                    let mut record = one(&entries, None, &mut out.diagnostics);
                    if place {
                        record.extra.push(extra(PLACE, PREFERRED));
                    }
                    out.value.push(record);
                }
            }
        }
        out.diagnostics.extend(finding);
        out
    }
}

fn extra(name: &str, value: &str) -> ExtraField {
    ExtraField { format: MAPPING.format.into(), name: name.into(), value: value.to_owned() }
}

/// Reads the entries of a work.
fn one(
    entries: &[&(String, Node)],
    usual: Option<&'static str>,
    diagnostics: &mut Vec<refsmith_model::Diagnostic>,
) -> Record {
    let mut fields = Vec::new();
    let mut kind = usual.map(|kind| (kind, None));
    for (key, node) in entries {
        match key.as_str() {
            "type" => kind = node.as_str().map(|text| (text, Some(node.span))).or(kind),
            "identifiers" => node.items().iter().for_each(|item| identifier(item, &mut fields)),
            key => flat::fields(node, key, compound, &mut fields),
        }
    }
    join_dates(&mut fields);
    let mut record = record(&MAPPING, kind, fields, diagnostics);
    let authors = record.people(NameVariable::Author);
    if matches!(authors, [Name::Institution(name)] if name == ANONYMOUS) {
        record.names.remove(&NameVariable::Author);
    }
    record
}

fn identifier(node: &Node, out: &mut Vec<Field<'_>>) {
    let part = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or("").to_owned();
    let name = match (part("type"), part("description")) {
        (_, description) if description == KEY => "citation-key".to_owned(),
        (kind, _) => format!("identifiers[{kind}]"),
    };
    out.push(Field::text(name, part("value"), Some(node.span)));
}

fn is_people(path: &str) -> bool {
    matches!(
        path,
        "authors"
            | "senders"
            | "editors"
            | "editors-series"
            | "translators"
            | "recipients"
            | "contact"
    )
}

/// Reads a person or an entity.
fn compound(path: &str, node: &Node) -> Option<Value<'static>> {
    if !is_people(path) || !matches!(node.kind, Kind::Map(_)) {
        return None;
    }
    let part = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let name = match (part("family-names"), part("given-names")) {
        (None, None) => Name::Institution(part("name").or_else(|| part("alias"))?),
        (family, given) => Name::Person(PersonName {
            // A name of one word stands on either side.
            family: family.clone().or_else(|| given.clone()).unwrap_or_default(),
            given: given.filter(|_| family.is_some()),
            non_dropping_particle: part("name-particle"),
            suffix: part("name-suffix"),
            orcid: part("orcid").as_deref().and_then(orcid),
            ..PersonName::default()
        }),
    };
    Some(Value::Name(name))
}

/// Makes one date of year and month, and of the first and last day of a conference.
fn join_dates(fields: &mut Vec<Field<'_>>) {
    let text = |fields: &[Field<'_>], name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        match &field.value {
            Value::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        }
    };
    if let (Some(year), Some(month)) = (text(fields, "year"), text(fields, "month"))
        && let Some(month) = month.parse::<u8>().ok().filter(|month| (1..=12).contains(month))
    {
        let joined = format!("{year}-{month:02}");
        if edtf::parse(&joined).is_some()
            && let Some(field) = fields.iter_mut().find(|field| field.name == "year")
        {
            field.value = Value::Text(Cow::Owned(joined));
            fields.retain(|field| field.name != "month");
        }
    }
    let (start, end) = ("conference/date-start", "conference/date-end");
    if let (Some(first), Some(last)) = (text(fields, start), text(fields, end)) {
        if let Some(field) = fields.iter_mut().find(|field| field.name == start)
            && first != last
        {
            field.value = Value::Text(Cow::Owned(format!("{first}/{last}")));
        }
        fields.retain(|field| field.name != end);
    }
}

fn name_node(name: &Name) -> Node {
    let person = match name {
        Name::Institution(name) => {
            return Node::map(vec![("name".to_owned(), Node::text(name.as_str()))]);
        }
        Name::Person(person) => person,
    };
    let particles = [&person.dropping_particle, &person.non_dropping_particle];
    let particle: Vec<&str> = particles.into_iter().flatten().map(String::as_str).collect();
    let parts = [
        ("family-names", Some(person.family.clone())),
        ("given-names", person.given.clone()),
        ("name-particle", Some(particle.join(" "))),
        ("name-suffix", person.suffix.clone()),
        ("orcid", person.orcid.as_ref().map(|id| format!("https://orcid.org/{id}"))),
    ];
    let parts = parts.into_iter().filter_map(|(key, part)| Some((key, part?)));
    let parts = parts.filter(|(_, part)| !part.is_empty());
    Node::map(parts.map(|(key, part)| (key.to_owned(), Node::text(part))).collect())
}

/// Names that stand in a field of text: those of a key that no row has.
fn name_of_text(text: &str) -> Name {
    match text.split_once(", ") {
        Some((family, given)) => Name::Person(person(family, given, None)),
        None => Name::Institution(text.to_owned()),
    }
}

/// Puts a date into the keys that can hold it; `false` when none can.
fn put_date(name: &str, value: &Date, root: &mut Vec<(String, Node)>) -> bool {
    let day = |date: &refsmith_model::PartialDate| {
        let simple = !date.uncertain && !date.approximate && (1000..=9999).contains(&date.year);
        simple.then(|| date.month.zip(date.day))?.map(|_| Date::On(*date).to_string())
    };
    let whole = match value {
        Date::On(on) => day(on),
        _ => None,
    };
    match (name, value) {
        (_, _) if whole.is_some() => {
            flat::insert(root, name, Node::text(whole.unwrap_or_default()));
        }
        ("date-published" | "date-released", Date::On(on))
            if !on.uncertain && !on.approximate && on.season.is_none() && on.month.is_some() =>
        {
            flat::insert(root, "year", Node::text(format!("{:04}", on.year)));
            let month = on.month.unwrap_or(1);
            flat::insert(
                root,
                "month",
                Node {
                    kind: Kind::Scalar(month.to_string(), true),
                    span: refsmith_model::Span::default(),
                },
            );
        }
        ("date-published" | "date-released", value) => {
            flat::insert(root, "year", Node::text(value.to_string()));
        }
        ("year-original", value) => flat::insert(root, name, Node::text(value.to_string())),
        ("conference/date-start", Date::Interval(interval)) => {
            let ends = interval.start.as_ref().zip(interval.end.as_ref());
            let Some((start, end)) = ends.and_then(|(start, end)| day(start).zip(day(end))) else {
                return false;
            };
            flat::insert(root, name, Node::text(start));
            flat::insert(root, "conference/date-end", Node::text(end));
        }
        _ => return false,
    }
    true
}

/// Tells whether the schema takes a text for a key.
fn is_valid(key: &str, text: &str) -> bool {
    let all = |wanted: fn(char) -> bool| text.chars().all(wanted);
    match key {
        "doi" => {
            text.starts_with("10.")
                && text.contains('/')
                && all(|c| c.is_ascii_alphanumeric() || ":/_;-.()[]\\".contains(c))
        }
        "url" | "license-url" | "repository" | "repository-code" | "repository-artifact" => {
            ["https://", "http://", "ftp://", "sftp://"]
                .iter()
                .any(|scheme| text.starts_with(scheme))
                && !text.contains(char::is_whitespace)
        }
        "isbn" => {
            (10..=18).contains(&text.len()) && all(|c| c.is_ascii_digit() || "- X".contains(c))
        }
        "issn" => text.len() == 9 && text.chars().nth(4) == Some('-'),
        "pmcid" => text.len() == 10 && text.starts_with("PMC"),
        "languages" => (2..=3).contains(&text.len()) && all(|c| c.is_ascii_lowercase()),
        "license" => all(|c| c.is_ascii_alphanumeric() || "-.+".contains(c)),
        "status" => matches!(
            text,
            "abstract"
                | "advance-online"
                | "in-preparation"
                | "in-press"
                | "preprint"
                | "submitted"
        ),
        _ => !text.is_empty(),
    }
}

fn put(root: &mut Vec<(String, Node)>, field: &OutField<'_>, is_root: bool) {
    let name = field.name.as_ref();
    let key = name.split(['/', '[']).next().unwrap_or(name);
    if is_root && !OF_ROOT.contains(&key) || !is_root && key == "message" || name == PLACE {
        return;
    }
    let text = field.value.to_text(MAPPING.names, MAPPING.dates);
    let identifier = |kind: &str, description: Option<&str>| {
        let mut entries = vec![
            ("type".to_owned(), Node::text(kind)),
            ("value".to_owned(), Node::text(text.as_str())),
        ];
        entries.extend(description.map(|text| ("description".to_owned(), Node::text(text))));
        Node::map(entries)
    };
    match (&field.value, name) {
        (Value::Date(date), _) => drop(put_date(name, date, root)),
        (Value::Name(name_of), _) => insert_item(root, name, name_node(name_of)),
        (_, "contact") => insert_item(root, name, name_node(&name_of_text(&text))),
        (_, "citation-key") => insert_item(root, "identifiers", identifier("other", Some(KEY))),
        (_, "license") if is_valid("url", &text) => {
            flat::insert(root, "license-url", Node::text(text));
        }
        (_, "languages") => {
            let short = text.split('-').next().unwrap_or("").to_lowercase();
            if is_valid(name, &short) {
                insert_item(root, name, Node::text(short));
            }
        }
        (_, "keywords") => insert_item(root, name, Node::text(text)),
        (_, name) if name.starts_with("identifiers[") => {
            let kind = name.trim_start_matches("identifiers[").trim_end_matches(']');
            insert_item(root, "identifiers", identifier(kind, None));
        }
        (_, name) if is_valid(name, &text) => flat::insert(root, name, Node::text(text)),
        _ => {}
    }
}

/// Adds an item to a list.
fn insert_item(root: &mut Vec<(String, Node)>, key: &str, item: Node) {
    match root.iter_mut().find(|(name, _)| name == key) {
        Some((_, Node { kind: Kind::List(items), .. })) => {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        _ => root.push((key.to_owned(), Node::list(vec![item]))),
    }
}

/// Returns the entries of a work.
fn entries(record: &Record, is_root: bool) -> Vec<(String, Node)> {
    let entry = entry(&MAPPING, record);
    let kind = match (is_root, record.item_type) {
        (true, ItemType::Dataset) => "dataset",
        _ => entry.kind.as_ref(),
    };
    let mut root = vec![("type".to_owned(), Node::text(kind))];
    for field in &entry.fields {
        put(&mut root, field, is_root);
    }
    if !root.iter().any(|(key, _)| key == "authors") {
        insert_item(&mut root, "authors", name_node(&Name::Institution(ANONYMOUS.to_owned())));
    }
    // The place of a publisher without name is the place of the work.
    for (key, node) in &mut root {
        let nameless = node.get("name").is_none();
        if key == "publisher"
            && nameless
            && let Some(city) = node.get("city").cloned()
        {
            *key = "location".to_owned();
            *node = Node::map(vec![("name".to_owned(), city)]);
        } else if key == "conference" && nameless && !node.entries().is_empty() {
            // The schema wants a name of every entity.
            *node = Node::map(Vec::new());
        }
    }
    root.retain(|(_, node)| !matches!(&node.kind, Kind::Map(entries) if entries.is_empty()));
    root
}

fn is_preferred(record: &Record) -> bool {
    record.extra.iter().any(|field| field.format == MAPPING.format && field.name == PLACE)
}

impl Writer for Cff {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        let mut lost = Losses::new();
        let is_root = records.first().is_some_and(|first| {
            matches!(first.item_type, ItemType::Software | ItemType::Dataset)
                && !is_preferred(first)
        });
        let mut text = "cff-version: 1.2.0\n".to_owned();
        let mut rest = records;
        match records.split_first().filter(|_| is_root) {
            Some((root, behind)) => {
                let mut entries = entries(root, true);
                if !entries.iter().any(|(key, _)| key == "message") {
                    let message = "If you use this work, please cite it as below.";
                    entries.insert(0, ("message".to_owned(), Node::text(message)));
                }
                yaml::write(&Node::map(entries), 0, &mut text);
                let back = self.read(&text).value;
                losses::find(root, back.first(), &mut lost);
                rest = behind;
            }
            None => {
                let frame = [("message", FRAME), ("title", "Works")];
                let mut frame: Vec<(String, Node)> = frame
                    .into_iter()
                    .map(|(key, text)| (key.to_owned(), Node::text(text)))
                    .collect();
                insert_item(
                    &mut frame,
                    "authors",
                    name_node(&Name::Institution(ANONYMOUS.to_owned())),
                );
                yaml::write(&Node::map(frame), 0, &mut text);
            }
        }
        out.write_all(text.as_bytes())?;
        let mut is_open = false;
        for (idx, record) in rest.iter().enumerate() {
            let node = Node::map(entries(record, false));
            let mut text = String::new();
            let mut alone = String::new();
            if idx == 0 && is_preferred(record) {
                yaml::write(&Node::map(vec![(PREFERRED.to_owned(), node)]), 0, &mut text);
                alone.push_str(&text);
            } else {
                yaml::write(&Node::list(vec![node]), 1, &mut text);
                alone.push_str("references:\n");
                alone.push_str(&text);
                if !is_open {
                    text.insert_str(0, "references:\n");
                    is_open = true;
                }
            }
            losses::find(record, self.read(&alone).value.first(), &mut lost);
            out.write_all(text.as_bytes())?;
        }
        Ok(lost)
    }
}
