//! PubMed's XML. Read only.

mod table;

use std::borrow::Cow;

use refsmith_model::{Mark, Name, Parsed, PersonName, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::Syntax;
use crate::xml::tree::Element;
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// PubMed's XML.
#[derive(Debug, Clone, Copy)]
pub struct PubmedXml;

static INFO: FormatInfo = FormatInfo {
    name: "pubmed-xml",
    aliases: &["medline-xml"],
    extensions: &["xml"],
    media_type: "application/xml",
    description: "PubMed XML",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: &["PubmedArticle"],
    qualifiers: &["IdType", "EIdType"],
    inline: |element| {
        Some(match element.name.as_str() {
            "i" => Some(Mark::Italic),
            "b" => Some(Mark::Bold),
            "sup" => Some(Mark::Superscript),
            "sub" => Some(Mark::Subscript),
            "u" => None,
            _ => return None,
        })
    },
    compound,
    kind: |_, fields| {
        let types = fields.iter().filter(|field| field.name.ends_with("/PublicationType"));
        let mut texts = types.filter_map(|field| match &field.value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        let known = texts.find(|text| MAPPING.item_type(text).is_some());
        known.unwrap_or("Journal Article").to_owned()
    },
    prepare: |_| {},
    frame: ("", ""),
    open: |kind| Element::new(kind),
    fill: |_, _| false,
    finish: |_| {},
    marked: |_| None,
    prefix: "",
};

/// Reads authors, dates, and the labelled parts of an abstract.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let span = Some(element.span);
    let part = |name: &str| element.text_of(name);
    match element.name.as_str() {
        "Author" => {
            let orcid = element
                .elements()
                .find(|id| id.name == "Identifier" && id.attr("Source") == Some("ORCID"))
                .and_then(|id| id.plain().rsplit('/').next().map(str::to_owned));
            let name = match (part("LastName"), part("CollectiveName")) {
                (Some(family), _) => {
                    let given = part("ForeName").or_else(|| part("Initials")).unwrap_or_default();
                    let read = person(&family, &given, part("Suffix").as_deref());
                    Name::Person(PersonName { orcid, ..read })
                }
                (None, Some(name)) => Name::Institution(name),
                (None, None) => return true,
            };
            out.push(Field { name: Cow::Owned(path.to_owned()), value: Value::Name(name), span });
        }
        "PubDate" | "ArticleDate" | "DateCompleted" | "DateRevised" | "PubMedPubDate" => {
            let words = [part("Year"), part("Month"), part("Day").or_else(|| part("Season"))];
            let text: Vec<String> = words.into_iter().flatten().collect();
            let text = match element.name.as_str() {
                "PubDate" => part("MedlineDate").unwrap_or_else(|| text.join(" ")),
                _ => text.join("-"),
            };
            out.push(Field::text(path.to_owned(), text, span));
        }
        "AbstractText" => {
            let text = element.plain();
            let text = match element.attr("Label") {
                Some(label) if !label.is_empty() => format!("{label}: {text}"),
                _ => text,
            };
            out.push(Field::text(path.to_owned(), text, span));
        }
        _ => return false,
    }
    true
}

impl Format for PubmedXml {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        if head.contains("<PubmedArticle") || head.contains("DTD PubMedArticle") { 95 } else { 0 }
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

impl Reader for PubmedXml {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }
}
