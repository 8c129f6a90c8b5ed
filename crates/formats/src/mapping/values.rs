//! Names, dates and identifiers as text fields hold them.

use std::borrow::Cow;

use refsmith_model::{Date, Name, PartialDate, PersonName, RichText, record::Interval};

use super::{DateForm, NameForm};
use crate::{edtf, html, human_date, text};

/// The value of a field, as far as the syntax of the format tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'t> {
    /// A text, which may hold anything.
    Text(Cow<'t, str>),
    /// A text of which the syntax tells the marks.
    Rich(RichText),
    /// A name of which the syntax tells the parts.
    Name(Name),
    /// A date of which the syntax tells the parts.
    Date(Date),
}

impl Value<'_> {
    /// Returns the value as one line of text.
    pub(crate) fn to_text(&self, names: NameForm, dates: DateForm) -> String {
        self.as_text(names, dates).into_owned()
    }

    /// Returns the same, without a copy where it is a text already.
    pub(crate) fn as_text(&self, names: NameForm, dates: DateForm) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Rich(text) => html::write(text).0,
            Value::Name(name) => Cow::Owned(write_name(name, names)),
            Value::Date(date) => Cow::Owned(write_date(date, dates)),
        }
    }
}

/// Words that end a list of names that was cut.
pub(crate) const CUT: [&str; 5] = ["et al.", "et al", "others", "...", "\u{2026}"];

/// Ends of names that are no initials.
const SUFFIXES: [&str; 9] = ["Jr", "Jr.", "Sr", "Sr.", "2nd", "3rd", "4th", "II", "III"];

/// Reads a name.
pub(crate) fn read_name(text: &str, form: NameForm) -> Option<Name> {
    let text = text::trim(text);
    if text.is_empty() || text == "," {
        return None;
    }
    let medline = matches!(form, NameForm::Medline | NameForm::Initials);
    let parts = text::split_once(text, b',');
    if medline && parts.is_none() {
        return Some(with_initials(text));
    }
    let Some((family, rest)) = parts else {
        return Some(match form {
            NameForm::CommaClosed => in_given_order(text),
            _ => match initials_last(text) {
                Some((family, given)) => Name::Person(person(family, given, None)),
                None => Name::Institution(text.to_owned()),
            },
        });
    };
    let rest = text::trim(rest.strip_prefix(' ').unwrap_or(rest));
    if rest.is_empty() {
        return Some(Name::Institution(family.trim().to_owned()));
    }
    // "A, B, C," with a comma at the end is EndNote's way to say that this is no person.
    if let Some(literal) = text.strip_suffix(',').filter(|_| rest.contains(',')) {
        return Some(Name::Institution(literal.to_owned()));
    }
    let (given, suffix) = match text::rsplit_once(rest, b',') {
        Some((given, suffix)) if !suffix.trim().is_empty() => (given.trim(), Some(suffix.trim())),
        Some(_) => (rest.trim_end_matches(',').trim(), None),
        None => (rest, None),
    };
    let (given, suffix) = match text::rsplit_once(given, b' ').filter(|_| medline) {
        Some((given, last)) if suffix.is_none() && SUFFIXES.contains(&last) => (given, Some(last)),
        _ => (given, suffix),
    };
    Some(Name::Person(person(text::trim(family), given, suffix)))
}

/// Puts a person together; particles are the words in lower case before the family name and after
/// the given names.
pub(crate) fn person(family: &str, given: &str, suffix: Option<&str>) -> PersonName {
    let (particle, family) = leading_particle(family);
    let (given, dropping) = trailing_particle(given);
    PersonName {
        family: family.to_owned(),
        given: Some(given.to_owned()).filter(|given| !given.is_empty()),
        dropping_particle: dropping.map(str::to_owned),
        non_dropping_particle: particle.map(str::to_owned),
        suffix: suffix.map(str::to_owned),
        ..PersonName::default()
    }
}

fn is_particle(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '.' | '-'))
}

fn leading_particle(family: &str) -> (Option<&str>, &str) {
    // Most names begin with a capital.
    if family.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return (None, family);
    }
    let mut at = 0;
    for word in family.split_inclusive(' ') {
        let end = at + word.len();
        if end == family.len() || !is_particle(word.trim()) {
            break;
        }
        at = end;
    }
    match family.split_at_checked(at) {
        Some((particle, family)) if at > 0 => (Some(particle.trim()), family.trim()),
        _ => (None, family),
    }
}

fn trailing_particle(given: &str) -> (&str, Option<&str>) {
    let last = text::rsplit_once(given, b' ').map_or(given, |(_, last)| last);
    if last.len() == given.len() || last.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return (given, None);
    }
    let mut at = given.len();
    for word in given.rsplit(' ') {
        let start = at.saturating_sub(word.len());
        if start == 0 || !is_particle(word) {
            break;
        }
        at = start.saturating_sub(1);
    }
    match given.split_at_checked(at) {
        Some((given, particle)) if !particle.is_empty() => (given.trim(), Some(particle.trim())),
        _ => (given, None),
    }
}

/// Reads `Jane Q. Doe`; one word, or many, are an institution.
fn in_given_order(text: &str) -> Name {
    let words = text.split_whitespace().count();
    let capitals = text
        .split_whitespace()
        .all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'')));
    match text.rsplit_once(' ') {
        Some((given, family)) if (2..=3).contains(&words) && capitals => {
            Name::Person(person(family, given.trim(), None))
        }
        _ => Name::Institution(text.to_owned()),
    }
}

/// Splits `Doe J.` or `van Gogh V. W.`, in which only the points say that this is a person.
fn initials_last(text: &str) -> Option<(&str, &str)> {
    if !text.ends_with('.') {
        return None;
    }
    let is_initial = |word: &str| {
        let mut chars = word.chars().filter(|c| *c != '-');
        let mut pairs = 0;
        while let Some(letter) = chars.next() {
            if !letter.is_uppercase() || chars.next() != Some('.') {
                return false;
            }
            pairs += 1;
        }
        pairs > 0
    };
    let mut at = text.len();
    for word in text.rsplit(' ').take_while(|word| is_initial(word)) {
        at = at.saturating_sub(word.len() + 1);
    }
    let (family, given) = text.split_at_checked(at).filter(|(_, given)| !given.is_empty())?;
    let (_, name) = leading_particle(family);
    let words = name.split(' ').count();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    (words <= 2 && name.split(' ').all(capital)).then(|| (family, given.trim()))
}

/// Reads `van Gogh VW Jr`; a name without initials is an institution.
fn with_initials(text: &str) -> Name {
    let institution = || Name::Institution(text.to_owned());
    let (rest, suffix) = match text.rsplit_once(' ') {
        Some((rest, last)) if SUFFIXES.contains(&last) => (rest, Some(last)),
        _ => (text, None),
    };
    let Some((family, initials)) = rest.rsplit_once(' ') else { return institution() };
    let is_initials =
        initials.chars().count() <= 4 && initials.chars().all(|c| c.is_uppercase() || c == '-');
    if !is_initials {
        return institution();
    }
    let mut given = String::new();
    for c in initials.chars() {
        match c {
            '-' => {
                given.truncate(given.trim_end().len());
                given.push('-');
            }
            c => {
                if !given.is_empty() && !given.ends_with('-') {
                    given.push(' ');
                }
                given.push(c);
                given.push('.');
            }
        }
    }
    Name::Person(person(family, &given, suffix))
}

/// Writes a name.
pub(crate) fn write_name(name: &Name, form: NameForm) -> String {
    let person = match name {
        Name::Institution(name)
            if name.contains(',')
                || form == NameForm::CommaClosed
                || form == NameForm::Comma && initials_last(name).is_some() =>
        {
            return format!("{name},");
        }
        Name::Institution(name) => return name.clone(),
        Name::Person(person) => person,
    };
    let mut out = person.full_family();
    if form == NameForm::Initials {
        let initials: String = person
            .given
            .iter()
            .flat_map(|given| given.split([' ', '-', '.']))
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .collect();
        for part in [Some(initials.as_str()), person.suffix.as_deref()].into_iter().flatten() {
            if !part.is_empty() {
                out.push(' ');
                out.push_str(part.trim_end_matches('.'));
            }
        }
        return out;
    }
    let given = match (&person.given, &person.dropping_particle) {
        (Some(given), Some(particle)) => format!("{given} {particle}"),
        (Some(given), None) => given.clone(),
        (None, Some(particle)) => particle.clone(),
        (None, None) => String::new(),
    };
    for (idx, part) in
        [Some(given.as_str()), person.suffix.as_deref()].into_iter().flatten().enumerate()
    {
        if !part.is_empty() {
            let blank = form == NameForm::Medline && idx == 1 && !given.is_empty();
            out.push_str(if blank { " " } else { ", " });
            out.push_str(part);
        }
    }
    out
}

/// A date, and whether it says everything the text said.
pub(crate) struct ReadDate {
    pub(crate) date: Date,
    pub(crate) whole: bool,
}

/// Reads a date, or returns `None` when the text is none.
pub(crate) fn read_date(text: &str, form: DateForm) -> Option<ReadDate> {
    let text = text.trim();
    let whole = |date| ReadDate { date, whole: true };
    match form {
        DateForm::Slashes => slashes(text).or_else(|| human_date::parse(text).map(whole)),
        DateForm::Words => words(text).or_else(|| human_date::parse(text)).map(whole),
        DateForm::Edtf => human_date::parse(text).map(whole),
    }
}

/// Reads `2001/02/14/spring`, of which any part but the first may be missing.
fn slashes(text: &str) -> Option<ReadDate> {
    let mut parts = text.splitn(4, '/').map(str::trim);
    let year = parts.next()?;
    let year: i32 =
        year.parse().ok().filter(|_| (1..=5).contains(&year.len()) && !year.starts_with('+'))?;
    let (month, day) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let rest = parts.next().unwrap_or("").trim_end_matches('/');
    let month = match month {
        "" | "0" | "00" => None,
        word => {
            let number = word.parse().ok().filter(|month| (1..=12).contains(month));
            Some(number.or_else(|| human_date::month(word))?)
        }
    };
    let day = match day {
        "" | "0" | "00" => None,
        day => Some(day.parse().ok().filter(|day| (1..=31).contains(day))?),
    };
    let date = PartialDate::new(year, month, day);
    if rest.is_empty() {
        return Some(ReadDate { date: Date::On(date), whole: true });
    }
    // A time of day behind the last slash is more than CSL has.
    if rest.chars().all(|c| c.is_ascii_digit() || c == ':') {
        return Some(ReadDate { date: Date::On(date), whole: true });
    }
    let season = human_date::season(rest).filter(|_| month.is_none());
    let exact = edtf::parse(rest).or_else(|| human_date::parse(rest));
    Some(match (season, exact) {
        (Some(_), _) => ReadDate { date: Date::On(PartialDate { season, ..date }), whole: true },
        (None, Some(exact)) if exact.year() == Some(year) => ReadDate { date: exact, whole: true },
        _ => ReadDate { date: Date::On(date), whole: false },
    })
}

/// Reads `2001 Jan-Feb`, `2001 Mar 9-15` and `OCT 10-12, 2008`: whatever stands first, days, month
/// and year are put in the order in which people say them.
fn words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok();
    let ordered = match words.as_slice() {
        [year, months] if is_year(year) => format!("{months} {year}"),
        [year, month, days] if is_year(year) => format!("{days} {month} {year}"),
        [month, days, year] if is_year(year) => format!("{days} {month} {year}"),
        _ => return None,
    };
    human_date::parse(&ordered)
}

const SEASONS: [&str; 4] = ["Spring", "Summer", "Autumn", "Winter"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns the English abbreviation of a month (1–12).
pub(crate) fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
}

/// Returns the English name of a season (1–4).
pub(crate) fn season_name(season: u8) -> &'static str {
    SEASONS.get(usize::from(season).wrapping_sub(1)).copied().unwrap_or("")
}

/// Tells whether a date is no more than year, month and day.
fn is_simple(date: &PartialDate) -> bool {
    !date.uncertain && !date.approximate && (0..=9999).contains(&date.year)
}

/// Writes a date.
pub(crate) fn write_date(date: &Date, form: DateForm) -> String {
    match (form, date) {
        (_, Date::Literal(text)) => text.clone(),
        (DateForm::Edtf, date) => date.to_string(),
        (DateForm::Slashes, date) => write_slashes(date),
        (DateForm::Words, Date::On(date)) if is_simple(date) => {
            let mut out = format!("{:04}", date.year);
            let month = date.month.map(month_name).or_else(|| date.season.map(season_name));
            if let Some(part) = month {
                out.push(' ');
                out.push_str(part);
            }
            if let (Some(_), Some(day)) = (date.month, date.day) {
                out.push_str(&format!(" {day}"));
            }
            out
        }
        (DateForm::Words, Date::Interval(Interval { start: Some(start), end: Some(end) }))
            if is_simple(start)
                && is_simple(end)
                && start.year == end.year
                && start.day.is_none()
                && end.day.is_none() =>
        {
            match (start.month, end.month) {
                (Some(first), Some(last)) => {
                    format!("{:04} {}-{}", start.year, month_name(first), month_name(last))
                }
                _ => date.to_string(),
            }
        }
        (DateForm::Words, date) => date.to_string(),
    }
}

fn write_slashes(date: &Date) -> String {
    let year = date.year().unwrap_or(0);
    match date {
        Date::On(on) if is_simple(on) => match (on.month, on.day, on.season) {
            (Some(month), Some(day), _) => format!("{year:04}/{month:02}/{day:02}/"),
            (Some(month), None, _) => format!("{year:04}/{month:02}//"),
            (None, _, Some(season)) => format!("{year:04}///{}", season_name(season)),
            (None, _, None) => format!("{year:04}///"),
        },
        // The free part says it all.
        date => format!("{year:04}///{date}"),
    }
}

/// Returns the year alone, or the words that stand in place of a date.
pub(crate) fn year_text(date: &Date) -> String {
    match date {
        Date::Literal(text) => text.clone(),
        date => date.year().map_or(String::new(), |year| format!("{year:04}")),
    }
}

/// Tells whether a date says more than a year.
pub(crate) fn is_more_than_year(date: &Date) -> bool {
    match date {
        Date::On(on) => !(is_simple(on) && on.month.is_none() && on.season.is_none()),
        Date::Interval(_) => true,
        Date::Literal(_) => false,
    }
}

/// Takes the address of a resolver off a DOI.
pub(crate) fn bare_doi(text: &str) -> &str {
    let text = text::trim(text);
    if text.starts_with("10.") {
        return text;
    }
    let mut rest = text;
    for prefix in ["https://", "http://", "www.", "dx.", "doi.org/", "doi:", "DOI:", "DOI "] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    if rest.starts_with("10.") { rest } else { text }
}

/// Counts the digits of an ISBN or ISSN at the beginning of a text.
pub(crate) fn standard_number_length(text: &str) -> usize {
    let text = text.trim();
    let label = text
        .get(..4)
        .filter(|label| label.eq_ignore_ascii_case("isbn") || label.eq_ignore_ascii_case("issn"));
    let rest = label.and_then(|_| text.get(4..)).unwrap_or(text);
    let rest = rest.trim_start_matches([':', ' ']);
    let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '-' | 'x' | 'X' | '\u{2010}');
    rest.chars().take_while(is_part).filter(|c| !matches!(c, '-' | '\u{2010}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for text in [
            "van Gogh, Vincent",
            "Humboldt, Alexander von",
            "King, Martin Luther, Jr.",
            "World Health Organization",
            "Smith, Jones & Co,",
            "hooks, bell",
            "Müller, K.-H.",
        ] {
            let name = read_name(text, NameForm::Comma).unwrap();
            assert_eq!(write_name(&name, NameForm::Comma), text);
        }
        let name = read_name("van Gogh V-W Jr", NameForm::Initials).unwrap();
        assert_eq!(name.to_string(), "van Gogh, Jr, V.-W.");
        assert_eq!(write_name(&name, NameForm::Initials), "van Gogh VW Jr");
        let group = read_name("Writing Group for the Trial", NameForm::Initials).unwrap();
        assert!(matches!(group, Name::Institution(_)));
    }

    #[test]
    fn initials_with_points_make_a_person_of_a_name_without_comma() {
        let read = |text| read_name(text, NameForm::Comma).unwrap();
        for (text, expected) in [
            ("Doe J.", "Doe, J."),
            ("van den Berg J.-P.", "van den Berg, J.-P."),
            ("García Márquez G. J.", "García Márquez, G. J."),
            ("Smith J.A.", "Smith, J.A."),
        ] {
            let name = read(text);
            assert!(matches!(name, Name::Person(_)), "{text}");
            assert_eq!(name.to_string(), expected);
        }
        for text in ["Smith J", "Acme Inc.", "J. K.", "Department of the U.S.", "Foo Jr.", "J."] {
            assert_eq!(read(text), Name::Institution(text.into()));
        }
        let group = Name::Institution("Congress U.S.".into());
        assert_eq!(read(&write_name(&group, NameForm::Comma)), group);
    }

    #[test]
    fn dates_go_both_ways() {
        let read = |text, form| read_date(text, form).map(|read| read.date.to_string());
        for (text, expected) in [
            ("2001", "2001"),
            ("2001/02/14/", "2001-02-14"),
            ("2001/02//", "2001-02"),
            ("2001///Spring", "2001-21"),
            ("1850///1850~", "1850~"),
            ("1999///1999/2000", "1999/2000"),
            ("1999/2000", "1999/2000"),
            ("2001/Feb/3", "2001-02-03"),
        ] {
            assert_eq!(read(text, DateForm::Slashes).as_deref(), Some(expected), "{text}");
        }
        assert!(!read_date("2001/05//special issue", DateForm::Slashes).unwrap().whole);
        for (text, expected) in [
            ("2001 Feb 14", "2001-02-14"),
            ("2001 Jan-Feb", "2001-01/2001-02"),
            ("2001 Spring", "2001-21"),
            ("2001", "2001"),
        ] {
            let date = read_date(text, DateForm::Words).unwrap().date;
            assert_eq!(date.to_string(), expected, "{text}");
            assert_eq!(write_date(&date, DateForm::Words), text);
        }
    }
}
