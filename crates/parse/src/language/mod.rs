//! The language of a work, by what its titles are written in.
//!
//! The script decides where it can. For Latin letters every language has a profile of words,
//! endings and letters; what is shared by several languages counts less. Titles are short, so the
//! answer is only given when one language is ahead of the others.

mod words;

use std::sync::LazyLock;

use refsmith_crf::{ByHash, hash_bytes};

use words::LATIN;

/// Least weight for an answer.
const LEAST: f32 = 0.8;
/// What a word, an ending and a letter weigh that only one language has.
const WORD: f32 = 1.6;
const ENDING: f32 = 0.7;
const LETTER: f32 = 1.4;
/// How far the best language must be ahead.
const AHEAD: f32 = 1.12;

/// Which language a title is written in, as a BCP 47 code, or `None` when too little speaks for
/// any.
///
/// `titles` are the title and what else belongs to the work, the weightiest first.
pub(crate) fn detect(titles: &[&str]) -> Option<&'static str> {
    if let Some(code) = titles.first().and_then(|title| stated(title)) {
        return Some(code);
    }
    if let Some(code) = by_script(titles) {
        return Some(code);
    }
    let mut weights = [0.0; LANGUAGES];
    for (idx, title) in titles.iter().enumerate() {
        // The series or journal of a work may be in another language than its title.
        let share = if idx == 0 { 1.0 } else { 0.35 };
        weigh(title, share, &mut weights);
    }
    best(&weights)
}

/// The language that a title states in brackets: "(in Russian)", "[German]".
fn stated(title: &str) -> Option<&'static str> {
    let names = [
        ("german", "de"),
        ("french", "fr"),
        ("italian", "it"),
        ("spanish", "es"),
        ("portuguese", "pt"),
        ("russian", "ru"),
        ("polish", "pl"),
        ("swedish", "sv"),
        ("danish", "da"),
        ("norwegian", "nb"),
        ("dutch", "nl"),
        ("finnish", "fi"),
        ("hungarian", "hu"),
        ("czech", "cs"),
        ("turkish", "tr"),
        ("greek", "el"),
        ("chinese", "zh"),
        ("japanese", "ja"),
        ("korean", "ko"),
        ("english", "en"),
    ];
    // At most a few brackets can state it; an address full of them does not.
    title.split(['(', '[']).skip(1).take(6).find_map(|tail| {
        let inner = tail.split([')', ']']).next()?.trim();
        let words = inner.strip_prefix("in ").or(inner.strip_prefix("In ")).unwrap_or(inner);
        names.iter().find(|(name, _)| words.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
    })
}

/// Number of profiles.
const LANGUAGES: usize = 19;

type Weights = [f32; LANGUAGES];

fn best(weights: &Weights) -> Option<&'static str> {
    // The first three; of equals the profile that comes first.
    let mut order = [(f32::NEG_INFINITY, ""); 3];
    for (weight, profile) in weights.iter().zip(LATIN) {
        let behind = order.iter().position(|(other, _)| other < weight);
        if let Some(behind) = behind.and_then(|at| order.get_mut(at..)) {
            behind.rotate_right(1);
            behind[0] = (*weight, profile.code);
        }
    }
    match order {
        [(first, code), (second, _), _] if first >= LEAST && first >= second * AHEAD => Some(code),
        // Danish and Norwegian titles may read alike; the one ahead by a little is taken.
        [(first, code @ ("da" | "nb")), (_, "da" | "nb"), (third, _)]
            if first >= LEAST && first >= third * AHEAD =>
        {
            Some(code)
        }
        _ => None,
    }
}

/// Adds what a title says to the weights.
fn weigh(title: &str, share: f32, weights: &mut Weights) {
    // "Das Relativitätsprinzip [The principle of relativity]": a translation.
    let own = title.split('[').next().filter(|own| own.trim().len() > 3).unwrap_or(title);
    let lower = own.to_lowercase();
    // Titles are short; of a page that was taken for one the beginning is enough.
    let lower = lower.get(..lower.floor_char_boundary(600)).unwrap_or(&lower);
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if let Some(known) = WORDS.get(&hash_bytes(word.as_bytes())) {
            add(weights, known, WORD * share);
        } else if word.chars().count() >= 5 {
            ending(word, share, weights);
        }
    }
    let mut seen = String::new();
    let letters = if lower.is_ascii() { "" } else { lower };
    for c in letters.chars().filter(|c| !c.is_ascii()) {
        if let Some(known) = LETTERS.get(&u64::from(c)) {
            // The first of a kind says the most.
            let again = if seen.contains(c) { 0.25 } else { 1.0 };
            add(weights, known, LETTER * share * again);
            seen.push(c);
        }
    }
}

/// Adds what the longest known ending of a word says.
fn ending(word: &str, share: f32, weights: &mut Weights) {
    let from = word.char_indices().rev().map(|(at, _)| at).take(8).last().unwrap_or(0);
    let mut ends = (from..word.len().saturating_sub(1)).filter_map(|at| word.get(at..));
    if let Some(known) = ends.find_map(|end| ENDINGS.get(&hash_bytes(end.as_bytes()))) {
        add(weights, known, ENDING * share);
    }
}

/// For each entry, by its hash, the profiles that have it.
type Table = ByHash<Vec<usize>>;

fn table(list: fn(&words::Profile) -> &'static str) -> Table {
    let mut table = Table::default();
    for (idx, profile) in LATIN.iter().enumerate() {
        for entry in list(profile).split_ascii_whitespace() {
            let known = table.entry(hash_bytes(entry.as_bytes())).or_default();
            if !known.contains(&idx) {
                known.push(idx);
            }
        }
    }
    table
}

/// Adds what an entry says to the weights of the languages that share it.
fn add(weights: &mut Weights, known: &[usize], weight: f32) {
    let each = weight * shared(known.len());
    for idx in known {
        if let Some(slot) = weights.get_mut(*idx) {
            *slot += each;
        }
    }
}

/// What is left of a weight that so many languages share.
fn shared(languages: usize) -> f32 {
    match languages {
        1 => 1.0,
        2 => 0.6,
        3 => 0.4,
        4 => 0.3,
        _ => 0.2,
    }
}

static WORDS: LazyLock<Table> = LazyLock::new(|| table(|p| p.words));
static ENDINGS: LazyLock<Table> = LazyLock::new(|| table(|p| p.endings));
static LETTERS: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (idx, profile) in LATIN.iter().enumerate() {
        for c in profile.letters.chars() {
            table.entry(u64::from(c)).or_default().push(idx);
        }
    }
    table
});

/// A test for the letters of a script, and the language that is most often written in it.
type Script = (fn(char) -> bool, &'static str);

/// The language of a work whose first title is not in Latin letters. The others count, too: a
/// Japanese title may be all Han characters while its journal is not.
fn by_script(titles: &[&str]) -> Option<&'static str> {
    let title = titles.first().copied().unwrap_or("");
    let foreign = |c: char| c >= '\u{370}' && !matches!(c, '\u{2000}'..='\u{206F}');
    if title.is_ascii() || !title.contains(foreign) {
        return None;
    }
    let count = |test: fn(char) -> bool| title.chars().filter(|c| test(*c)).count();
    let latin = count(|c| c.is_ascii_alphabetic());
    let (han, kana, hangul) = (count(is_han), count(is_kana), count(is_hangul));
    // A Han character or a syllable says as much as two letters.
    if (han + kana + hangul) * 2 > latin {
        let has = |test: fn(char) -> bool| titles.iter().any(|title| title.chars().any(test));
        return match () {
            () if hangul > 0 || han > 0 && has(is_hangul) => Some("ko"),
            () if has(is_kana) => Some("ja"),
            () => Some("zh"),
        };
    }
    let others: [Script; 8] = [
        (|c| matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'), "el"),
        (|c| matches!(c, '\u{590}'..='\u{5FF}'), "he"),
        (|c| matches!(c, '\u{600}'..='\u{6FF}'), "ar"),
        (|c| matches!(c, '\u{E00}'..='\u{E7F}'), "th"),
        (|c| matches!(c, '\u{900}'..='\u{97F}'), "hi"),
        (|c| matches!(c, '\u{10A0}'..='\u{10FF}'), "ka"),
        (|c| matches!(c, '\u{530}'..='\u{58F}'), "hy"),
        (|c| matches!(c, '\u{400}'..='\u{4FF}'), "ru"),
    ];
    let (letters, code) = others.iter().map(|(test, code)| (count(*test), *code)).max()?;
    if letters == 0 || letters < latin {
        return None;
    }
    Some(match code {
        "ar" if title.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی']) => "fa",
        "ru" => cyrillic(title),
        code => code,
    })
}

/// Tells the languages in Cyrillic letters apart, by letters that only some of them have.
fn cyrillic(title: &str) -> &'static str {
    let lower = title.to_lowercase();
    let has = |letters: &[char]| lower.contains(letters);
    let word = |list: &[&str]| lower.split(|c: char| !c.is_alphabetic()).any(|w| list.contains(&w));
    if has(&['ў']) {
        "be"
    } else if has(&['ѓ', 'ќ', 'ѕ']) {
        "mk"
    } else if has(&['ђ', 'ћ', 'ј', 'љ', 'њ', 'џ']) {
        "sr"
    } else if has(&['ї', 'є', 'ґ']) || has(&['і']) && !has(&['ѣ', 'ъ']) {
        "uk"
    } else if has(&['ы', 'э', 'ё', 'ѣ']) {
        "ru"
    } else if has(&['ъ'])
        && !lower.contains("объ")
        && !lower.contains("съе")
        && !lower.contains("субъ")
        || word(&[
            "от",
            "за",
            "се",
            "са",
            "към",
            "през",
            "при",
            "българия",
            "български",
            "българска",
            "новели",
        ]) && word(&["български", "българска", "българия", "новели", "се", "са", "към", "през"])
    {
        "bg"
    } else {
        "ru"
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_weights_as_profiles() {
        assert_eq!(LATIN.len(), LANGUAGES);
    }

    /// Titles of well-known works, with the language that they are known to be in.
    #[test]
    fn titles_of_known_works() {
        let table: &[(&str, &[&str])] = &[
            (
                "en",
                &[
                    "The Structure of Scientific Revolutions",
                    "On the Origin of Species",
                    "Pride and Prejudice",
                    "A Brief History of Time",
                    "Gone with the Wind",
                ],
            ),
            (
                "de",
                &[
                    "Kritik der reinen Vernunft",
                    "Die protestantische Ethik und der Geist des Kapitalismus",
                    "Im Westen nichts Neues",
                    "Traumdeutung und Verdrängung",
                    "Der Zauberberg",
                ],
            ),
            (
                "fr",
                &[
                    "À la recherche du temps perdu",
                    "Le Rouge et le Noir",
                    "Surveiller et punir. Naissance de la prison",
                    "Voyage au bout de la nuit",
                    "Les Misérables",
                ],
            ),
            (
                "it",
                &[
                    "Il nome della rosa",
                    "La coscienza di Zeno",
                    "Se questo è un uomo",
                    "I promessi sposi. Storia milanese del secolo XVII",
                    "Quaderni dal carcere",
                ],
            ),
            (
                "es",
                &[
                    "Cien años de soledad",
                    "El laberinto de la soledad",
                    "La casa de los espíritus",
                    "El ingenioso hidalgo don Quijote de la Mancha",
                    "Las venas abiertas de América Latina",
                ],
            ),
            (
                "pt",
                &[
                    "Memórias póstumas de Brás Cubas",
                    "Ensaio sobre a cegueira",
                    "Os sertões",
                    "Livro do desassossego",
                    "Raízes do Brasil",
                ],
            ),
            (
                "sv",
                &[
                    "Nils Holgerssons underbara resa genom Sverige",
                    "Röda rummet",
                    "Utvandrarna och invandrarna",
                    "Män som hatar kvinnor",
                    "Om barnens rätt i samhället",
                ],
            ),
            (
                "da",
                &[
                    "Frøken Smillas fornemmelse for sne",
                    "Nyfødte og fødsler",
                    "Danmarks historie efter krigen",
                    "Lykke-Per og hans tid",
                    "Kvinder og arbejde i det moderne samfund",
                ],
            ),
            (
                "nb",
                &[
                    "Et dukkehjem og andre skuespill",
                    "Naturens muntre farver i norsk diktning",
                    "Norges historie gjennom hundre år",
                    "Språk og samfunn",
                    "Hva er sosiologi?",
                ],
            ),
            (
                "nl",
                &[
                    "De ontdekking van de hemel",
                    "Het achterhuis",
                    "Geschiedenis van de Nederlandse letterkunde",
                    "Max Havelaar, of de koffiveilingen der Nederlandsche Handel-Maatschappy",
                    "Onderzoek naar het onderwijs",
                ],
            ),
            (
                "pl",
                &[
                    "Ogniem i mieczem",
                    "Dzieje Polski",
                    "Kultura ludowa Słowian",
                    "Historia literatury polskiej",
                    "Społeczeństwo i polityka w dwudziestym wieku",
                ],
            ),
            (
                "cs",
                &[
                    "Osudy dobrého vojáka Švejka za světové války",
                    "Dějiny českého národa",
                    "Nesnesitelná lehkost bytí",
                    "Úvod do studia jazyka",
                ],
            ),
            (
                "fi",
                &[
                    "Seitsemän veljestä",
                    "Tuntematon sotilas",
                    "Suomen kielen rakenne ja kehitys",
                    "Suomen historia",
                ],
            ),
            (
                "hu",
                &[
                    "A magyar irodalom története",
                    "Az ember tragédiája",
                    "Bevezetés a nyelvtudományba",
                ],
            ),
            ("ru", &["Преступление и наказание", "Война и мир", "Мастер и Маргарита"]),
            ("uk", &["Історія України", "Тіні забутих предків"]),
            (
                "bg",
                &[
                    "Под игото. Роман из живота на българите",
                    "Тиквешки сборник – средновековни български новели",
                ],
            ),
            ("el", &["Βίος και πολιτεία του Αλέξη Ζορμπά"]),
            ("ja", &["ノルウェイの森", "吾輩は猫である"]),
            ("zh", &["红楼梦研究", "三國演義"]),
            ("ko", &["내부마케팅수준이 종사자의 고객지향에 미치는 영향"]),
        ];
        let (mut right, mut all) = (0, 0);
        let mut wrong = Vec::new();
        for (code, titles) in table {
            for title in *titles {
                all += 1;
                match detect(&[title]) {
                    Some(found) if found == *code => right += 1,
                    found => wrong.push((*title, found)),
                }
            }
        }
        assert!(right * 100 >= all * 88, "{right} of {all}: {wrong:#?}");
    }
}
