//! Keywords, written as people write them.

use refsmith_parse::Label;

use super::Subject;
use crate::synthetic::random::Random;

/// Ways to write the same keyword, by language; the empty language is any. Longer ones come first,
/// where one is part of another.
static WAYS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "(Hrsg.)", "(Hg.)", "(Hgg.)", "(Hrsg)", "(Hg)", "[Hrsg.]", "Hrsg.", "Hg.", "(Ed.)",
            "(Eds.)", "(eds.)", "(hg.)", "(Hrsg.):", "(Hg.):",
        ],
    ),
    (
        "de",
        &[
            "herausgegeben von ",
            "hrsg. von ",
            "hg. von ",
            "hrsg. v. ",
            "hg. v. ",
            "Hrsg. von ",
            "Hg. v. ",
        ],
    ),
    ("de", &["In: ", "in: ", "In ", "in ", "in:"]),
    (
        "de",
        &[
            ", in: ",
            ". In: ",
            ". - In: ",
            ". – In: ",
            ", In: ",
            ", in ",
            ". in: ",
            "; in: ",
            " in: ",
        ],
    ),
    ("de", &["S. ", "S.", "Seiten ", "Seite ", "s. ", "pp. ", "p. "]),
    ("de", &[", S. ", ": ", ", ", "; S. ", " S. ", ". S. ", ", Seite ", ", pp. "]),
    ("de", &["Bd. ", "Band ", "Bd.", "vol. "]),
    ("de", &["Jg. ", "Jahrgang ", "Jg.", "Vol. "]),
    ("de", &["Nr. ", "H. ", "Heft ", "Nr.", "no. ", "H."]),
    ("de", &["Aufl.", "Auflage", "Aufl", "A."]),
    ("de", &[" und ", " & ", "/", " u. ", "; ", " / "]),
    (
        "de",
        &[
            "zugegriffen ",
            "abgerufen am ",
            "Zugriff am ",
            "Zugriff: ",
            "Stand: ",
            "letzter Zugriff: ",
            "Abruf am ",
            "(abgerufen am ",
        ],
    ),
    ("de", &["übersetzt von ", "übers. von ", "Übers. ", "aus dem Englischen von "]),
    ("de", &["Diss. ", "Dissertation "]),
    ("de", &["u. a.", "u.a.", "et al.", "u. a"]),
    ("de", &["Verfügbar unter: ", "URL: ", "online: ", "Online unter: ", "Internet: "]),
    ("fr", &["(dir.)", "(éd.)", "(éds.)", "(dirs.)", "(coord.)", "(Dir.)", "(ed.)", "éd."]),
    ("fr", &["sous la direction de ", "sous la dir. de ", "édité par ", "dir. ", "éd. par "]),
    ("fr", &["In ", "in ", "dans ", "In : ", "in : ", "Dans "]),
    ("fr", &["p. ", "pp. ", "p.", "pages "]),
    ("fr", &["no ", "n° ", "n°", "n. ", "nº ", "numéro "]),
    ("fr", &["vol. ", "t. ", "tome ", "volume ", "Vol. "]),
    ("fr", &[" et ", " & ", ", ", " ; "]),
    ("fr", &["consulté le ", "Consulté le ", "page consultée le ", "(consulté le "]),
    ("fr", &["traduit par ", "trad. ", "trad. par ", "trad. fr. "]),
    ("it", &["(a cura di)", "(cur.)", "(a c. di)", "(ed.)", "(eds.)"]),
    ("it", &["a cura di ", "curato da ", "ed. ", "a c. di "]),
    ("it", &["in ", "In ", "in: ", "In: "]),
    ("it", &["pp. ", "p. ", "pagg. ", "pag. ", "pp."]),
    ("it", &["n. ", "fasc. ", "n° ", "no. "]),
    ("es", &["(ed.)", "(eds.)", "(coord.)", "(coords.)", "(comp.)", "(dir.)"]),
    ("es", &["en ", "En ", "en: ", "En: "]),
    ("es", &["pp. ", "p. ", "págs. ", "pág. "]),
    ("es", &[" y ", " & ", " e ", ", "]),
    ("es", &["n.o ", "núm. ", "nº ", "n.º ", "no. "]),
    ("pt", &["(org.)", "(orgs.)", "(ed.)", "(coord.)", "(Org.)", "(Orgs.)"]),
    ("pt", &["In: ", "in ", "Em ", "em: "]),
    ("pt", &["p. ", "pp. ", "págs. "]),
    ("pt", &[" e ", " & ", "; "]),
    ("sv", &["(red.)", "(red)", "(Red.)", "(utg.)", "red."]),
    ("sv", &["I: ", "i ", "I ", "Ur: ", "i: ", "In "]),
    ("sv", &["s. ", "ss. ", "sid. ", "s "]),
    ("sv", &[" och ", " & ", ", ", "; "]),
    ("sv", &["Hämtad ", "åtkomstdatum ", "hämtad den ", "(hämtad ", "Tillgänglig: "]),
    ("da", &["(red.)", "(red)", "(Red.)", "(udg.)", "red."]),
    ("da", &["I: ", "i ", "I ", "i: ", "In: "]),
    ("da", &["s. ", "ss. ", "s. ", "p. "]),
    ("da", &[" og ", " & ", ", ", "; "]),
    ("nb", &["(red.)", "(red)", "(Red.)", "red."]),
    ("nb", &["I: ", "i ", "I ", "i: "]),
    ("nb", &["s. ", "ss. ", "side ", "s "]),
    ("nb", &[" og ", " & ", ", ", "; "]),
    ("nl", &["(red.)", "(reds.)", "(Red.)", "(ed.)", "(eds.)"]),
    ("nl", &["in ", "In: ", "in: ", "In "]),
    ("nl", &[" en ", " & ", ", "]),
    ("pl", &["(red.)", "red.", "(Red.)"]),
    ("pl", &["w ", "[w:] ", "W: ", "w: "]),
    ("pl", &["s. ", "str. ", "ss. "]),
    ("ru", &["// ", "В: ", "В кн.: ", " // "]),
    ("ru", &["С. ", "с. ", "С.", "стр. "]),
    ("ru", &["№ ", "Вып. ", "№"]),
    ("ru", &["Т. ", "т. ", "Vol. "]),
    (
        "en",
        &[
            "(eds.)",
            "(Eds.)",
            "(eds)",
            "(Eds)",
            "(ed.)",
            "(Ed.)",
            "eds.",
            "(editors)",
            "(Hg.)",
            "[eds.]",
            "eds",
        ],
    ),
    ("en", &["edited by ", "ed. by ", "ed. ", "eds. ", "Ed. ", "Edited by "]),
    ("en", &["In ", "in ", "In: ", "in: ", "IN: "]),
    ("en", &["pp. ", "p. ", "pp ", "pp.", "pages ", "Pp. ", "pg. "]),
    ("en", &["vol. ", "Vol. ", "Volume ", "volume ", "v. ", "Vol "]),
    ("en", &["no. ", "No. ", "issue ", "Issue ", "num. ", "Nr. ", "no "]),
    ("en", &[" and ", " & ", ", and ", ", ", "; ", ", & "]),
    (
        "en",
        &[
            "accessed ",
            "Accessed ",
            "viewed ",
            "[cited ",
            "retrieved ",
            "Retrieved ",
            "last accessed ",
            "(accessed ",
            "Accessed on ",
        ],
    ),
    (
        "en",
        &[
            "Retrieved from ",
            "Available at ",
            "Available from: ",
            "Available: ",
            "URL: ",
            "available online at ",
            "from ",
        ],
    ),
    ("en", &["ed.", "edn", "edition", "ed", "edn."]),
    ("en", &["translated by ", "trans. ", "Trans. ", "tr. ", "transl. by "]),
    ("", &["doi: ", "DOI: ", "doi:", "DOI ", "doi ", "doi.org/"]),
    ("", &["PMID: ", "PubMed PMID: ", "PMID:"]),
    ("", &["et al.", "et al", "et al.,", "and others", "& al."]),
];

/// Writes keywords another way, those of a language and half of the English ones beside.
pub(super) fn vary(subject: &mut Subject<'_>, random: &mut Random) {
    for (language, ways) in WAYS {
        let own = language.is_empty() || *language == subject.language;
        if !own || random.chance(0.35) {
            continue;
        }
        let to = random.word(ways);
        for idx in 0..subject.labelled.pieces.len() {
            let Some((label, text)) = subject.labelled.pieces.get_mut(idx) else { continue };
            let names = matches!(label, Label::Author | Label::Editor | Label::Translator);
            let connects = is_connective(ways);
            let edition = *label == Label::Edition
                && ways.iter().any(|way| way.starts_with("Aufl") || *way == "edn");
            if !(*label == Label::Other && !connects || names && connects || edition) {
                continue;
            }
            replace_word(text, ways, to);
        }
    }
}

/// Tells whether ways are what stands between two names, or for the rest of them.
fn is_connective(ways: &[&str]) -> bool {
    ways.iter().any(|way| matches!(*way, " & " | "et al."))
}

/// Replaces the first of some words that a text has, when it is a word of its own there.
fn replace_word(text: &mut String, ways: &[&str], to: &str) {
    let mut longest: Vec<&str> = ways.iter().copied().filter(|way| way.trim().len() > 1).collect();
    longest.sort_by_key(|way| std::cmp::Reverse(way.len()));
    for way in longest {
        let Some(at) = text.find(way) else { continue };
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let before = text.get(..at).and_then(|head| head.chars().last());
        let first = way.chars().next();
        if first.is_some_and(char::is_alphanumeric) && !alone(before) {
            continue;
        }
        // Between names alone a comma may stand for "and".
        text.replace_range(at..at + way.len(), to);
        return;
    }
}

/// Writes a German edition as title pages do: "2., überarb. Aufl.", "dritte Auflage".
pub(super) fn edition(subject: &mut Subject<'_>, random: &mut Random) {
    if subject.language != "de" {
        return;
    }
    const ORDINALS: &[&str] =
        &["erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte"];
    for (_, text) in
        subject.labelled.pieces.iter_mut().filter(|(label, _)| *label == Label::Edition)
    {
        let Some(digit) = text.chars().next().and_then(|c| c.to_digit(10)) else { continue };
        let ordinal = ORDINALS.get(digit.saturating_sub(1) as usize).copied().unwrap_or("zweite");
        *text = match random.below(9) {
            0 => format!("{ordinal} Auflage"),
            1 => format!("{digit}., überarb. Aufl."),
            2 => format!("{digit}., erw. Aufl."),
            3 => format!("{digit}., überarbeitete und erweiterte Auflage"),
            4 => format!("{digit}. Auflage"),
            5 => format!("{digit}. Aufl."),
            6 => format!("{digit}., neu bearb. Aufl."),
            7 => format!("{digit}., durchges. Aufl."),
            _ => continue,
        };
    }
}

/// Takes the word before a container away, so that only punctuation tells the two titles apart.
pub(super) fn drop_in(subject: &mut Subject<'_>, random: &mut Random) {
    let pieces = &mut subject.labelled.pieces;
    for idx in 1..pieces.len() {
        let follows =
            matches!(pieces.get(idx + 1), Some((Label::ContainerTitle | Label::Editor, _)));
        let Some((Label::Other, text)) = pieces.get_mut(idx).filter(|_| follows) else { continue };
        let lower = text.to_lowercase();
        let says_in =
            ["in: ", "in ", "dans ", "i: ", " i ", "en ", "// "].iter().any(|w| lower.ends_with(w));
        if says_in {
            *text = random.word(&[". ", ", ", ". ", ": "]).to_owned();
            return;
        }
    }
}

/// Takes the role behind editors away.
pub(super) fn drop_role(subject: &mut Subject<'_>, random: &mut Random) {
    let pieces = &mut subject.labelled.pieces;
    for idx in 1..pieces.len() {
        let editors = matches!(pieces.get(idx - 1), Some((Label::Editor, _)));
        let Some((Label::Other, text)) = pieces.get_mut(idx).filter(|_| editors) else { continue };
        if text.chars().any(char::is_alphabetic) && text.chars().count() < 12 {
            *text = random.word(&[": ", ", ", ", "]).to_owned();
            return;
        }
    }
}
