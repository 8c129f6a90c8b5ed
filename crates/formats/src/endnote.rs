//! The types that EndNote's formats share.
//!
//! "Conference Proceedings" has author and pages: what EndNote and databases file under it is a paper.

use crate::mapping::table::*;

/// The types of EndNote.
#[rustfmt::skip]
pub(crate) static TYPES: &[TypeRow] = &[
    kind("Journal Article", ArticleJournal), kind("Electronic Article", ArticleJournal).read(),
    kind("Magazine Article", ArticleMagazine), kind("Newspaper Article", ArticleNewspaper),
    kind("Preprint", Article), kind("Serial", Periodical), kind("Book", Book),
    kind("Edited Book", Book).read(), kind("Electronic Book", Book).read(),
    kind("Conference Proceedings", PaperConference).read(), kind("Catalog", Book).read(),
    kind("Classical Work", Classic), kind("Ancient Text", Classic).read(),
    kind("Book Section", Chapter), kind("Electronic Book Section", Chapter).read(),
    kind("Conference Paper", PaperConference), kind("Dictionary", EntryDictionary),
    kind("Encyclopedia", EntryEncyclopedia), kind("Thesis", Thesis), kind("Report", Report),
    kind("Government Document", Report).read(), kind("Standard", Standard),
    kind("Pamphlet", Pamphlet), kind("Manuscript", Manuscript),
    kind("Unpublished Work", Manuscript).read(), kind("Web Page", Webpage), kind("Blog", PostWeblog),
    kind("Discussion Forum", Post), kind("Social Media", Post).read(),
    kind("Personal Communication", PersonalCommunication), kind("Bill", Bill),
    kind("Case", LegalCase), kind("Statute", Legislation),
    kind("Legal Rule or Regulation", Regulation), kind("Hearing", Hearing), kind("Patent", Patent),
    kind("Dataset", Dataset), kind("Aggregated Database", Dataset).read(),
    kind("Online Database", Dataset).read(), kind("Computer Program", Software), kind("Map", Map),
    kind("Artwork", Graphic), kind("Audiovisual Material", Graphic).read(), kind("Figure", Figure),
    kind("Chart or Table", Figure).read(), kind("Film or Broadcast", MotionPicture),
    kind("Online Multimedia", MotionPicture).read(), kind("Television Episode", Broadcast),
    kind("Podcast", Broadcast).read(), kind("Music", MusicalScore), kind("Interview", Interview),
    kind("Press Release", Document).read(), kind("Grant", Document).read(),
    kind("Equation", Document).read(), kind("Generic", Document),
    kind("Journal Article", Review).write(), kind("Journal Article", ReviewBook).write(),
    kind("Encyclopedia", Entry).write(), kind("Book", Collection).write(),
    kind("Conference Paper", Speech).write(),
];
