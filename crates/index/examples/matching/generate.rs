//! Works that do not exist, put together from parts of works that do: their titles share words,
//! journals, years and pages with the true ones, so they are as hard as strangers can be.

use serde_json::{Value, json};

/// A generator that gives the same numbers for the same seed for ever (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// The parts that works are put together from.
pub(crate) struct Parts {
    titles: Vec<Vec<String>>,
    /// Journal, volume, year.
    places: Vec<(String, String, i64)>,
    people: Vec<Value>,
}

impl Parts {
    pub(crate) fn of(works: &[Value]) -> Self {
        let mut parts = Self { titles: Vec::new(), places: Vec::new(), people: Vec::new() };
        for work in works {
            let title = work["title"][0].as_str().unwrap_or("");
            let words: Vec<String> = title.split_whitespace().map(str::to_owned).collect();
            if words.len() > 3 {
                parts.titles.push(words);
            }
            if let (Some(container), Some(volume)) =
                (work["container-title"][0].as_str(), work["volume"].as_str())
            {
                let year = work["issued"]["date-parts"][0][0].as_i64().unwrap_or(2005);
                parts.places.push((container.to_owned(), volume.to_owned(), year));
            }
            for person in work["author"].as_array().into_iter().flatten() {
                if person["family"].is_string() {
                    parts.people.push(json!({
                        "given": person["given"].as_str().unwrap_or("J."),
                        "family": person["family"], "sequence": "first", "affiliation": [],
                    }));
                }
            }
        }
        parts
    }

    /// One work. Most are recombined; one in fifty is about another work, and has its title.
    pub(crate) fn work(&self, number: u64, chance: &mut Chance) -> Value {
        let (head, tail) = (chance.pick(&self.titles), chance.pick(&self.titles));
        let words = head[..head.len().div_ceil(2)].iter().chain(&tail[tail.len() / 2..]);
        let words: Vec<&str> = words.map(String::as_str).collect();
        let title = match chance.below(100) {
            0 => format!("Erratum: {}", head.join(" ")),
            1 => format!("Reply to: {}", head.join(" ")),
            _ => words.join(" "),
        };
        let (container, volume, year) = chance.pick(&self.places);
        let authors: Vec<Value> =
            (0..=chance.below(6)).map(|_| chance.pick(&self.people).clone()).collect();
        let highest = if chance.below(3) == 0 { 9_000 } else { 900 };
        let first = 1 + chance.below(highest);
        let year = year + i64::try_from(chance.below(7)).unwrap() - 3;
        json!({
            "DOI": format!("10.5555/{number}"),
            "type": "journal-article",
            "title": [title],
            "author": authors,
            "container-title": [container],
            "publisher": "None",
            "issued": {"date-parts": [[year, 1 + chance.below(12)]]},
            "volume": if chance.below(2) == 0 {
                volume.clone()
            } else {
                (1 + chance.below(200)).to_string()
            },
            "issue": (1 + chance.below(12)).to_string(),
            "page": format!("{first}-{}", first + chance.below(30)),
            "reference-count": 0,
        })
    }
}
