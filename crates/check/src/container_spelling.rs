//! One journal, two spellings.

use std::collections::BTreeMap;

use refsmith_model::text::unicode::{collapse_white_space, is_apostrophe, is_dash, words};
use refsmith_model::{CodeInfo, Diagnostic, ItemType, Record, Severity, TextVariable};

use crate::subject::key_of;
use crate::{Check, CheckInfo, Subject};

pub(crate) static CONTAINER_SPELLING: CodeInfo = CodeInfo {
    code: "container-spelling",
    severity: Severity::Warning,
    summary: "the same container title is written in two ways",
    explanation: "Two records name the same journal or book, but with different capitals, \
        punctuation, accents, or `&` in place of `and`. A bibliography then shows one journal under \
        two names, and programs that count or group by journal see two. Use one spelling: the \
        finding proposes the one with capitals as in a title, unless another is clearly more \
        frequent in the list. Abbreviated titles are not compared with full ones, and kinds of \
        apostrophes and dashes are not counted as a difference.",
};

/// Finds container titles that differ only in form.
pub(crate) struct ContainerSpelling;

static INFO: CheckInfo = CheckInfo {
    name: "container-spelling",
    codes: &[&CONTAINER_SPELLING],
    description: "journals and books whose title is written in two ways",
};

impl Check for ContainerSpelling {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        let mut groups: BTreeMap<Vec<String>, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for (idx, record) in subject.records.iter().enumerate() {
            let Some(title) = record.text(TextVariable::ContainerTitle) else { continue };
            let key = title_words(title);
            if !key.is_empty() {
                let spellings = groups.entry(key).or_default();
                spellings.entry(spelling(title)).or_default().push(idx);
            }
        }
        for spellings in groups.values().filter(|spellings| spellings.len() > 1) {
            report(subject, spellings, out);
        }
    }
}

fn report(
    subject: &Subject<'_>,
    spellings: &BTreeMap<String, Vec<usize>>,
    out: &mut Vec<Diagnostic>,
) {
    let Some((chosen, chosen_members)) = best(spellings) else { return };
    let Some(model) = chosen_members.first().and_then(|idx| subject.records.get(*idx)) else {
        return;
    };
    let ways = if spellings.len() == 2 { "two" } else { "several" };
    for (other, members) in spellings.iter().filter(|(other, _)| *other != chosen) {
        // A spelling with fewer capitals could be a spoiled acronym (`Jama`).
        let safe = capitals(chosen) >= capitals(other);
        for idx in members {
            let Some(record) = subject.records.get(*idx) else { continue };
            let title = record.text(TextVariable::ContainerTitle).unwrap_or(other);
            let message = format!(
                "{} written {ways} ways: `{}` here, `{chosen}` in {}",
                noun(record),
                collapse_white_space(title),
                key_of(model),
            );
            let variable = TextVariable::ContainerTitle;
            let mut finding = subject.value_finding(&CONTAINER_SPELLING, *idx, variable, message);
            finding = finding.help(format!("write `{chosen}`"));
            if let Some(span) = subject.value_span(*idx, variable)
                && subject.slice(span) == title
            {
                finding = finding.fix(span, chosen, safe);
            }
            out.push(finding);
        }
    }
}

/// Returns the spelling the others should follow, with the records that have it.
///
/// Capitals as in a title win, because exports lower them by mistake and never raise them; but
/// three times as many of another spelling show that the list, or the language, wants it so.
fn best(spellings: &BTreeMap<String, Vec<usize>>) -> Option<(&String, &Vec<usize>)> {
    let first = |members: &[usize]| std::cmp::Reverse(members.first().copied());
    let frequent = spellings.iter().max_by_key(|(_, members)| (members.len(), first(members)))?;
    let formal = spellings
        .iter()
        .max_by_key(|(text, members)| (rank(text), members.len(), accents(text), first(members)))?;
    Some(if frequent.1.len() >= 3 * formal.1.len() { frequent } else { formal })
}

/// Words that stay small in a title, in the languages with many journals.
const MINOR_WORDS: &[&str] = &[
    "a", "an", "and", "at", "by", "da", "das", "de", "del", "der", "des", "di", "die", "do", "du",
    "e", "el", "et", "for", "from", "f\u{f6}r", "f\u{fc}r", "i", "im", "in", "la", "le", "les",
    "o", "och", "of", "og", "on", "or", "the", "to", "und", "van", "voor", "von", "with", "y",
    "zur",
];

/// Rates the capitals: 2 as in a title, 1 for capitals only, 0 as in a sentence.
///
/// A capital anywhere in the word counts, for `eLife`.
fn rank(title: &str) -> u8 {
    let lowered = title.chars().any(char::is_lowercase);
    let raised = title
        .split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|word| word.starts_with(char::is_lowercase) && !MINOR_WORDS.contains(word))
        .all(|word| word.chars().any(char::is_uppercase));
    match (raised, lowered) {
        (true, true) => 2,
        (true, false) => 1,
        (false, _) => 0,
    }
}

fn capitals(title: &str) -> usize {
    title.chars().filter(|c| c.is_uppercase()).count()
}

fn accents(title: &str) -> usize {
    title.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count()
}

/// Returns the words that make a title what it is, with one word for "and" and `&`. Leaving it out
/// would be wrong: `J. Math. and Phys.` and `J. Math. Phys.` are two journals.
fn title_words(title: &str) -> Vec<String> {
    let mut words = words(&title.replace('&', " and "));
    for word in &mut words {
        if matches!(word.as_str(), "and" | "und" | "et" | "och" | "og") {
            *word = "and".to_owned();
        }
    }
    words
}

/// Returns the title without the differences that do not count.
fn spelling(title: &str) -> String {
    let plain = title.chars().map(|c| match c {
        c if is_apostrophe(c) => '\'',
        c if is_dash(c) => '-',
        c => c,
    });
    collapse_white_space(&plain.collect::<String>())
}

fn noun(record: &Record) -> &'static str {
    match record.item_type {
        ItemType::ArticleJournal => "journal",
        ItemType::ArticleMagazine => "magazine",
        ItemType::ArticleNewspaper => "newspaper",
        ItemType::Chapter => "book",
        ItemType::PaperConference => "proceedings",
        _ => "container title",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, found};

    fn containers(titles: &[&str]) -> Vec<String> {
        let records: Vec<_> = titles
            .iter()
            .enumerate()
            .map(|(idx, title)| {
                let mut record = article(&format!("k{idx}"));
                record.texts.insert(TextVariable::ContainerTitle, (*title).into());
                record
            })
            .collect();
        found(&ContainerSpelling, &Subject::library(&records))
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn sentence_case_gives_way_to_title_case() {
        assert_eq!(
            containers(&["Hormones and behavior", "Hormones and Behavior"]),
            ["journal written two ways: `Hormones and behavior` here, \
              `Hormones and Behavior` in k1"]
        );
    }

    #[test]
    fn a_clear_majority_decides() {
        let usual = "Revue fran\u{e7}aise de sociologie";
        let found = containers(&[usual, usual, usual, "Revue Fran\u{e7}aise de Sociologie"]);
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with(&format!("`{usual}` in k0")), "{}", found[0]);
    }

    #[test]
    fn ampersand_and_punctuation_are_form() {
        assert_eq!(containers(&["Science & Justice", "Science and Justice"]).len(), 1);
        assert_eq!(containers(&["J. Phys. A", "J Phys A"]).len(), 1);
        assert_eq!(containers(&["NATURE", "Nature", "Nature"]).len(), 1);
        assert_eq!(
            containers(&["PloS one", "PLOS ONE"]),
            ["journal written two ways: `PloS one` here, `PLOS ONE` in k1"]
        );
    }

    #[test]
    fn what_is_no_difference() {
        for same in [
            ["Annual review of psychology", "Annual review of psychology"],
            ["Children's Health", "Children\u{2019}s Health"],
            ["Mind\u{2013}Body", "Mind-Body"],
            ["Brain", "Brain Research"],
            ["Phys. Rev. A", "Phys. Rev. B"],
            ["J. Math. and Phys.", "J. Math. Phys."],
            ["Trends in neurosciences", "Trends Neurosci."],
            ["...", "!!!"],
        ] {
            assert_eq!(containers(&same), Vec::<String>::new(), "{same:?}");
        }
    }
}
