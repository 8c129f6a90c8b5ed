//! [`ItemType`], the item types of CSL 1.0.2.

use super::variable::named;

named! {
    /// What kind of work a record describes (CSL 1.0.2, appendix III).
    ItemType {
        Article = "article",
        ArticleJournal = "article-journal",
        ArticleMagazine = "article-magazine",
        ArticleNewspaper = "article-newspaper",
        Bill = "bill",
        Book = "book",
        Broadcast = "broadcast",
        Chapter = "chapter",
        Classic = "classic",
        Collection = "collection",
        Dataset = "dataset",
        Document = "document",
        Entry = "entry",
        EntryDictionary = "entry-dictionary",
        EntryEncyclopedia = "entry-encyclopedia",
        Event = "event",
        Figure = "figure",
        Graphic = "graphic",
        Hearing = "hearing",
        Interview = "interview",
        LegalCase = "legal_case",
        Legislation = "legislation",
        Manuscript = "manuscript",
        Map = "map",
        MotionPicture = "motion_picture",
        MusicalScore = "musical_score",
        Pamphlet = "pamphlet",
        PaperConference = "paper-conference",
        Patent = "patent",
        Performance = "performance",
        Periodical = "periodical",
        PersonalCommunication = "personal_communication",
        Post = "post",
        PostWeblog = "post-weblog",
        Regulation = "regulation",
        Report = "report",
        Review = "review",
        ReviewBook = "review-book",
        Software = "software",
        Song = "song",
        Speech = "speech",
        Standard = "standard",
        Thesis = "thesis",
        Treaty = "treaty",
        Webpage = "webpage",
    }
}

impl Default for ItemType {
    /// `document`: the type that claims nothing.
    fn default() -> Self {
        ItemType::Document
    }
}
