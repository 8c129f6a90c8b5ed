//! Every word of a reference is in the record: in a field, or in the note.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use refsmith_model::text::unicode::fold;
use refsmith_model::{Name, Record, Variable};
use refsmith_parse::parse_str;
use serde_json::Value;

use crate::support::shared;

/// Words that say what the value beside them is, join values, or are told by the structure of the
/// record: keywords, connectives, roles, names of months.
const STRUCTURE: &str = "\
    a about abgerufen abril access accessed agosto al am an and andere at auf auflage aufl aus august ausgabe available \
    avec avril août b band bd bde bearb bei bis by c ca cap chap circa cited coll consultato consulté consulta consultado cura d da dal dans das de dec del della \
    dei dem den der des di die dies ders dir direction december dezember decembre dicembre diciembre do doi du décembre e ed edit edited edition editor editore editors edizione eds edn éd édition éds ediz editorial \
    en epub eprint erschienen et f fasc feb febbraio febrero februar february fall février ff for fol from g gennaio giugno h heft hefte herausgegeben hg hrsg http https \
    i id idem im in int into isbn issn issue j jahrgang jan januar january janvier jg jul julho juli julio july jun june \
    juni junio juin juillet k l la le les li lo luglio m mag maggio mai maj mar march marzo mars may mayo mit märz \
    n nc new no nos nov november novembre noviembre nr num number numero numéro núm o oct octobre october octubre of oktober on online os ott ottobre others \
    out p pag page pages par pg pgs pmc pmcid pmid por pp pubmed presented q r red retrieved s sept sep september septembre septiembre settembre sous spring \
    ss st suppl summer t th the tom tome tomo trad trans transl translated translation translator translators u und unter updated url v van vgl viewed vol \
    volume volumes vols vom von voll visited w winter with www x y z zu zugriff and arxiv available autumn nd rd org dx lp preprint quoted erratum \
    no° ibid s.d n° jr hgg e.g ii iii pt ser serie dated published publ date apr april avr aprile aug sept oct dez okt mrz mär déc janv févr juil gen giu lug set dic ene ago coord coords directed cf altri cop etal issued article noiembrie bande art anno pmcpmc 집 월호 italic seite seiten pagine traduzione fascicolo tomus alii el disponible autunno tm 제 권 호";

/// The words of a record's fields, folded.
fn words_of(record: &Record) -> HashSet<String> {
    let mut text = String::new();
    for variable in record.variables() {
        match (variable, record.get(variable)) {
            (Variable::Name(role), _) => {
                for name in record.people(role) {
                    text.push_str(&name.to_string());
                    if let Name::Person(person) = name {
                        text.push_str(person.non_dropping_particle.as_deref().unwrap_or(""));
                    }
                    text.push(' ');
                }
            }
            (_, Some(value)) => text.push_str(&value.to_string()),
            (_, None) => {}
        }
        text.push(' ');
    }
    tokens(&text).collect()
}

/// Words and numbers: a change between letters and digits is a border, too.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let mut out = Vec::new();
    let mut word = String::new();
    for c in folded.chars().chain([' ']) {
        let border = !c.is_alphanumeric()
            || word.ends_with(|last: char| last.is_numeric() != c.is_numeric());
        if border && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
    }
    out.into_iter()
}

/// The words of a reference that its record has nowhere.
fn lost(raw: &str, structure: &HashSet<String>) -> Vec<String> {
    let record = parse_str(raw).record;
    let mut kept = words_of(&record);
    let whole: String = record
        .variables()
        .iter()
        .filter_map(|variable| record.get(*variable))
        .map(|value| fold(&value.to_string()))
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    kept.extend(record.dates.values().flat_map(|date| numbers_of(&date.to_string())));
    tokens(raw)
        .filter(|word| !structure.contains(word) && word.chars().count() > 1)
        .filter(|word| !kept.contains(word) && !whole.contains(word.as_str()))
        .collect()
}

/// "2004-05-03" tells the numbers 5 and 03, "1998/1999" tells 99.
fn numbers_of(date: &str) -> Vec<String> {
    let parts = date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    parts
        .flat_map(|part| {
            let short = part.trim_start_matches('0').to_owned();
            let end = part.get(2..).unwrap_or(part).to_owned();
            [part.to_owned(), short, end]
        })
        .collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "reads the shared data")]
fn every_word_of_the_training_references_is_somewhere() {
    let structure: HashSet<String> = STRUCTURE.split_ascii_whitespace().map(fold).collect();
    let mut found = false;
    let (mut all, mut losing, mut examples) = (0, 0, Vec::new());
    for name in ["anystyle-core", "anystyle-gold", "grobid", "linkedbooks"] {
        let Some(path) = shared(&format!("refs/train/{name}.jsonl")) else { return };
        found = true;
        let file = BufReader::new(std::fs::File::open(path).expect("the file opens"));
        // A fifth of them keeps the test fast; each run takes the same.
        for line in file.lines().step_by(5) {
            let line: Value =
                serde_json::from_str(&line.expect("a line")).expect("a line is an object");
            let raw = line.get("raw").and_then(Value::as_str).unwrap_or("");
            let lost = lost(raw, &structure);
            all += 1;
            if !lost.is_empty() {
                losing += 1;
                examples.push(format!("{lost:?} of {raw}"));
            }
        }
    }
    assert!(found);
    assert!(
        losing * 1000 <= all,
        "{losing} of {all} lose words:\n{}",
        examples.iter().take(60).map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}
