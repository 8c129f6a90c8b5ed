//! From variables to labels: which stretch of a rendered reference is what, by the conventions of
//! the labelled sets.
//!
//! Punctuation, keywords and connectives at the edges of a field are `other`: "In:", "(eds.)",
//! "pp.", "vol.". The word of an edition ("2nd ed.") belongs to it, the scheme of a DOI and the
//! name of an identifier ("PMID: 1") to them.

use refsmith_csl::TracedText;
use refsmith_model::{
    DateVariable, ItemType, NameVariable as Names, NumberVariable as Numbers,
    TextVariable as Texts, Variable,
};
use refsmith_parse::Label;

/// A labelled reference: pieces that follow each other without gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Labelled {
    pub(super) pieces: Vec<(Label, String)>,
}

impl Labelled {
    /// Returns the whole reference.
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Tells whether there is a piece of a label.
    pub(super) fn has(&self, label: Label) -> bool {
        self.pieces.iter().any(|(other, _)| *other == label)
    }

    /// Joins neighbours of one label and drops empty pieces.
    pub(super) fn settle(&mut self) {
        let mut out: Vec<(Label, String)> = Vec::with_capacity(self.pieces.len());
        for (label, text) in self.pieces.drain(..).filter(|(_, text)| !text.is_empty()) {
            match out.last_mut() {
                Some((last, before)) if *last == label => before.push_str(&text),
                _ => out.push((label, text)),
            }
        }
        self.pieces = out;
    }
}

/// Labels a rendered reference.
pub(super) fn labelled(traced: &TracedText, item_type: ItemType) -> Labelled {
    let mut labels = vec![Label::Other; traced.text.len()];
    for (variable, span) in &traced.variables {
        let label = label_of(*variable, item_type);
        if let Some(slots) = labels.get_mut(span.start()..span.end()) {
            slots.fill(label);
        }
    }
    let mut out = Labelled::default();
    for (at, c) in traced.text.char_indices() {
        let label = labels.get(at).copied().unwrap_or(Label::Other);
        match out.pieces.last_mut() {
            Some((last, text)) if *last == label => text.push(c),
            _ => out.pieces.push((label, c.to_string())),
        }
    }
    trim(&mut out);
    join_over_gaps(&mut out);
    widen(&mut out);
    out.settle();
    out
}

/// Returns the label of a variable.
pub(super) fn label_of(variable: Variable, item_type: ItemType) -> Label {
    match variable {
        Variable::Text(variable) => text_label(variable, item_type),
        Variable::Number(variable) => match variable {
            Numbers::Volume | Numbers::NumberOfVolumes | Numbers::PartNumber => Label::Volume,
            Numbers::CollectionNumber => Label::Volume,
            Numbers::Issue | Numbers::SupplementNumber => Label::Issue,
            Numbers::Page | Numbers::PageFirst | Numbers::NumberOfPages | Numbers::Locator => {
                Label::Pages
            }
            Numbers::Edition | Numbers::Version | Numbers::PrintingNumber => Label::Edition,
            Numbers::Number => Label::Number,
            Numbers::CitationNumber => Label::CitationNumber,
            Numbers::ChapterNumber | Numbers::Section => Label::Number,
            Numbers::FirstReferenceNoteNumber => Label::Other,
        },
        Variable::Name(variable) => match variable {
            Names::Author | Names::Composer | Names::Performer | Names::ScriptWriter => {
                Label::Author
            }
            Names::Editor | Names::EditorTranslator | Names::CollectionEditor => Label::Editor,
            Names::ContainerAuthor | Names::Compiler | Names::EditorialDirector => Label::Editor,
            Names::Translator => Label::Translator,
            _ => Label::Contributor,
        },
        Variable::Date(DateVariable::Accessed) => Label::Accessed,
        Variable::Date(_) => Label::Date,
    }
}

fn text_label(variable: Texts, item_type: ItemType) -> Label {
    match variable {
        Texts::Title | Texts::TitleShort | Texts::PartTitle | Texts::VolumeTitle => Label::Title,
        Texts::ContainerTitle | Texts::ContainerTitleShort | Texts::EventTitle => {
            Label::ContainerTitle
        }
        Texts::CollectionTitle => Label::CollectionTitle,
        Texts::Publisher | Texts::OriginalPublisher => match item_type {
            ItemType::Thesis | ItemType::Manuscript => Label::Institution,
            _ => Label::Publisher,
        },
        Texts::PublisherPlace | Texts::EventPlace | Texts::OriginalPublisherPlace => {
            Label::Location
        }
        Texts::YearSuffix => Label::Date,
        Texts::Genre => Label::Genre,
        Texts::Medium => Label::Medium,
        Texts::Status => Label::Note,
        Texts::Authority | Texts::Jurisdiction => Label::Authority,
        Texts::Archive | Texts::ArchiveLocation | Texts::ArchiveCollection | Texts::Source => {
            Label::Source
        }
        Texts::CallNumber | Texts::ArchivePlace => Label::Source,
        Texts::Url => Label::Url,
        Texts::Doi => Label::Doi,
        Texts::Isbn | Texts::Issn => Label::Isbn,
        Texts::Pmid | Texts::Pmcid => Label::Idno,
        Texts::Division => Label::Institution,
        Texts::CitationLabel | Texts::CitationKey => Label::CitationNumber,
        Texts::Language => Label::Other,
        _ => Label::Note,
    }
}

/// Moves white space and punctuation at the edges of fields into `other`.
fn trim(labelled: &mut Labelled) {
    let mut out = Vec::with_capacity(labelled.pieces.len() + 8);
    for (label, text) in labelled.pieces.drain(..) {
        if label == Label::Other {
            out.push((label, text));
            continue;
        }
        let (start, end) = core(label, &text);
        let part = |from, to| text.get(from..to).unwrap_or_default().to_owned();
        out.push((Label::Other, part(0, start)));
        out.push((label, part(start, end)));
        out.push((Label::Other, part(end, text.len())));
    }
    labelled.pieces = out;
    labelled.settle();
}

/// Returns the bounds of a field without what does not belong to it.
fn core(label: Label, text: &str) -> (usize, usize) {
    let start = text.len() - text.trim_start_matches(|c| is_opening_edge(c, text)).len();
    let rest = text.get(start..).unwrap_or_default();
    let mut kept = rest;
    while let Some(last) = kept.chars().last() {
        let keep = match last {
            '.' => keeps_period(label, kept),
            ')' | ']' | '»' | '”' | '“' | '"' => is_balanced(kept, last),
            '?' | '!' => true,
            '/' | '-' | '=' if label == Label::Url => true,
            c => {
                !(c.is_whitespace()
                    || matches!(
                        c,
                        ',' | ';'
                            | ':'
                            | '–'
                            | '-'
                            | '—'
                            | '('
                            | '['
                            | '«'
                            | '‹'
                            | '›'
                            | '„'
                            | '\''
                            | '’'
                            | '‘'
                            | '/'
                            | '='
                            | '<'
                            | '>'
                    ))
            }
        };
        if keep {
            break;
        }
        kept = kept.get(..kept.len() - last.len_utf8()).unwrap_or_default();
    }
    (start, start + kept.len())
}

fn is_opening_edge(c: char, text: &str) -> bool {
    match c {
        '(' | '[' => {
            let close = if c == '(' { ')' } else { ']' };
            !text.contains(close) || text.starts_with(c) && text.ends_with(close)
        }
        '«' | '“' | '"' | '„' => text.starts_with(c) && !is_quote_inside(text, c),
        '*' | '…' => false,
        c => {
            c.is_whitespace()
                || matches!(
                    c,
                    '.' | ','
                        | ';'
                        | ':'
                        | '-'
                        | '–'
                        | '—'
                        | ')'
                        | ']'
                        | '<'
                        | '>'
                        | '\''
                        | '‘'
                        | '/'
                        | '='
                )
        }
    }
}

/// Tells whether a quotation that a text begins with ends before the text does.
fn is_quote_inside(text: &str, open: char) -> bool {
    let closes: &[char] = match open {
        '«' => &['»'],
        '„' => &['“', '”'],
        '“' => &['”'],
        _ => &['"'],
    };
    let inner = text.get(open.len_utf8()..).unwrap_or_default();
    let trimmed = inner.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ','));
    trimmed.find(closes).is_some_and(|at| {
        trimmed
            .get(at..)
            .and_then(|tail| tail.chars().next())
            .is_some_and(|c| at + c.len_utf8() < trimmed.len())
    })
}

/// Tells whether what closes at the end of a text opens inside it, and not at its beginning alone.
fn is_balanced(text: &str, close: char) -> bool {
    let opens: &[char] = match close {
        ')' => &['('],
        ']' => &['['],
        '»' => &['«'],
        '”' => &['“', '„'],
        '“' => &['„'],
        _ => &['"'],
    };
    let inner = text.get(..text.len() - close.len_utf8()).unwrap_or_default();
    inner.rfind(opens).is_some_and(|at| at > 0)
}

/// The mark of an initial or an abbreviation belongs to the field.
fn keeps_period(label: Label, text: &str) -> bool {
    let bare = text.trim_end_matches('.');
    let word = bare.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let count = word.chars().count();
    match label {
        Label::Author | Label::Editor | Label::Translator | Label::Contributor => {
            count == 1
                || matches!(
                    word,
                    "al" | "Jr"
                        | "Sr"
                        | "u"
                        | "a"
                        | "ders"
                        | "dies"
                        | "Ders"
                        | "Dies"
                        | "Yu"
                        | "Th"
                        | "Chr"
                        | "St"
                )
        }
        Label::ContainerTitle => {
            let words = bare.split(' ').count();
            let abbreviated = bare.matches('.').count() + 1;
            words > 1 && abbreviated > 1 && count <= 7
        }
        Label::Edition | Label::Genre => count <= 6 && !word.is_empty(),
        Label::Date => count == 1 || matches!(word, "press" | "d" | "J" | "å"),
        Label::Location | Label::Publisher => matches!(
            word,
            "M" | "C" | "A" | "Br" | "Inc" | "Co" | "a" | "Mass" | "Calif" | "F" | "K" | "B" | "D"
        ),
        _ => false,
    }
}

/// Joins pieces of one date or one list of names that only punctuation keeps apart.
fn join_over_gaps(labelled: &mut Labelled) {
    let mut idx = 0;
    while idx + 2 < labelled.pieces.len() {
        let joins = match labelled.pieces.get(idx..idx + 3) {
            Some([(first, _), (Label::Other, gap), (last, _)]) => {
                first == last
                    && matches!(first, Label::Date | Label::Author | Label::Accessed)
                    && gap.chars().count() <= 2
                    && gap
                        .chars()
                        .all(|c| matches!(c, ' ' | ',' | '.' | '\u{A0}' | '-' | '–' | '/'))
            }
            _ => false,
        };
        if joins {
            let tail: String =
                labelled.pieces.drain(idx + 1..idx + 3).map(|(_, text)| text).collect();
            if let Some((_, text)) = labelled.pieces.get_mut(idx) {
                text.push_str(&tail);
            }
        } else {
            idx += 1;
        }
    }
}

/// Gives editions their word, DOIs their resolver, identifiers their name.
fn widen(labelled: &mut Labelled) {
    for idx in 0..labelled.pieces.len() {
        let Some((label, _)) = labelled.pieces.get(idx) else { continue };
        match label {
            Label::Edition => take_word_behind(labelled, idx),
            Label::Doi => take_before(
                labelled,
                idx,
                &[
                    "https://doi.org/",
                    "http://dx.doi.org/",
                    "http://doi.org/",
                    "https://dx.doi.org/",
                    "doi.org/",
                    "dx.doi.org/",
                ],
            ),
            Label::Idno => take_before(
                labelled,
                idx,
                &["PMID: ", "PMID:", "PMID ", "PMCID: ", "PubMed PMID: ", "PMCID ", "PMCID:"],
            ),
            _ => {}
        }
    }
}

fn take_word_behind(labelled: &mut Labelled, idx: usize) {
    let Some((Label::Other, behind)) = labelled.pieces.get(idx + 1) else { return };
    let rest = behind.strip_prefix(' ').or_else(|| behind.strip_prefix('\u{A0}')).unwrap_or(behind);
    let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
    if letters == 0 || letters > 14 {
        return;
    }
    let mut end = behind.len() - rest.len() + letters;
    if behind.get(end..).is_some_and(|rest| rest.starts_with('.')) {
        end += 1;
    }
    let (word, left) = (
        behind.get(..end).unwrap_or_default().to_owned(),
        behind.get(end..).unwrap_or_default().to_owned(),
    );
    if let Some((_, text)) = labelled.pieces.get_mut(idx) {
        text.push_str(&word);
    }
    if let Some((_, text)) = labelled.pieces.get_mut(idx + 1) {
        *text = left;
    }
}

fn take_before(labelled: &mut Labelled, idx: usize, heads: &[&str]) {
    let Some((Label::Other, before)) =
        idx.checked_sub(1).and_then(|idx| labelled.pieces.get_mut(idx))
    else {
        return;
    };
    let Some(head) = heads.iter().find(|head| before.ends_with(**head)) else { return };
    before.truncate(before.len() - head.len());
    if let Some((_, text)) = labelled.pieces.get_mut(idx) {
        text.insert_str(0, head);
    }
}
