//! Languages: their share, their locales, and a guess of the language of a title.

use super::grammar::Grammar;

/// A language that references are made in.
pub(super) struct Language {
    /// ISO 639-1.
    pub(super) code: &'static str,
    /// Its share of the strings, in parts per thousand.
    pub(super) share: u32,
    /// Locales its references are rendered in.
    pub(super) locales: &'static [&'static str],
    /// Frequent small words that few other languages have.
    words: &'static [&'static str],
    /// Its word list.
    lexicon: &'static str,
}

/// All languages. German stands out because the labelled sets have little of it, while readers
/// have much.
pub(super) static LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        share: 250,
        locales: &["en-US", "en-US", "en-GB"],
        words: &["the", "of", "and", "for", "on", "with", "by", "from", "to", "an"],
        lexicon: include_str!("lexicon/en.txt"),
    },
    Language {
        code: "de",
        share: 340,
        locales: &["de-DE", "de-DE", "de-DE", "de-AT", "de-CH"],
        words: &["der", "die", "das", "und", "von", "für", "im", "zur", "zum", "eine", "über"],
        lexicon: include_str!("lexicon/de.txt"),
    },
    Language {
        code: "fr",
        share: 120,
        locales: &["fr-FR", "fr-FR", "fr-CA"],
        words: &["le", "la", "les", "des", "du", "et", "dans", "sur", "au", "aux", "une"],
        lexicon: include_str!("lexicon/fr.txt"),
    },
    Language {
        code: "it",
        share: 50,
        locales: &["it-IT"],
        words: &["il", "di", "della", "del", "dei", "delle", "nel", "e", "per", "alla", "nella"],
        lexicon: include_str!("lexicon/it.txt"),
    },
    Language {
        code: "es",
        share: 50,
        locales: &["es-ES", "es-MX", "es-CL"],
        words: &["el", "los", "las", "de", "y", "en", "del", "para", "por"],
        lexicon: include_str!("lexicon/es.txt"),
    },
    Language {
        code: "pt",
        share: 30,
        locales: &["pt-BR", "pt-PT"],
        words: &["o", "os", "da", "do", "das", "dos", "em", "uma", "no", "na"],
        lexicon: include_str!("lexicon/pt.txt"),
    },
    Language {
        code: "nl",
        share: 25,
        locales: &["nl-NL"],
        words: &["het", "van", "een", "voor", "op", "met", "de", "en"],
        lexicon: include_str!("lexicon/nl.txt"),
    },
    Language {
        code: "sv",
        share: 40,
        locales: &["sv-SE"],
        words: &["och", "för", "av", "på", "ett", "till", "som"],
        lexicon: include_str!("lexicon/sv.txt"),
    },
    Language {
        code: "da",
        share: 25,
        locales: &["da-DK"],
        words: &["og", "af", "på", "til", "hos", "som"],
        lexicon: include_str!("lexicon/da.txt"),
    },
    Language {
        code: "nb",
        share: 20,
        locales: &["nb-NO", "nn-NO"],
        words: &["og", "av", "på", "til", "hos", "som"],
        lexicon: include_str!("lexicon/nb.txt"),
    },
    Language {
        code: "pl",
        share: 15,
        locales: &["pl-PL"],
        words: &["w", "i", "na", "z", "do", "oraz"],
        lexicon: include_str!("lexicon/pl.txt"),
    },
    Language {
        code: "ru",
        share: 20,
        locales: &["ru-RU"],
        words: &["и", "в", "на", "по", "о", "из"],
        lexicon: include_str!("lexicon/ru.txt"),
    },
    Language {
        code: "zh",
        share: 8,
        locales: &["zh-CN", "zh-TW"],
        words: &[],
        lexicon: include_str!("lexicon/zh.txt"),
    },
    Language {
        code: "ja",
        share: 4,
        locales: &["ja-JP"],
        words: &[],
        lexicon: include_str!("lexicon/ja.txt"),
    },
    Language {
        code: "el",
        share: 3,
        locales: &["el-GR"],
        words: &["και", "της", "του", "στην"],
        lexicon: include_str!("lexicon/el.txt"),
    },
];

/// The place of English in [`LANGUAGES`].
pub(super) const ENGLISH: usize = 0;

impl Language {
    /// Reads the word list.
    pub(super) fn grammar(&self) -> Grammar {
        Grammar::parse(self.lexicon)
    }

    /// Tells whether the language is written without blanks between words.
    pub(super) fn is_unspaced(&self) -> bool {
        matches!(self.code, "zh" | "ja")
    }
}

/// Returns the place of a language by code or locale.
pub(super) fn place(code: &str) -> Option<usize> {
    let base = code.split('-').next().unwrap_or(code);
    let base = if base == "nn" || base == "no" { "nb" } else { base };
    LANGUAGES.iter().position(|language| language.code == base)
}

/// What the letters of a text say about its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    /// A script that one of the languages has for itself.
    Of(usize),
    /// A script that none of the languages is written in.
    Unknown,
}

/// Tells the script of a text: that of its first letter that is not Latin.
pub(super) fn script(text: &str) -> Script {
    let of = |code| place(code).map_or(Script::Unknown, Script::Of);
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30FF}');
    let foreign = text.chars().find(|c| {
        c.is_alphabetic()
            && *c > '\u{24F}'
            && !matches!(c, '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}')
    });
    match foreign {
        None => Script::Latin,
        Some('\u{370}'..='\u{3FF}')
            if text.chars().filter(char::is_ascii_alphabetic).count() > 4 =>
        {
            Script::Latin
        }
        Some('\u{370}'..='\u{3FF}') => of("el"),
        Some('\u{400}'..='\u{4FF}') => of("ru"),
        Some('\u{2E80}'..='\u{9FFF}') if text.contains(is_kana) => of("ja"),
        Some('\u{2E80}'..='\u{9FFF}') => of("zh"),
        Some(_) => Script::Unknown,
    }
}

/// Guesses the language of a title by its small words; `None` when it has none, or as many of two.
pub(super) fn guess(title: &str) -> Option<usize> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let mut best = None;
    let mut most = 0;
    for (idx, language) in LANGUAGES.iter().enumerate() {
        let count = words.iter().filter(|word| language.words.contains(word)).count();
        if count > most {
            (best, most) = (Some(idx), count);
        } else if count == most {
            best = None;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_their_language() {
        let code = |title: &str| guess(title).map(|idx| LANGUAGES[idx].code);
        assert_eq!(code("The history of the book in the West"), Some("en"));
        assert_eq!(code("Zur Geschichte der Arbeit und das Recht"), Some("de"));
        assert_eq!(code("Histoire de la vie privée dans les villes"), Some("fr"));
        assert_eq!(code("Storia della pittura nel Veneto"), Some("it"));
        assert_eq!(code("Barn och ungdomar på väg till skolan"), Some("sv"));
        assert_eq!(code("Nature"), None);
        assert_eq!(script("β-carotene in plants"), Script::Latin);
        assert_eq!(script("Вопросы истории"), Script::Of(place("ru").expect("Russian")));
        assert_eq!(script("구정대"), Script::Unknown);
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(LANGUAGES.iter().map(|language| language.share).sum::<u32>(), 1000);
    }
}
