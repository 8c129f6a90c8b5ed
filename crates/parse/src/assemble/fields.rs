//! Texts, names, dates and numbers of a reference become variables. Nothing is dropped: a second
//! value goes where it can, and to the note where it cannot.

use std::borrow::Cow;

use refsmith_model::{
    Date, DateVariable, ItemType, NameVariable, Number, NumberVariable, PartialDate, RichText,
    Span, TextVariable,
};

use super::numbers::{self, Kind};
use super::{Builder, edges, leftovers};
use crate::lexicon::{self, IN};
use crate::{dates, item_type, names};

/// What joins two values of one field.
const JOINT: &str = "; ";

/// Longest value, in bytes, to which another one is added; keeps the time linear.
const LONGEST_LIST: usize = 400;

impl Builder<'_> {
    /// Sets a text variable; a second value goes to the note.
    pub(super) fn text(&mut self, variable: TextVariable, text: &str, at: Span, confidence: f32) {
        match self.record.text(variable) {
            Some(known) if known == text => {}
            Some(_) => self.note(at),
            None => {
                self.record.texts.insert(variable, RichText::from(text));
                self.provenance(variable.into(), at, confidence);
            }
        }
    }

    /// Sets a text variable to a stretch without the punctuation at its edges.
    pub(super) fn value(&mut self, variable: TextVariable, text: &str, at: Span, confidence: f32) {
        let inner = edges::without_closing_quote(text, edges::trimmed(text));
        let value = inner.of(text);
        if !value.is_empty() {
            let value = without_tags(value);
            self.text(variable, &value, inner.shifted(at.start()), confidence);
        }
    }

    /// Adds a publisher or place to those that the record has.
    pub(super) fn further(
        &mut self,
        variable: TextVariable,
        text: &str,
        at: Span,
        confidence: f32,
    ) {
        let inner = edges::trimmed(text);
        let value = inner.of(text);
        match self.record.text(variable) {
            Some(known) if known.len() > LONGEST_LIST => self.note(at),
            Some(known) if !value.is_empty() && !known.contains(value) => {
                let both = [known, value].join(JOINT);
                self.record.texts.insert(variable, RichText::from(both));
                self.extend_provenance(variable.into(), at);
            }
            Some(_) => {}
            None => self.value(variable, text, at, confidence),
        }
    }

    /// Sets the container's title. A second one is a short form of the first, or a series.
    pub(super) fn container(&mut self, text: &str, at: Span, confidence: f32) {
        let start = announcement(text);
        let is_in = |word: &str| lexicon::flags(&word.to_lowercase()) & IN != 0;
        let mut words = self.before.split(|c: char| !c.is_alphanumeric());
        self.announced |= start > 0 || words.any(is_in);
        let text = text.get(start..).unwrap_or(text);
        let at = Span::new(at.start() + start, at.end());
        let value = edges::trimmed(text).of(text);
        let Some(known) = self.record.text(TextVariable::ContainerTitle).map(str::to_owned) else {
            return self.value(TextVariable::ContainerTitle, text, at, confidence);
        };
        if known == value || value.is_empty() {
            return;
        }
        if is_short_for(value, &known) {
            self.value(TextVariable::ContainerTitleShort, text, at, confidence);
        } else if is_short_for(&known, value) {
            self.record.texts.insert(TextVariable::ContainerTitle, RichText::from(value));
            self.record.texts.insert(TextVariable::ContainerTitleShort, RichText::from(known));
            self.extend_provenance(TextVariable::ContainerTitle.into(), at);
        } else {
            self.value(TextVariable::CollectionTitle, text, at, confidence);
        }
    }

    pub(super) fn title(&mut self, text: &str, at: Span, confidence: f32) {
        if !text.is_ascii() && !self.record.texts.contains_key(&TextVariable::Title) {
            for (idx, c) in
                text.char_indices().filter(|(_, c)| matches!(c, '\u{2010}' | '\u{2011}'))
            {
                let span = Span::new(at.start() + idx, at.start() + idx + c.len_utf8());
                let words = around(text, idx);
                let span = self.original(span);
                self.facts.hyphens.push((span, c, words));
            }
        }
        self.value(TextVariable::Title, text, at, confidence);
    }

    pub(super) fn names(&mut self, variable: NameVariable, text: &str, at: Span, confidence: f32) {
        let parsed = names::parse(text);
        if parsed.list.names.is_empty() {
            self.keep(text, at);
            return;
        }
        for stray in parsed.strays {
            self.note(stray.shifted(at.start()));
        }
        let variable = match variable {
            NameVariable::Author if parsed.editors => NameVariable::Editor,
            other => other,
        };
        if let Some(cut) = parsed.cut {
            let cut = self.original(cut.shifted(at.start()));
            self.facts.cuts.push(cut);
        }
        if let Some(list) = self.record.names.get_mut(&variable) {
            let before = list.names.len();
            let cut = parsed.list.truncated_after.map(|after| before + after);
            list.truncated_after = list.truncated_after.or(cut);
            list.names.extend(parsed.list.names);
            self.extend_provenance(variable.into(), at);
            return;
        }
        self.record.names.insert(variable, parsed.list);
        self.provenance(variable.into(), at, confidence);
    }

    /// Reads a date of publication, or of a visit when the words before it say so.
    pub(super) fn date(&mut self, text: &str, at: Span, confidence: f32) {
        let parsed = dates::parse(text);
        if parsed.accessed || leftovers::announces_visit(self.before) {
            return self.accessed(text, at, confidence);
        }
        for stray in &parsed.strays {
            self.note(stray.shifted(at.start()));
        }
        if let Some(status) = parsed.status {
            self.text(
                TextVariable::Status,
                status.of(text),
                status.shifted(at.start()),
                confidence,
            );
        }
        let Some(date) = parsed.date else { return };
        if let Some(yearless) = parsed.yearless {
            return self.yearless(yearless, date, at, confidence);
        }
        if leftovers::announces_online(self.before)
            && date.year().is_some()
            && !self.record.dates.contains_key(&DateVariable::AvailableDate)
        {
            return self.set_date(DateVariable::AvailableDate, date, at, confidence);
        }
        match self.record.dates.get(&DateVariable::Issued).cloned() {
            None => self.set_date(DateVariable::Issued, date, at, confidence),
            Some(Date::Literal(_)) if date.year().is_some() => {
                self.note(self.dated);
                self.set_date(DateVariable::Issued, date, at, confidence);
            }
            Some(known) => self.second_date(known, date, at, confidence),
        }
        self.complete();
        if let Some((letter, span)) = parsed.suffix {
            let text = letter.to_string();
            self.text(TextVariable::YearSuffix, &text, span.shifted(at.start()), confidence);
        }
        if let Some(original) = parsed.original
            && !self.record.dates.contains_key(&DateVariable::OriginalDate)
        {
            self.set_date(DateVariable::OriginalDate, original, at, confidence);
        }
    }

    pub(super) fn accessed(&mut self, text: &str, at: Span, confidence: f32) {
        let parsed = dates::parse(text);
        for stray in &parsed.strays {
            self.note(stray.shifted(at.start()));
        }
        match parsed.date.filter(|date| date.year().is_some()) {
            Some(date) if !self.record.dates.contains_key(&DateVariable::Accessed) => {
                self.set_date(DateVariable::Accessed, date, at, confidence);
            }
            _ => self.keep(text, at),
        }
    }

    /// A date beside the one that is known: the same year told more closely, or another edition.
    fn second_date(&mut self, known: Date, date: Date, at: Span, confidence: f32) {
        let (Some(before), Some(year)) = (known.year(), date.year()) else {
            return self.note(at);
        };
        if before == year {
            let closer = matches!(&date, Date::On(date) if date.month.is_some());
            if closer && matches!(&known, Date::On(date) if date.month.is_none()) {
                self.record.dates.insert(DateVariable::Issued, date);
                self.extend_provenance(DateVariable::Issued.into(), at);
            } else if known != date && !matches!(&date, Date::On(date) if date.month.is_none()) {
                self.note(at);
            }
            return;
        }
        let container = self.record.text(TextVariable::ContainerTitle).unwrap_or("");
        let event = item_type::is_conference(container) && (year - before).abs() <= 3;
        let other = if event { DateVariable::EventDate } else { DateVariable::OriginalDate };
        if self.record.dates.contains_key(&other) {
            return self.note(at);
        }
        // Of two years the later one is that of the edition at hand.
        let (issued, earlier) = if year > before { (date, known) } else { (known, date) };
        self.set_date(other, earlier, at, confidence);
        self.record.dates.insert(DateVariable::Issued, issued);
    }

    /// Reads "Epub 2014 Feb 25", "Erschienen am 25. November 2009" between the values.
    pub(super) fn announced_date(&mut self, text: &str, at: Span) -> bool {
        if !text.contains(char::is_numeric) {
            return false;
        }
        let parsed = dates::parse(text);
        let Some(date) = parsed.date.filter(|date| date.year().is_some()) else { return false };
        let year = date.year();
        let same = self.record.year().is_some_and(|known| Some(known) == year);
        let online = text.to_lowercase().contains("epub");
        if parsed.accessed || !parsed.strays.is_empty() || !(same || online) {
            return false;
        }
        if online {
            self.set_date(DateVariable::AvailableDate, date, at, 0.8);
        } else if let Some(known) = self.record.dates.get(&DateVariable::Issued).cloned() {
            self.second_date(known, date, at, 0.8);
        }
        true
    }

    /// Day and month whose year stands elsewhere.
    fn yearless(&mut self, date: PartialDate, whole: Date, at: Span, confidence: f32) {
        match self.record.dates.get(&DateVariable::Issued) {
            None => {
                self.waiting = Some((date, at));
                self.set_date(DateVariable::Issued, whole, at, confidence);
            }
            Some(Date::On(known)) if known.month.is_none() && known.season.is_none() => {
                let date = PartialDate { year: known.year, ..date };
                self.record.dates.insert(DateVariable::Issued, Date::On(date));
                self.extend_provenance(DateVariable::Issued.into(), at);
            }
            Some(_) => self.note(at),
        }
    }

    /// Gives a year the day and month that stood before it.
    fn complete(&mut self) {
        if let Some((waiting, at)) = self.waiting.take()
            && let Some(Date::On(known)) = self.record.dates.get_mut(&DateVariable::Issued)
            && known.month.is_none()
        {
            *known = PartialDate { year: known.year, ..waiting };
            self.notes.retain(|(_, span)| *span != at);
            self.extend_provenance(DateVariable::Issued.into(), at);
        }
    }

    fn set_date(&mut self, variable: DateVariable, date: Date, at: Span, confidence: f32) {
        if variable == DateVariable::Issued {
            self.dated = at;
        }
        self.record.dates.insert(variable, date);
        self.provenance(variable.into(), at, confidence);
    }

    /// Sets a number; a second one goes to the note.
    pub(super) fn number(
        &mut self,
        variable: NumberVariable,
        text: &str,
        at: Span,
        confidence: f32,
    ) {
        match self.record.number(variable) {
            Some(known) if known == text => {}
            Some(_) => self.note(at),
            None if text.is_empty() => {}
            None => {
                self.record.numbers.insert(variable, Number::new(text));
                self.provenance(variable.into(), at, confidence);
            }
        }
    }

    /// Sets volume, issue and pages from a segment that was taken apart.
    pub(super) fn pieces(&mut self, pieces: &[numbers::Piece<'_>], at: Span, confidence: f32) {
        for piece in pieces {
            let text = numbers::tight(piece.text);
            match piece.kind {
                Kind::Year => self.date(&text, at, confidence),
                Kind::Volume => self.several(NumberVariable::Volume, &text, at, confidence),
                Kind::Issue => self.several(NumberVariable::Issue, &text, at, confidence),
                Kind::Pages => self.several(NumberVariable::Page, &text, at, confidence),
                Kind::Volumes => {
                    self.number(NumberVariable::NumberOfVolumes, &text, at, confidence);
                }
                Kind::Extent => self.number(NumberVariable::NumberOfPages, &text, at, confidence),
            }
        }
    }

    /// Adds a number to those that the record has: "5, 6".
    fn several(&mut self, variable: NumberVariable, text: &str, at: Span, confidence: f32) {
        let Some(known) = self.record.number(variable).map(str::to_owned) else {
            return self.number(variable, text, at, confidence);
        };
        if known == text {
            return;
        }
        // "S. 291-301, hier S. 292": the cited page.
        let cited = variable == NumberVariable::Page && numbers::is_within(&known, text);
        if cited || known.len() > LONGEST_LIST {
            self.note(at);
        } else {
            self.record.numbers.insert(variable, Number::new(format!("{known}, {text}")));
            self.extend_provenance(variable.into(), at);
        }
    }

    /// Moves values to the variables that their type uses.
    pub(super) fn fit(&mut self) {
        let page = self.record.numbers.get(&NumberVariable::Page).cloned();
        if self.record.item_type == ItemType::ArticleJournal
            && let Some(page) = page.filter(Number::is_article_number)
            && !self.record.numbers.contains_key(&NumberVariable::Number)
        {
            self.record.numbers.insert(NumberVariable::Number, page);
            if let Some(provenance) =
                self.record.provenance.get(&NumberVariable::Page.into()).cloned()
            {
                self.record.provenance.insert(NumberVariable::Number.into(), provenance);
            }
        }
        if self.record.item_type == ItemType::Report
            && !self.record.numbers.contains_key(&NumberVariable::Number)
            && let Some(issue) = self.record.numbers.remove(&NumberVariable::Issue)
        {
            self.record.numbers.insert(NumberVariable::Number, issue);
            if let Some(provenance) = self.record.provenance.remove(&NumberVariable::Issue.into()) {
                self.record.provenance.insert(NumberVariable::Number.into(), provenance);
            }
        }
    }
}

/// Takes out marks of italics and their like that were copied along with the text.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for name in ["italic", "i", "em", "b", "bold", "strong", "sup", "sub", "u", "sc"] {
        out = out.replace(&format!("<{name}>"), "").replace(&format!("</{name}>"), "");
    }
    Cow::Owned(out)
}

/// Number of bytes of "In:", "dans " and their like before a container's title.
fn announcement(text: &str) -> usize {
    let Some(end) = text.find(|c: char| !c.is_alphabetic()) else { return 0 };
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let title = rest.trim_start_matches([':', ' ', '.']);
    let colon = rest.trim_start().starts_with(':');
    let next: String =
        title.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    // "In Vitro Cellular Biology" is a journal.
    let latin = matches!(
        next.as_str(),
        "vitro" | "vivo" | "situ" | "silico" | "practice" | "memoriam" | "focus" | "context" | ""
    );
    let announces = match word {
        "In" | "in" | "IN" | "Dans" | "dans" => colon || !latin,
        "En" | "Em" | "I" | "V" => colon,
        _ => false,
    };
    if announces && !title.is_empty() { text.len() - title.len() } else { 0 }
}

/// Whether each word of `short` begins a word of `long`, in order: "J Am Med Inform Assoc".
fn is_short_for(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (short, long) = (words(short), words(long));
    let mut rest = long.iter();
    short.len() >= 2
        && short.concat().len() < long.concat().len()
        && short.iter().all(|word| rest.any(|other| other.starts_with(word.as_str())))
}

/// The word around a byte of a title, with dots where the title goes on.
fn around(title: &str, idx: usize) -> String {
    let start = title.get(..idx).and_then(|head| head.rfind(' ')).map_or(0, |blank| blank + 1);
    let end = title.get(idx..).and_then(|tail| tail.find(' ')).map_or(title.len(), |len| idx + len);
    let word = title.get(start..end).unwrap_or("");
    let before = if start > 0 { "… " } else { "" };
    let after = if end < title.len() { " …" } else { "" };
    format!("{before}{word}{after}")
}
