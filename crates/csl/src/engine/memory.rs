//! [`Memory`]: what does not change while a document is being written.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disambiguate::Short;
use super::render::{Ambiguity, Given};
use super::sort::Key;

/// What was found out about records by an earlier look at them.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// By item and place of the key in the style; what was shown of the given names in that.
    keys: HashMap<(usize, usize), (Vec<Given>, Key)>,
    /// The short form of an item's cite, and the state it has in that.
    shorts: HashMap<usize, (Ambiguity, Short)>,
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

    /// Returns the short form of an item's cite, made when it is not known.
    pub(super) fn short(
        &self,
        item: usize,
        state: &Ambiguity,
        make: impl FnOnce() -> Short,
    ) -> Short {
        if let Some((of, short)) = self.known().shorts.get(&item)
            && of == state
        {
            return short.clone();
        }
        let short = make();
        self.known().shorts.insert(item, (state.clone(), short.clone()));
        short
    }

    /// A thread that panicked has left nothing half done.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
