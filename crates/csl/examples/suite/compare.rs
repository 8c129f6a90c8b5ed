//! Compares texts and shows where they differ.

/// Tells whether two texts are the same but for one line break at the end.
pub(crate) fn same(expected: &str, got: &str) -> bool {
    let bare = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_owned();
    bare(expected) == bare(got)
}

/// Shows the first line that differs, both ways.
pub(crate) fn short(expected: &str, got: &str) -> String {
    let pair = pairs(expected, got).into_iter().find(|(left, right)| left != right);
    let (left, right) = pair.unwrap_or((None, None));
    format!("  - {}\n  + {}", left.unwrap_or("(no line)"), right.unwrap_or("(no line)"))
}

/// Shows both texts, and every line with its difference marked: `[-expected-]{+got+}`.
pub(crate) fn whole(expected: &str, got: &str) -> String {
    let mut out = format!("expected:\n{expected}\n\ngot:\n{got}\n\ndifference:\n");
    for (left, right) in pairs(expected, got) {
        match (left, right) {
            (Some(left), Some(right)) if left == right => out.push_str(left),
            (left, right) => {
                out.push_str(&marked(left.unwrap_or_default(), right.unwrap_or_default()));
            }
        }
        out.push('\n');
    }
    out
}

/// Puts the lines of two texts side by side.
fn pairs<'t>(expected: &'t str, got: &'t str) -> Vec<(Option<&'t str>, Option<&'t str>)> {
    let left: Vec<&str> = expected.lines().collect();
    let right: Vec<&str> = got.lines().collect();
    let lines = left.len().max(right.len());
    (0..lines).map(|idx| (left.get(idx).copied(), right.get(idx).copied())).collect()
}

/// Marks what is between the common beginning and the common end.
fn marked(left: &str, right: &str) -> String {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let head = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let most = left.len().min(right.len()) - head;
    let tail = left.iter().rev().zip(right.iter().rev()).take(most).take_while(|(a, b)| a == b);
    let tail = tail.count();
    let text = |chars: &[char], from: usize, to: usize| -> String {
        chars.iter().skip(from).take(to - from).collect()
    };
    format!(
        "{}[-{}-]{{+{}+}}{}",
        text(&left, 0, head),
        text(&left, head, left.len() - tail),
        text(&right, head, right.len() - tail),
        text(&left, left.len() - tail, left.len()),
    )
}
