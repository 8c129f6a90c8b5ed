//! Answers of arXiv's interface: an Atom feed with an entry for each preprint. Read only.

mod table;

use refsmith_model::{Name, Parsed, Record};

use crate::mapping::read::Field;
use crate::mapping::values::Value;
use crate::person::in_order_of_speech;
use crate::xml::Syntax;
use crate::xml::tree::Element;
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// Answers of arXiv's interface.
#[derive(Debug, Clone, Copy)]
pub struct ArxivAtom;

static INFO: FormatInfo = FormatInfo {
    name: "arxiv-atom",
    aliases: &[],
    extensions: &["atom", "xml"],
    media_type: "application/atom+xml",
    description: "arXiv's Atom",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["entry"],
    qualifiers: &[],
    inline: |_| None,
    compound,
    kind: |_, _| "preprint".to_owned(),
    prepare: |_| {},
    frame: ("", ""),
    open: |kind| Element::new(kind),
    fill: |_, _| false,
    finish: |_| {},
    marked: |_| None,
    prefix: "",
};

/// How names end that are no person's.
const GROUPS: [&str; 3] = [" Collaboration", " Consortium", " Team"];

/// Reads what an address of arXiv says, names, and the days of moments. Addresses of copies, other
/// categories and affiliations are no part of a reference.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let span = Some(element.span);
    let mut push = |path: &str, text: String| out.push(Field::text(path.to_owned(), text, span));
    match path {
        "id" => {
            let text = element.plain();
            let Some((_, number)) = text.split_once("arxiv.org/abs/") else { return true };
            let number = without_version(number);
            push("id/doi", format!("10.48550/arXiv.{number}"));
            push("id/number", format!("arXiv:{number}"));
            push("id/url", format!("https://arxiv.org/abs/{number}"));
            push("id/publisher", "arXiv".to_owned());
        }
        "author" => {
            let name = element.text_of("name").unwrap_or_default();
            let is_group = GROUPS.iter().any(|word| name.ends_with(word));
            let person = in_order_of_speech(&name).filter(|_| !is_group);
            let name = person.map_or(Name::Institution(name), Name::Person);
            out.push(Field { name: "author".into(), value: Value::Name(name), span });
        }
        "published" => push(path, element.plain().split('T').next().unwrap_or("").to_owned()),
        "link" | "category" | "updated" => {}
        _ => return false,
    }
    true
}

/// `1706.03762v5` without its version.
fn without_version(number: &str) -> &str {
    match number.rsplit_once('v') {
        Some((head, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => head,
        _ => number,
    }
}

impl Format for ArxivAtom {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let is_feed = head.contains("<feed") && head.contains("http://www.w3.org/2005/Atom");
        if is_feed && head.contains("arxiv.org/") { 95 } else { 0 }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        None
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MAPPING)
    }
}

impl Reader for ArxivAtom {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut parsed = SYNTAX.read(text);
        // What went wrong is told in an entry whose address is none of a preprint.
        parsed.value.retain(|record| record.doi().is_some());
        parsed
    }
}
