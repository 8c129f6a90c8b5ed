//! Terms, date forms and habits of a language, with the style's own on top.

use std::collections::BTreeMap;

use crate::style::Style;
use crate::style::locale_tree;
use crate::style::xml::Element;

/// Languages whose main country cannot be guessed from their name (CSL 1.0.2, "locale fallback").
const PRIMARY: &[(&str, &str)] = &[
    ("ca", "ca-AD"),
    ("cs", "cs-CZ"),
    ("cy", "cy-GB"),
    ("da", "da-DK"),
    ("el", "el-GR"),
    ("en", "en-US"),
    ("et", "et-EE"),
    ("fa", "fa-IR"),
    ("gl", "gl-ES"),
    ("he", "he-IL"),
    ("hi", "hi-IN"),
    ("hy", "hy-AM"),
    ("ja", "ja-JP"),
    ("km", "km-KH"),
    ("ko", "ko-KR"),
    ("ms", "ms-MY"),
    ("nb", "nb-NO"),
    ("nn", "nn-NO"),
    ("sl", "sl-SI"),
    ("sr", "sr-Cyrl-RS"),
    ("sv", "sv-SE"),
    ("uk", "uk-UA"),
    ("vi", "vi-VN"),
    ("zh", "zh-CN"),
    ("af", "af-ZA"),
];

/// The layers a term is looked up in, best first.
#[derive(Debug)]
pub(crate) struct Locale {
    pub(crate) lang: String,
    layers: Vec<Layer>,
    pub(crate) punctuation_in_quote: bool,
    pub(crate) limit_day_ordinals: bool,
}

#[derive(Debug, Default)]
struct Layer {
    terms: BTreeMap<(String, Form), Term>,
    ordinals: Vec<Ordinal>,
    dates: BTreeMap<String, Element>,
    options: BTreeMap<String, String>,
}

/// Singular and plural of a term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Term {
    single: String,
    multiple: String,
    gender: Option<String>,
}

#[derive(Debug)]
struct Ordinal {
    number: Option<u32>,
    text: String,
    whole_number: bool,
    last_two: bool,
    gender: Option<String>,
}

/// The form of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Long,
    Short,
    Verb,
    VerbShort,
    Symbol,
}

impl Form {
    pub(crate) fn parse(name: Option<&str>) -> Self {
        match name {
            Some("short") => Form::Short,
            Some("verb") => Form::Verb,
            Some("verb-short") => Form::VerbShort,
            Some("symbol") => Form::Symbol,
            _ => Form::Long,
        }
    }

    /// What stands in for a form that is not there (CSL 1.0.2, "term forms").
    fn fallback(self) -> Option<Self> {
        match self {
            Form::Long => None,
            Form::Short | Form::Verb => Some(Form::Long),
            Form::VerbShort => Some(Form::Verb),
            Form::Symbol => Some(Form::Short),
        }
    }
}

/// Terms are written `et al` and `et-al`, `sub verbo` and `sub-verbo`.
fn term_name(name: &str) -> String {
    name.replace(' ', "-")
}

impl Locale {
    /// Puts the layers together; `None` when the language is not known.
    pub(crate) fn load(style: &Style, wanted: Option<&str>) -> Option<Self> {
        let lang = match wanted {
            Some(wanted) => resolve(wanted)?,
            None => style.default_locale().and_then(resolve).unwrap_or_else(|| "en-US".to_owned()),
        };
        let asked = wanted.or(style.default_locale()).unwrap_or("en-US").to_owned();
        let base = base_of(&lang).to_owned();
        let mut layers = Vec::new();
        for matches in [Some(asked.as_str()), Some(base.as_str()), None] {
            layers.extend(
                style
                    .root()
                    .children
                    .iter()
                    .filter(|child| child.name == "locale")
                    .filter(|child| child.attr("xml:lang").or(child.attr("lang")) == matches)
                    .map(layer),
            );
        }
        let mut files = vec![lang.clone()];
        files.extend(primary(&base));
        files.push("en-US".to_owned());
        files.dedup();
        layers.extend(files.iter().filter_map(|name| locale_tree(name)).map(|tree| layer(&tree)));
        let option = |name: &str| {
            let value = layers.iter().find_map(|layer| layer.options.get(name));
            value.is_some_and(|value| value == "true")
        };
        let punctuation_in_quote = option("punctuation-in-quote");
        let limit_day_ordinals = option("limit-day-ordinals-to-day-1");
        Some(Self { lang, layers, punctuation_in_quote, limit_day_ordinals })
    }

    /// Returns a term; `None` when neither the form nor its fallbacks are known.
    pub(crate) fn term(&self, name: &str, form: Form, plural: bool) -> Option<&str> {
        let mut form = Some(form);
        let name = term_name(name);
        while let Some(current) = form {
            let key = (name.clone(), current);
            if let Some(term) = self.layers.iter().find_map(|layer| layer.terms.get(&key)) {
                return Some(if plural { &term.multiple } else { &term.single });
            }
            form = current.fallback();
        }
        None
    }

    /// Returns the grammatical gender of a term.
    pub(crate) fn gender(&self, name: &str) -> Option<&str> {
        let key = (term_name(name), Form::Long);
        self.layers.iter().find_map(|layer| layer.terms.get(&key)?.gender.as_deref())
    }

    /// Returns the element with the parts of a localized date (`text`, `numeric`).
    pub(crate) fn date(&self, form: &str) -> Option<&Element> {
        self.layers.iter().find_map(|layer| layer.dates.get(form))
    }

    /// Returns the ending of an ordinal number. The first layer that has any decides alone (CSL
    /// 1.0.2, "ordinal suffixes").
    pub(crate) fn ordinal_suffix(&self, number: u32, gender: Option<&str>) -> &str {
        let Some(layer) = self.layers.iter().find(|layer| !layer.ordinals.is_empty()) else {
            return "";
        };
        let rank = |ordinal: &Ordinal| -> Option<u8> {
            let rank = match ordinal.number {
                None => 0,
                Some(n) if ordinal.whole_number => (n == number).then_some(3)?,
                Some(n) if ordinal.last_two || n >= 10 => (n == number % 100).then_some(2)?,
                Some(n) => (n == number % 10).then_some(1)?,
            };
            let gendered = match &ordinal.gender {
                None => 0,
                Some(own) if gender == Some(own) => 1,
                Some(_) => return None,
            };
            Some(rank * 2 + gendered)
        };
        let best =
            layer.ordinals.iter().filter_map(|o| Some((rank(o)?, o))).max_by_key(|(r, _)| *r);
        best.map_or("", |(_, ordinal)| ordinal.text.as_str())
    }

    /// Tells whether words of this language may be put in title case.
    pub(crate) fn is_english(&self) -> bool {
        base_of(&self.lang) == "en"
    }
}

fn base_of(lang: &str) -> &str {
    lang.split('-').next().unwrap_or_default()
}

fn primary(base: &str) -> Option<String> {
    let guess = format!("{base}-{}", base.to_uppercase());
    let known = crate::style::locales();
    PRIMARY
        .iter()
        .find(|(language, _)| *language == base)
        .map(|(_, name)| (*name).to_owned())
        .or_else(|| known.contains(&guess.as_str()).then_some(guess))
        .or_else(|| known.contains(&base).then(|| base.to_owned()))
        .or_else(|| known.iter().find(|name| base_of(name) == base).map(|n| (*n).to_owned()))
}

/// Finds the built-in locale for a language tag; letter case and `_` do not matter.
fn resolve(tag: &str) -> Option<String> {
    let tag = tag.replace('_', "-").to_lowercase();
    let known = crate::style::locales();
    let mut rest = tag.as_str();
    loop {
        if let Some(name) = known.iter().find(|name| name.to_lowercase() == rest) {
            return Some((*name).to_owned());
        }
        match rest.rsplit_once('-') {
            Some((head, _)) => rest = head,
            None => return primary(rest),
        }
    }
}

fn layer(tree: &Element) -> Layer {
    let mut out = Layer::default();
    for child in &tree.children {
        match child.name.as_str() {
            "terms" => child.children.iter().for_each(|term| read_term(term, &mut out)),
            "date" => {
                out.dates
                    .entry(child.attr("form").unwrap_or("text").to_owned())
                    .or_insert_with(|| child.clone());
            }
            "style-options" => {
                for name in ["punctuation-in-quote", "limit-day-ordinals-to-day-1"] {
                    if let Some(value) = child.attr(name) {
                        out.options.insert(name.to_owned(), value.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn read_term(element: &Element, out: &mut Layer) {
    let Some(name) = element.attr("name").map(term_name) else { return };
    let text = |child: &str| element.child(child).map(|c| c.text.clone());
    let plain = element.text.clone();
    let single = text("single").unwrap_or_else(|| plain.clone());
    let multiple = text("multiple").unwrap_or(plain);
    if name == "ordinal" || name.starts_with("ordinal-") {
        let number = name.strip_prefix("ordinal-").and_then(|digits| digits.parse().ok());
        out.ordinals.push(Ordinal {
            number,
            text: single,
            whole_number: element.attr("match") == Some("whole-number"),
            last_two: element.attr("match") == Some("last-two-digits"),
            gender: element.attr("gender-form").map(str::to_owned),
        });
        return;
    }
    let gender = element.attr("gender").map(str::to_owned);
    let gendered = element.attr("gender-form").map_or(String::new(), |form| format!("/{form}"));
    let key = (format!("{name}{gendered}"), Form::parse(element.attr("form")));
    out.terms.insert(key, Term { single, multiple, gender });
}
