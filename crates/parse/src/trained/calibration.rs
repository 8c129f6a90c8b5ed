//! From what the chain believes to how often it is right.
//!
//! A chain trained on some references is too sure of others. How sure it may be is measured on
//! references it has not seen, and kept beside the model: rising steps, made by pooling neighbours
//! that are out of order (isotonic regression). Of a whole record the curve promises no more than
//! what the step has surely reached (Wilson's lower bound): few references promise little.
//!
//! Most references that can be learned from are in English. What is learned there says too much of
//! other languages, so these have a curve of their own.

use refsmith_model::{Record, TextVariable};

/// What a labeller believed, and whether it was right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcomes {
    /// Of single fields.
    pub fields: Vec<(f32, bool)>,
    /// Of whole records, but for works in other languages than English.
    pub records: Vec<(f32, bool)>,
    /// Of whole records of works that are, or may be, in other languages.
    pub foreign: Vec<(f32, bool)>,
}

/// Rising curves: for single fields, for whole records, and for those in other languages than
/// English.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    fields: Curve,
    records: Curve,
    foreign: Curve,
}

/// Points (believed, right), both rising; between them the line.
type Curve = Vec<(f32, f32)>;

/// Fewest outcomes that make a point.
const LEAST: usize = 40;

impl Calibration {
    /// Learns from outcomes.
    pub fn learn(outcomes: &Outcomes) -> Self {
        let share = |right, all| right as f64 / all as f64;
        Self {
            fields: curve(&outcomes.fields, share),
            records: curve(&outcomes.records, lower_bound),
            foreign: curve(&outcomes.foreign, lower_bound),
        }
    }

    /// Whether a record is, or may be, of a work in another language than English. A short form
    /// without a title reads alike in all.
    pub fn is_foreign(record: &Record) -> bool {
        let titled = record.texts.contains_key(&TextVariable::Title);
        record.text(TextVariable::Language).map_or(titled, |code| code != "en")
    }

    /// Returns the probability that a field is right.
    pub fn field(&self, believed: f32) -> f32 {
        read_off(&self.fields, believed)
    }

    /// Returns the probability that a record is right.
    pub fn record(&self, believed: f32, foreign: bool) -> f32 {
        read_off(if foreign { &self.foreign } else { &self.records }, believed)
    }

    /// Writes the curves as they are kept beside a model: for each the number of points, then the
    /// points as pairs of `f32`, little endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for curve in [&self.fields, &self.records, &self.foreign] {
            out.push(curve.len().min(255) as u8);
            for (believed, right) in curve.iter().take(255) {
                out.extend(believed.to_le_bytes());
                out.extend(right.to_le_bytes());
            }
        }
        out
    }

    /// Reads what [`Calibration::to_bytes`] wrote; no bytes mean no change of what is believed.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::default());
        }
        let mut rest = bytes;
        let fields = read_curve(&mut rest)?;
        let records = read_curve(&mut rest)?;
        let foreign = read_curve(&mut rest)?;
        rest.is_empty().then_some(Self { fields, records, foreign })
    }
}

fn read_curve(rest: &mut &[u8]) -> Option<Curve> {
    let (count, mut tail) = rest.split_first()?;
    let mut curve = Curve::new();
    for _ in 0..*count {
        let (believed, behind) = tail.split_first_chunk::<4>()?;
        let (right, behind) = behind.split_first_chunk::<4>()?;
        curve.push((f32::from_le_bytes(*believed), f32::from_le_bytes(*right)));
        tail = behind;
    }
    *rest = tail;
    let rises = curve.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1);
    let shares = curve.iter().all(|(a, b)| (0.0..=1.0).contains(a) && (0.0..=1.0).contains(b));
    (rises && shares).then_some(curve)
}

fn read_off(curve: &[(f32, f32)], believed: f32) -> f32 {
    let above = curve.partition_point(|point| point.0 < believed);
    match (above.checked_sub(1).and_then(|at| curve.get(at)), curve.get(above)) {
        (None, None) => believed,
        // Below the first point the line to 0, above the last one no more than there.
        (None, Some((at, right))) => right * (believed / at.max(1e-6)).clamp(0.0, 1.0),
        (Some((_, right)), None) => *right,
        (Some((low, from)), Some((high, to))) => {
            from + (to - from) * (believed - low) / (high - low).max(1e-6)
        }
    }
}

/// The share that is reached with a probability of 99 % when `right` of `all` were right (Wilson's
/// score interval, one-sided).
fn lower_bound(right: usize, all: usize) -> f64 {
    const Z: f64 = 2.326;
    let (share, all) = (right as f64 / all as f64, all as f64);
    let centre = share + Z * Z / (2.0 * all);
    let spread = Z * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    (centre - spread) / (1.0 + Z * Z / all)
}

fn curve(outcomes: &[(f32, bool)], promised: impl Fn(usize, usize) -> f64) -> Curve {
    let mut sorted = outcomes.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Groups of equal size, pooled until the shares rise: (sum of beliefs, right, all).
    let mut pools: Vec<(f64, usize, usize)> = Vec::new();
    for group in sorted.chunks(LEAST.max(sorted.len() / 60)) {
        let believed = group.iter().map(|(believed, _)| f64::from(*believed)).sum();
        pools.push((believed, group.iter().filter(|(_, right)| *right).count(), group.len()));
        while let [.., before, last] = pools.as_slice()
            && before.1 * last.2 >= last.1 * before.2
        {
            let merged = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(merged);
        }
    }
    // A small step promises no less than a larger one below it.
    let mut most = 0.0_f32;
    pools
        .into_iter()
        .map(|(believed, right, all)| {
            most = most.max(promised(right, all) as f32);
            ((believed / all as f64) as f32, most)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_how_often_a_belief_is_right() {
        // Believed 0.9, right half of the time; believed 0.5, right one time in ten.
        let outcomes: Vec<(f32, bool)> = (0..2000)
            .map(|idx| if idx % 2 == 0 { (0.9, idx % 4 == 0) } else { (0.5, idx % 20 == 1) })
            .collect();
        let calibration = Calibration::learn(&Outcomes {
            fields: outcomes.clone(),
            records: outcomes,
            foreign: vec![(0.9, false); 100],
        });
        assert!((calibration.field(0.9) - 0.5).abs() < 0.03);
        assert!((calibration.record(0.5, false) - 0.1).abs() < 0.03);
        assert!(calibration.record(0.5, true) < 0.01);
        assert!(calibration.field(0.7) > 0.1 && calibration.field(0.7) < 0.5);
        assert_eq!(Calibration::read(&calibration.to_bytes()), Some(calibration));
    }

    #[test]
    fn few_outcomes_promise_little() {
        // Wilson's interval of 98 %: 50 of 50 is 0.902 at least, 95 of 100 is 0.872.
        assert!((lower_bound(50, 50) - 0.9024).abs() < 1e-3);
        assert!((lower_bound(95, 100) - 0.8724).abs() < 1e-3, "{}", lower_bound(95, 100));
        assert!((lower_bound(0, 10)).abs() < 1e-9);
    }

    #[test]
    fn damaged_curves_are_refused() {
        assert_eq!(Calibration::read(&[]), Some(Calibration::default()));
        assert_eq!(Calibration::read(&[1, 0, 0]), None);
        let mut falling = vec![2];
        for value in [0.1_f32, 0.9, 0.2, 0.1] {
            falling.extend(value.to_le_bytes());
        }
        falling.push(0);
        assert_eq!(Calibration::read(&falling), None);
        assert_eq!(Calibration::default().field(0.3), 0.3);
    }
}
