//! The n best paths of a sequence.

use crate::chain::{LANES, SOURCES, State};
use crate::lattice::Lattice;

impl Lattice<'_> {
    /// Returns up to `count` most probable label sequences with their scores, best first.
    pub fn best_paths(&self, count: usize) -> Vec<(f32, Vec<u8>)> {
        let shape = self.shape();
        let mut columns: Vec<Vec<Vec<Arrival>>> = Vec::with_capacity(self.len() + 1);
        let mut first = vec![Vec::new(); SOURCES];
        first[State::start(shape).source()] = vec![Arrival { score: 0.0, source: 0, rank: 0 }];
        columns.push(first);
        for (scores, class) in self.emissions.iter().zip(&self.classes) {
            let before = columns.last().expect("there is a first column");
            let mut column: Vec<Vec<Arrival>> = vec![Vec::new(); SOURCES];
            let enter = self.tables.max.enter(*class);
            let leave = self.tables.max.leave(*class);
            for (source, (arrivals, row)) in before.iter().zip(enter).enumerate() {
                let state = State::from_source(source);
                for (rank, arrival) in arrivals.iter().enumerate() {
                    let to = |score: f32| Arrival {
                        score: arrival.score + score,
                        source: source as u8,
                        rank: rank as u32,
                    };
                    for label in 0..shape.labels {
                        column[label].push(to(row[label] + scores[label]));
                    }
                    let weight = leave[usize::from(state.after)][usize::from(state.label)];
                    column[LANES + usize::from(state.label)]
                        .push(to(weight + scores[shape.labels]));
                }
            }
            for arrivals in &mut column {
                arrivals.retain(|arrival| arrival.score > f32::NEG_INFINITY);
                arrivals.sort_by(|a, b| b.score.total_cmp(&a.score));
                arrivals.truncate(count);
            }
            columns.push(column);
        }
        self.trace(&columns, count)
    }

    fn trace(&self, columns: &[Vec<Vec<Arrival>>], count: usize) -> Vec<(f32, Vec<u8>)> {
        let shape = self.shape();
        let Some(last) = columns.last() else { return Vec::new() };
        let mut ends: Vec<(f32, usize, usize)> = Vec::new();
        for (source, arrivals) in last.iter().enumerate() {
            let state = State::from_source(source);
            let finish = self.tables.max.finish()[usize::from(state.after)];
            for (rank, arrival) in arrivals.iter().enumerate() {
                ends.push((arrival.score + finish[usize::from(state.label)], source, rank));
            }
        }
        ends.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ends.truncate(count);
        let mut paths = Vec::new();
        for (score, mut source, mut rank) in ends {
            let mut labels = Vec::with_capacity(self.len());
            for column in columns.iter().skip(1).rev() {
                let state = State::from_source(source);
                labels.push(if state.after { shape.separator() } else { state.label });
                let Some(arrival) = column.get(source).and_then(|list| list.get(rank)) else {
                    break;
                };
                (source, rank) = (usize::from(arrival.source), arrival.rank as usize);
            }
            labels.reverse();
            paths.push((score, labels));
        }
        paths
    }
}

/// How one of the best paths came to a state.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    score: f32,
    source: u8,
    rank: u32,
}
