//! Asks the index for every reference and counts.

use std::collections::BTreeMap;
use std::path::Path;

use refsmith_index::LocalIndex;
use refsmith_model::{ParsedReference, Record, ReferenceString, SourceText, Span};
use refsmith_sources::{Candidate, crossref, matching};

use crate::cpu_seconds;
use crate::twins::is_same_work;
use crate::world::{Question, questions};

pub(crate) struct Options {
    pub(crate) set: Option<String>,
    pub(crate) every: usize,
    pub(crate) from: usize,
    pub(crate) show: usize,
}

/// Least scores that are tried out.
const LEAST: [f32; 7] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

#[derive(Default, Clone)]
struct Row {
    asked: u32,
    at_1: u32,
    at_20: u32,
    right: u32,
    wrong: u32,
    /// References that got a match although their work was taken away.
    forced: u32,
    /// Right, wrong and forced, for each of [`LEAST`].
    at_least: [[u32; 3]; LEAST.len()],
    /// Those of them whose match is the same work, registered twice.
    twins: u32,
}

impl Row {
    /// Adds what a row has gained.
    fn add(&mut self, now: &Row, before: &Row) {
        self.asked += now.asked - before.asked;
        self.at_1 += now.at_1 - before.at_1;
        self.at_20 += now.at_20 - before.at_20;
        self.right += now.right - before.right;
        self.wrong += now.wrong - before.wrong;
        self.forced += now.forced - before.forced;
        self.twins += now.twins - before.twins;
    }
}

pub(crate) fn run(shared: &Path, dir: &Path, options: &Options) {
    let index = LocalIndex::open(dir).unwrap();
    println!("{} works", index.works());
    for set in ["styles", "pmc", "real"] {
        if options.set.as_ref().is_none_or(|only| only == set) {
            let questions = questions(shared, set, options.every, options.from);
            one_set(&index, set, &questions, options);
        }
    }
}

fn one_set(index: &LocalIndex, set: &str, questions: &[Question], options: &Options) {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut halves = [Row::default(), Row::default()];
    let mut works: BTreeMap<&str, (u32, u32, u32)> = BTreeMap::new();
    let mut times = [0.0_f64; 3];
    let mut shown = 0;
    for question in questions {
        let clock = [cpu_now()];
        let parsed = parsed(&question.text);
        let parsed_at = cpu_now();
        let candidates = candidates(index, &parsed.record, &question.text);
        let found_at = cpu_now();
        let chosen = matching::choose(&parsed.record, Some(&question.text), &candidates);
        let chosen_at = cpu_now();
        times[0] += parsed_at - clock[0];
        times[1] += found_at - parsed_at;
        times[2] += chosen_at - found_at;

        let is_target = |candidate: &Candidate| candidate.source_id.to_lowercase() == question.doi;
        let rank = candidates.iter().position(is_target);
        let row = rows.entry(&question.group).or_default();
        let before = row.clone();
        let work = works.entry(&question.doi).or_default();
        row.asked += 1;
        work.0 += 1;
        row.at_1 += u32::from(rank == Some(0));
        row.at_20 += u32::from(rank.is_some());
        let chosen_one = chosen.and_then(|(idx, score)| Some((candidates.get(idx)?, score)));
        let right = chosen_one.is_some_and(|(candidate, _)| is_target(candidate));
        row.right += u32::from(right);
        row.wrong += u32::from(!right && chosen.is_some());
        work.1 += u32::from(right);
        work.2 += u32::from(chosen.is_some());
        let others: Vec<Candidate> =
            candidates.iter().filter(|candidate| !is_target(candidate)).cloned().collect();
        let forced = matching::choose(&parsed.record, Some(&question.text), &others);
        row.forced += u32::from(forced.is_some());
        for (least, counts) in LEAST.iter().zip(&mut row.at_least) {
            let text = Some(question.text.as_str());
            let chosen = matching::choose_at(*least, &parsed.record, text, &candidates);
            let chosen = chosen.and_then(|(idx, _)| candidates.get(idx));
            let right = chosen.is_some_and(is_target);
            let forced = matching::choose_at(*least, &parsed.record, text, &others);
            counts[0] += u32::from(right);
            counts[1] += u32::from(!right && chosen.is_some());
            counts[2] += u32::from(forced.is_some());
        }
        let target = rank.and_then(|rank| candidates.get(rank));
        let twin = forced.and_then(|(idx, _)| others.get(idx)).zip(target);
        row.twins += u32::from(twin.is_some_and(|(twin, target)| is_same_work(twin, target)));
        halves[usize::from(crate::fit::is_fitted(&question.doi))].add(row, &before);
        if (!right || forced.is_some()) && shown < options.show {
            shown += 1;
            let what = match (rank, chosen_one) {
                (None, None) => "not found",
                (Some(_), None) => "found, not accepted",
                (_, Some(_)) if right => "another would be accepted",
                _ => "wrong",
            };
            let same = forced.and_then(|(idx, _)| others.get(idx)).zip(target);
            let same = same.is_some_and(|(twin, target)| is_same_work(twin, target));
            let what = if same { format!("{what}, registered twice") } else { what.to_owned() };
            println!("\n[{what}] {} {}\n  {}", question.group, question.doi, question.text);
            let one = |candidate: &Candidate| {
                let score = matching::score(&parsed.record, Some(&question.text), candidate);
                println!(
                    "    {score:.2} {} | {}",
                    matching::explain(&parsed.record, Some(&question.text), candidate),
                    brief(candidate)
                );
            };
            rank.and_then(|rank| candidates.get(rank)).into_iter().for_each(one);
            chosen_one.map(|(candidate, _)| candidate).filter(|_| !right).into_iter().for_each(one);
            forced.and_then(|(idx, _)| others.get(idx)).into_iter().for_each(one);
        }
    }
    print(set, &rows, &works, &times, questions.len());
    line("works the weights were not fitted to", &halves[0]);
    line("works they were fitted to", &halves[1]);
}

/// Reads a reference.
pub(crate) fn parsed(text: &str) -> ParsedReference {
    let source = SourceText::plain("-", text.to_owned());
    let whole = ReferenceString { span: Span::new(0, text.len()), marker: None, ordinal: 1 };
    refsmith_parse::parse(&source, &whole, &refsmith_parse::ParseOptions::default())
}

/// Asks the index.
pub(crate) fn candidates(index: &LocalIndex, record: &Record, text: &str) -> Vec<Candidate> {
    let found = index.works_like(record, Some(text), 20).unwrap();
    let candidate =
        |(work, weight): &(_, f32)| Candidate { relevance: *weight, ..crossref::work(work) };
    found.iter().map(candidate).collect()
}

fn brief(candidate: &Candidate) -> String {
    use refsmith_model::{NameVariable, NumberVariable, TextVariable};
    let record = &candidate.record;
    let text = |variable| record.text(variable).unwrap_or("-").to_owned();
    let number = |variable| record.number(variable).unwrap_or("-").to_owned();
    format!(
        "{} {} [{}] {:?} {} | {} | {} v{} p{}",
        candidate.source_id,
        record.item_type,
        record
            .people(NameVariable::Author)
            .iter()
            .take(3)
            .map(|n| n.family())
            .collect::<Vec<_>>()
            .join(";"),
        record.year(),
        candidate.relevance,
        text(TextVariable::Title),
        text(TextVariable::ContainerTitle),
        number(NumberVariable::Volume),
        number(NumberVariable::Page),
    )
}

fn print(
    set: &str,
    rows: &BTreeMap<&str, Row>,
    works: &BTreeMap<&str, (u32, u32, u32)>,
    times: &[f64; 3],
    count: usize,
) {
    println!(
        "\n| {set} | asked | R@1 | R@20 | P | R | F1 | wrong without target | of these registered twice |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut all = Row::default();
    for (group, row) in rows {
        all.asked += row.asked;
        all.at_1 += row.at_1;
        all.at_20 += row.at_20;
        all.right += row.right;
        all.wrong += row.wrong;
        all.forced += row.forced;
        all.twins += row.twins;
        for (sum, counts) in all.at_least.iter_mut().zip(row.at_least) {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        line(group, row);
    }
    line("all", &all);
    for (least, [right, wrong, forced]) in LEAST.iter().zip(all.at_least) {
        let (asked, twins) = (all.asked, all.twins);
        line(
            &format!("least score {least}"),
            &Row { asked, right, wrong, forced, twins, ..Row::default() },
        );
    }
    let shares = works.values().map(|(asked, right, given)| {
        let precision = if *given == 0 { 1.0 } else { share(*right, *given) };
        let recall = share(*right, *asked);
        let f1 = if *right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        [precision, recall, f1]
    });
    let mut sums = [0.0; 3];
    for share in shares {
        for (sum, value) in sums.iter_mut().zip(share) {
            *sum += value / works.len() as f64;
        }
    }
    println!("mean over works: P {:.4} R {:.4} F1 {:.4}", sums[0], sums[1], sums[2]);
    let each = |seconds: f64| seconds * 1e6 / count as f64;
    println!(
        "CPU each: reading {:.0} µs, finding {:.0} µs, choosing {:.0} µs; {:.0} references per s",
        each(times[0]),
        each(times[1]),
        each(times[2]),
        count as f64 / times.iter().sum::<f64>()
    );
}

fn line(name: &str, row: &Row) {
    let precision = share(row.right, row.right + row.wrong);
    let recall = share(row.right, row.asked);
    println!(
        "| {name} | {} | {:.4} | {:.4} | {precision:.4} | {recall:.4} | {:.4} | {:.4} | {:.4} |",
        row.asked,
        share(row.at_1, row.asked),
        share(row.at_20, row.asked),
        2.0 * precision * recall / (precision + recall).max(1e-9),
        share(row.forced, row.asked),
        share(row.twins, row.asked),
    );
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

/// Seconds this thread has run on a processor, to the nanosecond.
fn cpu_now() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.map_or_else(cpu_seconds, |nanoseconds| nanoseconds / 1e9)
}
