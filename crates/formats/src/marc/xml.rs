//! MARCXML.

use refsmith_model::{Parsed, Record};

use super::table::MARCXML;
use super::work::work;
use super::{CatalogField, CatalogRecord};
use crate::xml::tree::{self, Element};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};

/// MARCXML.
#[derive(Debug, Clone, Copy)]
pub struct MarcXml;

static INFO: FormatInfo = FormatInfo {
    name: "marcxml",
    aliases: &["marc-xml"],
    extensions: &["xml", "marcxml"],
    media_type: "application/marcxml+xml",
    description: "MARCXML, catalog records of libraries",
};

fn read_record(element: &Element) -> CatalogRecord {
    let mut out = CatalogRecord { span: element.span, ..CatalogRecord::default() };
    for inner in element.elements() {
        let mut field = CatalogField {
            tag: inner.attr("tag").unwrap_or("").to_owned(),
            indicators: ["ind1", "ind2"]
                .map(|name| inner.attr(name).and_then(|sign| sign.chars().next()).unwrap_or(' ')),
            span: inner.span,
            ..CatalogField::default()
        };
        match inner.name.as_str() {
            // Blanks count in the leader and in fields of fixed places.
            "leader" => out.leader = raw(inner),
            "controlfield" => {
                field.value = raw(inner);
                out.fields.push(field);
            }
            "datafield" => {
                for part in inner.elements().filter(|part| part.name == "subfield") {
                    let code = part.attr("code").and_then(|code| code.chars().next());
                    field.subfields.push((code.unwrap_or(' '), part.plain()));
                }
                out.fields.push(field);
            }
            _ => {}
        }
    }
    out
}

fn raw(element: &Element) -> String {
    let texts = element.children.iter().map(|child| match child {
        tree::Child::Text(text) => text.as_str(),
        tree::Child::Element(_) => "",
    });
    texts.collect()
}

impl Format for MarcXml {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let marc = head.contains("loc.gov/MARC21/slim");
        let fields = head.contains("<datafield ") || head.contains(":datafield ");
        if marc || fields { 90 } else { 0 }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        None
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MARCXML)
    }
}

impl Reader for MarcXml {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut out = Parsed::clean(Vec::new());
        let mut findings = Vec::new();
        let broken = tree::records(text, &["record"], |element| {
            // Envelopes of protocols have records, too, around those of the catalog.
            let inner = nested(&element).unwrap_or(&element);
            if inner.elements().any(|field| matches!(field.name.as_str(), "datafield" | "leader")) {
                out.value.push(work(&MARCXML, &read_record(inner), &mut findings));
            }
        });
        out.diagnostics = findings;
        out.diagnostics.extend(broken);
        out
    }
}

/// Returns the record of the catalog in an envelope.
fn nested(element: &Element) -> Option<&Element> {
    let mut within = element;
    // Deeper than this no envelope is.
    for _ in 0..4 {
        let next = within
            .elements()
            .find(|inner| matches!(inner.name.as_str(), "record" | "metadata" | "recordData"))?;
        if next.elements().any(|field| field.name == "datafield") {
            return Some(next);
        }
        within = next;
    }
    None
}
