//! What a record of its type must have, and has not.

use refsmith_model::{
    CodeInfo, DateVariable, Diagnostic, ItemType, NameVariable, NumberVariable, Record, Severity,
    TextVariable, Variable,
};

use crate::subject::enumeration;
use crate::{Check, CheckInfo, Subject};

pub(crate) static MISSING_FIELD: CodeInfo = CodeInfo {
    code: "missing-field",
    severity: Severity::Warning,
    summary: "a record lacks what works of its type are cited by",
    explanation: "Every type of work has variables without which it cannot be found or cited: a \
        journal article needs author, title, journal and year, a chapter also the book it is in. \
        Citation styles print `n.d.`, empty quotes or nothing in their place. Fill the field in \
        (`refsmith enrich` proposes values), or change the type if it is wrong. For library files, \
        publisher and editors are named as well, as information.",
};

/// Finds records without the variables their type requires.
pub(crate) struct MissingField;

static INFO: CheckInfo = CheckInfo {
    name: "missing-field",
    codes: &[&MISSING_FIELD],
    description: "records without what their type requires",
};

/// Any one of these variables will do; the first gives the name.
type Need = &'static [Variable];

const CREATOR: Need = &[
    Variable::Name(NameVariable::Author),
    Variable::Name(NameVariable::Editor),
    Variable::Name(NameVariable::EditorTranslator),
    Variable::Name(NameVariable::Compiler),
    Variable::Name(NameVariable::CollectionEditor),
    Variable::Name(NameVariable::Translator),
    Variable::Name(NameVariable::Director),
];
const AUTHOR: Need = &[Variable::Name(NameVariable::Author), Variable::Name(NameVariable::Editor)];
const REPORT_AUTHOR: Need = &[
    Variable::Name(NameVariable::Author),
    Variable::Name(NameVariable::Editor),
    Variable::Text(TextVariable::Publisher),
    Variable::Text(TextVariable::Authority),
];
const TITLE: Need = &[Variable::Text(TextVariable::Title)];
const REVIEW_TITLE: Need =
    &[Variable::Text(TextVariable::Title), Variable::Text(TextVariable::ReviewedTitle)];
const CONTAINER: Need = &[
    Variable::Text(TextVariable::ContainerTitle),
    Variable::Text(TextVariable::ContainerTitleShort),
];
const PROCEEDINGS: Need = &[
    Variable::Text(TextVariable::ContainerTitle),
    Variable::Text(TextVariable::ContainerTitleShort),
    Variable::Text(TextVariable::EventTitle),
    Variable::Text(TextVariable::CollectionTitle),
];
/// A work in press has a status instead of a date.
const ISSUED: Need = &[Variable::Date(DateVariable::Issued), Variable::Text(TextVariable::Status)];
const URL: Need = &[Variable::Text(TextVariable::Url), Variable::Text(TextVariable::Doi)];
const NUMBER: Need = &[Variable::Number(NumberVariable::Number)];
const PUBLISHER: Need =
    &[Variable::Text(TextVariable::Publisher), Variable::Text(TextVariable::PublisherPlace)];
const EDITOR: Need = &[
    Variable::Name(NameVariable::Editor),
    Variable::Name(NameVariable::EditorTranslator),
    Variable::Name(NameVariable::CollectionEditor),
    Variable::Name(NameVariable::ContainerAuthor),
];

impl Check for MissingField {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            let missing = missing(record, required(record.item_type));
            if let Some(message) = message(record, &missing) {
                out.push(subject.finding(&MISSING_FIELD, idx, message));
            }
            // In a list the reader of the reference has said so already, with the reason why it
            // took the reference for a chapter or book.
            if subject.is_list() {
                continue;
            }
            let missing = self::missing(record, wanted(record.item_type));
            if let Some(message) = message(record, &missing) {
                let mut finding = subject.finding(&MISSING_FIELD, idx, message);
                finding.severity = Severity::Info;
                out.push(finding);
            }
        }
    }
}

/// Returns what works of a type cannot do without.
fn required(item_type: ItemType) -> &'static [Need] {
    use ItemType as T;
    match item_type {
        T::ArticleJournal => &[AUTHOR, TITLE, CONTAINER, ISSUED],
        T::ArticleMagazine | T::ArticleNewspaper => &[TITLE, CONTAINER, ISSUED],
        T::Article | T::Thesis => &[AUTHOR, TITLE, ISSUED],
        T::Book | T::Collection => &[CREATOR, TITLE, ISSUED],
        T::Chapter => &[AUTHOR, TITLE, CONTAINER, ISSUED],
        T::PaperConference => &[AUTHOR, TITLE, PROCEEDINGS, ISSUED],
        T::Report => &[REPORT_AUTHOR, TITLE, ISSUED],
        T::EntryDictionary | T::EntryEncyclopedia => &[TITLE, CONTAINER],
        T::Webpage | T::PostWeblog => &[TITLE, URL],
        T::Review | T::ReviewBook => &[AUTHOR, REVIEW_TITLE, CONTAINER, ISSUED],
        T::Patent => &[TITLE, NUMBER],
        T::Standard => &[TITLE],
        T::Dataset | T::Software | T::MotionPicture | T::Document | T::Manuscript | T::Map => {
            &[TITLE]
        }
        // Letters, interviews, laws, cases, posts, songs and performances are cited in too many
        // ways to require anything of them.
        _ => &[],
    }
}

/// Returns what a library should hold of works of a type.
fn wanted(item_type: ItemType) -> &'static [Need] {
    match item_type {
        ItemType::Book | ItemType::Thesis => &[PUBLISHER],
        ItemType::Chapter => &[EDITOR, PUBLISHER],
        _ => &[],
    }
}

fn missing(record: &Record, needs: &[Need]) -> Vec<String> {
    let lacking = needs.iter().filter(|need| !need.iter().any(|variable| has(record, *variable)));
    lacking.filter_map(|need| need.first()).map(|variable| format!("`{variable}`")).collect()
}

fn has(record: &Record, variable: Variable) -> bool {
    match variable {
        Variable::Text(name) => record.text(name).is_some_and(|text| !text.trim().is_empty()),
        Variable::Number(name) => record.number(name).is_some_and(|text| !text.trim().is_empty()),
        Variable::Name(name) => !record.people(name).is_empty(),
        Variable::Date(name) => record.dates.contains_key(&name),
    }
}

fn message(record: &Record, missing: &[String]) -> Option<String> {
    let what = enumeration(missing);
    (!missing.is_empty()).then(|| format!("`{}` without {what}", record.item_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{article, authored, found, found_in_list, messages, with_texts};

    #[test]
    fn journal_article() {
        assert!(messages(&MissingField, &article("a")).is_empty());
        let mut bare = authored("b", &[], 2000);
        assert_eq!(
            messages(&MissingField, &bare),
            ["`article-journal` without `author`, `title` and `container-title`"]
        );
        bare = with_texts(
            article("c"),
            &[(TextVariable::Title, " "), (TextVariable::Status, "in press")],
        );
        bare.dates.clear();
        assert_eq!(messages(&MissingField, &bare), ["`article-journal` without `title`"]);
    }

    #[test]
    fn a_chapter_in_a_list_may_lack_editor_and_publisher() {
        let mut chapter = article("schore2013");
        chapter.item_type = ItemType::Chapter;
        assert!(found_in_list(&MissingField, std::slice::from_ref(&chapter)).is_empty());
        let records = [chapter];
        let found = found(&MissingField, &Subject::library(&records));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Info);
        assert_eq!(found[0].message, "`chapter` without `editor` and `publisher`");
    }

    #[test]
    fn a_report_by_its_publisher_and_a_law_need_no_author() {
        let mut report = with_texts(
            authored("r", &[], 2001),
            &[(TextVariable::Title, "World Health Report"), (TextVariable::Publisher, "WHO")],
        );
        report.item_type = ItemType::Report;
        assert!(messages(&MissingField, &report).is_empty());
        assert!(messages(&MissingField, &Record::new("l", ItemType::Legislation)).is_empty());
    }
}
