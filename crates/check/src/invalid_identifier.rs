//! Identifiers that cannot be what they are called.

use refsmith_model::record::{Isbn, Issn, ParseIdentifierError};
use refsmith_model::{CodeInfo, Diagnostic, Doi, Name, Record, Severity, TextVariable, Variable};

use crate::{Check, CheckInfo, Subject};

pub(crate) static INVALID_IDENTIFIER: CodeInfo = CodeInfo {
    code: "invalid-identifier",
    severity: Severity::Error,
    summary: "a DOI, ISBN, ISSN, ORCID, PMID or PMCID is malformed",
    explanation: "The identifier does not have the form all identifiers of its kind have, or its \
        check digit is wrong, so it leads nowhere or to another work. Usually a digit was mistyped \
        or exchanged with its neighbor, or the end was cut off. Copy it again from the publication. \
        Resolvers, prefixes, hyphens and several ISBNs or ISSNs in one field are understood. A \
        well-formed identifier is not looked up; `refsmith check --online` does that.",
};

/// Finds malformed identifiers.
pub(crate) struct InvalidIdentifier;

static INFO: CheckInfo = CheckInfo {
    name: "invalid-identifier",
    codes: &[&INVALID_IDENTIFIER],
    description: "malformed DOIs, ISBNs, ISSNs, ORCIDs, PMIDs and PMCIDs",
};

/// Reads one identifier; the error says what was expected and found.
type Reader = fn(&str) -> Result<(), ParseIdentifierError>;

const READERS: &[(TextVariable, Reader, &str)] = &[
    (TextVariable::Doi, doi, "copy the DOI from the publisher's page; it starts with `10.`"),
    (TextVariable::Isbn, isbns, "compare the ISBN with the imprint; its last digit is a check"),
    (TextVariable::Issn, issns, "compare the ISSN with the journal; its last digit is a check"),
    (TextVariable::Pmid, pmid, "a PMID is the number in the address of the PubMed page"),
    (
        TextVariable::Pmcid,
        pmcid,
        "a PMCID is `PMC` and the number of the article in PubMed Central",
    ),
];

impl Check for InvalidIdentifier {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            for (variable, reader, help) in READERS {
                let text = record.text(*variable).map(str::trim).unwrap_or_default();
                if text.is_empty() {
                    continue;
                }
                if let (TextVariable::Doi, Some(doi)) = (variable, wrapped_doi(text)) {
                    out.push(unwrap_doi(subject, idx, text, &doi));
                } else if let Err(error) = reader(text) {
                    report(subject, idx, (*variable).into(), &error, help, out);
                }
            }
            check_orcids(subject, idx, record, out);
        }
    }
}

/// Returns the DOI inside something longer, such as the address of a publisher's page.
fn wrapped_doi(text: &str) -> Option<Doi> {
    if Doi::parse(text).is_ok() {
        return None;
    }
    let at = text.match_indices("10.").map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        before.is_some_and(|c| !c.is_alphanumeric() && c != '.')
    })?;
    Doi::parse(text.get(at..)?).ok()
}

fn unwrap_doi(subject: &Subject<'_>, idx: usize, text: &str, doi: &Doi) -> Diagnostic {
    let variable = TextVariable::Doi;
    let message = format!("`DOI`: expected the DOI alone, found `{text}`");
    let mut finding = subject.value_finding(&INVALID_IDENTIFIER, idx, variable, message);
    finding.severity = Severity::Warning;
    // What stands behind the DOI in an address may be no part of it.
    let finding = finding.help(format!("write `{doi}`"));
    subject.narrowed(finding, idx, variable, text, doi.as_str(), false)
}

fn check_orcids(subject: &Subject<'_>, idx: usize, record: &Record, out: &mut Vec<Diagnostic>) {
    for (role, list) in &record.names {
        for name in &list.names {
            let Name::Person(person) = name else { continue };
            let Some(text) = person.orcid.as_deref() else { continue };
            if let Err(error) = orcid(text) {
                let help = "copy the ORCID iD from the person's page; its last digit is a check";
                report(subject, idx, (*role).into(), &error, help, out);
            }
        }
    }
}

fn report(
    subject: &Subject<'_>,
    idx: usize,
    variable: Variable,
    error: &ParseIdentifierError,
    help: &str,
    out: &mut Vec<Diagnostic>,
) {
    let message = format!("`{variable}`: {error}");
    out.push(subject.value_finding(&INVALID_IDENTIFIER, idx, variable, message).help(help));
}

fn doi(text: &str) -> Result<(), ParseIdentifierError> {
    Doi::parse(text).map(drop)
}

fn isbns(text: &str) -> Result<(), ParseIdentifierError> {
    several(text, "ISBN", |one| Isbn::parse(one).map(drop))
}

fn issns(text: &str) -> Result<(), ParseIdentifierError> {
    several(text, "ISSN", |one| Issn::parse(one).map(drop))
}

/// Reads a field that may hold several identifiers: `1234-5679, 0028-0836 (online)`.
fn several(
    text: &str,
    word: &str,
    read: fn(&str) -> Result<(), ParseIdentifierError>,
) -> Result<(), ParseIdentifierError> {
    let bare = without_remarks(text);
    for part in bare.split([',', ';', '/', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        let part = without_label(part, word);
        if read(part).is_ok() {
            continue;
        }
        let mut words = part.split_whitespace().map(|one| without_label(one, word));
        let alone = part.split_whitespace().nth(1).is_none();
        // Blanks may separate the groups of one identifier or several identifiers.
        if alone || !words.all(|one| one.is_empty() || read(one).is_ok()) {
            return read(part);
        }
    }
    Ok(())
}

/// Removes remarks in parentheses: `(pbk.)`, `(online)`.
fn without_remarks(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                bare.push(' ');
            }
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Removes `ISBN`, `ISBN-13:`, `eISSN` and their like from the front.
fn without_label<'a>(text: &'a str, word: &str) -> &'a str {
    let text = text.trim_start_matches(['e', 'p', 'E', 'P']);
    let head = text.get(..word.len());
    if !head.is_some_and(|head| head.eq_ignore_ascii_case(word)) {
        return text;
    }
    let rest = text.get(word.len()..).unwrap_or("");
    let length = ["-13", "-10", "13", "10"].iter().find_map(|digits| {
        rest.strip_prefix(digits).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    length.unwrap_or(rest).trim_start_matches([':', '=', ' ', '\u{a0}'])
}

fn pmid(text: &str) -> Result<(), ParseIdentifierError> {
    let lower = text.to_ascii_lowercase();
    let digits = lower
        .strip_prefix("pmid")
        .map_or(lower.as_str(), |rest| rest.trim_start_matches([':', ' ']));
    let valid = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    expected(valid, "a PMID of up to eight digits", text)
}

fn pmcid(text: &str) -> Result<(), ParseIdentifierError> {
    let upper = text.to_ascii_uppercase();
    let bare = upper.strip_prefix("PMCID").unwrap_or(&upper).trim_start_matches([':', ' ']);
    let number = bare.strip_prefix("PMC").unwrap_or(bare);
    // `PMC1234567.2` is the second version of the article.
    let (digits, version) = number.split_once('.').unwrap_or((number, "1"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let valid = all_digits(digits) && digits.len() <= 9 && all_digits(version);
    expected(valid, "a PMCID such as `PMC3531190`", text)
}

/// Checks an ORCID iD: sixteen digits, the last by ISO 7064 MOD 11-2 with `X` for ten.
fn orcid(text: &str) -> Result<(), ParseIdentifierError> {
    let bare = text.trim().rsplit('/').next().unwrap_or("");
    let symbols: Vec<char> = bare.chars().filter(|c| *c != '-').collect();
    let mut total = 0;
    let mut valid = symbols.len() == 16;
    for (idx, symbol) in symbols.iter().enumerate() {
        let digit = match symbol {
            'X' | 'x' if idx == 15 => Some(10),
            _ => symbol.to_digit(10),
        };
        valid &= digit.is_some();
        let sum = total + digit.unwrap_or(0);
        // The last digit is added without doubling, and the whole must leave 1.
        total = if idx == 15 { sum } else { sum * 2 } % 11;
    }
    let form = "an ORCID iD with a right check digit, such as `0000-0002-1825-0097`";
    expected(valid && total == 1, form, text)
}

fn expected(valid: bool, expected: &'static str, found: &str) -> Result<(), ParseIdentifierError> {
    if valid { Ok(()) } else { Err(ParseIdentifierError { expected, found: found.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, messages, with_texts};
    use refsmith_model::{NameList, NameVariable, PersonName};

    fn of(variable: TextVariable, text: &str) -> Vec<String> {
        messages(&InvalidIdentifier, &with_texts(article("a"), &[(variable, text)]))
    }

    #[test]
    fn dois() {
        assert!(of(TextVariable::Doi, "https://doi.org/10.1000/182").is_empty());
        assert_eq!(
            of(TextVariable::Doi, "10.1000"),
            ["`DOI`: expected a DOI such as `10.1000/182`, found `10.1000`"]
        );
        assert!(of(TextVariable::Doi, " ").is_empty());
        assert_eq!(
            of(TextVariable::Doi, "http://doi.example.org/10.1000/182"),
            ["`DOI`: expected the DOI alone, found `http://doi.example.org/10.1000/182`"]
        );
        assert!(of(TextVariable::Doi, "see 10.1 or 210.1000/182")[0].contains("expected a DOI"));
    }

    #[test]
    fn isbns_and_issns() {
        // The ISBN of the manual's own example, and the ISSN of the ISSN standard.
        for text in [
            "0-306-40615-2",
            "ISBN 0-306-40615-2",
            "ISBN-13: 978-0-306-40615-7 (hbk.)",
            "978-0-306-40615-7, 0306406152",
            "9780306406157 0306406152",
            "978 0 306 40615 7",
        ] {
            assert!(of(TextVariable::Isbn, text).is_empty(), "{text}");
        }
        for text in ["978-0-306-40615-8", "12345", "9780306406157, 0306406153", "n/a"] {
            assert_eq!(of(TextVariable::Isbn, text).len(), 1, "{text}");
        }
        for text in
            ["0317-8471", "03178471", "0317-8471 (print), eISSN 1050-124X", "ISSN 0317-8471"]
        {
            assert!(of(TextVariable::Issn, text).is_empty(), "{text}");
        }
        assert_eq!(of(TextVariable::Issn, "0317-8472").len(), 1);
    }

    #[test]
    fn pubmed() {
        assert!(of(TextVariable::Pmid, "PMID: 15220929").is_empty());
        assert_eq!(of(TextVariable::Pmid, "PMC3531190").len(), 1);
        assert!(of(TextVariable::Pmcid, "PMC3531190").is_empty());
        assert!(of(TextVariable::Pmcid, "3531190.1").is_empty());
        assert_eq!(of(TextVariable::Pmcid, "PMCX").len(), 1);
    }

    #[test]
    fn orcids() {
        let of = |orcid: &str| {
            let mut record = article("a");
            let mut person = PersonName::new("Carberry", "Josiah");
            person.orcid = Some(orcid.to_owned());
            let list = NameList::complete(vec![Name::Person(person)]);
            record.names.insert(NameVariable::Author, list);
            messages(&InvalidIdentifier, &record).len()
        };
        // The fictitious researcher of ORCID's documentation, and its example with an X.
        assert_eq!(of("0000-0002-1825-0097"), 0);
        assert_eq!(of("https://orcid.org/0000-0002-1694-233X"), 0);
        assert_eq!(of("0000-0002-1825-0098"), 1);
        assert_eq!(of("0000-0002-1825"), 1);
        assert_eq!(of(""), 1);
    }
}
