//! Headings of reference lists in many languages, and headings that end one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use refsmith_model::text::unicode::fold;

/// What reference lists are called: folded (lower case, no accents), without numbers and colons.
#[rustfmt::skip] // A table reads better in rows.
const LISTS: &[&str] = &[
    // English
    "references", "reference", "reference list", "list of references", "references cited",
    "cited references", "references and notes", "notes and references", "references and links",
    "references and further reading", "bibliography", "bibliography and references",
    "bibliographic references", "bibliographical references", "bibliographies",
    "selected bibliography", "select bibliography", "selected references", "annotated bibliography",
    "works cited", "works consulted", "literature", "literature cited", "cited literature",
    "literature references", "sources", "sources cited", "cited sources", "citations",
    "list of sources", "further reading", "additional references", "supplementary references",
    "primary sources", "secondary sources", "primary literature", "secondary literature",
    // German
    "literatur", "literaturverzeichnis", "literaturliste", "literaturangaben", "literaturnachweise",
    "literaturhinweise", "zitierte literatur", "verwendete literatur", "weiterfuhrende literatur",
    "quellen", "quellenverzeichnis", "quellenangaben", "quellennachweise", "einzelnachweise",
    "bibliografie", "bibliographie", "referenzen", "quellen und literatur", "literatur und quellen",
    "quellen- und literaturverzeichnis", "primarliteratur", "sekundarliteratur",
    "schriftenverzeichnis",
    // French
    "references bibliographiques", "bibliographie et references", "ouvrages cites", "œuvres citees",
    "oeuvres citees", "liste des references", "sources et bibliographie", "bibliographie selective",
    "travaux cites", "references citees", "webographie",
    // Spanish, Portuguese, Catalan, Galician
    "referencias", "referencias bibliograficas", "lista de referencias", "bibliografia",
    "bibliografia citada", "obras citadas", "literatura citada", "fuentes", "fuentes consultadas",
    "referencias citadas", "bibliografia consultada", "trabajos citados",
    "bibliografia y referencias", "referencias consultadas", "obras consultadas", "fontes",
    "referencies", "referencies bibliografiques", "literatura", "referencias e notas",
    // Italian, Romanian
    "riferimenti bibliografici", "riferimenti", "opere citate", "fonti", "bibliografia essenziale",
    "note bibliografiche", "referinte", "referinte bibliografice", "bibliografie",
    // Dutch, Afrikaans
    "literatuur", "literatuurlijst", "referenties", "bronnen", "bronnenlijst", "bronvermelding",
    "geraadpleegde literatuur", "geciteerde werken", "verwysings", "bibliografische referenties",
    "referentielijst", "bronnelys",
    // Swedish, Danish, Norwegian, Icelandic
    "referenser", "referenslista", "kallor", "kallforteckning", "litteratur", "litteraturlista",
    "litteraturforteckning", "kallhanvisningar", "bibliografi", "referenser och kallor",
    "kallor och litteratur", "referencer", "referenceliste", "litteraturliste", "kilder",
    "kildeliste", "kildefortegnelse", "litteraturfortegnelse", "referanser", "referanseliste",
    "litteraturhenvisninger", "kildehenvisninger", "heimildir", "heimildaskra", "ritaskra",
    // Finnish, Estonian, Hungarian
    "lahteet", "lahdeluettelo", "kirjallisuus", "kirjallisuusluettelo", "viitteet",
    "kirjallisuusviitteet", "kirjallisuutta", "kirjandus", "viited", "kasutatud kirjandus",
    "kasutatud allikad", "irodalom", "irodalomjegyzek", "hivatkozasok", "felhasznalt irodalom",
    "felhasznalt irodalmak", "forrasok", "szakirodalom", "bibliografia es hivatkozasok",
    // Polish, Czech, Slovak, Slovenian, Croatian, Lithuanian, Latvian
    "pismiennictwo", "literatura cytowana", "piśmiennictwo", "zrodla", "przypisy", "odwolania",
    "spis literatury", "bibliografia i netografia", "wykaz literatury", "reference a literatura",
    "pouzita literatura", "seznam literatury", "seznam pouzite literatury", "odkazy",
    "pouzite zdroje", "zdroje", "zoznam literatury", "pouzita literatura a zdroje",
    "zoznam pouzitej literatury", "seznam pouzitych zdroju", "viri", "literatura in viri",
    "viri in literatura", "popis literature", "izvori", "reference i literatura",
    "literatura i izvori", "naudota literatura", "saltiniai", "izmantota literatura", "atsauces",
    // Turkish, Indonesian, Vietnamese
    "kaynakca", "kaynaklar", "referanslar", "yararlanilan kaynaklar", "kaynaklar dizini",
    "daftar pustaka", "referensi", "rujukan", "daftar rujukan", "tai lieu tham khao",
    // Russian, Ukrainian, Bulgarian, Serbian, Greek (folding takes accents off)
    "литература", "список литературы", "список использованной литературы", "библиография",
    "библиографический список", "источники", "использованная литература", "ссылки",
    "список источников", "список использованных источников", "примечания", "источники и литература",
    "литература и источники", "литература", "література", "список літератури",
    "список використаної літератури", "список використаних джерел", "джерела", "бібліографія",
    "посилання", "перелік посилань", "використана література", "библиографиа", "источници",
    "използвана литература", "извори", "референце", "βιβλιογραφια", "αναφορες",
    "βιβλιογραφικες αναφορες", "παραπομπες", "πηγες",
    // Chinese, Japanese, Korean
    "参考文献", "參考文獻", "引用文献", "引用文獻", "参考资料", "參考資料", "参考书目", "參考書目", "引文", "文献", "文獻", "注释与参考文献",
    "参考文献及注释", "参考図書", "引用・参考文献", "出典", "脚注", "참고문헌", "참고 문헌", "인용문헌", "참고자료", "참고 자료", "출처", "각주",
    "문헌",
    // Arabic, Persian, Urdu, Hebrew, Hindi, Thai
    "المراجع", "المصادر", "قائمة المراجع", "المصادر والمراجع", "المراجع والمصادر", "مراجع",
    "ثبت المراجع", "قائمة المصادر والمراجع", "منابع", "منابع و مآخذ", "فهرست منابع", "حوالہ جات",
    "ביבליוגרפיה", "מקורות", "רשימת מקורות", "הערות שוליים", "संदर्भ", "सन्दर्भ", "संदर्भ सूची",
    "ग्रन्थसूची", "เอกสารอ้างอิง", "บรรณานุกรม", "อ้างอิง",
];

/// The table as lines are compared with it: a few of its entries keep their accents for the reader.
static FOLDED: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| LISTS.iter().map(|name| fold(name)).collect());

/// First words of headings that end a list: what stands behind the references.
#[rustfmt::skip] // A table reads better in rows.
const ENDS: &[&str] = &[
    "appendix", "appendices", "annex", "annexe", "annexes", "annexure", "anhang", "anhange",
    "apendice", "apendices", "anexo", "anexos", "appendice", "appendici", "allegato", "bijlage",
    "bijlagen", "bilaga", "bilagor", "bilag", "vedlegg", "liite", "liitteet", "zalacznik",
    "priloha", "prilohy", "приложение", "приложения", "додаток", "додатки", "ek", "ekler",
    "fuggelek", "mellekletek", "melleklet", "附录", "附錄", "付録", "부록", "ملحق", "الملاحق",
    "acknowledgment", "acknowledgments", "acknowledgement", "acknowledgements", "danksagung",
    "remerciements", "agradecimientos", "agradecimentos", "ringraziamenti", "dankwoord", "author",
    "authors", "about", "biography", "biographies", "copyright", "correspondence", "affiliations",
    "supplementary", "supplemental", "supporting", "figure", "figures", "table", "tables", "index",
    "glossary", "funding", "disclaimer", "disclosure", "declarations", "conflict", "competing",
    "related", "comments", "share", "contents",
];

/// Tells whether a line is the heading of a reference list.
///
/// `set_apart` says that the source marks it as a heading, which allows more words around the
/// known ones ("References for chapter 2").
pub(super) fn is_list_heading(line: &str, set_apart: bool) -> bool {
    if line.len() > 120 || line.chars().count() > 60 {
        return false;
    }
    let key = key(line);
    if key.is_empty() {
        return false;
    }
    if FOLDED.contains(key.as_str()) {
        return true;
    }
    let first = key.split_whitespace().next().unwrap_or("");
    let last = key.split_whitespace().last().unwrap_or("");
    let words = key.split_whitespace().count();
    let strong = |word: &str| word.chars().count() > 6 && FOLDED.contains(word);
    set_apart && words <= 7 && (strong(first) || strong(last))
}

/// Tells whether a short line starts a part that stands behind a reference list.
pub(super) fn is_end_heading(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    let key = key(line);
    let mut words = key.split_whitespace();
    let first = words.next().unwrap_or("");
    let few = words.count() <= 5;
    few && ENDS.contains(&first.trim_end_matches(':'))
}

/// Folds a heading and takes numbers, marks of emphasis and trailing punctuation off.
fn key(line: &str) -> String {
    let line = fold(line);
    // `References[edit]`
    let line =
        line.trim_end().strip_suffix(']').and_then(|rest| rest.split('[').next()).unwrap_or(&line);
    let trimmed = line.trim_matches(|c: char| {
        c.is_whitespace() || (!c.is_alphanumeric() && !matches!(c, '(' | ')'))
    });
    let mut words: Vec<&str> = trimmed.split_whitespace().collect();
    if words.len() > 1 && words.first().is_some_and(|word| is_number(word)) {
        words.remove(0);
    }
    // R E F E R E N C E S
    if words.len() >= 5 && words.iter().all(|word| word.chars().count() == 1) {
        return words.concat();
    }
    let key = words.join(" ");
    key.trim_end_matches([':', '.', ' ', '：']).to_owned()
}

/// Tells whether a word numbers a heading: `7.`, `4.2`, `VII.`, `A.`, `§`.
fn is_number(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ')', ':']);
    let digits = bare.chars().any(|c| c.is_numeric())
        && bare.chars().all(|c| c.is_numeric() || matches!(c, '.' | '-'));
    let roman = bare.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) && !bare.is_empty();
    let letter = bare.len() == 1 && word.len() > 1;
    digits || roman || letter || bare == "§"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognized_in_any_dress() {
        for line in [
            "References",
            "REFERENCES",
            "7. References",
            "VII. References:",
            "## **References**",
            "References[edit]",
            "R E F E R E N C E S",
            "Références",
            "Källor",
            "Źródła",
            "Šaltiniai",
            "Список литературы",
            "参考文献：",
            "참고문헌",
            "المراجع",
            "Kaynakça",
            "Literaturverzeichnis",
        ] {
            assert!(is_list_heading(line, false), "{line}");
        }
        assert!(is_list_heading("References for chapter 2", true));
    }

    #[test]
    fn sentences_are_no_headings() {
        for line in ["References to other work are given.", "Introduction", "", "1."] {
            assert!(!is_list_heading(line, false), "{line}");
        }
        assert!(is_end_heading("Appendix A"));
        assert!(!is_end_heading("Feldman, R. (2017)"));
    }
}
