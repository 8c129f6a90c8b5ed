//! How two texts differ: line by line for `--diff`, word by word for a page.

use std::fmt::Write as _;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

/// Lines shown before and after a change.
const CONTEXT: usize = 3;

/// Returns how a file changes as a unified diff that `patch` takes; empty if it does not change.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let input = interned(&old, &new);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let mut out = String::new();
    let hunks: Vec<Hunk> = diff.hunks().collect();
    let near = |a: &Hunk, b: &Hunk| (b.before.start - a.before.end) as usize <= 2 * CONTEXT;
    for group in hunks.chunk_by(near) {
        if out.is_empty() {
            let _ = write!(out, "--- {name}\n+++ {name}\n");
        }
        write_group(group, &old, &new, &mut out);
    }
    out
}

/// Writes changes that stand near each other, with the lines around and between them.
fn write_group(group: &[Hunk], old: &[&str], new: &[&str], out: &mut String) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let lead = CONTEXT.min(first.before.start as usize);
    let tail = CONTEXT.min(old.len() - last.before.end as usize);
    let _ = writeln!(
        out,
        "@@ -{} +{} @@",
        place(first.before.start as usize - lead..last.before.end as usize + tail),
        place(first.after.start as usize - lead..last.after.end as usize + tail)
    );
    let mut at = first.before.start as usize - lead;
    for hunk in group {
        write_lines(' ', old, at..hunk.before.start as usize, out);
        write_lines('-', old, hunk.before.start as usize..hunk.before.end as usize, out);
        write_lines('+', new, hunk.after.start as usize..hunk.after.end as usize, out);
        at = hunk.before.end as usize;
    }
    write_lines(' ', old, at..at + tail, out);
}

/// The first line, counted from 1, and how many there are; the line before if there are none.
fn place(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn write_lines(sign: char, lines: &[&str], range: Range<usize>, out: &mut String) {
    for line in lines.get(range).into_iter().flatten() {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// A word or the blanks between two, and whether the other text lacks it here.
pub(super) type Word<'a> = (&'a str, bool);

/// Returns the words of two texts, with those marked in which they differ.
pub(super) fn words<'a>(ours: &'a str, theirs: &'a str) -> (Vec<Word<'a>>, Vec<Word<'a>>) {
    let (ours, theirs) = (split_words(ours), split_words(theirs));
    let input = interned(&ours, &theirs);
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_no_heuristic(&input);
    let marked = |words: &[&'a str], differs: &dyn Fn(u32) -> bool| {
        (0..).zip(words).map(|(idx, word)| (*word, differs(idx))).collect()
    };
    let left = marked(&ours, &|idx| diff.is_removed(idx));
    let right = marked(&theirs, &|idx| diff.is_added(idx));
    (left, right)
}

fn split_words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != blank).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        words.push(word);
        rest = tail;
    }
    words
}

fn interned<'a>(old: &[&'a str], new: &[&'a str]) -> InternedInput<&'a str> {
    let mut input = InternedInput::default();
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_changes() {
        assert_eq!(unified("a.bib", "one\ntwo\n", "one\ntwo\n"), "");
    }

    /// The expected text is what `diff -u` of GNU diffutils prints below its own header.
    #[test]
    fn changes_far_apart_at_both_ends() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
        let new = "0\n1\n2\n3\n4\n5\n6\n7\n8\nnine\n10\n11";
        let expected = "--- a\n+++ a\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,5 +7,6 @@\n 6\n 7\n 8\n\
            -9\n+nine\n 10\n+11\n\\ No newline at end of file\n";
        assert_eq!(unified("a", old, new), expected);
    }

    #[test]
    fn an_empty_file_is_filled() {
        assert_eq!(unified("a", "", "x\n"), "--- a\n+++ a\n@@ -0,0 +1 @@\n+x\n");
        assert_eq!(
            unified("a", "x", ""),
            "--- a\n+++ a\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn words_that_differ() {
        let (ours, theirs) =
            words("Trends in cognitive  sciences", "Trends in Cognitive  sciences");
        let differ = |words: &[Word<'_>]| -> Vec<String> {
            words.iter().filter(|word| word.1).map(|word| word.0.to_owned()).collect()
        };
        assert_eq!(differ(&ours), ["cognitive"]);
        assert_eq!(differ(&theirs), ["Cognitive"]);
        let whole: String = ours.iter().map(|word| word.0).collect();
        assert_eq!(whole, "Trends in cognitive  sciences");
    }
}
