//! Names: a list as it stands in a reference becomes a [`NameList`].
//!
//! The list is split into parts at commas and stronger marks ([`parts`]), the parts are joined into
//! names in the way that explains the whole list best ([`pairing`]), and each name is taken apart
//! ([`person`]).

mod east;
pub(crate) mod given;
mod pairing;
mod parts;
mod person;

use std::borrow::Cow;

use refsmith_model::{Name, NameList, Span};

use crate::grammar::{self, Style};
use crate::lexicon::{AND, EDITOR, FUNCTION, GIVEN, ORG, PARTICLE, TRANSLATOR};
use crate::token::Text;
use pairing::Unit;

/// Names and the mark that says that some are missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// The names.
    pub(crate) list: NameList,
    /// Where "et al." or "…" stands in the string.
    pub(crate) cut: Option<Span>,
    /// Words that are part of no name: titles, numbers.
    pub(crate) strays: Vec<Span>,
    /// A word in the list says that its people are editors.
    pub(crate) editors: bool,
}

/// Takes a list of names apart. Never fails: what reads as no person is an institution.
pub(crate) fn parse(list: &str) -> Parsed {
    let apart = Apart::new(list);
    let text = Text::new(&apart.text);
    let t = &text;
    let mut out = Parsed::default();
    if institution(t) {
        institutions(t, &mut out);
        return out;
    }
    let found = parts::split(t);
    let parts = &found.parts;
    let cut = found.cuts.first();
    let mut at = 0;
    for unit in pairing::units(parts) {
        let (Some(first), next) = (parts.get(at), parts.get(at + 1)) else { break };
        if cut.is_some() && out.list.truncated_after.is_none() && first.cuts > 0 {
            out.list.truncated_after = Some(out.list.names.len());
        }
        match (unit, next, parts.get(at + 2)) {
            (Unit::Pair, Some(given), _) => {
                out.list.names.push(person::inverted(t, first, given));
            }
            (Unit::Triple, Some(suffix), Some(given)) => {
                let mut name = person::inverted(t, first, given);
                person::add_suffix(&mut name, t.text(suffix.from, suffix.to));
                out.list.names.push(name);
            }
            (Unit::Suffix, ..) => {
                if let Some(name) = out.list.names.last_mut() {
                    person::add_suffix(name, t.text(first.from, first.to));
                }
            }
            _ => out.list.names.push(person::single(t, first)),
        }
        at += unit.len();
    }
    if let Some((s, e)) = cut {
        out.cut = Some(apart.original(t.span(*s, *e)));
        out.list.truncated_after.get_or_insert(out.list.names.len());
    }
    out.editors = found.editors;
    out.strays = found.strays.iter().map(|i| apart.original(t.span(*i, i + 1))).collect();
    out
}

/// Length of the longest given name that is looked for in a word, in bytes.
const LONGEST_GIVEN: usize = 24;

/// A list in which words that lost the blank between them have it back.
struct Apart<'a> {
    text: Cow<'a, str>,
    /// Where blanks were put in, as offsets in `text`.
    blanks: Vec<usize>,
}

impl<'a> Apart<'a> {
    /// Puts a blank between "Anna" and "Berg" in "AnnaBerg" and around "und" in "Annaund".
    fn new(list: &'a str) -> Self {
        let mut blanks = Vec::new();
        let mut word = 0;
        let mut last = ' ';
        // "Aruni RoyLow" has its given name already.
        let mut first = true;
        for (at, c) in list.char_indices() {
            if !c.is_alphabetic() && c != '-' {
                if at > word {
                    let small =
                        list.get(word..at).is_some_and(|word| word.chars().all(char::is_lowercase));
                    first = small || list.get(word..at).is_some_and(|word| word.ends_with("und"));
                    Self::und(list, word, at, &mut blanks);
                }
                first |= matches!(c, ',' | ';' | '/' | '&' | '|');
                word = at + c.len_utf8();
            } else if first
                && c.is_uppercase()
                && last.is_lowercase()
                && (3..=LONGEST_GIVEN).contains(&(at - word))
            {
                let head = list.get(word..at).unwrap_or("").to_lowercase();
                let tail = list.get(at..).unwrap_or("");
                let long = tail.chars().skip(1).take_while(|c| c.is_lowercase()).count() >= 2;
                if long && crate::lexicon::flags(&head) & GIVEN != 0 {
                    blanks.push(at);
                    word = at;
                }
            }
            last = c;
        }
        if blanks.is_empty() {
            return Self { text: Cow::Borrowed(list), blanks };
        }
        let mut text = String::with_capacity(list.len() + blanks.len());
        let mut from = 0;
        for at in &mut blanks {
            text.push_str(list.get(from..*at).unwrap_or(""));
            from = *at;
            *at = text.len();
            text.push(' ');
        }
        text.push_str(list.get(from..).unwrap_or(""));
        Self { text: Cow::Owned(text), blanks }
    }

    /// "Michaelund" before a blank is "Michael und".
    fn und(list: &str, from: usize, to: usize, blanks: &mut Vec<usize>) {
        let word = list.get(from..to).unwrap_or("");
        let head = word.strip_suffix("und").filter(|head| head.len() >= 3);
        let goes_on = list.get(to..).is_some_and(|rest| rest.starts_with(' '));
        if let Some(head) = head.filter(|_| goes_on)
            && crate::lexicon::flags(&head.to_lowercase()) & GIVEN != 0
            && crate::lexicon::flags(&word.to_lowercase()) & GIVEN == 0
        {
            blanks.push(from + head.len());
        }
    }

    /// The place in the list that a stretch of `text` stands for.
    fn original(&self, span: Span) -> Span {
        let before = |at: usize| at - self.blanks.partition_point(|blank| *blank < at);
        Span::new(before(span.start()), before(span.end()))
    }
}

/// Whether the whole list is the name of one or more institutions.
fn institution(t: &Text<'_>) -> bool {
    let org = (0..t.len()).any(|i| t.has(i, ORG) && t.is_cap(i) && !t.has(i, GIVEN | PARTICLE));
    let given = (0..t.len()).any(|i| t.has(i, GIVEN) && !t.has(i, ORG))
        || (0..t.len()).any(|i| t.is_initial(i) && t.is(i + 1, '.'));
    let acronym = t.len() == 1 && t.is_upper(0) && t.str(0).chars().count() <= 8;
    // "United Nations (UN)": people have no short forms, but they have roles.
    let end = if t.len() > 2 && t.is_any(t.len() - 1, ".,;:") { t.len() - 1 } else { t.len() };
    let short_form = end > 4
        && t.is_any(end - 1, ")]")
        && t.is_upper(end - 2)
        && !t.has(end - 2, EDITOR | TRANSLATOR)
        && t.is_any(end - 3, "([")
        && !(0..end - 3).any(|i| t.is_any(i, ",;&") || t.has(i, GIVEN) || t.is_initial(i));
    let lists = || {
        [Style::FamilyInitials, Style::InitialsFamily, Style::FamilyBare]
            .iter()
            .any(|style| grammar::list(t, 0, *style).is_some_and(|list| list.end + 1 >= t.len()))
    };
    let binding = (1..t.len())
        .any(|i| t.is_word(i) && !t.is_cap(i) && t.has(i, FUNCTION) && !t.has(i, PARTICLE | AND));
    short_form || (org && !given || acronym || binding && !given) && !lists()
}

fn institutions(t: &Text<'_>, out: &mut Parsed) {
    let mut from = 0;
    for i in 0..=t.len() {
        let slash = t.is(i, '/')
            && t.toks.iter().all(|tok| !matches!(tok.kind, crate::token::Kind::Punct(',')));
        if i == t.len() || t.is(i, ';') || slash {
            let name = person::institution_text(t, from, i);
            if !name.is_empty() {
                out.list.names.push(Name::Institution(name));
            }
            from = i + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes names as `particle|family|given`, institutions in braces, the cut as a number.
    fn check(list: &str, expected: &[&str], cut: Option<usize>) {
        let parsed = parse(list).list;
        let names: Vec<String> = parsed
            .names
            .iter()
            .map(|name| match name {
                Name::Institution(name) => format!("{{{name}}}"),
                Name::Person(p) => {
                    let given = p.given.clone().unwrap_or_default();
                    let mut out = format!("{}|{given}", p.full_family());
                    if let Some(suffix) = &p.suffix {
                        out.push_str(&format!("|{suffix}"));
                    }
                    if let Some(particle) = &p.dropping_particle {
                        out.push_str(&format!("|({particle})"));
                    }
                    out
                }
            })
            .collect();
        assert_eq!(names, expected, "{list}");
        assert_eq!(parsed.truncated_after, cut, "{list}");
    }

    #[test]
    fn a_suffix_without_a_name_is_taken() {
        for text in ["SR", "SR.", "JR.,", "Jr., Jr."] {
            assert!(!parse(text).list.names.is_empty(), "{text}");
        }
    }

    #[test]
    fn lists_in_many_conventions() {
        check("Miller, A. B., & O’Neil, C.-D.", &["Miller|A. B.", "O’Neil|C.-D."], None);
        check("Miller AB, O'Neil C, et al.", &["Miller|AB", "O'Neil|C"], Some(2));
        check(
            "A. B. Miller, C. van Dyk and D. E. Berg",
            &["Miller|A. B.", "van Dyk|C.", "Berg|D. E."],
            None,
        );
        check(
            "Miller, Anna, Peter Berg, and Kurt H. Wolf",
            &["Miller|Anna", "Berg|Peter", "Wolf|Kurt H."],
            None,
        );
        check("Müller, Anna; Berg, Peter", &["Müller|Anna", "Berg|Peter"], None);
        check("MARTIN Jean et DURAND Anne-Marie", &["MARTIN|Jean", "DURAND|Anne-Marie"], None);
        check("Martin J.-P., Durand A.", &["Martin|J.-P.", "Durand|A."], None);
        check("A, B., C, D., … & Zed, G.", &["A|B.", "C|D.", "Zed|G."], Some(2));
        check("King, M. L., Jr., & Low, P.", &["King|M. L.|Jr.", "Low|P."], None);
        check("World Health Organization", &["{World Health Organization}"], None);
        check("UNESCO", &["{UNESCO}"], None);
        check("Berg, Anton von", &["Berg|Anton|(von)"], None);
        check(
            "de la Cruz, J., & García Márquez, G.",
            &["de la Cruz|J.", "García Márquez|G."],
            None,
        );
        check("G.R.R.Miller, J.Berg and D.Wolf", &["Miller|G.R.R.", "Berg|J.", "Wolf|D."], None);
        check("Valter (P.)", &["Valter|P."], None);
        check("Иванов И. И., Петров А.", &["Иванов|И. И.", "Петров|А."], None);
    }

    #[test]
    fn the_whole_list_decides() {
        check("Stone-Berg S, Allen J, Low C", &["Stone-Berg|S", "Allen|J", "Low|C"], None);
        check("Stone S, Low EH Jr, Berg BL", &["Stone|S", "Low|EH|Jr", "Berg|BL"], None);
        check(
            "Stone, Anselm, Corbin, Juliet, Glaser, Barney, & Maines, David",
            &["Stone|Anselm", "Corbin|Juliet", "Glaser|Barney", "Maines|David"],
            None,
        );
        check(
            "Stein, Hans Mathias, Hans-Bernd Low, Joachim Friedrich Wolf und Günter Berg",
            &["Stein|Hans Mathias", "Low|Hans-Bernd", "Wolf|Joachim Friedrich", "Berg|Günter"],
            None,
        );
        check("Kadir-Stone, Magdy G, Low, Ann B", &["Kadir-Stone|Magdy G", "Low|Ann B"], None);
        check("Haqstone, M. Shamsul", &["Haqstone|M. Shamsul"], None);
        check("Stein, Will A.", &["Stein|Will A."], None);
        check("Berg Anna J., Low, Peter", &["Berg|Anna J.", "Low|Peter"], None);
        check(
            "Stone, C. A, Low, W. E., Wolf, K. M",
            &["Stone|C. A", "Low|W. E.", "Wolf|K. M"],
            None,
        );
        check("Stone, Jr., A. B., Low, C.", &["Stone|A. B.|Jr.", "Low|C."], None);
    }

    #[test]
    fn family_names_of_several_words() {
        check("El Stoneli, Hicham Ben Omar", &["El Stoneli|Hicham Ben Omar"], None);
        check("Dirk J. Van de Stein", &["Van de Stein|Dirk J."], None);
        check("Rafael Vázquez Piedra", &["Vázquez Piedra|Rafael"], None);
        check(
            "Steen, K.-D. v. und Wolf, W. van den",
            &["Steen|K.-D.|(v.)", "Wolf|W.|(van den)"],
            None,
        );
        check("Van Steen / Büchel", &["Van Steen|", "Büchel|"], None);
        check("Stein, St.", &["Stein|St."], None);
        check("Stein JR, Low EJ", &["Stein|JR", "Low|EJ"], None);
        check("Charles A. O'Stone III and Ann Low", &["O'Stone|Charles A.|III", "Low|Ann"], None);
    }

    #[test]
    fn lost_blanks_and_strays() {
        check(
            "Stein, Karl, PaoloBerg und SusanneWolf",
            &["Stein|Karl", "Berg|Paolo", "Wolf|Susanne"],
            None,
        );
        check("Stein, Michaelund RolfBerg", &["Stein|Michael", "Berg|Rolf"], None);
        let parsed = parse("Dr. Anna Stone, Ms. Clara Berg");
        assert_eq!(parsed.list.names.len(), 2);
        assert_eq!(parsed.strays, [Span::new(0, 2), Span::new(16, 18)]);
    }

    #[test]
    fn eastern_order() {
        check("Wang Xiaoming und Zhou Xinguo", &["Wang|Xiaoming", "Zhou|Xinguo"], None);
        check("Xueyi Lu", &["Lu|Xueyi"], None);
        check("구정대, 김철수", &["구정대|", "김철수|"], None);
        check("王小明、李华", &["王小明|", "李华|"], None);
        check("山田 太郎", &["山田|太郎"], None);
    }
}
