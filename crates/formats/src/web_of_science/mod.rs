//! Web of Science's tagged export (`.ciw`, `savedrecs.txt`): two letters and a blank, more values of
//! a field on lines that begin with three blanks. Read only.

mod table;

use std::borrow::Cow;

use refsmith_model::{Parsed, Record};

use crate::PieceReader;
use crate::mapping::read::Field;
use crate::mapping::values::Value;
use crate::pieces::Cut;
use crate::tagged::{Syntax, Tagged};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::{MAPPING, SINGLE};

/// Web of Science's tagged export.
#[derive(Debug, Clone, Copy)]
pub struct WebOfScience;

static INFO: FormatInfo = FormatInfo {
    name: "wos",
    aliases: &["isi", "web-of-science"],
    extensions: &["ciw", "isi"],
    media_type: "application/x-inst-for-Scientific-info",
    description: "Web of Science tagged",
};

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    line,
    start: "PT ",
    end: Some("ER"),
    joint: |tag| SINGLE.contains(&tag).then_some(' '),
    prepare,
    kind: |fields| {
        let of = |name: &str| {
            let field = fields.iter().find(|field| field.name == name)?;
            match &field.value {
                Value::Text(text) => Some((text.as_ref(), field.span)),
                _ => None,
            }
        };
        let document = of("DT").map_or("", |(text, _)| text);
        let of_meeting = of("CT").is_some() || document.contains("Proceedings Paper");
        match of("PT") {
            Some(("B" | "S", span)) if document.contains("Chapter") => Some(("chapter", span)),
            Some(("B" | "S" | "C", span)) if of_meeting => Some(("paper", span)),
            kind => kind,
        }
    },
};

fn line(line: &str) -> Tagged<'_> {
    if line.trim().is_empty() {
        return Tagged::Blank;
    }
    if line.starts_with("   ") {
        return Tagged::More(line);
    }
    let parts = line.split_at_checked(2).filter(|(tag, rest)| {
        let mut bytes = tag.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_uppercase())
            && bytes.all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && (rest.is_empty() || rest.starts_with(' '))
    });
    match parts {
        Some(("FN" | "VR" | "EF", _)) => Tagged::Heading,
        Some(("PT", kind)) => Tagged::Start("PT", kind.trim()),
        Some(("ER", rest)) if rest.trim().is_empty() => Tagged::End,
        Some((tag, value)) => Tagged::Field(tag, value.trim()),
        None => Tagged::More(line),
    }
}

/// Takes out the short names where there are full ones, and joins month and year.
fn prepare(fields: &mut Vec<Field<'_>>) {
    for (full, short) in [("AF", "AU"), ("BF", "BA")] {
        if fields.iter().any(|field| field.name == full) {
            fields.retain(|field| field.name != short);
        }
    }
    let year =
        fields.iter().find(|field| field.name == "PY").and_then(|field| match &field.value {
            Value::Text(year) => Some(year.clone().into_owned()),
            _ => None,
        });
    if let (Some(year), Some(day)) = (year, fields.iter_mut().find(|field| field.name == "PD"))
        && let Value::Text(text) = &mut day.value
    {
        *text = Cow::Owned(format!("{year} {text}"));
    }
}

impl Format for WebOfScience {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let tags = SYNTAX.tags(head);
        let has = |tag: &str| tags.contains(&tag);
        let heading = head.trim_start_matches('\u{feff}').starts_with("FN ");
        match (
            heading && head.contains("\nVR "),
            has("PT") && has("TI") && (has("UT") || has("SO")),
        ) {
            (true, true) => 95,
            (false, true) => 75,
            _ => 0,
        }
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

impl Reader for WebOfScience {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        SYNTAX.read(text)
    }

    fn pieces(&self) -> Option<Box<dyn PieceReader + '_>> {
        Some(Box::new(Cut { reader: self, whole: |text| SYNTAX.whole(text) }))
    }
}
