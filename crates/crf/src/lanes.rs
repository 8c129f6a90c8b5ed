//! Arithmetic on rows, written so that the lanes of a row go side by side.
//!
//! Functions that are not to be inlined see rows in memory: there the compiler finds the vectors
//! that it loses among the registers of a larger function.

use crate::chain::{LANES, Row, SOURCES};

/// The sum of some rows, each times its factor; `which` tells the places of both.
#[inline(never)]
pub(crate) fn mix_rows(factors: &[f32], which: &[u8], rows: &[Row]) -> Row {
    let mut out = [0.0; LANES];
    for at in which {
        let (Some(factor), Some(row)) = (factors.get(usize::from(*at)), rows.get(usize::from(*at)))
        else {
            continue;
        };
        for lane in 0..LANES {
            out[lane] += factor * row[lane];
        }
    }
    out
}

/// Raises each lane to `add` plus that of a row, where this is more.
#[inline(never)]
pub(crate) fn raise(to: &mut Row, add: f32, row: &Row) {
    for lane in 0..LANES {
        let candidate = add + row[lane];
        to[lane] = if candidate > to[lane] { candidate } else { to[lane] };
    }
}

/// Multiplies lane by lane.
#[inline(never)]
pub(crate) fn multiply(to: &mut Row, by: &Row) {
    for lane in 0..LANES {
        to[lane] *= by[lane];
    }
}

/// Writes, for some rows, whose places `which` tells, what [`dot`] makes of them and `by`.
#[inline(never)]
pub(crate) fn dots(which: &[u8], rows: &[Row; SOURCES], by: &Row, out: &mut [f32; SOURCES]) {
    let by = *by;
    for at in which.iter().map(|at| usize::from(*at)) {
        if let (Some(row), Some(out)) = (rows.get(at), out.get_mut(at)) {
            *out = dot(row, &by);
        }
    }
}

/// The sum of the products, lane by lane.
#[inline]
pub(crate) fn dot(a: &Row, b: &Row) -> f32 {
    // Eight sums side by side: the compiler may not reorder a single one.
    let mut sums = [0.0_f32; 8];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    for (sum, (a, b)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *sum += a * b;
    }
    sums.iter().sum()
}

/// The sum of all lanes.
#[inline]
pub(crate) fn total(row: &Row) -> f32 {
    dot(row, &[1.0; LANES])
}

/// The largest of some numbers.
#[inline]
pub(crate) fn top(numbers: &[f32]) -> f32 {
    let mut tops = [f32::NEG_INFINITY; 8];
    let (eights, rest) = numbers.as_chunks::<8>();
    for eight in eights {
        for lane in 0..8 {
            tops[lane] = if eight[lane] > tops[lane] { eight[lane] } else { tops[lane] };
        }
    }
    let larger = |top: f32, x: &f32| if *x > top { *x } else { top };
    rest.iter().fold(tops.iter().fold(f32::NEG_INFINITY, larger), larger)
}

/// Calls `visit` with place and value of the numbers above `floor`, which are few.
#[inline]
pub(crate) fn above(numbers: &[f32], floor: f32, mut visit: impl FnMut(usize, f32)) {
    let (eights, _) = numbers.as_chunks::<8>();
    for (idx, eight) in eights.iter().enumerate() {
        let count: u32 = eight.iter().map(|number| u32::from(*number > floor)).sum();
        if count == 0 {
            continue;
        }
        for (lane, number) in eight.iter().enumerate() {
            if *number > floor {
                visit(8 * idx + lane, *number);
            }
        }
    }
}

/// Lists the places of the numbers above `floor`, without a decision that could be guessed wrong.
#[inline]
pub(crate) fn list_above(numbers: &[f32; SOURCES], floor: f32) -> ([u8; LIST], usize) {
    let mut places = [0; LIST];
    let mut count = 0;
    for (place, number) in numbers.iter().enumerate() {
        places[count % LIST] = place as u8;
        count += usize::from(*number > floor);
    }
    (places, count)
}

/// Room for all sources, a power of two.
const LIST: usize = 64;

/// e to the power of each lane less `max`, to one part in a hundred thousand; 0 behind the separator.
#[inline(never)]
pub(crate) fn exp_below(scores: &Row, max: f32, separator: usize) -> Row {
    let mut out = [0.0; LANES];
    for lane in 0..LANES {
        out[lane] = exp(scores[lane] - max);
    }
    for value in out.iter_mut().skip(separator + 1) {
        *value = 0.0;
    }
    out
}

/// e^x for x up to 0, without branches.
#[inline]
fn exp(x: f32) -> f32 {
    /// Adding it rounds a small number to a whole one, which then stands in its lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let least = if x > -87.0 { x } else { -87.0 };
    let power = least * std::f32::consts::LOG2_E;
    let rounded = power + ROUND;
    let part = (power - (rounded - ROUND)) * std::f32::consts::LN_2;
    // The series of e^x on ±0.35.
    let series = 1.0
        + part
            * (1.0
                + part
                    * (1.0 / 2.0
                        + part * (1.0 / 6.0 + part * (1.0 / 24.0 + part * (1.0 / 120.0)))));
    let whole = rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    if x > -87.0 { series * f32::from_bits(whole) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_are_close() {
        let scores: Row = std::array::from_fn(|lane| -(lane as f32) * 2.9);
        let powers = exp_below(&scores, 0.5, LANES - 1);
        for (score, power) in scores.iter().zip(powers) {
            let truth = (score - 0.5).exp();
            let close = (power - truth).abs() <= 1e-5 * truth;
            assert!(
                close || score - 0.5 < -87.0 && power == 0.0,
                "{score}: {power} is not {truth}"
            );
        }
        assert_eq!(exp_below(&[f32::NEG_INFINITY; LANES], 0.0, LANES - 1), [0.0; LANES]);
    }

    #[test]
    fn visits_what_is_above() {
        let mut numbers = [0.0; 56];
        numbers[3] = 0.5;
        numbers[55] = 2.0;
        let mut seen = Vec::new();
        above(&numbers, 0.4, |at, number| seen.push((at, number)));
        assert_eq!(seen, [(3, 0.5), (55, 2.0)]);
        assert_eq!(top(&numbers), 2.0);
    }
}
