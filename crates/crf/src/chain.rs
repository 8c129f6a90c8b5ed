//! States and the weights of going from one to the next.

/// Number of columns that one row of weights has room for: a multiple of four, as many as a vector
/// has, and of seven, as many as a group of a packed row has.
pub const LANES: usize = 28;

/// One number for each label, then one for separators, then nothing.
pub type Row = [f32; LANES];

/// How many labels and classes a chain has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Labels, 1 to 27; the separator is not one of them.
    pub labels: usize,
    /// Classes of tokens, 1 to 255.
    pub classes: usize,
}

impl Shape {
    /// Returns the number that stands for the separator where labels stand.
    pub fn separator(self) -> u8 {
        self.labels as u8
    }

    /// Tells whether the numbers are in their ranges.
    pub fn is_valid(self) -> bool {
        (1..LANES).contains(&self.labels) && (1..256).contains(&self.classes)
    }
}

/// Weights of going from state to state, by the class of the token gone to.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    shape: Shape,
    /// For each class and each of 56 sources, the weights of entering each label. Source `l` is
    /// inside label `l`, source `28 + l` after it, source `28 + labels` before the first label.
    enter: Vec<Row>,
    /// For each class: from inside each label to the separator behind it; from separator to
    /// separator.
    leave: Vec<[Row; 2]>,
    /// Of ending inside each label; after each label.
    finish: [Row; 2],
}

/// Rows of sources per class.
pub(crate) const SOURCES: usize = 2 * LANES;

impl Transitions {
    /// Makes transitions that all weigh nothing.
    pub fn zero(shape: Shape) -> Self {
        Self {
            shape,
            enter: vec![[0.0; LANES]; shape.classes * SOURCES],
            leave: vec![[[0.0; LANES]; 2]; shape.classes],
            finish: [[0.0; LANES]; 2],
        }
    }

    /// The numbers of labels and classes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The rows of a class: entering from each source. A class out of range counts as class 0.
    #[inline]
    pub(crate) fn enter(&self, class: u8) -> &[Row; SOURCES] {
        let class = if usize::from(class) < self.shape.classes { usize::from(class) } else { 0 };
        self.enter
            .get(class * SOURCES..)
            .and_then(|rows| rows.first_chunk())
            .expect("there are rows for each class")
    }

    #[inline]
    pub(crate) fn leave(&self, class: u8) -> &[Row; 2] {
        self.leave.get(usize::from(class)).unwrap_or(&self.leave[0])
    }

    #[inline]
    pub(crate) fn finish(&self) -> &[Row; 2] {
        &self.finish
    }

    /// All weights that mean something, in a fixed order, to change.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        let labels = self.shape.labels;
        let enter = self.enter.iter_mut().enumerate().filter_map(move |(idx, row)| {
            let source = idx % SOURCES;
            let exists = source < labels || (LANES..=LANES + labels).contains(&source);
            exists.then_some(row)
        });
        let enter = enter.flat_map(move |row| row.iter_mut().take(labels));
        let leave = self.leave.iter_mut().flat_map(move |[inside, after]| {
            inside.iter_mut().take(labels).chain(after.iter_mut().take(labels + 1))
        });
        let [inside, after] = &mut self.finish;
        let finish = inside.iter_mut().take(labels).chain(after.iter_mut().take(labels + 1));
        enter.chain(leave).chain(finish)
    }

    /// All weights that mean something, in the same order.
    pub(crate) fn values(&self) -> Vec<f32> {
        self.clone().values_mut().map(|value| *value).collect()
    }

    /// e to the power of each weight; 0 in the lanes and rows without meaning.
    pub(crate) fn exp(&self) -> Self {
        let mut out = Self::zero(self.shape);
        for (to, from) in out.values_mut().zip(self.values()) {
            *to = from.exp();
        }
        out
    }

    /// Minus infinity in the lanes and rows without meaning, so that maxima never choose them.
    pub(crate) fn for_maxima(&self) -> Self {
        let none = [f32::NEG_INFINITY; LANES];
        let mut out = Self {
            shape: self.shape,
            enter: vec![none; self.enter.len()],
            leave: vec![[none; 2]; self.leave.len()],
            finish: [none; 2],
        };
        for (to, from) in out.values_mut().zip(self.values()) {
            *to = from;
        }
        out
    }

    /// Adds a number to one transition. `to` is `None` for the separator.
    pub(crate) fn add(&mut self, class: u8, from: State, to: Option<u8>, amount: f32) {
        let class = usize::from(class);
        match to {
            Some(label) => {
                if let Some(value) = self
                    .enter
                    .get_mut(class * SOURCES + from.source())
                    .and_then(|row| row.get_mut(usize::from(label)))
                {
                    *value += amount;
                }
            }
            None => {
                if let Some(value) = self
                    .leave
                    .get_mut(class)
                    .and_then(|rows| rows.get_mut(usize::from(from.after)))
                    .and_then(|row| row.get_mut(usize::from(from.label)))
                {
                    *value += amount;
                }
            }
        }
    }

    pub(crate) fn add_finish(&mut self, from: State, amount: f32) {
        if let Some(value) = self
            .finish
            .get_mut(usize::from(from.after))
            .and_then(|row| row.get_mut(usize::from(from.label)))
        {
            *value += amount;
        }
    }

    pub(crate) fn enter_mut(&mut self, class: u8) -> Option<&mut [Row; SOURCES]> {
        let start = usize::from(class) * SOURCES;
        self.enter.get_mut(start..).and_then(|rows| rows.first_chunk_mut())
    }

    pub(crate) fn leave_mut(&mut self, class: u8) -> Option<&mut [Row; 2]> {
        self.leave.get_mut(usize::from(class))
    }

    pub(crate) fn finish_mut(&mut self) -> &mut [Row; 2] {
        &mut self.finish
    }
}

/// Where a chain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    /// The label it is in or after; the number of labels before the first.
    pub(crate) label: u8,
    /// Whether it is after the label.
    pub(crate) after: bool,
}

impl State {
    /// Before the first label.
    pub(crate) fn start(shape: Shape) -> Self {
        Self { label: shape.separator(), after: true }
    }

    /// The state before the token `idx` of a path.
    pub(crate) fn before(labels: &[u8], idx: usize, shape: Shape) -> Self {
        let behind = |label: &u8| *label != shape.separator();
        match labels.iter().take(idx).rposition(behind) {
            Some(last) => Self { label: labels[last], after: last + 1 < idx },
            None => Self::start(shape),
        }
    }

    pub(crate) fn source(self) -> usize {
        usize::from(self.label) + if self.after { LANES } else { 0 }
    }

    pub(crate) fn from_source(source: usize) -> Self {
        Self { label: (source % LANES) as u8, after: source >= LANES }
    }

    /// The state behind a token of a label or a separator.
    pub(crate) fn next(self, label: u8, shape: Shape) -> Self {
        if label == shape.separator() {
            Self { label: self.label, after: true }
        } else {
            Self { label, after: false }
        }
    }
}
