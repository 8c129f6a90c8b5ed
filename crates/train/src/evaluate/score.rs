//! Compares fields as readers would: marks, case, punctuation and spelled-out keywords do not
//! count, names are bags of words, dates are years, page ranges are sequences of numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Values by field.
pub(crate) type Values = BTreeMap<String, Vec<String>>;

/// A field that is not right.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) name: String,
    pub(crate) gold: String,
    pub(crate) predicted: String,
}

/// Counts of one field.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    right: usize,
    /// Predicted, but wrong or not in the truth.
    false_positive: usize,
    /// In the truth, but not predicted so.
    false_negative: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        let all = 2 * self.right + self.false_positive + self.false_negative;
        if all == 0 { 0.0 } else { 2.0 * self.right as f64 / all as f64 }
    }
}

/// Scores of a data set.
#[derive(Debug)]
pub(crate) struct Scores {
    /// References seen.
    pub(crate) references: usize,
    /// References with a wrong field.
    pub(crate) wrong: usize,
    fields: Vec<(String, Counts)>,
}

impl Scores {
    /// Starts with nothing counted.
    pub(crate) fn new(fields: &[String]) -> Self {
        let fields = fields.iter().map(|field| (field.clone(), Counts::default())).collect();
        Self { references: 0, wrong: 0, fields }
    }

    /// Counts a reference and returns its wrong fields.
    pub(crate) fn add(&mut self, gold: &Values, predicted: &Values) -> Vec<Wrong> {
        let gold = split_volume(canonical(gold));
        let predicted = split_volume(canonical(predicted));
        let mut wrong = Vec::new();
        for (field, counts) in &mut self.fields {
            let join = |values: &Values| {
                values.get(field).map(|values| values.join(" ")).unwrap_or_default()
            };
            let (truth, ours) = (join(&gold), join(&predicted));
            let key_or_none = |text: &str| if text.is_empty() { None } else { key(field, text) };
            let (truth_key, our_key) = (key_or_none(&truth), key_or_none(&ours));
            if truth_key == our_key {
                counts.right += usize::from(truth_key.is_some());
                continue;
            }
            counts.false_negative += usize::from(truth_key.is_some());
            counts.false_positive += usize::from(our_key.is_some());
            wrong.push(Wrong { name: field.clone(), gold: truth, predicted: ours });
        }
        self.references += 1;
        self.wrong += usize::from(!wrong.is_empty());
        wrong
    }

    /// Share of references without a wrong field.
    pub(crate) fn exact(&self) -> f64 {
        (self.references - self.wrong) as f64 / self.references.max(1) as f64
    }

    /// F1 over all fields together.
    pub(crate) fn micro_f1(&self) -> f64 {
        let sum = self.fields.iter().fold(Counts::default(), |sum, (_, counts)| Counts {
            right: sum.right + counts.right,
            false_positive: sum.false_positive + counts.false_positive,
            false_negative: sum.false_negative + counts.false_negative,
        });
        sum.f1()
    }

    /// Mean of the F1 of fields that the truth has at least ten times.
    pub(crate) fn macro_f1(&self) -> f64 {
        let common: Vec<f64> = self
            .fields
            .iter()
            .filter(|(_, counts)| counts.right + counts.false_negative >= 10)
            .map(|(_, counts)| counts.f1())
            .collect();
        common.iter().sum::<f64>() / common.len().max(1) as f64
    }

    /// A table of all fields.
    pub(crate) fn by_field(&self) -> String {
        let mut out = "| field | in the truth | F1 |\n| --- | --- | --- |\n".to_owned();
        for (field, counts) in &self.fields {
            let support = counts.right + counts.false_negative;
            if support + counts.false_positive > 0 {
                out.push_str(&format!("| {field} | {support} | {:.4} |\n", counts.f1()));
            }
        }
        out
    }
}

/// Joins volume and issue and drops empty values.
fn canonical(values: &Values) -> Values {
    let mut out = Values::new();
    // "volume" before "issue": that is the order in which they are joined.
    for pass in 0..2 {
        for (field, texts) in values {
            let late = matches!(field.as_str(), "issue" | "number");
            if late != (pass == 1) {
                continue;
            }
            let field = match field.as_str() {
                "volume" | "issue" | "number" => "volume+issue",
                "journal" => "container-title",
                field => field,
            };
            let texts = texts.iter().map(|text| collapse(text)).filter(|text| !text.is_empty());
            let list = out.entry(field.to_owned()).or_default();
            list.extend(texts);
        }
    }
    out.retain(|_, texts| !texts.is_empty());
    out
}

/// "2009;108(2):508-12" under one label is date, volume, issue and pages.
fn split_volume(mut values: Values) -> Values {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^(?:((?:1[5-9]|20)\d\d)\s*[;,:]\s*)?",
            r"(\w*\d+(?:\s*[,.]?\s*\([^)]*\))?)",
            r"(?:\s*[:,]\s*([A-Za-z]?\d+(?:-[A-Za-z]?\d+)?))?$"
        ))
        .expect("the pattern is valid")
    });
    let Some([text]) = values.get("volume+issue").map(Vec::as_slice) else { return values };
    let text: String = text.chars().map(unify_dash).collect();
    let text = text.trim_matches([' ', '.', ',', ';', ':']).to_owned();
    let Some(parts) = WHOLE.captures(&text) else { return values };
    let (date, volume, pages) = (parts.get(1), parts.get(2), parts.get(3));
    if date.is_none() && pages.is_none() {
        return values;
    }
    let mut set = |field: &str, part: Option<regex::Match<'_>>| {
        if let Some(part) = part {
            values.entry(field.to_owned()).or_insert_with(|| vec![part.as_str().to_owned()]);
        }
    };
    set("date", date);
    set("pages", pages);
    if let Some(volume) = volume {
        values.insert("volume+issue".to_owned(), vec![volume.as_str().to_owned()]);
    }
    values
}

fn collapse(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unify_dash(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c => c,
    }
}

/// Takes marks off letters and unifies dashes.
fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).map(unify_dash);
    plain.collect::<String>().replace('ß', "ss").replace('ø', "o").replace('ı', "i")
}

/// Letters and digits only, folded, in lower case.
fn alphanumeric(text: &str) -> String {
    fold(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What two values of a field must share to be the same; `None` when nothing is left.
fn key(field: &str, text: &str) -> Option<String> {
    let key = match field {
        "author" | "editor" | "translator" | "contributor" => names_key(text),
        "date" => date_key(text),
        "pages" => pages_key(text),
        "volume+issue" => volume_key(text),
        "edition" => edition_key(text),
        "container-title" => container_key(text),
        "doi" => {
            static START: LazyLock<Regex> =
                LazyLock::new(|| Regex::new(r"10\.\d{3,9}\s*/.*").expect("the pattern is valid"));
            alphanumeric(START.find(text).map_or(text, |found| found.as_str()))
        }
        "url" => {
            let plain = alphanumeric(text);
            let start = plain.find("http").or_else(|| plain.find("www")).unwrap_or(0);
            plain.get(start..).unwrap_or_default().to_owned()
        }
        "isbn" => {
            let plain = alphanumeric(text);
            let bare = plain.strip_prefix("isbn").or_else(|| plain.strip_prefix("issn"));
            bare.unwrap_or(&plain).to_owned()
        }
        _ => alphanumeric(&without_tags(text)),
    };
    (!key.is_empty()).then_some(key)
}

fn without_tags(text: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)</?(?:italic|i|b|strong|em|sup|sub|span|div)>")
            .expect("the pattern is valid")
    });
    TAG.replace_all(text, "").into_owned()
}

/// Words that are no part of a name.
const NO_NAME: &[&str] = &[
    "and",
    "et",
    "al",
    "others",
    "und",
    "y",
    "e",
    "u",
    "a",
    "in",
    "ed",
    "eds",
    "edd",
    "edit",
    "editor",
    "editors",
    "edited",
    "by",
    "hg",
    "hrsg",
    "herausgegeben",
    "von",
    "herausgeber",
    "trans",
    "translated",
    "translator",
    "translators",
    "tr",
    "ubers",
    "ubersetzt",
    "dir",
    "directed",
    "prod",
    "the",
    "with",
    "coll",
];

fn names_key(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| !matches!(c, '\u{2019}' | '\'' | '`' | '\u{B4}')).collect();
    let text = fold(&text);
    let mut bag: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let upper = word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
        let connective = matches!(word, "AND" | "ET" | "UND" | "EDS" | "ED" | "HRSG");
        if NO_NAME.contains(&lower.as_str()) && (!upper || connective) {
            continue;
        }
        if upper && word.chars().count() <= 3 {
            bag.extend(lower.chars().map(String::from));
        } else {
            bag.push(lower);
        }
    }
    bag.sort();
    bag.join(" ")
}

fn date_key(text: &str) -> String {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    let years: BTreeSet<&str> =
        numbers.filter(|run| run.starts_with('1') || run.starts_with("20")).collect();
    if years.is_empty() {
        return alphanumeric(text);
    }
    years.into_iter().collect::<Vec<_>>().join(" ")
}

fn pages_key(text: &str) -> String {
    static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(pp?|pages?|pgs?|seiten?|ss?|art|no|pag)\b\.?")
            .expect("the pattern is valid")
    });
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"([A-Za-z]*)([0-9]+)").expect("the pattern is valid"));
    let folded = fold(text);
    let bare = KEYWORD.replace_all(text, " ");
    let bare = fold(&bare);
    let mut numbers: Vec<(String, String)> = Vec::new();
    for found in NUMBER.captures_iter(&bare) {
        let group = |idx| found.get(idx).map_or("", |part| part.as_str());
        let (prefix, mut digits) = (group(1).to_lowercase(), group(2).to_owned());
        if let Some((last_prefix, last)) = numbers.last()
            && prefix.is_empty()
            && last_prefix.is_empty()
            && digits.len() < last.len()
        {
            let kept = last.get(..last.len() - digits.len()).unwrap_or_default();
            digits = format!("{kept}{digits}");
        }
        numbers.push((prefix, digits));
    }
    if numbers.is_empty() {
        return alphanumeric(&folded);
    }
    let numbers: Vec<String> =
        numbers.into_iter().map(|(prefix, digits)| prefix + &digits).collect();
    numbers.join(" ")
}

fn volume_key(text: &str) -> String {
    static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(volumes?|vols?|v|numbers?|num|nos?|nr|issues?|iss|fasc|heft|h|jg|",
            r"jahrgang|bd|band|tome?|t)\b\.?"
        ))
        .expect("the pattern is valid")
    });
    let folded = fold(text).replace("n°", " ").replace("N°", " ");
    alphanumeric(&KEYWORD.replace_all(&folded, " "))
}

fn edition_key(text: &str) -> String {
    let mut plain = alphanumeric(text);
    for word in ["editions", "edition", "edn", "ed", "edi", "auflage", "aufl"] {
        if let Some(bare) = plain.strip_suffix(word) {
            plain = bare.to_owned();
            break;
        }
    }
    for suffix in ["st", "nd", "rd", "th", "eme", "re", "er", "e"] {
        if let Some(bare) = plain.strip_suffix(suffix)
            && bare.ends_with(|c: char| c.is_ascii_digit())
        {
            return bare.to_owned();
        }
    }
    plain
}

fn container_key(text: &str) -> String {
    static IN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)^(?:\W*in\b)+").expect("the pattern is valid"));
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*((\w+ )?presented )?at (the )?").expect("the pattern is valid")
    });
    let folded = fold(&without_tags(text));
    let folded = folded.trim();
    let rest = match IN.find(folded) {
        Some(found) if found.end() < folded.len() => folded.get(found.end()..).unwrap_or(folded),
        _ => folded,
    };
    alphanumeric(&AT.replace(rest, ""))
}
