//! Terms, date forms and habits of a language, with the style's own on top.

use std::collections::HashMap;

use crate::style::program::{DateForm, DatePart, Look};
use crate::style::xml::{self, Element};
use crate::style::{Style, date_parts, locale_file, look};

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

/// The terms, date forms and habits of a language, all layers put together.
#[derive(Debug)]
pub(crate) struct Locale {
    pub(crate) lang: String,
    terms: HashMap<Box<str>, Term>,
    ordinals: Vec<Ordinal>,
    dates: [Option<LocalDate>; 2],
    pub(crate) punctuation_in_quote: bool,
    pub(crate) limit_day_ordinals: bool,
}

/// One `locale` element: of a style, or a file of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    terms: Vec<NewTerm>,
    ordinals: Vec<Ordinal>,
    dates: [Option<LocalDate>; 2],
    punctuation_in_quote: Option<bool>,
    limit_day_ordinals: Option<bool>,
}

/// One form of a term, as a layer states it.
#[derive(Debug, Clone)]
struct NewTerm {
    name: Box<str>,
    form: Form,
    text: Singular,
    gender: Option<Box<str>>,
}

/// A localized date form.
#[derive(Debug, Clone)]
pub(crate) struct LocalDate {
    pub(crate) delimiter: Box<str>,
    pub(crate) parts: Vec<DatePart>,
    pub(crate) look: Look,
}

/// A term in all its forms.
#[derive(Debug, Clone, Default)]
struct Term {
    forms: [Option<Singular>; 5],
    gender: Option<Box<str>>,
}

/// Singular and plural of one form of a term.
#[derive(Debug, Clone, Default)]
struct Singular {
    single: Box<str>,
    /// `None` when it is the same.
    multiple: Option<Box<str>>,
}

#[derive(Debug, Clone)]
struct Ordinal {
    number: Option<u32>,
    text: Box<str>,
    whole_number: bool,
    last_two: bool,
    gender: Option<Box<str>>,
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

/// Languages that citeproc-js does not know when a style names them without a region. It prints
/// English, so that is how users of such styles know them. Who asks for the language gets it.
const BARE_UNKNOWN: [&str; 11] =
    ["bal", "brh", "cy", "gl", "hi", "hy", "id", "la", "lij", "ms", "pa"];

/// Terms are written `et al` and `et-al`, `sub verbo` and `sub-verbo`.
pub(crate) fn term_name(name: &str) -> String {
    name.replace(' ', "-")
}

impl Locale {
    /// Puts the layers together; `None` when the language is not known.
    pub(crate) fn load(style: &Style, wanted: Option<&str>) -> Option<Self> {
        let lang = match wanted {
            Some(wanted) => resolve(wanted)?,
            None => style
                .default_locale()
                .filter(|tag| !BARE_UNKNOWN.contains(tag))
                .and_then(resolve)
                .unwrap_or_else(|| "en-US".to_owned()),
        };
        let asked = wanted.or(style.default_locale()).unwrap_or("en-US").to_owned();
        let base = base_of(&lang).to_owned();
        let mut files = vec![lang.clone()];
        files.extend(primary(&base));
        files.push("en-US".to_owned());
        let mut locale = Self {
            lang,
            terms: HashMap::with_capacity(400),
            ordinals: Vec::new(),
            dates: [None, None],
            punctuation_in_quote: false,
            limit_day_ordinals: false,
        };
        // The worst layer first: what comes later takes the place of what was there.
        for (idx, name) in files.iter().enumerate().rev() {
            if files.iter().take(idx).any(|earlier| earlier == name) {
                continue;
            }
            if let Some(file) = locale_file(name)
                && let Ok(root) = xml::parse(name, &file)
            {
                locale.put(Layer::of(&root));
            }
        }
        for matches in [None, Some(base.as_str()), Some(asked.as_str())] {
            for (lang, layer) in style.locales() {
                if lang.as_deref() == matches {
                    locale.put(layer.clone());
                }
            }
        }
        Some(locale)
    }

    fn put(&mut self, layer: Layer) {
        for NewTerm { name, form, text, gender } in layer.terms {
            let term = self.terms.entry(name).or_default();
            if let Some(slot) = term.forms.get_mut(form as usize) {
                *slot = Some(text);
            }
            if form == Form::Long {
                term.gender = gender;
            }
        }
        if !layer.ordinals.is_empty() {
            self.ordinals = layer.ordinals;
        }
        for (slot, date) in self.dates.iter_mut().zip(layer.dates) {
            if date.is_some() {
                *slot = date;
            }
        }
        self.punctuation_in_quote = layer.punctuation_in_quote.unwrap_or(self.punctuation_in_quote);
        self.limit_day_ordinals = layer.limit_day_ordinals.unwrap_or(self.limit_day_ordinals);
    }

    /// Returns a term; `None` when neither the form nor its fallbacks are known.
    pub(crate) fn term(&self, name: &str, form: Form, plural: bool) -> Option<&str> {
        let term = self.terms.get(name)?;
        let mut form = Some(form);
        while let Some(current) = form {
            if let Some(Some(found)) = term.forms.get(current as usize) {
                let multiple = found.multiple.as_deref().filter(|_| plural);
                return Some(multiple.unwrap_or(&found.single));
            }
            form = current.fallback();
        }
        None
    }

    /// Returns a term in this form alone.
    pub(crate) fn exact(&self, name: &str, form: Form) -> Option<&str> {
        let found = self.terms.get(name)?.forms.get(form as usize)?.as_ref()?;
        Some(&found.single).map(|text| &**text)
    }

    /// Returns what stands between the ends of a range: the language's own mark, or an en dash.
    pub(crate) fn range_mark(&self) -> &str {
        let mark = self.term("page-range-delimiter", Form::Long, false);
        mark.filter(|mark| !mark.is_empty()).unwrap_or("\u{2013}")
    }

    /// Returns the grammatical gender of a term.
    pub(crate) fn gender(&self, name: &str) -> Option<&str> {
        self.terms.get(name)?.gender.as_deref()
    }

    /// Returns a localized date form.
    pub(crate) fn date(&self, form: DateForm) -> Option<&LocalDate> {
        self.dates.get(form as usize)?.as_ref()
    }

    /// Returns the ending of an ordinal number. The first layer that has any decides alone (CSL
    /// 1.0.2, "ordinal suffixes").
    pub(crate) fn ordinal_suffix(&self, number: u32, gender: Option<&str>) -> &str {
        let rank = |ordinal: &Ordinal| -> Option<u8> {
            let rank = match ordinal.number {
                None => 0,
                Some(n) if ordinal.whole_number => (n == number).then_some(3)?,
                Some(n) if ordinal.last_two || n >= 10 => (n == number % 100).then_some(2)?,
                Some(n) => (n == number % 10).then_some(1)?,
            };
            let gendered = match &ordinal.gender {
                None => 0,
                Some(own) if gender == Some(&**own) => 1,
                Some(_) => return None,
            };
            Some(rank * 2 + gendered)
        };
        let best = self.ordinals.iter().filter_map(|o| Some((rank(o)?, o))).max_by_key(|(r, _)| *r);
        best.map_or("", |(_, ordinal)| &*ordinal.text)
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

impl Layer {
    /// Reads a `locale` element.
    pub(crate) fn of(element: &Element<'_>) -> Self {
        let mut out = Self::default();
        for child in &element.children {
            match child.name {
                "terms" => child.children.iter().for_each(|term| out.read_term(term)),
                "date" => {
                    let form = match child.attr("form") {
                        Some("numeric") => DateForm::Numeric,
                        _ => DateForm::Text,
                    };
                    if let Some(slot) = out.dates.get_mut(form as usize) {
                        *slot = Some(LocalDate {
                            delimiter: child.attr("delimiter").unwrap_or_default().into(),
                            parts: date_parts(child),
                            look: look(child),
                        });
                    }
                }
                "style-options" => {
                    let option = |name: &str| child.attr(name).map(|value| value == "true");
                    out.punctuation_in_quote = option("punctuation-in-quote");
                    out.limit_day_ordinals = option("limit-day-ordinals-to-day-1");
                }
                _ => {}
            }
        }
        out
    }

    fn read_term(&mut self, element: &Element<'_>) {
        let Some(name) = element.attr("name") else { return };
        // A term of blanks alone is an empty one, laid out over two lines.
        let words = |element: &Element<'_>| -> Box<str> {
            if element.text.trim().is_empty() { "".into() } else { element.text.as_ref().into() }
        };
        let text = |child: &str| element.child(child).map(words);
        let plain = || words(element);
        let single: Box<str> = text("single").unwrap_or_else(plain);
        if name.starts_with("ordinal") {
            let number = name.strip_prefix("ordinal-").and_then(|digits| digits.parse().ok());
            self.ordinals.push(Ordinal {
                number,
                text: single,
                whole_number: element.attr("match") == Some("whole-number"),
                last_two: element.attr("match") == Some("last-two-digits"),
                gender: element.attr("gender-form").map(Box::from),
            });
            return;
        }
        let mut name = term_name(name);
        if let Some(gender) = element.attr("gender-form") {
            name.push('/');
            name.push_str(gender);
        }
        let form = Form::parse(element.attr("form"));
        let gender = element.attr("gender").map(Box::from);
        let text = Singular { single, multiple: text("multiple") };
        self.terms.push(NewTerm { name: name.into(), form, text, gender });
    }
}
