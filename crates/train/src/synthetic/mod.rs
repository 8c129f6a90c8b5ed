//! `refsmith-train synthesize`: labelled references made of fields of real ones.
//!
//! Fields of the labelled references that may be trained on ([`pools`]), filled up from word lists
//! of our own where a language has few ([`grammar`], `lexicon/`), become records of works that do
//! not exist ([`works`]). These are rendered with hundreds of citation styles ([`styles`],
//! [`render`]) in a way that tells which words come from which variable, which gives the labels
//! ([`labels`]), and then treated as readers' references have been ([`noise`]).
//!
//! Batches depend on the seed and their own number alone, so that threads change nothing.

mod grammar;
mod labels;
mod language;
mod noise;
mod numbers;
mod pools;
mod random;
mod render;
mod styles;
mod works;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use refsmith_csl::StyleKind;
use refsmith_model::ItemType;
use refsmith_parse::Label;
use serde_json::{Value, json};

use crate::Outcome;
use labels::Labelled;
use language::LANGUAGES;
use pools::Pools;
use random::Random;
use styles::Styles;
use works::Maker;

/// How many records are rendered together.
const BATCH: usize = 24;

/// How many batches are made before they are written.
const ROUND: usize = 256;

/// How many references without any title are dropped: later notes on a work have none, but rarely
/// stand in lists.
const SHORT_DROPPED: f64 = 0.75;

/// What to make, of what.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of labelled references whose fields are used.
    #[arg(long)]
    data: PathBuf,
    /// Folder of CSL styles.
    #[arg(long)]
    styles: PathBuf,
    /// File to write, as JSON Lines.
    #[arg(long)]
    out: PathBuf,
    /// How many references.
    #[arg(long, default_value_t = 100_000)]
    count: usize,
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Use only the styles that are otherwise held out.
    #[arg(long)]
    held_out: bool,
    /// Leave references as the styles print them.
    #[arg(long)]
    clean: bool,
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> Outcome {
    let pools = Pools::read(&args.data)?;
    let maker = Maker::new(&pools);
    let styles = Styles::choose(&args.styles, &probes(&maker), args.held_out)?;
    eprintln!("{} styles", styles.all.len());
    let factory = Factory { maker, styles, seed: args.seed, clean: args.clean };
    let mut out = std::io::BufWriter::new(create(&args.out)?);
    let mut counts = Counts::default();
    let mut first = 0;
    while counts.written < args.count {
        for batch in factory.round(first, ROUND) {
            counts.differing += batch.differing;
            counts.empty += batch.empty;
            counts.short += batch.short;
            for example in batch.examples {
                if counts.written == args.count {
                    break;
                }
                counts.written += 1;
                *counts.kinds.entry(example.kind).or_default() += 1;
                let id = format!("synthetic/{}#{}", example.style, counts.written);
                writeln!(out, "{}", example.json(&id))?;
            }
        }
        first += ROUND;
        // Styles that print nothing at all would go on for ever.
        if counts.written == 0 && first > 16 * ROUND {
            return Err("no style printed anything".into());
        }
    }
    out.flush()?;
    eprintln!("{counts:?}");
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::disallowed_methods, reason = "this tool writes files")]
fn create(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    std::fs::File::create(path)
}

/// What was made, for the report.
#[derive(Debug, Default)]
struct Counts {
    written: usize,
    /// Dropped: tracing changed the text.
    differing: usize,
    /// Dropped: nothing, or next to nothing, was printed.
    empty: usize,
    /// Dropped: neither title nor container was printed.
    short: usize,
    kinds: BTreeMap<StyleKind, usize>,
}

/// A reference that was made.
struct Example {
    labelled: Labelled,
    style: String,
    kind: StyleKind,
    item_type: ItemType,
    language: &'static str,
}

impl Example {
    fn json(&self, id: &str) -> Value {
        let segments: Vec<Value> = self
            .labelled
            .pieces
            .iter()
            .map(|(label, text)| json!([label.as_str(), text]))
            .collect();
        let mut gold: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (label, text) in self.labelled.pieces.iter().filter(|(label, _)| *label != Label::Other)
        {
            gold.entry(label.as_str()).or_default().push(text);
        }
        json!({
            "id": id,
            "raw": self.labelled.text(),
            "seg": segments,
            "gold": gold,
            "style": self.style,
            "type": self.item_type.as_str(),
            "language": self.language,
        })
    }
}

#[derive(Default)]
struct Batch {
    examples: Vec<Example>,
    differing: usize,
    empty: usize,
    short: usize,
}

/// Makes batches.
struct Factory<'a> {
    maker: Maker<'a>,
    styles: Styles,
    seed: u64,
    clean: bool,
}

impl Factory<'_> {
    /// Makes some batches, on all cores, in order.
    fn round(&self, first: usize, count: usize) -> Vec<Batch> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut batches: Vec<Batch> = (0..count).map(|_| Batch::default()).collect();
        let size = count.div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for (part, slots) in batches.chunks_mut(size).enumerate() {
                scope.spawn(move || {
                    for (idx, slot) in slots.iter_mut().enumerate() {
                        *slot = self.batch(first + part * size + idx);
                    }
                });
            }
        });
        batches
    }

    fn batch(&self, number: usize) -> Batch {
        let mut random = Random::new(self.seed, number as u64 + 1);
        let mut out = Batch::default();
        let shares: Vec<(usize, u32)> =
            LANGUAGES.iter().enumerate().map(|(idx, language)| (idx, language.share)).collect();
        let Some(&home) = random.weighted(&shares) else { return out };
        let Some(chosen) = self.styles.pick(home, &mut random) else { return out };
        let locales = LANGUAGES.get(home).map_or(&[][..], |language| language.locales);
        let own = chosen.style.default_locale().filter(|_| chosen.language == Some(home));
        let locale = own.unwrap_or_else(|| random.word(locales)).to_owned();
        let mut records = Vec::with_capacity(BATCH);
        for idx in 0..BATCH {
            // Readers of all languages cite English works.
            let foreign = if home == language::ENGLISH { 0.0 } else { 0.2 };
            let language = if random.chance(foreign) { language::ENGLISH } else { home };
            records.push(self.maker.record(format!("r{idx}"), language, &mut random));
        }
        let rendered = render::batch(&chosen.style, &locale, &records, &mut random);
        out.differing = rendered.differing;
        out.empty = rendered.empty;
        for (idx, text) in rendered.texts {
            let Some(record) = records.get(idx) else { continue };
            let mut labelled = labels::labelled(&text, record.item_type);
            let code = LANGUAGES.get(home).map_or("en", |language| language.code);
            if !self.clean {
                let is_note = chosen.style.kind() == StyleKind::Note;
                let mut subject = noise::Subject {
                    labelled: &mut labelled,
                    language: code,
                    is_note,
                    signal: self.maker.signal(home, &mut random),
                    comment: self.maker.make(home, "comment", &mut random),
                };
                noise::apply(&mut subject, &mut random);
            }
            let short = !labelled.has(Label::Title) && !labelled.has(Label::ContainerTitle);
            if short && random.chance(SHORT_DROPPED) {
                out.short += 1;
                continue;
            }
            out.examples.push(Example {
                labelled,
                style: chosen.style.id().to_owned(),
                kind: chosen.style.kind(),
                item_type: record.item_type,
                language: code,
            });
        }
        out
    }
}

/// Records that styles are told apart by: one of each of the frequent types.
fn probes(maker: &Maker<'_>) -> Vec<refsmith_model::Record> {
    let types = [ItemType::ArticleJournal, ItemType::Book, ItemType::Chapter, ItemType::Webpage];
    let mut random = Random::new(7, 7);
    types
        .into_iter()
        .map(|item_type| {
            maker.record_of(item_type.to_string(), item_type, language::ENGLISH, &mut random)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factory(pools: &Pools, clean: bool) -> Factory<'_> {
        let names = ["apa", "vancouver", "ieee", "chicago-notes-bibliography", "mla", "din-1505-2"];
        let styles = names.iter().filter_map(|name| refsmith_csl::style(name).ok());
        Factory { maker: Maker::new(pools), styles: Styles::of(styles), seed: 3, clean }
    }

    fn lines(factory: &Factory<'_>) -> Vec<String> {
        let batches = factory.round(0, 40);
        batches.iter().flat_map(|batch| &batch.examples).map(|e| e.json("x").to_string()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let pools = Pools::default();
        let one = lines(&factory(&pools, false));
        let other = lines(&factory(&pools, false));
        assert!(one.len() > 500, "{}", one.len());
        assert_eq!(one, other);
        let third = lines(&Factory { seed: 4, ..factory(&pools, false) });
        assert_ne!(one, third);
    }

    #[test]
    fn tracing_changes_no_text() {
        let pools = Pools::default();
        let batches = factory(&pools, true).round(0, 40);
        assert_eq!(batches.iter().map(|batch| batch.differing).sum::<usize>(), 0);
    }

    /// Fields neither begin nor end with blanks or separators, with and without noise that leaves
    /// letters alone.
    #[test]
    fn fields_have_clean_edges() {
        let pools = Pools::default();
        for example in factory(&pools, true).round(0, 40).iter().flat_map(|batch| &batch.examples) {
            let mut before = None;
            for (label, text) in &example.labelled.pieces {
                assert!(!text.is_empty());
                assert_ne!(Some(*label), before, "{:?}", example.labelled);
                before = Some(*label);
                if *label != Label::Other {
                    let edge = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':');
                    assert_eq!(text.trim_matches(edge), text, "{:?}", example.labelled);
                }
            }
        }
    }

    /// Whatever the style does around it, every letter and digit that a variable gave has its label.
    #[test]
    fn labels_cover_what_variables_gave() {
        let pools = Pools::default();
        let factory = factory(&pools, true);
        let mut random = Random::new(6, 6);
        let mut compared = 0;
        for chosen in &factory.styles.all {
            let record = |idx| factory.maker.record(format!("r{idx}"), 1, &mut random);
            let records: Vec<_> = (0..30).map(record).collect();
            let batch = render::batch(&chosen.style, "de-DE", &records, &mut random);
            for (idx, traced) in &batch.texts {
                let item_type = records[*idx].item_type;
                let labelled = labels::labelled(traced, item_type);
                assert_eq!(labelled.text(), traced.text);
                let pieces = labelled.pieces.iter();
                let got: Vec<Label> =
                    pieces.flat_map(|(label, text)| vec![*label; text.len()]).collect();
                let mut expected = vec![Label::Other; traced.text.len()];
                for (variable, span) in &traced.variables {
                    expected[span.start()..span.end()].fill(labels::label_of(*variable, item_type));
                }
                for (at, c) in traced.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                    let (got, expected) = (got[at], expected[at]);
                    let widened = matches!(got, Label::Edition | Label::Doi | Label::Idno);
                    assert!(got == expected || widened, "{c} at {at}: {labelled:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 5000, "{compared}");
    }

    #[test]
    fn labels_are_those_of_the_values() {
        let pools = Pools::default();
        let factory = factory(&pools, true);
        let mut random = Random::new(5, 5);
        let records: Vec<_> = (0..40)
            .map(|idx| {
                let id = format!("r{idx}");
                factory.maker.record_of(id, ItemType::Chapter, language::ENGLISH, &mut random)
            })
            .collect();
        let apa = refsmith_csl::style("apa").expect("apa");
        let batch = render::batch(&apa, "en-US", &records, &mut random);
        assert_eq!(batch.texts.len(), records.len());
        for (idx, traced) in &batch.texts {
            let labelled = labels::labelled(traced, ItemType::Chapter);
            let find = |label| labelled.pieces.iter().find(|(l, _)| *l == label).map(|(_, t)| &**t);
            let pages = records[*idx].number(refsmith_model::NumberVariable::Page);
            let digits = |text: &str| text.replace(|c: char| !c.is_ascii_digit(), "");
            let printed = find(Label::Pages).map(digits);
            assert_eq!(printed, pages.map(digits), "{labelled:?}");
            let publisher = records[*idx].text(refsmith_model::TextVariable::Publisher);
            assert_eq!(find(Label::Publisher), publisher, "{labelled:?}");
        }
    }
}
