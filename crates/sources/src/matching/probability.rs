//! From overlap to probability: a logistic model with few features, each of which means something.

use super::overlap::Overlap;

/// How many features the model has.
pub const FEATURES: usize = 48;

/// Weights, fitted to real and generated reference strings with their true works
/// (`crates/index/examples/matching`, command `fit`).
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; FEATURES] = [
    -0.774, -1.702, 0.622, 2.781, -0.001, 1.604, 3.174, 1.969, -0.754,
    -3.218, 0.053, -1.597, 1.054, -1.688, -1.367, -1.125, -1.420, -0.419,
    0.654, -0.177, -0.106, 0.579, 0.307, 1.288, -0.760, 1.308, 0.884,
    0.576, -0.502, -0.699, -0.331, -0.994, -2.025, -1.586, -0.431, 0.551,
    -1.202, -0.332, -2.523, -0.118, 0.213, -1.356, -0.603, -0.944, 0.291,
    -1.528, -1.191, 0.165,
];

/// Returns the features. `other_kind` says that one of the two is a notice about the other.
pub(super) fn features(overlap: &Overlap, other_kind: bool) -> [f32; FEATURES] {
    let o = overlap;
    [
        1.0,
        o.title,
        o.title * o.title_length,
        ((o.title - 0.6) / 0.4).max(0.0),
        o.container,
        o.first_author,
        o.nobody,
        o.authors,
        o.year,
        o.other_year,
        o.volume,
        o.other_volume,
        o.page,
        o.other_page,
        o.unexplained,
        o.longest_run,
        o.numbers,
        o.page * o.volume,
        o.page * o.year,
        o.container * o.first_author * o.year,
        o.title * o.first_author,
        if other_kind { 1.0 } else { 0.0 },
        o.page * o.first_author,
        o.page * o.volume * o.container,
        o.title_words,
        o.title_words * o.title_length,
        o.container * o.authors * o.year * (1.0 - o.unexplained),
        o.container * o.nobody * o.volume * o.page,
        o.container * o.volume * o.first_author * (1.0 - o.unexplained),
        (1.0 - o.title_words) * o.unexplained,
        // The same title in another place is another work.
        o.title_words * o.other_page,
        o.title_words * o.other_volume,
        o.title_words * o.other_year,
        o.title_words * o.numbers,
        o.title_words * (1.0 - o.container),
        o.title_words * o.longest_run,
        // Another part of the same volume, or the whole of which a part is meant.
        o.other_range,
        o.other_range * o.no_container,
        o.other_end,
        o.no_container * o.unexplained,
        o.nobody * o.unexplained,
        // Without a title, everything else has to be right.
        (1.0 - o.title_words) * o.other_page,
        (1.0 - o.title_words) * o.other_volume,
        (1.0 - o.title_words) * (1.0 - o.year),
        (1.0 - o.title_words) * (1.0 - o.page),
        (1.0 - o.title_words) * (1.0 - o.page) * (1.0 - o.volume),
        (1.0 - o.title_words) * (1.0 - o.first_author),
        (1.0 - o.title_words) * o.numbers,
    ]
}

/// Returns the probability of the features under the model, in [0, 1].
pub(super) fn probability(features: &[f32; FEATURES]) -> f32 {
    let sum: f32 = features.iter().zip(WEIGHTS).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}
