//! From records to entries.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use refsmith_model::record::key::assign_keys;
use refsmith_model::{
    Date, DateVariable as D, ItemType, Loss, LossKind, Losses, NameVariable as A,
    NumberVariable as N, Record, TextVariable as T, Variable,
};

use super::inherit::SET;
use super::read_fields::{MASTERS_THESIS, PHD_THESIS, THESIS, bare_doi};
use super::syntax::scan::is_name_byte;
use super::tex::Prose;
use super::verbatim::verbatim;
use super::{Dialect, FORMAT, eprint, escape, language, types, write_names, write_values};

/// Bytes that are collected before they are handed on.
const CHUNK: usize = 1 << 16;

/// Writes all records.
pub(crate) fn write(
    records: &[Record],
    dialect: Dialect,
    out: &mut dyn io::Write,
) -> io::Result<Losses> {
    let mut losses = Losses::new();
    let mut text = String::new();
    for (idx, (record, key)) in records.iter().zip(keys(records, &mut losses)).enumerate() {
        if idx > 0 {
            text.push('\n');
        }
        let mut entry = EntryWriter::new(record, dialect);
        entry.fields();
        entry.finish(&key, &mut text);
        losses.append(&mut entry.losses);
        if text.len() > CHUNK {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    Ok(losses)
}

/// Returns a key for every record: its `id` where that is a key, otherwise one made from it.
fn keys(records: &[Record], losses: &mut Losses) -> Vec<String> {
    let mut named: Vec<Record> = records.to_vec();
    assign_keys(&mut named);
    let mut taken: BTreeSet<String> =
        named.iter().map(|record| record.id.clone()).filter(|id| is_key(id)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(named.len());
    for record in named {
        if is_key(&record.id) {
            out.push(record.id);
            continue;
        }
        let mut stem: String =
            record.id.chars().map(|c| if is_key_char(c) { c } else { '_' }).collect();
        if stem.trim_matches('_').is_empty() {
            "entry".clone_into(&mut stem);
        }
        let count = counts.entry(stem.clone()).or_default();
        let mut key = stem.clone();
        while !taken.insert(key.clone()) {
            *count += 1;
            key = format!("{stem}_{count}");
        }
        losses.push(Loss {
            record: record.id.clone(),
            field: "id".to_owned(),
            kind: LossKind::Degraded { how: format!("the key became `{key}`") },
            value: record.id,
        });
        out.push(key);
    }
    out
}

fn is_key(id: &str) -> bool {
    !id.is_empty() && id.chars().all(is_key_char)
}

fn is_key_char(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            ',' | '{' | '}' | '"' | '#' | '%' | '~' | '\\' | '=' | '(' | ')' | '@' | '\u{feff}'
        )
}

struct EntryWriter<'r> {
    record: &'r Record,
    dialect: Dialect,
    kind: &'r str,
    /// Written as a set, with the fields of its first member.
    is_set: bool,
    subtype: Option<&'static str>,
    lines: Vec<(String, String)>,
    names: BTreeSet<String>,
    written: BTreeSet<Variable>,
    losses: Losses,
}

impl<'r> EntryWriter<'r> {
    fn new(record: &'r Record, dialect: Dialect) -> Self {
        let (kind, subtype) = types::write(record.item_type, dialect);
        let mut writer = Self {
            record,
            dialect,
            kind,
            is_set: false,
            subtype,
            lines: Vec::new(),
            names: BTreeSet::new(),
            written: BTreeSet::new(),
            losses: Losses::new(),
        };
        // The entry type of a BibTeX file that CSL has no word for.
        let original = record
            .extra
            .iter()
            .find(|field| field.format == FORMAT && field.name == "entrytype")
            .filter(|field| is_field_name(&field.value));
        match original {
            Some(field) if record.item_type == ItemType::Document => {
                writer.kind = &field.value;
                writer.subtype = None;
            }
            Some(field) => writer.is_set = field.value == SET && dialect == Dialect::Biblatex,
            None => {}
        }
        writer
    }

    /// Adds the whole entry to a text.
    fn finish(&self, key: &str, out: &mut String) {
        let word = if self.is_set { SET } else { self.kind };
        for part in ["@", word, "{", key] {
            out.push_str(part);
        }
        for (name, value) in &self.lines {
            for part in [",\n  ", name, " = ", value] {
                out.push_str(part);
            }
        }
        out.push_str("\n}\n");
    }

    /// Writes all fields in their order.
    fn fields(&mut self) {
        self.thesis();
        self.people();
        self.titles();
        self.text("series", T::CollectionTitle, Prose::Title);
        self.issued();
        self.numbers();
        self.publisher();
        self.text(self.either("address", "location"), T::PublisherPlace, Prose::Words);
        self.genre();
        self.text("eventtitle", T::EventTitle, Prose::Title);
        self.text("venue", T::EventPlace, Prose::Words);
        self.date("eventdate", D::EventDate);
        self.text("origtitle", T::OriginalTitle, Prose::Title);
        self.date("origdate", D::OriginalDate);
        self.text("origpublisher", T::OriginalPublisher, Prose::Words);
        self.text("origlocation", T::OriginalPublisherPlace, Prose::Words);
        self.text("library", T::CallNumber, Prose::Words);
        let authority =
            if types::is_legal(self.record.item_type) { "institution" } else { "authority" };
        self.text(authority, T::Authority, Prose::Words);
        self.eprint();
        self.own_names();
        for (name, variable) in [
            ("doi", T::Doi),
            ("isbn", T::Isbn),
            ("issn", T::Issn),
            ("pmid", T::Pmid),
            ("pmcid", T::Pmcid),
            ("url", T::Url),
        ] {
            self.verbatim(name, variable);
        }
        self.date("urldate", D::Accessed);
        self.language();
        self.status();
        self.text("keywords", T::Keyword, Prose::Words);
        self.text("abstract", T::Abstract, Prose::Lines);
        self.text(self.either("annote", "annotation"), T::Annote, Prose::Lines);
        self.text("note", T::Note, Prose::Lines);
        if let Some(subtype) = self.subtype {
            self.put("entrysubtype", subtype);
        }
        self.extra();
        self.rest();
    }

    /// Writes the identifier of a server of preprints or another archive that styles know.
    fn eprint(&mut self) {
        let Some(eprint) = eprint::write(self.record, self.kind, self.dialect) else { return };
        for (name, value) in &eprint.fields {
            self.put(name, value);
        }
        self.written.extend(eprint.variables.iter().map(|name| Variable::from(*name)));
        if eprint.preprint {
            let preprint = self.record.item_type == ItemType::Article;
            self.subtype = (!preprint).then(|| self.record.item_type.as_str());
        }
    }

    /// Writes what neither dialect has a field for under its CSL name, which styles pass over.
    fn own_names(&mut self) {
        for (name, variable) in [
            ("archive", T::Archive),
            ("archivecollection", T::ArchiveCollection),
            ("archivelocation", T::ArchiveLocation),
            ("archiveplace", T::ArchivePlace),
            ("dimensions", T::Dimensions),
            ("jurisdiction", T::Jurisdiction),
            ("license", T::License),
            ("medium", T::Medium),
            ("reviewedgenre", T::ReviewedGenre),
            ("scale", T::Scale),
        ] {
            if !self.written.contains(&Variable::Text(variable)) {
                self.text(name, variable, Prose::Words);
            }
        }
        self.text("reviewedtitle", T::ReviewedTitle, Prose::Title);
        self.number("printing", N::PrintingNumber);
        self.number("supplement", N::SupplementNumber);
        self.date("submitted", D::Submitted);
    }

    fn either(&self, bibtex: &'static str, biblatex: &'static str) -> &'static str {
        match self.dialect {
            Dialect::Bibtex => bibtex,
            Dialect::Biblatex => biblatex,
        }
    }

    fn put(&mut self, name: &str, value: &str) {
        self.put_raw(name, format!("{{{value}}}"));
    }

    fn put_raw(&mut self, name: &str, value: String) {
        if self.names.insert(name.to_owned()) {
            self.lines.push((name.to_owned(), value));
        }
    }

    fn lose(&mut self, field: &str, kind: LossKind, value: String) {
        let (record, field) = (self.record.id.clone(), field.to_owned());
        self.losses.push(Loss { record, field, kind, value });
    }

    fn degraded(&mut self, field: &str, how: impl Into<String>, value: String) {
        self.lose(field, LossKind::Degraded { how: how.into() }, value);
    }

    fn text(&mut self, name: &str, variable: T, prose: Prose) {
        self.text_as(name, variable, prose, false);
    }

    /// Writes a text; in a list, a text with "and" must stay one.
    fn text_as(&mut self, name: &str, variable: T, prose: Prose, list: bool) {
        let record = self.record;
        let Some(text) = record.texts.get(&variable) else { return };
        self.written.insert(variable.into());
        let escaped = escape::text(text, prose);
        if let Some(lost) = escaped.lost {
            self.degraded(variable.as_str(), lost, text.plain.clone());
        }
        let several =
            list && text.plain.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
        match several {
            true => self.put(name, &format!("{{{}}}", escaped.tex)),
            false => self.put(name, &escaped.tex),
        }
    }

    fn verbatim(&mut self, name: &str, variable: T) {
        let record = self.record;
        let Some(text) = record.texts.get(&variable) else { return };
        self.written.insert(variable.into());
        let tex = escape::verbatim(&text.plain);
        let read = verbatim(&tex);
        let back = if variable == T::Doi { bare_doi(&read) } else { &read };
        if back != text.plain {
            let how = format!("characters that TeX cannot hold; it is read back as `{back}`");
            self.degraded(variable.as_str(), how, text.plain.clone());
        } else if !text.is_plain() {
            self.degraded(variable.as_str(), "marks", text.plain.clone());
        }
        self.put(name, &tex);
    }

    fn number(&mut self, name: &str, variable: N) {
        let Some(number) = self.record.number(variable) else { return };
        self.written.insert(variable.into());
        let escaped = escape::text(&number.into(), Prose::Words);
        if let Some(lost) = escaped.lost {
            self.degraded(variable.as_str(), lost, number.to_owned());
        }
        self.put(name, &escaped.tex);
    }

    fn date(&mut self, name: &str, variable: D) {
        let record = self.record;
        let Some(date) = record.dates.get(&variable) else { return };
        self.written.insert(variable.into());
        if !write_values::survives(date) {
            self.degraded(variable.as_str(), "text that reads like a date", date.to_string());
        }
        let tex = match date {
            Date::Literal(text) => escape::plain(text),
            date => date.to_string(),
        };
        self.put(name, &tex);
    }

    fn list(&mut self, name: &str, role: A) {
        let record = self.record;
        let Some(list) = record.names.get(&role) else { return };
        self.written.insert(role.into());
        let written = write_names::write(list);
        for (how, value) in written.lost {
            self.degraded(role.as_str(), how, value);
        }
        self.put(name, &written.tex);
    }

    fn people(&mut self) {
        let record = self.record;
        self.list("author", A::Author);
        self.list("bookauthor", A::ContainerAuthor);
        self.list("editor", A::Editor);
        self.list("translator", A::Translator);
        let mut free = ["editora", "editorb", "editorc"].into_iter();
        for role in record.names.keys() {
            if self.written.contains(&Variable::Name(*role)) {
                continue;
            }
            let Some(name) = free.next() else { break };
            self.list(name, *role);
            self.put(&format!("{name}type"), role.as_str());
        }
        let prefix = record.names.values().any(write_names::has_prefix);
        let foreign = record.extra.iter().any(|field| field.name == "options");
        if prefix && self.dialect == Dialect::Biblatex && !foreign {
            self.put("options", "useprefix=true");
        }
    }

    fn titles(&mut self) {
        let record = self.record;
        let part = types::is_part(self.kind);
        // The title of a volume needs the title of the whole beside it.
        let whole = if part { T::ContainerTitle } else { T::Title };
        let volume = self.dialect == Dialect::Biblatex
            && [T::VolumeTitle, whole].iter().all(|title| record.texts.contains_key(title));
        let periodical = types::is_periodical(self.kind);
        let container =
            if periodical { self.either("journal", "journaltitle") } else { "booktitle" };
        if volume && !part {
            self.text("title", T::VolumeTitle, Prose::Title);
            self.text("maintitle", T::Title, Prose::Title);
        } else {
            self.text("title", T::Title, Prose::Title);
        }
        self.text("shorttitle", T::TitleShort, Prose::Title);
        if volume && part {
            self.text("booktitle", T::VolumeTitle, Prose::Title);
            self.text("maintitle", T::ContainerTitle, Prose::Title);
        } else {
            self.text(container, T::ContainerTitle, Prose::Title);
        }
        self.text("shortjournal", T::ContainerTitleShort, Prose::Words);
    }

    fn issued(&mut self) {
        let record = self.record;
        let Some(date) = record.dates.get(&D::Issued) else { return };
        self.written.insert(D::Issued.into());
        let literal = matches!(date, Date::Literal(_));
        if self.dialect == Dialect::Biblatex && !literal {
            // An open end is written as nothing, the older form, which more programs read.
            let edtf = date.to_string();
            return self.put("date", edtf.trim_start_matches("..").trim_end_matches(".."));
        }
        let old = write_values::old_date(date);
        if !old.exact {
            let how = format!("a part of the date; the year is `{}`", old.year);
            self.degraded(D::Issued.as_str(), how, date.to_string());
        }
        if old.year.is_empty() {
            return;
        }
        self.put("year", &if literal { escape::plain(&old.year) } else { old.year });
        if let Some(month) = old.month {
            self.put_raw("month", month);
        }
        if let Some(day) = old.day {
            self.put("day", &day);
        }
    }

    fn numbers(&mut self) {
        self.number("edition", N::Edition);
        self.number("volume", N::Volume);
        self.number("volumes", N::NumberOfVolumes);
        if types::is_periodical(self.kind) {
            self.number("number", N::Issue);
        } else if types::is_in_series(self.kind) {
            self.number("number", N::CollectionNumber);
        } else {
            self.number("number", N::Number);
        }
        if !self.written.contains(&Variable::Number(N::Issue)) {
            // Without `number`, the reader takes `issue` for the issue of any entry.
            self.number("issue", N::Issue);
        }
        self.number("part", N::PartNumber);
        self.number("chapter", N::ChapterNumber);
        self.number("section", N::Section);
        self.pages();
        self.number("pagetotal", N::NumberOfPages);
        self.number("version", N::Version);
    }

    /// Writes pages and article number. What is both is written once.
    fn pages(&mut self) {
        let page = self.record.number(N::Page);
        let article = self.record.number(N::Number).filter(|_| types::is_periodical(self.kind));
        let same = page.is_some() && page == article;
        let biblatex = self.dialect == Dialect::Biblatex;
        if same {
            self.written.insert(N::Number.into());
            let known =
                self.record.numbers.get(&N::Page).is_some_and(|page| page.is_article_number());
            if biblatex {
                return self.number("eid", N::Page);
            }
            if !(known && self.record.item_type == ItemType::ArticleJournal) {
                let kind = LossKind::Moved { to: "pages".to_owned() };
                self.lose(N::Number.as_str(), kind, article.unwrap_or("").to_owned());
            }
        }
        if let Some(page) = page {
            self.written.insert(N::Page.into());
            let tex = write_values::pages(&escape::plain(page));
            self.put("pages", &tex);
        }
        if !same && article.is_some() {
            self.number("eid", N::Number);
        }
    }

    fn publisher(&mut self) {
        let name = match (self.kind, self.dialect) {
            ("techreport" | "report" | "thesis", _) => "institution",
            ("phdthesis" | "mastersthesis", _) => "school",
            ("unpublished" | "booklet", _) | ("misc", Dialect::Bibtex) => "howpublished",
            ("online" | "misc" | "software" | "dataset", Dialect::Biblatex) => "organization",
            _ => "publisher",
        };
        self.text_as(name, T::Publisher, Prose::Words, name != "howpublished");
    }

    /// Chooses between the two types of theses that BibTeX has.
    fn thesis(&mut self) {
        if self.kind != "phdthesis" {
            return;
        }
        let genre = self.record.text(T::Genre).unwrap_or("").to_lowercase();
        if genre.contains("master") || genre.contains("m.sc") || genre.contains("msc") {
            self.kind = "mastersthesis";
        }
    }

    fn genre(&mut self) {
        let genre = self.record.text(T::Genre);
        let bibtex_thesis = matches!(self.kind, "phdthesis" | "mastersthesis");
        match (genre, self.kind) {
            (Some(PHD_THESIS), "phdthesis") | (Some(MASTERS_THESIS), "mastersthesis") => {
                self.written.insert(T::Genre.into());
            }
            (Some(PHD_THESIS), "thesis") => {
                self.written.insert(T::Genre.into());
                self.put("type", "phdthesis");
            }
            (Some(MASTERS_THESIS), "thesis") => {
                self.written.insert(T::Genre.into());
                self.put("type", "mathesis");
            }
            (None, _) if bibtex_thesis => self.put("type", THESIS),
            _ => self.text("type", T::Genre, Prose::Words),
        }
    }

    fn language(&mut self) {
        self.text("language", T::Language, Prose::Words);
        // Without it, some programs take every title for English and change its letter case.
        if let Some(name) = self.record.text(T::Language).and_then(language::name) {
            self.put("langid", name);
        }
    }

    fn status(&mut self) {
        let Some(status) = self.record.text(T::Status) else { return };
        let key = match status {
            "in press" => "inpress",
            "in preparation" => "inpreparation",
            "pre-published" => "prepublished",
            _ => return self.text("pubstate", T::Status, Prose::Words),
        };
        self.written.insert(T::Status.into());
        self.put("pubstate", key);
    }

    /// Writes the fields that were read from BibTeX and have no home in CSL.
    fn extra(&mut self) {
        for field in &self.record.extra {
            let ours = matches!(field.format.as_str(), FORMAT | "biblatex");
            if ours && field.name == "entrytype" {
                if field.value == SET && !self.is_set && self.kind != SET {
                    let how = "BibTeX has no sets; the entry is the first work of it".to_owned();
                    self.lose(&field.name, LossKind::Degraded { how }, field.value.clone());
                }
                continue;
            }
            let fits =
                ours && is_field_name(&field.name) && !self.names.contains(field.name.as_str());
            if !fits {
                self.lose(&field.name, LossKind::Dropped, field.value.clone());
            } else if escape::balanced(&field.value) {
                self.put(&field.name, field.value.trim());
            } else {
                self.put(&field.name, &escape::plain(&field.value));
            }
        }
    }

    /// Reports the variables that no field holds.
    fn rest(&mut self) {
        for variable in self.record.variables() {
            if !self.written.contains(&variable) {
                let value = self.record.get(variable).map(|value| value.to_string());
                self.lose(variable.as_str(), LossKind::Dropped, value.unwrap_or_default());
            }
        }
    }
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_name_byte)
}
