//! [`VariableMap`]: the values of a record by variable.

use std::ops::Index;

/// A map from variables to values, in the order of the variables.
///
/// A record has a handful of values of each class, so they stand in one sorted list: a tree takes
/// several times the memory, which counts when a library has a hundred thousand records.
///
/// # Examples
/// ```
/// use refsmith_model::{NumberVariable, Number, VariableMap};
/// let mut numbers: VariableMap<NumberVariable, Number> = VariableMap::new();
/// assert_eq!(numbers.insert(NumberVariable::Volume, "21".into()), None);
/// numbers.insert(NumberVariable::Issue, "2".into());
/// assert_eq!(numbers.get(&NumberVariable::Volume).map(Number::as_str), Some("21"));
/// let names: Vec<&str> = numbers.keys().map(|variable| variable.as_str()).collect();
/// assert_eq!(names, ["issue", "volume"]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VariableMap<K, V> {
    /// Sorted by key, each key once.
    entries: Vec<(K, V)>,
}

impl<K: Ord + Copy, V> VariableMap<K, V> {
    /// Creates a map without values.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Creates a map without values, with memory for so many.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity) }
    }

    fn place(&self, key: K) -> Result<usize, usize> {
        // Readers often come in order.
        match self.entries.last() {
            Some((last, _)) if *last < key => Err(self.entries.len()),
            _ => self.entries.binary_search_by_key(&key, |(key, _)| *key),
        }
    }

    /// Sets a value; returns the one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(key) {
            Ok(idx) => self.entries.get_mut(idx).map(|(_, old)| std::mem::replace(old, value)),
            Err(idx) => {
                self.entries.insert(idx, (key, value));
                None
            }
        }
    }

    /// Takes all values out, into a map of just their size; what was reserved stays here.
    #[must_use]
    pub fn take_all(&mut self) -> Self {
        let mut entries = Vec::with_capacity(self.entries.len());
        entries.append(&mut self.entries);
        Self { entries }
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.place(*key).ok().map(|idx| self.entries.remove(idx).1)
    }

    /// Returns a value.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(*key).ok().and_then(|idx| self.entries.get(idx)).map(|(_, value)| value)
    }

    /// Returns a value, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let idx = self.place(*key).ok()?;
        self.entries.get_mut(idx).map(|(_, value)| value)
    }

    /// Tells whether there is a value.
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(*key).is_ok()
    }

    /// Returns how many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes all values out.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Gives back memory that was reserved for more values.
    pub fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
    }

    /// Returns variables and values, in the order of the variables.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.into_iter()
    }

    /// Returns variables and values, these to be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        self.into_iter()
    }

    /// Returns the variables.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// Returns the values.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// Returns the values, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Keeps the values that `keep` says yes to.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.entries.retain_mut(|(key, value)| keep(key, value));
    }
}

impl<K, V> Default for VariableMap<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: std::fmt::Debug, V: std::fmt::Debug> std::fmt::Debug for VariableMap<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.entries.iter().map(|(key, value)| (key, value))).finish()
    }
}

impl<K: Ord + Copy, V> Index<&K> for VariableMap<K, V> {
    type Output = V;

    /// Returns a value that is there.
    ///
    /// # Panics
    /// There is none.
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("a value of this variable")
    }
}

impl<K: Ord + Copy, V> Extend<(K, V)> for VariableMap<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, entries: T) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord + Copy, V> FromIterator<(K, V)> for VariableMap<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K, V> IntoIterator for VariableMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// Variables and values of a [`VariableMap`].
pub type Iter<'a, K, V> =
    std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

/// Variables and values of a [`VariableMap`], these to be changed.
pub type IterMut<'a, K, V> =
    std::iter::Map<std::slice::IterMut<'a, (K, V)>, fn(&'a mut (K, V)) -> (&'a K, &'a mut V)>;

impl<'a, K, V> IntoIterator for &'a VariableMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(key, value)| (key, value))
    }
}

impl<'a, K, V> IntoIterator for &'a mut VariableMap<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut().map(|(key, value)| (&*key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_in_order_and_has_each_key_once() {
        let mut map: VariableMap<u8, &str> = [(5, "e"), (1, "a"), (3, "c")].into_iter().collect();
        assert_eq!(map.insert(3, "C"), Some("c"));
        assert_eq!(
            map.iter().map(|(key, value)| (*key, *value)).collect::<Vec<_>>(),
            [(1, "a"), (3, "C"), (5, "e")]
        );
        assert_eq!(map.remove(&1), Some("a"));
        assert_eq!(map.remove(&1), None);
        assert!(map.contains_key(&5) && !map.contains_key(&4));
        for (_, value) in &mut map {
            *value = "x";
        }
        map.retain(|key, _| *key != 5);
        assert_eq!(format!("{map:?}"), r#"{3: "x"}"#);
        assert_eq!(map[&3], "x");
    }
}
