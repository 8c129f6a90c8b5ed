//! Whether pages, volumes, issues and years agree.

use refsmith_model::text::unicode::{fold, is_dash};
use refsmith_model::{Number, NumberVariable, Record};

use crate::Candidate;

/// How our number relates to the register's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same, perhaps written differently.
    Same,
    /// Ours is the beginning of theirs: the first page only.
    Cut,
    /// They are not of the same kind, so that nothing follows.
    Incomparable,
    /// They contradict each other.
    Conflict,
}

/// Compares our pages with those of the register, of which an article number is one.
pub(super) fn compare_pages(record: &Record, candidate: &Candidate) -> Option<Relation> {
    let ours =
        record.number(NumberVariable::Page).or_else(|| record.number(NumberVariable::Number))?;
    let theirs = [NumberVariable::Page, NumberVariable::Number]
        .map(|variable| candidate.record.number(variable));
    let relations: Vec<Relation> =
        theirs.into_iter().flatten().map(|theirs| one_page(ours, theirs)).collect();
    // Ours may be either; the best relation is the true one.
    [Relation::Same, Relation::Cut, Relation::Incomparable, Relation::Conflict]
        .into_iter()
        .find(|relation| relations.contains(relation))
}

fn one_page(ours: &str, theirs: &str) -> Relation {
    let (a, b) = (page_text(ours), page_text(theirs));
    if a == b {
        return Relation::Same;
    }
    if let (Some((a_first, a_last)), Some((b_first, b_last))) =
        (Number::new(a.as_str()).range(), Number::new(b.as_str()).range())
    {
        return match (a_first == b_first, a_first == a_last, b_first == b_last) {
            (false, ..) => Relation::Conflict,
            (true, true, false) => Relation::Cut,
            // The register knows the first page only.
            (true, _, true) => Relation::Same,
            (true, false, false) if a_last == b_last => Relation::Same,
            (true, false, false) => Relation::Conflict,
        };
    }
    let (a_first, b_first) = (first_page(&a), first_page(&b));
    if a_first == b_first {
        return match (a == a_first, b == b_first) {
            (true, false) => Relation::Cut,
            (false, true) => Relation::Same,
            // "e123-e134" and "e123-34" say the same.
            _ if digits(last_page(&b)).ends_with(&digits(last_page(&a))) => Relation::Same,
            _ => Relation::Conflict,
        };
    }
    if digits(&a_first) == digits(&b_first) && !digits(&a_first).is_empty() {
        return Relation::Same;
    }
    // "1-12" counts the pages of an article that is known by its number.
    let (a_number, b_number) = (is_article(&a), is_article(&b));
    if a_number != b_number && (a_first == "1" || b_first == "1") {
        return Relation::Incomparable;
    }
    Relation::Conflict
}

/// Returns the first page or the article number, folded.
pub(super) fn first_page(text: &str) -> String {
    page_text(text).split('-').next().unwrap_or("").to_owned()
}

fn last_page(text: &str) -> &str {
    text.rsplit('-').next().unwrap_or(text)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').to_owned()
}

fn is_article(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic) || digits(text).len() >= 6
}

/// Folded, with plain hyphens, without blanks, "pp." and "Article".
fn page_text(text: &str) -> String {
    let text: String = fold(text)
        .chars()
        .map(|c| if is_dash(c) { '-' } else { c })
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut rest = text.as_str();
    for prefix in [
        "pages",
        "page",
        "pp.",
        "pp",
        "p.",
        "articleno.",
        "articlenumber",
        "article",
        "art.",
        "no.",
    ] {
        if let Some(after) = rest.strip_prefix(prefix) {
            rest = after;
            break;
        }
    }
    let rest = rest.trim_end_matches(['.', ',']);
    // "141-" and "141-141" are "141"; "141--153" is TeX.
    let parts: Vec<&str> = rest.split('-').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [first, last] if first == last => (*first).to_owned(),
        _ => parts.join("-"),
    }
}

/// Compares volumes or issues.
pub(super) fn compare_numbers(ours: &str, theirs: &str) -> Relation {
    let (a, b) = (number_text(ours), number_text(theirs));
    let same = a == b || roman(&a).is_some_and(|n| n == b) || roman(&b).is_some_and(|n| n == a);
    if same { Relation::Same } else { Relation::Conflict }
}

/// Folded: no "vol.", no leading zeros, "Suppl. 1" and "S1" alike, plain hyphens.
fn number_text(text: &str) -> String {
    let folded: String = fold(text)
        .chars()
        .map(|c| if is_dash(c) || matches!(c, '/' | '\u{2044}') { '-' } else { c })
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .collect();
    let mut rest = folded.as_str();
    for prefix in ["volume", "vol", "issue", "number", "no", "heft", "band", "bd"] {
        if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
            rest = after;
            break;
        }
    }
    let rest = rest.replace("supplement", "s").replace("suppl", "s");
    let parts: Vec<&str> = rest
        .split('-')
        .map(|part| part.trim_start_matches('0'))
        .filter(|p| !p.is_empty())
        .collect();
    parts.join("-")
}

/// The value of a lower-case Roman numeral below 4000, as digits.
fn roman(text: &str) -> Option<String> {
    let digit = |c| {
        Some(match c {
            'i' => 1_u32,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            'm' => 1000,
            _ => return None,
        })
    };
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let digits: Vec<u32> = text.chars().map(digit).collect::<Option<_>>()?;
    let mut sum = 0_i64;
    for (idx, value) in digits.iter().enumerate() {
        let smaller = digits.get(idx + 1).is_some_and(|next| next > value);
        sum += if smaller { -i64::from(*value) } else { i64::from(*value) };
    }
    (sum > 0).then(|| sum.to_string())
}

/// Tells whether our year may be the year of the work: that of issue, print or online publication,
/// or one beside the year of issue. `None` when one side has no year.
pub(super) fn years_agree(record: &Record, candidate: &Candidate) -> Option<bool> {
    let (ours, theirs) = (record.year()?, candidate.record.year()?);
    Some((ours - theirs).abs() <= 1 || candidate.other_years.contains(&ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        for (ours, theirs, relation) in [
            ("141", "141-153", Relation::Cut),
            ("847\u{2013}854", "847-854", Relation::Same),
            ("582-97", "582-597", Relation::Same),
            ("80--99", "80-99", Relation::Same),
            ("387-399", "387", Relation::Same),
            ("387-400", "387-399", Relation::Conflict),
            ("e2840", "e2840", Relation::Same),
            ("2840", "e2840", Relation::Same),
            ("pp. 17-39", "17-39", Relation::Same),
            ("S12", "S12-S20", Relation::Cut),
            ("1-12", "e2840", Relation::Incomparable),
            ("17", "71-80", Relation::Conflict),
            ("xii", "xii-xx", Relation::Cut),
        ] {
            assert_eq!(one_page(ours, theirs), relation, "{ours} {theirs}");
        }
    }

    #[test]
    fn volumes_and_issues() {
        for (ours, theirs) in
            [("2-3", "2–3"), ("XXI", "21"), ("Vol. 021", "21"), ("Suppl. 1", "S1"), ("1/2", "1-2")]
        {
            assert_eq!(compare_numbers(ours, theirs), Relation::Same, "{ours} {theirs}");
        }
        assert_eq!(compare_numbers("21", "12"), Relation::Conflict);
    }
}
