//! Entry types and item types, one table for both directions.

use refsmith_model::ItemType;

use super::Dialect;

/// Entry types that are read, with the item type each means. BibLaTeX's names come first.
const READ: [(&str, ItemType); 56] = [
    ("article", ItemType::ArticleJournal),
    ("suppperiodical", ItemType::ArticleJournal),
    ("book", ItemType::Book),
    ("mvbook", ItemType::Book),
    ("collection", ItemType::Book),
    ("mvcollection", ItemType::Book),
    ("reference", ItemType::Book),
    ("mvreference", ItemType::Book),
    ("proceedings", ItemType::Book),
    ("mvproceedings", ItemType::Book),
    ("manual", ItemType::Book),
    ("inbook", ItemType::Chapter),
    ("bookinbook", ItemType::Chapter),
    ("suppbook", ItemType::Chapter),
    ("incollection", ItemType::Chapter),
    ("suppcollection", ItemType::Chapter),
    ("booklet", ItemType::Pamphlet),
    ("inproceedings", ItemType::PaperConference),
    ("conference", ItemType::PaperConference),
    ("inreference", ItemType::EntryEncyclopedia),
    ("misc", ItemType::Document),
    ("online", ItemType::Webpage),
    ("electronic", ItemType::Webpage),
    ("www", ItemType::Webpage),
    ("webpage", ItemType::Webpage),
    ("patent", ItemType::Patent),
    ("periodical", ItemType::Periodical),
    ("report", ItemType::Report),
    ("techreport", ItemType::Report),
    ("thesis", ItemType::Thesis),
    ("phdthesis", ItemType::Thesis),
    ("mastersthesis", ItemType::Thesis),
    ("bachelorsthesis", ItemType::Thesis),
    ("unpublished", ItemType::Manuscript),
    ("dataset", ItemType::Dataset),
    ("data", ItemType::Dataset),
    ("software", ItemType::Software),
    ("softwareversion", ItemType::Software),
    ("artwork", ItemType::Graphic),
    ("image", ItemType::Graphic),
    ("audio", ItemType::Song),
    ("music", ItemType::Song),
    ("jurisdiction", ItemType::LegalCase),
    ("legislation", ItemType::Legislation),
    ("legal", ItemType::Treaty),
    ("letter", ItemType::PersonalCommunication),
    ("movie", ItemType::MotionPicture),
    ("video", ItemType::MotionPicture),
    ("film", ItemType::MotionPicture),
    ("performance", ItemType::Performance),
    ("review", ItemType::Review),
    ("standard", ItemType::Standard),
    ("map", ItemType::Map),
    ("preprint", ItemType::Article),
    ("newspaper", ItemType::ArticleNewspaper),
    ("magazine", ItemType::ArticleMagazine),
];

/// How an item type is written: in BibTeX, in BibLaTeX, and whether `entrysubtype` must tell it
/// from the type those would be read as.
const WRITE: [(ItemType, &str, &str); 45] = [
    (ItemType::Article, "misc", "online"),
    (ItemType::ArticleJournal, "article", "article"),
    (ItemType::ArticleMagazine, "article", "article"),
    (ItemType::ArticleNewspaper, "article", "article"),
    (ItemType::Bill, "misc", "legislation"),
    (ItemType::Book, "book", "book"),
    (ItemType::Broadcast, "misc", "audio"),
    (ItemType::Chapter, "incollection", "incollection"),
    (ItemType::Classic, "book", "book"),
    (ItemType::Collection, "misc", "misc"),
    (ItemType::Dataset, "misc", "dataset"),
    (ItemType::Document, "misc", "misc"),
    (ItemType::Entry, "incollection", "inreference"),
    (ItemType::EntryDictionary, "incollection", "inreference"),
    (ItemType::EntryEncyclopedia, "incollection", "inreference"),
    (ItemType::Event, "misc", "misc"),
    (ItemType::Figure, "misc", "image"),
    (ItemType::Graphic, "misc", "artwork"),
    (ItemType::Hearing, "misc", "misc"),
    (ItemType::Interview, "misc", "misc"),
    (ItemType::LegalCase, "misc", "jurisdiction"),
    (ItemType::Legislation, "misc", "legislation"),
    (ItemType::Manuscript, "unpublished", "unpublished"),
    (ItemType::Map, "misc", "misc"),
    (ItemType::MotionPicture, "misc", "movie"),
    (ItemType::MusicalScore, "misc", "book"),
    (ItemType::Pamphlet, "booklet", "booklet"),
    (ItemType::PaperConference, "inproceedings", "inproceedings"),
    (ItemType::Patent, "misc", "patent"),
    (ItemType::Performance, "misc", "performance"),
    (ItemType::Periodical, "misc", "periodical"),
    (ItemType::PersonalCommunication, "misc", "letter"),
    (ItemType::Post, "misc", "online"),
    (ItemType::PostWeblog, "misc", "online"),
    (ItemType::Regulation, "misc", "legislation"),
    (ItemType::Report, "techreport", "report"),
    (ItemType::Review, "article", "review"),
    (ItemType::ReviewBook, "article", "review"),
    (ItemType::Software, "misc", "software"),
    (ItemType::Song, "misc", "audio"),
    (ItemType::Speech, "misc", "unpublished"),
    (ItemType::Standard, "misc", "standard"),
    (ItemType::Thesis, "phdthesis", "thesis"),
    (ItemType::Treaty, "misc", "legal"),
    (ItemType::Webpage, "misc", "online"),
];

/// Returns the item type that an entry type means.
pub(crate) fn read(kind: &str) -> Option<ItemType> {
    READ.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type)
}

/// Returns the item type that `entrysubtype` names: BibLaTeX's own words, or a CSL type.
pub(crate) fn subtype(name: &str) -> Option<ItemType> {
    match name.trim().to_ascii_lowercase().as_str() {
        "magazine" => Some(ItemType::ArticleMagazine),
        "newspaper" => Some(ItemType::ArticleNewspaper),
        name => ItemType::parse(name),
    }
}

/// Returns the entry type for an item type, and the `entrysubtype` it needs.
pub(crate) fn write(item_type: ItemType, dialect: Dialect) -> (&'static str, Option<&'static str>) {
    let row = WRITE.iter().find(|(known, ..)| *known == item_type);
    let kind = match dialect {
        Dialect::Bibtex => row.map_or("misc", |(_, bibtex, _)| bibtex),
        Dialect::Biblatex => row.map_or("misc", |(_, _, biblatex)| biblatex),
    };
    let subtype = match item_type {
        ItemType::ArticleMagazine => Some("magazine"),
        ItemType::ArticleNewspaper => Some("newspaper"),
        other if read(kind) == Some(other) => None,
        other => Some(other.as_str()),
    };
    (kind, subtype)
}

/// Works of law, whose `institution` is the authority behind them.
pub(crate) fn is_legal(item_type: ItemType) -> bool {
    matches!(
        item_type,
        ItemType::Bill
            | ItemType::Hearing
            | ItemType::LegalCase
            | ItemType::Legislation
            | ItemType::Patent
            | ItemType::Regulation
            | ItemType::Treaty
    )
}

/// Entry types whose `number` counts the issues of a periodical.
pub(crate) fn is_periodical(kind: &str) -> bool {
    matches!(kind, "article" | "periodical" | "suppperiodical" | "review")
}

/// Entry types whose `number` counts within a series of books.
pub(crate) fn is_in_series(kind: &str) -> bool {
    matches!(
        kind,
        "book"
            | "mvbook"
            | "collection"
            | "mvcollection"
            | "reference"
            | "mvreference"
            | "proceedings"
            | "mvproceedings"
            | "inbook"
            | "bookinbook"
            | "suppbook"
            | "incollection"
            | "suppcollection"
            | "inproceedings"
            | "conference"
            | "inreference"
    )
}

/// Entry types of parts of books.
pub(crate) fn is_part(kind: &str) -> bool {
    matches!(
        kind,
        "inbook"
            | "bookinbook"
            | "suppbook"
            | "incollection"
            | "suppcollection"
            | "inproceedings"
            | "conference"
            | "inreference"
    )
}

/// Entry types that other entries are parts of.
pub(crate) fn is_whole(kind: &str) -> bool {
    matches!(
        kind,
        "book"
            | "mvbook"
            | "collection"
            | "mvcollection"
            | "reference"
            | "mvreference"
            | "proceedings"
            | "mvproceedings"
            | "manual"
            | "misc"
            | "booklet"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_type_can_be_written_and_read_back() {
        for item_type in ItemType::ALL {
            for dialect in [Dialect::Bibtex, Dialect::Biblatex] {
                let (kind, sub) = write(*item_type, dialect);
                let back = sub.and_then(subtype).or_else(|| read(kind));
                assert_eq!(back, Some(*item_type), "{item_type}");
            }
        }
    }
}
