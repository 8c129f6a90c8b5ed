//! Where the values of a record stand in the text it is read from.

use refsmith_model::{Origin, Provenance, Span, Variable, VariableMap};

/// Collects the places of the values of one record after the other, in any order.
#[derive(Debug)]
pub(crate) struct Places {
    /// By the place of the variable; only those that are in `seen` count.
    spans: Vec<(Variable, Span)>,
    seen: u128,
}

const _: () = assert!(Variable::COUNT <= 128, "one bit for each variable");

impl Default for Places {
    fn default() -> Self {
        let none = (Variable::Text(refsmith_model::TextVariable::Title), Span::default());
        Self { spans: vec![none; Variable::COUNT], seen: 0 }
    }
}

impl Places {
    /// Sets the place of a value, unless it has one.
    pub(crate) fn set(&mut self, variable: Variable, span: Span) {
        let place = variable.place();
        let bit = 1_u128 << place;
        if self.seen & bit == 0
            && let Some(slot) = self.spans.get_mut(place)
        {
            self.seen |= bit;
            *slot = (variable, span);
        }
    }

    /// Takes the places out.
    pub(crate) fn take(&mut self) -> VariableMap<Variable, Provenance> {
        let mut map = VariableMap::with_capacity(self.seen.count_ones() as usize);
        let mut left = std::mem::take(&mut self.seen);
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            if let Some((variable, span)) = self.spans.get(place) {
                let provenance = Provenance { origin: Origin::Input(*span), confidence: 1.0 };
                map.insert(*variable, provenance);
            }
        }
        map
    }
}
