//! Work on several threads.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::thread::scope;

/// Fewer items are not worth a thread of their own.
const LEAST: usize = 64;

/// Does work on items that do not depend on each other, in as many parts as there are threads, and
/// returns what comes of each item in the order of the items. `work` gets the place of its first
/// item, and its items.
pub(super) fn in_parts<T: Sync, R: Send>(
    threads: NonZeroUsize,
    items: &[T],
    work: impl Fn(usize, &[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let mut parts = by_parts(threads, items, work);
    if parts.len() == 1 {
        return parts.pop().unwrap_or_default();
    }
    let mut out = Vec::with_capacity(items.len());
    parts.into_iter().for_each(|part| out.extend(part));
    out
}

/// The same for work of which one thing comes for each part.
pub(super) fn by_parts<T: Sync, R: Send>(
    threads: NonZeroUsize,
    items: &[T],
    work: impl Fn(usize, &[T]) -> R + Sync,
) -> Vec<R> {
    let size = items.len().div_ceil(threads.get()).max(LEAST);
    if size >= items.len() {
        return vec![work(0, items)];
    }
    scope(|scope| {
        let work = &work;
        let parts: Vec<_> = items
            .chunks(size)
            .enumerate()
            .map(|(idx, part)| scope.spawn(move || work(idx * size, part)))
            .collect();
        let done = parts.into_iter().map(|part| part.join().unwrap_or_else(|e| resume_unwind(e)));
        done.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let double = |start: usize, part: &[usize]| {
            assert!(part.first().is_none_or(|first| *first == start));
            part.iter().map(|item| item * 2).collect()
        };
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 3, 7, 5000].map(|count| NonZeroUsize::new(count).expect("not 0")) {
            assert_eq!(in_parts(threads, &items, double), expected);
            assert!(in_parts(threads, &[], double).is_empty());
        }
    }
}
