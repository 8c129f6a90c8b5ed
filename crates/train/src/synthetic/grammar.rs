//! [`Grammar`]: word lists that name each other, from which titles and names are made.
//!
//! `name: alternative | alternative` on a line; `{name}` inside an alternative is replaced by an
//! alternative of that name. `#` begins a comment.

use std::collections::BTreeMap;

use super::random::Random;

/// How deep alternatives may name each other.
const MAX_DEPTH: usize = 12;

/// A set of named lists of alternatives.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    rules: BTreeMap<&'static str, Vec<Vec<Part>>>,
}

#[derive(Debug)]
enum Part {
    Words(&'static str),
    Rule(&'static str),
}

impl Grammar {
    pub(super) fn parse(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let rules = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, list)| (name.trim(), list.split(" | ").map(parts).collect()))
            .collect();
        Self { rules }
    }

    /// Makes a text of a rule; empty when there is no such rule.
    pub(super) fn make(&self, rule: &str, random: &mut Random) -> String {
        let mut out = String::new();
        self.expand(rule, random, &mut out, 0);
        out
    }

    fn expand(&self, rule: &str, random: &mut Random, out: &mut String, depth: usize) {
        let Some(alternatives) = self.rules.get(rule).filter(|_| depth < MAX_DEPTH) else { return };
        for part in random.pick(alternatives).into_iter().flatten() {
            match part {
                Part::Words(words) => out.push_str(words),
                Part::Rule(rule) => self.expand(rule, random, out, depth + 1),
            }
        }
    }
}

fn parts(alternative: &'static str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = alternative.trim();
    while let Some((head, tail)) = rest.split_once('{') {
        let Some((rule, tail)) = tail.split_once('}') else { break };
        if !head.is_empty() {
            out.push(Part::Words(head));
        }
        out.push(Part::Rule(rule));
        rest = tail;
    }
    if !rest.is_empty() {
        out.push(Part::Words(rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::language::LANGUAGES;
    use super::*;

    /// What every language must have words for.
    const NEEDED: &[&str] = &[
        "title",
        "booktitle",
        "journal",
        "publisher",
        "given",
        "family",
        "Place",
        "university",
        "thesis",
        "report",
        "organization",
        "series",
        "newspaper",
        "site",
        "conference",
        "court",
    ];

    #[test]
    fn every_rule_that_is_named_exists() {
        for language in LANGUAGES {
            let grammar = language.grammar();
            for needed in NEEDED {
                assert!(grammar.rules.contains_key(needed), "{}: {needed}", language.code);
            }
            for (name, alternatives) in &grammar.rules {
                for part in alternatives.iter().flatten() {
                    if let Part::Rule(rule) = part {
                        let known = grammar.rules.contains_key(rule);
                        assert!(known, "{}: `{name}` names `{rule}`", language.code);
                    }
                }
            }
        }
    }

    #[test]
    fn publishers_have_a_place() {
        for language in LANGUAGES {
            let grammar = language.grammar();
            let mut random = Random::new(1, 1);
            for _ in 0..100 {
                let publisher = grammar.make("publisher", &mut random);
                assert!(publisher.contains(" = "), "{}: {publisher}", language.code);
            }
        }
    }
}
