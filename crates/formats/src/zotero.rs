//! The item types that Zotero's formats share.

use crate::mapping::table::*;

/// The item types of Zotero.
#[rustfmt::skip]
pub(crate) static ITEM_TYPES: &[TypeRow] = &[
    kind("journalArticle", ArticleJournal), kind("magazineArticle", ArticleMagazine),
    kind("newspaperArticle", ArticleNewspaper), kind("preprint", Article), kind("book", Book),
    kind("bookSection", Chapter), kind("conferencePaper", PaperConference), kind("thesis", Thesis),
    kind("report", Report), kind("standard", Standard), kind("manuscript", Manuscript),
    kind("webpage", Webpage), kind("blogPost", PostWeblog), kind("forumPost", Post),
    kind("letter", PersonalCommunication), kind("email", PersonalCommunication).read(),
    kind("instantMessage", PersonalCommunication).read(), kind("bill", Bill),
    kind("case", LegalCase), kind("statute", Legislation), kind("hearing", Hearing),
    kind("patent", Patent), kind("dataset", Dataset), kind("computerProgram", Software),
    kind("map", Map), kind("artwork", Graphic), kind("film", MotionPicture),
    kind("videoRecording", MotionPicture).read(), kind("tvBroadcast", Broadcast),
    kind("radioBroadcast", Broadcast).read(), kind("podcast", Broadcast).read(),
    kind("audioRecording", Song), kind("interview", Interview), kind("presentation", Speech),
    kind("dictionaryEntry", EntryDictionary), kind("encyclopediaArticle", EntryEncyclopedia),
    kind("document", Document),
];
