//! What stands between the values: keywords and connectives, which say what a value is and need no
//! field, or words that would be lost.

use crate::lexicon::{
    self, ACCESSED, AND, AVAILABLE, EDITION, EDITOR, IN, ISSUE, PAGES, TRANSLATOR, VOLUME,
};

/// Words that only lead to the value behind them and are in no list of keywords.
const LEADING: &str = "the of by from der die das dem den des von vom le la les l du de d di da del della dei dal al el los par por \
     af av för till från fra van het et het en und a an with mit avec con an dr prof \
     al others alii andere u ders dies id idem dens presented at auf beim doi url urn pubmed medline pmid pmcid isbn issn arxiv \
     eprint article art cura sous direction sotto publié issued date dated published on am vom aus dem into \
     제 권 호 第 卷 巻 期 号 號 页 頁 年 월 월호 通卷";

/// Whether a stretch without label has words that would be lost: neither keywords nor words that
/// are known already.
pub(super) fn is_lost(text: &str, known: impl Fn(&str) -> bool) -> bool {
    let keywords =
        ACCESSED | AND | AVAILABLE | EDITION | EDITOR | IN | ISSUE | PAGES | TRANSLATOR | VOLUME;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).any(|word| {
        let lower = word.to_lowercase();
        let keyword = lexicon::flags(&lower) & keywords != 0
            || LEADING.split_ascii_whitespace().any(|leading| leading == lower)
            || word.chars().count() == 1 && !word.chars().all(char::is_numeric);
        !keyword && !known(word)
    })
}

/// Whether a stretch announces the date on which a page was seen.
pub(super) fn announces_visit(text: &str) -> bool {
    let last = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    last.rev().take(4).any(|word| {
        let lower = word.to_lowercase();
        lexicon::flags(&lower) & ACCESSED != 0
            && !matches!(
                lower.as_str(),
                "epub" | "erschienen" | "published" | "posted" | "erstellt" | "updated" | "at"
            )
    })
}

/// Whether the words before a date say that it is the one of publication online: "Epub".
pub(super) fn announces_online(before: &str) -> bool {
    before.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase().ends_with("epub")
}
