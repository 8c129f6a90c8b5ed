//! Names and dates in parts, as several formats in XML have them.

use std::borrow::Cow;

use refsmith_model::PersonName;

use super::tree::{Child, Element};
use crate::human_date;
use crate::mapping::read::Field;
use crate::mapping::values::Value;

/// Returns given names with the particle that goes with them.
pub(crate) fn given(person: &PersonName) -> Option<String> {
    match (&person.given, &person.dropping_particle) {
        (Some(given), Some(particle)) => Some(format!("{given} {particle}")),
        (given, particle) => given.clone().or_else(|| particle.clone()),
    }
}

/// Returns the family name with its particle and, behind a comma, the suffix.
pub(crate) fn family_and_suffix(person: &PersonName) -> String {
    match &person.suffix {
        Some(suffix) => format!("{}, {suffix}", person.full_family()),
        None => person.full_family(),
    }
}

/// Splits what [`family_and_suffix`] joins.
pub(crate) fn without_suffix(family: &str) -> (String, Option<String>) {
    match family.split_once(", ") {
        Some((family, suffix)) => (family.to_owned(), Some(suffix.to_owned())),
        None => (family.to_owned(), None),
    }
}

/// Puts month and day into the field of the year, as one date.
pub(crate) fn join_date(fields: &mut Vec<Field<'static>>, names: [&str; 3]) {
    let [year, month, day] = names;
    let text = |fields: &[Field<'static>], name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        match &field.value {
            Value::Text(text) => Some(text.clone().into_owned()),
            _ => None,
        }
    };
    let Some(whole) = text(fields, year) else { return };
    // 2001a is a year and a letter that tells works apart.
    let digits = whole.trim().trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned();
    if let Some(suffix) = whole.trim().strip_prefix(digits.as_str())
        && suffix.len() == 1
        && digits.len() == 4
        && let Some(field) = fields.iter_mut().find(|field| field.name == year)
    {
        field.value = Value::Text(Cow::Owned(digits.clone()));
        let span = field.span;
        fields.push(Field::text(SUFFIX, suffix.to_owned(), span));
    }
    let Some(month_text) = text(fields, month) else { return };
    let number = month_text.trim().parse().ok().or_else(|| human_date::month(&month_text));
    let Some(number) = number.filter(|n: &u8| (1..=12).contains(n) && digits.len() == 4) else {
        return;
    };
    let day_number: Option<u8> = text(fields, day).and_then(|day| day.trim().parse().ok());
    let date = match day_number {
        Some(day) => format!("{digits}-{number:02}-{day:02}"),
        None => format!("{digits}-{number:02}"),
    };
    fields.retain(|field| field.name != month && !(field.name == day && day_number.is_some()));
    if let Some(field) = fields.iter_mut().find(|field| field.name == year) {
        field.value = Value::Text(Cow::Owned(date));
    }
}

/// The field of the letter behind a year.
const SUFFIX: &str = "year-suffix";

/// Puts the letter behind the year again.
pub(crate) fn join_suffix(element: &mut Element, year: &str) {
    let Some(suffix) = element.text_of(SUFFIX) else { return };
    element.children.retain(|child| !matches!(child, Child::Element(e) if e.name == SUFFIX));
    for child in &mut element.children {
        if let Child::Element(inner) = child
            && inner.name == year
        {
            inner.children.push(Child::Text(suffix.clone()));
        }
    }
}

/// Splits a date in EDTF within an element into elements for year, month and day.
pub(crate) fn split_date(element: &mut Element, names: [&str; 3]) {
    let place = element
        .children
        .iter()
        .position(|child| matches!(child, Child::Element(inner) if inner.name == names[0]));
    let Some(at) = place else { return };
    let Some(Child::Element(year)) = element.children.get(at) else { return };
    let text = year.plain();
    let numbers: Vec<&str> = text.split('-').collect();
    let plain = (2..=3).contains(&numbers.len())
        && numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && numbers.get(1).and_then(|month| month.parse::<u8>().ok()).is_some_and(|m| m <= 12);
    if !plain {
        return;
    }
    let parts = names.iter().zip(&numbers);
    let parts = parts.map(|(name, part)| Child::Element(Element::with_text(*name, *part)));
    element.children.splice(at..=at, parts);
}
