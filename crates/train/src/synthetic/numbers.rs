//! Volumes, pages, identifiers, addresses: text that is not made of words.

use super::random::Random;

/// Returns a number from 1 to `most`.
pub(super) fn small(random: &mut Random, most: usize) -> u8 {
    u8::try_from(random.between(1, most)).unwrap_or(1)
}

/// Returns that many digits, the first not 0.
pub(super) fn digits(random: &mut Random, count: usize) -> String {
    let mut out = random.between(1, 9).to_string();
    while out.len() < count {
        out.push_str(&random.below(10).to_string());
    }
    out
}

pub(super) fn volume(random: &mut Random) -> String {
    match random.below(100) {
        0..=2 => format!("{}-{}", random.between(1, 20), random.between(21, 30)),
        3..=5 => roman(random.between(1, 60)),
        6..=10 => (1960 + random.below(60)).to_string(),
        11..=60 => random.between(1, 40).to_string(),
        61..=85 => random.between(20, 120).to_string(),
        _ => random.between(1, 420).to_string(),
    }
}

/// The part of a work in several volumes.
pub(super) fn part(random: &mut Random) -> String {
    let number = random.between(1, 12);
    if random.chance(0.3) { roman(number) } else { number.to_string() }
}

pub(super) fn issue(random: &mut Random) -> String {
    match random.below(100) {
        0..=4 => {
            let first = random.between(1, 11);
            format!("{first}{}{}", random.word(&["/", "-"]), first + 1)
        }
        5..=6 => format!("Suppl. {}", random.between(1, 4)),
        7 => "S1".to_owned(),
        8 => format!("{} Pt {}", random.between(1, 12), random.between(1, 3)),
        _ => random.between(1, 12).to_string(),
    }
}

pub(super) fn pages(random: &mut Random) -> String {
    let first = match random.below(100) {
        0..=64 => random.between(1, 400),
        65..=96 => random.between(100, 1500),
        _ => random.between(1000, 20000),
    };
    let last = first + random.between(1, 40);
    match random.below(100) {
        0..=2 => format!("e{}", digits(random, 4)),
        3 => format!("{}{}", random.word(&["A", "L", "R", "S", "EL"]), first),
        4 => format!("S{first}-S{last}"),
        5 => digits(random, 6),
        6..=10 => first.to_string(),
        11 => format!(
            "{}-{}",
            roman(random.between(1, 9)).to_lowercase(),
            roman(random.between(10, 30)).to_lowercase()
        ),
        12..=13 => format!("{first}-{last}, {}", last + random.between(2, 60)),
        _ => format!("{first}-{last}"),
    }
}

/// The number of a report or working paper.
pub(super) fn report(random: &mut Random) -> String {
    let number = random.between(1, 990);
    let year = 1975 + random.below(48);
    match random.below(7) {
        0 => format!("{year}/{number}"),
        1 => format!("{year}:{}", random.between(1, 120)),
        2 => format!("{number}/{year}"),
        3 => format!("{}-{year}-{number}", random.word(&["TR", "CS", "SP II", "WP", "P"])),
        4 => format!("{}/{number}", year % 100),
        _ => number.to_string(),
    }
}

/// The number a court or parliament gives.
pub(super) fn docket(random: &mut Random) -> String {
    let number = random.between(1, 999);
    let year = 70 + random.below(30);
    match random.below(4) {
        0 => format!("{} BvR {number}/{year}", random.between(1, 2)),
        1 => format!("{} ZR {number}/{year}", roman(random.between(1, 12))),
        2 => format!("C-{number}/{year}"),
        _ => format!("{}/{number}", random.between(10, 20)),
    }
}

pub(super) fn isbn(random: &mut Random) -> String {
    let group = random.word(&["0", "1", "3", "2", "88", "91", "82"]);
    let rest = format!(
        "{}-{}-{}",
        digits(random, 3),
        digits(random, 5 - group.len().min(2) + 1),
        random.below(10)
    );
    match random.below(3) {
        0 => format!("978-{group}-{rest}"),
        1 => format!("{group}-{rest}"),
        _ => format!("978{group}{}", rest.replace('-', "")),
    }
}

pub(super) fn doi(random: &mut Random) -> String {
    let prefix = random.word(&[
        "1007", "1016", "1080", "1111", "1017", "1177", "1093", "1515", "1371", "5194", "3389",
        "12765",
    ]);
    let suffix = match random.below(6) {
        0 => format!(
            "s{}-0{}-{}-{}",
            digits(random, 5),
            digits(random, 2),
            digits(random, 4),
            random.below(10)
        ),
        1 => format!(
            "j.{}.{}.{}.{}",
            syllables(random, 2),
            2000 + random.below(24),
            digits(random, 2),
            digits(random, 3)
        ),
        2 => format!("{}.{}", syllables(random, 3), digits(random, 7)),
        3 => format!("journal.pone.0{}", digits(random, 6)),
        4 => format!("{}.{}.{}", digits(random, 8), 1990 + random.below(34), digits(random, 6)),
        _ => format!("97{}-{}", digits(random, 11), random.between(1, 30)),
    };
    let prefix =
        if random.chance(0.3) { format!("1{}", digits(random, 3)) } else { prefix.to_owned() };
    format!("10.{prefix}/{suffix}")
}

pub(super) fn url(random: &mut Random) -> String {
    let scheme = random.word(&["https://www.", "http://www.", "https://", "http://", "www."]);
    let host = syllables(random, 3);
    let host = if random.chance(0.25) { format!("{host}-{}", syllables(random, 2)) } else { host };
    let end = random.word(&[
        "de", "com", "org", "org", "net", "fr", "se", "dk", "no", "eu", "gov", "ac.uk", "edu",
        "ch", "at", "it", "info",
    ]);
    let path = match random.below(8) {
        0 => String::new(),
        1 => "/".to_owned(),
        2 => format!("/{}/{}.html", syllables(random, 2), syllables(random, 3)),
        3 => format!(
            "/{}/{}/{}/",
            syllables(random, 2),
            1998 + random.below(26),
            syllables(random, 3)
        ),
        4 => format!("/index.php?id={}", digits(random, 4)),
        5 => format!("/{}_{}.pdf", syllables(random, 3), digits(random, 4)),
        6 => format!(
            "/{}/{},{},{}.html",
            syllables(random, 2),
            syllables(random, 2),
            digits(random, 3),
            digits(random, 5)
        ),
        _ => format!("/{}-{}-{}", syllables(random, 2), syllables(random, 3), syllables(random, 2)),
    };
    format!("{scheme}{host}.{end}{path}")
}

fn syllables(random: &mut Random, count: usize) -> String {
    const SYLLABLES: &[&str] = &[
        "ba", "ber", "co", "dat", "de", "eu", "for", "gen", "hin", "in", "jo", "kul", "la", "lin",
        "mar", "med", "nor", "o", "pol", "ra", "ros", "sa", "soc", "stat", "ta", "ten", "uni",
        "ver", "wis", "zo",
    ];
    (0..count).map(|_| random.word(SYLLABLES)).collect()
}

/// Roman numerals of 1 to 99.
fn roman(number: usize) -> String {
    const DIGITS: &[(usize, &str)] =
        &[(90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in DIGITS {
        while rest >= *value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// Shortens given names to initials.
pub(super) fn initials(given: &str) -> String {
    let initial = |piece: &str| piece.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
    let words =
        given.split(' ').map(|word| word.split('-').map(initial).collect::<Vec<_>>().join("-"));
    words.collect::<Vec<_>>().join(" ")
}

/// The initials of a title or body, in brackets behind it: " (WZB)".
pub(super) fn in_brackets(name: &str) -> String {
    let initials: String = name
        .split(|c: char| !c.is_alphabetic())
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    if initials.chars().count() < 2 { String::new() } else { format!(" ({initials})") }
}

/// Shortens the words of a journal's title; as it is where that would be no shorter.
pub(super) fn abbreviated(title: &str, random: &mut Random) -> String {
    let words: Vec<&str> = title.split(' ').filter(|word| word.chars().count() > 3).collect();
    if words.len() < 2 || title.contains('.') || random.chance(0.3) {
        return title.to_owned();
    }
    let cut = |word: &&str| {
        let keep = random.between(3, 6);
        if word.chars().count() <= keep + 1 {
            return (*word).to_owned();
        }
        word.chars().take(keep).chain(['.']).collect()
    };
    let mut cut = cut;
    words.iter().map(&mut cut).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_become_initials() {
        assert_eq!(initials("Hans-Peter Karl"), "H.-P. K.");
        assert_eq!(initials("Øyvind"), "Ø.");
    }

    #[test]
    fn numerals_are_roman() {
        assert_eq!(roman(44), "XLIV");
        assert_eq!(roman(99), "XCIX");
    }
}
