//! Journal articles that look like chapters.

use refsmith_model::{
    CodeInfo, Diagnostic, ItemType, NameVariable, NumberVariable, Record, Severity, TextVariable,
};

use crate::{Check, CheckInfo, Subject};

pub(crate) static CHAPTER_LIKE_ARTICLE: CodeInfo = CodeInfo {
    code: "chapter-like-article",
    severity: Severity::Info,
    summary: "a journal article has what only chapters and books have",
    explanation: "The record is a journal article, but has an ISBN, or editors and a publisher, and \
        neither volume nor issue. Most such records are chapters or conference papers entered with \
        the wrong type, and styles print them without `In`, editors and publisher. Change the type \
        (`chapter`, `paper-conference`; in BibTeX `@incollection`, `@inproceedings`).",
};

/// Finds chapters with the type of articles.
pub(crate) struct ChapterLikeArticle;

static INFO: CheckInfo = CheckInfo {
    name: "chapter-like-article",
    codes: &[&CHAPTER_LIKE_ARTICLE],
    description: "journal articles with the fields of a chapter",
};

impl Check for ChapterLikeArticle {
    fn info(&self) -> &'static CheckInfo {
        &INFO
    }

    fn run(&self, subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
        for (idx, record) in subject.records.iter().enumerate() {
            if let Some(signs) = signs(record) {
                let message = format!("`{}` with {signs}, but without volume", record.item_type);
                let finding = subject.finding(&CHAPTER_LIKE_ARTICLE, idx, message);
                out.push(finding.help("if it is a chapter or conference paper, change the type"));
            }
        }
    }
}

/// Returns what speaks for a chapter.
fn signs(record: &Record) -> Option<&'static str> {
    let placed = [NumberVariable::Volume, NumberVariable::Issue]
        .iter()
        .any(|variable| record.numbers.contains_key(variable));
    if record.item_type != ItemType::ArticleJournal || placed {
        return None;
    }
    let edited = !record.people(NameVariable::Editor).is_empty();
    match (record.text(TextVariable::Isbn), edited, record.text(TextVariable::Publisher)) {
        (Some(_), true, _) => Some("an ISBN and editors"),
        (Some(_), false, _) => Some("an ISBN"),
        (None, true, Some(_)) => Some("editors and a publisher"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use refsmith_model::{Name, NameList};

    use super::*;
    use crate::fixture::{article, messages, with_numbers, with_texts};

    #[test]
    fn fields_of_a_chapter_give_it_away() {
        let isbn = with_texts(article("a"), &[(TextVariable::Isbn, "978-0-306-40615-7")]);
        assert_eq!(messages(&ChapterLikeArticle, &isbn).len(), 1);
        let placed = with_numbers(isbn, &[(NumberVariable::Volume, "12")]);
        assert!(messages(&ChapterLikeArticle, &placed).is_empty());
        let mut edited = with_texts(article("b"), &[(TextVariable::Publisher, "Guilford")]);
        assert!(messages(&ChapterLikeArticle, &edited).is_empty());
        let editors = NameList::complete(vec![Name::Institution("Ford".into())]);
        edited.names.insert(NameVariable::Editor, editors);
        assert_eq!(messages(&ChapterLikeArticle, &edited).len(), 1);
    }
}
