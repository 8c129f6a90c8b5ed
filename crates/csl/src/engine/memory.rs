//! [`Memory`]: what does not change while a document is being written.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::render::{Ambiguity, Given};
use super::sort::Key;
use crate::request::Position;

/// What was found out about records by an earlier look at them.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// By item and place of the key in the style; what was shown of the given names in that.
    keys: HashMap<(usize, usize), (Vec<Given>, Key)>,
    /// The text of a cite, and the state it has in that.
    texts: HashMap<(usize, Position), (Ambiguity, String)>,
}

impl Memory {
    /// Returns the sort key of an item, made when it is not known.
    pub(super) fn key(
        &self,
        item: usize,
        place: usize,
        given: &[Given],
        make: impl FnOnce() -> Key,
    ) -> Key {
        if let Some((of, key)) = self.known().keys.get(&(item, place))
            && of == given
        {
            return key.clone();
        }
        let key = make();
        self.known().keys.insert((item, place), (given.to_vec(), key.clone()));
        key
    }

    /// Returns the text of an item's cite, made when it is not known.
    pub(super) fn text(
        &self,
        item: usize,
        position: Position,
        state: &Ambiguity,
        make: impl FnOnce() -> String,
    ) -> String {
        if let Some((of, text)) = self.known().texts.get(&(item, position))
            && of == state
        {
            return text.clone();
        }
        let text = make();
        self.known().texts.insert((item, position), (state.clone(), text.clone()));
        text
    }

    /// A thread that panicked has left nothing half done.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
