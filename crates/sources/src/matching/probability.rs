//! From overlap to probability: a logistic model with few features, each of which means something.

use super::overlap::Overlap;

/// How many features the model has.
pub const FEATURES: usize = 36;

/// Weights, fitted to real and generated reference strings with their true works
/// (`crates/index/examples/matching`, command `fit`).
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; FEATURES] = [
    -2.923, -0.848, 0.393, 3.026, -0.150, 1.832, 2.679, 2.179, -0.369,
    -2.282, 1.243, -1.855, 1.361, -2.852, -1.338, -0.743, -2.248, -1.301,
    0.141, 0.507, -1.090, -0.261, 0.975, 1.231, 0.325, 1.124, 0.382,
    0.539, -0.623, -0.956, -0.526, -0.991, -0.579, -1.232, -0.798, 0.168,
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
    ]
}

/// Returns the probability of the features under the model, in [0, 1].
pub(super) fn probability(features: &[f32; FEATURES]) -> f32 {
    let sum: f32 = features.iter().zip(WEIGHTS).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}
