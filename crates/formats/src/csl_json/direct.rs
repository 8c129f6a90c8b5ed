//! Reads items straight from the text into records, without a value in between.
//!
//! Only what is usual is read here; whatever needs a finding, a second look at another member, or
//! `custom`, makes [`DirectReader::item`] give up, and the item is read by way of
//! [`Json`](crate::json::value::Json). Both ways give the same record; a property test holds them to it.

use std::borrow::Cow;

use refsmith_model::record::Interval;
use refsmith_model::{
    Date, ExtraField, ItemType, Name, NameList, Number, PartialDate, PersonName, Record, RichText,
    Span, TextVariable, Variable,
};

use super::FORMAT;
use super::item::{alias, cut_names};
use crate::html;
use crate::json::value::Parser;
use crate::places::Places;

/// An item with more unknown members than this is not usual.
const UNKNOWN: usize = 16;

/// Reads items one after the other, in memory that is reserved once.
#[derive(Default)]
pub(crate) struct DirectReader {
    record: Record,
    places: Places,
    /// The variables of the item, those without value included: one bit each.
    seen: u128,
}

/// What was seen of an item besides its variables.
#[derive(Default)]
struct Seen {
    kind: bool,
    alias: bool,
    note: bool,
}

impl DirectReader {
    /// Reads the next item, or returns `None` when it is not usual; where the parser is then is of
    /// no use.
    pub(crate) fn item(&mut self, parser: &mut Parser<'_>) -> Option<Record> {
        self.seen = 0;
        let whole = self.members(parser);
        self.record.provenance = self.places.take();
        cut_names(&mut self.record);
        let record = self.record.take_all();
        whole.map(|()| record)
    }

    fn members(&mut self, parser: &mut Parser<'_>) -> Option<()> {
        let mut seen = Seen::default();
        let mut next = parser.open(b'{', b'}')?;
        while next {
            let key = parser.key()?;
            match key.as_ref() {
                "id" if self.record.id.is_empty() => {
                    self.record.id = scalar(parser)?.into_owned();
                }
                "type" if !seen.kind => {
                    seen.kind = true;
                    self.record.item_type = ItemType::parse(&parser.text()?)?;
                }
                "id" | "type" | "custom" | "record" => return None,
                key => match Variable::parse(key) {
                    Some(variable) => {
                        let start = parser.at();
                        seen.note |= key == "note";
                        if self.variable(variable, parser)? {
                            self.places.set(variable, Span::new(start, parser.at()));
                        }
                    }
                    None => match alias(key) {
                        Some(variable) => {
                            seen.alias = true;
                            self.variable(variable, parser)?;
                        }
                        None => self.unknown(key, parser)?,
                    },
                },
            }
            next = parser.more(b'}')?;
        }
        // What a note may say of values without a place of their own is for others to find out.
        let unusual = self.record.id.is_empty() || (seen.alias && seen.note);
        (!unusual).then_some(())
    }

    fn unknown(&mut self, key: &str, parser: &mut Parser<'_>) -> Option<()> {
        let known = self.record.extra.iter().any(|field| field.name == key);
        if known || self.record.extra.len() > UNKNOWN {
            return None;
        }
        let value = parser.value(1)?.to_string();
        let (format, name) = (FORMAT.into(), key.into());
        self.record.extra.push(ExtraField { format, name, value });
        Some(())
    }

    /// Reads the value of a variable and tells whether there is one.
    fn variable(&mut self, variable: Variable, parser: &mut Parser<'_>) -> Option<bool> {
        let bit = 1_u128 << variable.place();
        if self.seen & bit != 0 {
            return None;
        }
        self.seen |= bit;
        if parser.peek()? == b'n' {
            return parser.null().then_some(false);
        }
        let record = &mut self.record;
        match variable {
            Variable::Text(name) => {
                let text = scalar(parser)?;
                // A note may hold variables.
                if text.is_empty() || (name == TextVariable::Note && text.contains(':')) {
                    return text.is_empty().then_some(false);
                }
                let text = if html::is_verbatim(name) || html::is_plain(&text) {
                    RichText::from(text.into_owned())
                } else {
                    html::read(&text)
                };
                record.texts.insert(name, text);
            }
            Variable::Number(name) => {
                let text = scalar(parser)?;
                if text.is_empty() {
                    return Some(false);
                }
                record.numbers.insert(name, Number::new(text));
            }
            Variable::Name(role) => {
                let names = names(parser)?;
                if names.is_empty() {
                    return Some(false);
                }
                record.names.insert(role, NameList::complete(names));
            }
            Variable::Date(name) => {
                let date = date(parser)?;
                record.dates.insert(name, date);
            }
        }
        Some(true)
    }
}

/// Reads a text or a number.
fn scalar<'t>(parser: &mut Parser<'t>) -> Option<Cow<'t, str>> {
    match parser.peek()? {
        b'"' => parser.text(),
        b'-' | b'0'..=b'9' => Some(Cow::Owned(parser.number()?.to_string())),
        _ => None,
    }
}

fn names(parser: &mut Parser<'_>) -> Option<Vec<Name>> {
    let mut next = parser.open(b'[', b']')?;
    let mut names = Vec::with_capacity(if next { parser.elements() } else { 0 });
    while next {
        names.push(name(parser)?);
        next = parser.more(b']')?;
    }
    Some(names)
}

/// Reads a name of which every member is a text.
fn name(parser: &mut Parser<'_>) -> Option<Name> {
    let mut person = PersonName::default();
    let (mut family, mut literal) = (None, None);
    let mut next = parser.open(b'{', b'}')?;
    while next {
        let key = parser.key()?;
        let slot = match key.as_ref() {
            "family" => &mut family,
            "given" => &mut person.given,
            "dropping-particle" => &mut person.dropping_particle,
            "non-dropping-particle" => &mut person.non_dropping_particle,
            "suffix" => &mut person.suffix,
            "literal" => &mut literal,
            _ => return None,
        };
        let text = parser.text()?;
        // An empty part is none, and of two the long way knows which counts.
        if text.is_empty() || slot.is_some() {
            return None;
        }
        *slot = Some(text.into_owned());
        next = parser.more(b'}')?;
    }
    match (family.or_else(|| person.given.take()), literal) {
        (Some(family), _) => Some(Name::Person(PersonName { family, ..person })),
        (None, literal) => literal.map(Name::Institution),
    }
}

/// Reads a date that is nothing but one or two lists of numbers.
fn date(parser: &mut Parser<'_>) -> Option<Date> {
    if !parser.open(b'{', b'}')? || parser.key()? != "date-parts" || !parser.open(b'[', b']')? {
        return None;
    }
    let start = parts(parser)?;
    let end = if parser.more(b']')? { Some(parts(parser)?) } else { None };
    let closed = end.is_none() || !parser.more(b']')?;
    if !closed || parser.more(b'}')? {
        return None;
    }
    Some(match end {
        None => Date::On(start),
        Some(end) => Date::Interval(Interval { start: Some(start), end: Some(end) }),
    })
}

fn parts(parser: &mut Parser<'_>) -> Option<PartialDate> {
    let mut numbers = [None; 3];
    let mut next = parser.open(b'[', b']')?;
    for slot in &mut numbers {
        if !next {
            break;
        }
        let text = parser.digits()?;
        *slot = Some(text);
        next = parser.more(b']')?;
    }
    let year = i32::try_from(numbers[0].filter(|year| *year > 0)?).ok()?;
    let month = numbers[1].map(|month| u8::try_from(month).unwrap_or(0));
    let day = numbers[2].and_then(|day| u8::try_from(day).ok());
    let sound = !next && month.is_none_or(|month| (1..=12).contains(&month));
    sound.then(|| PartialDate::new(year, month, day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read;
    use super::*;
    use crate::json::value as json;

    /// Members of items, usual and unusual ones.
    const MEMBERS: &[&str] = &[
        r#""id":"a""#,
        r#""id":7"#,
        r#""id":"""#,
        r#""type":"book""#,
        r#""type":"journal-article""#,
        r#""type":null"#,
        r#""title":"The <i>E. coli</i> R&amp;D""#,
        r#""title":"plain""#,
        r#""title":"esc\"aped \u00e9""#,
        r#""title":["a","b"]"#,
        r#""title-short":null"#,
        r#""shortTitle":"short""#,
        r#""volume":12"#,
        r#""volume":"""#,
        r#""page":"1-2""#,
        r#""edition":-0.5e1"#,
        r#""DOI":"10.1000/<b>x</b>""#,
        r#""doi":"10.1000/y""#,
        r#""note":"read twice""#,
        r#""note":"title-short""#,
        r#""note":"PMID: 12""#,
        r#""author":[]"#,
        r#""author":[{"family":"Gogh","non-dropping-particle":"van","given":"V."},{"literal":"others"}]"#,
        r#""author":[{"given":"Plato"}]"#,
        r#""author":[{"family":"A","literal":"B","ORCID":"1"}]"#,
        r#""editor":[{"literal":"WHO"},{"family":"","given":"X"}]"#,
        r#""editor":{"family":"Alone"}"#,
        r#""issued":{"date-parts":[[2001,"02",14]]}"#,
        r#""issued":{"date-parts":[["2001",13]]}"#,
        r#""issued":{"date-parts":[[2001],[2002,3]]}"#,
        r#""issued":{"date-parts":[[-44]]}"#,
        r#""issued":{"date-parts":[[2001]],"circa":true}"#,
        r#""accessed":{"raw":"2001-02"}"#,
        r#""accessed":"in press""#,
        r#""custom":{"issued-edtf":"2001~"}"#,
        r#""shelf":{"b":[1,{"c":null}],"a":1.50}"#,
        r#""shelf":"x""#,
        r#""record":{"id":"b"}"#,
    ];

    proptest! {
        #[test]
        fn both_ways_give_the_same_record(
            members in prop::collection::vec(prop::sample::select(MEMBERS), 0..9),
            blank in prop::sample::select(&["", " ", "\n  "][..]),
        ) {
            let text = format!("{{{blank}{}{blank}}}", members.join(&format!("{blank},{blank}")));
            let place = Span::new(0, text.len());
            let mut direct = DirectReader::default();
            if let Some(record) = read::usual(&text, place, &mut direct) {
                let json = json::parse(&text, place).unwrap();
                let mut findings = Vec::new();
                let other = read::located(&text, place, json.as_object().unwrap(), &mut findings);
                prop_assert_eq!(&record, &other, "{}", text);
                prop_assert!(findings.is_empty());
            }
        }
    }

    #[test]
    fn the_usual_is_read() {
        let usual = r#"{"id":"a","type":"book","title":"T","author":[{"family":"F","given":"G"}],
            "issued":{"date-parts":[[2001,2]]},"page":"1-2","volume":3,"shelf":true}"#;
        let place = Span::new(0, usual.len());
        let mut direct = DirectReader::default();
        for _ in 0..2 {
            let record = read::usual(usual, place, &mut direct).unwrap();
            assert_eq!((record.variables().len(), record.extra.len()), (5, 1));
        }
        assert!(read::usual(r#"{"id":"a","custom":{}}"#, Span::new(0, 22), &mut direct).is_none());
    }
}
