//! Ways in which reference lists come: typed, copied, torn out of a PDF.

/// A way to lay out a list.
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    /// Makes the text of a document of the list, and of a number that varies it.
    pub(crate) lay_out: fn(&[String], u64) -> String,
}

/// All of them, the easiest first.
pub(crate) static LAYOUTS: &[Layout] = &[
    Layout { name: "one per line", lay_out: |list, _| headed(list.iter().cloned()) },
    Layout { name: "one per line, bare", lay_out: |list, _| list.join("\n") },
    Layout { name: "blank lines, wrapped", lay_out: blank_lines },
    Layout {
        name: "[1] wrapped",
        lay_out: |list, seed| numbered(list, seed, |n| format!("[{n}] ")),
    },
    Layout { name: "1. wrapped", lay_out: |list, seed| numbered(list, seed, |n| format!("{n}. ")) },
    Layout {
        name: "(1) wrapped",
        lay_out: |list, seed| numbered(list, seed, |n| format!("({n}) ")),
    },
    Layout { name: "1 wrapped", lay_out: |list, seed| numbered(list, seed, |n| format!("{n} ")) },
    Layout { name: "¹ wrapped", lay_out: |list, seed| numbered(list, seed, raised) },
    Layout { name: "[1] glued", lay_out: |list, seed| numbered(list, seed, |n| format!("[{n}]")) },
    Layout { name: "hanging", lay_out: |list, seed| indented(list, seed, "", "    ") },
    Layout { name: "first line indented", lay_out: |list, seed| indented(list, seed, "   ", "") },
    Layout { name: "wrapped", lay_out: |list, seed| headed(all_lines(list, seed, false).concat()) },
    Layout {
        name: "wrapped, hyphens",
        lay_out: |list, seed| headed(all_lines(list, seed, true).concat()),
    },
    Layout { name: "pages, hanging", lay_out: |list, seed| pages(list, seed, "", "   ", false) },
    Layout { name: "pages, [1]", lay_out: |list, seed| pages(list, seed, "[#] ", "", true) },
    Layout { name: "pages, 1.", lay_out: |list, seed| pages(list, seed, "#. ", "   ", false) },
    Layout { name: "pages, wrapped", lay_out: |list, seed| pages(list, seed, "", "", false) },
    Layout { name: "two columns, [1]", lay_out: columns },
];

fn headed(lines: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = lines.into_iter().collect();
    format!("{PROSE}\n\nReferences\n\n{}\n", lines.join("\n"))
}

const PROSE: &str = "Reeds grow where the water is still, and herons stand among them all day long. \
Nobody has counted them since the lake was drained, although some say that they have come back.";

fn width(seed: u64) -> usize {
    60 + (seed * 7 % 45) as usize
}

fn raised(n: usize) -> String {
    let digit = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        other => {
            char::from_u32(u32::from('⁴') + u32::from(other) - u32::from('4')).unwrap_or(other)
        }
    };
    n.to_string().chars().map(digit).collect()
}

/// Wraps a text at `width` characters; with `hyphens`, long words are broken at the end of a line.
fn wrap(text: &str, width: usize, hyphens: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        let length = word.chars().count();
        let mut rest = word.to_owned();
        if line > 0 && line + 1 + length > width {
            let room = width.saturating_sub(line + 2);
            let letters = word.chars().all(char::is_alphabetic);
            if hyphens && letters && length >= 8 && room >= 3 && length - room.min(length) >= 3 {
                let head: String = word.chars().take(room).collect();
                rest = word.chars().skip(room).collect();
                if let Some(line) = lines.last_mut() {
                    line.push_str(&format!(" {head}-"));
                }
            }
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&rest);
        }
    }
    lines
}

fn all_lines(list: &[String], seed: u64, hyphens: bool) -> Vec<Vec<String>> {
    list.iter().map(|reference| wrap(reference, width(seed), hyphens)).collect()
}

fn blank_lines(list: &[String], seed: u64) -> String {
    let wrapped = all_lines(list, seed, false);
    headed(wrapped.iter().map(|lines| format!("{}\n", lines.join("\n"))))
}

fn numbered(list: &[String], seed: u64, mark: fn(usize) -> String) -> String {
    let wrapped = (1..).zip(list).map(|(n, reference)| {
        wrap(&format!("{}{reference}", mark(n)), width(seed), seed.is_multiple_of(2)).join("\n")
    });
    headed(wrapped)
}

fn indented(list: &[String], seed: u64, first: &str, rest: &str) -> String {
    let lines = all_lines(list, seed, seed.is_multiple_of(2)).into_iter().map(|lines| {
        let at = |idx: usize| if idx == 0 { first } else { rest };
        let lines: Vec<String> =
            lines.iter().enumerate().map(|(idx, line)| format!("{}{line}", at(idx))).collect();
        lines.join("\n")
    });
    headed(lines)
}

/// Pages as a PDF gives them: a running head, a page number, with or without a form feed.
fn pages(list: &[String], seed: u64, mark: &str, rest: &str, form_feed: bool) -> String {
    let mut lines = Vec::new();
    for (n, reference) in (1..).zip(list) {
        let marked = format!("{}{reference}", mark.replace('#', &n.to_string()));
        for (idx, line) in wrap(&marked, width(seed), true).into_iter().enumerate() {
            lines.push(format!("{}{line}", if idx == 0 { "" } else { rest }));
        }
    }
    let mut out = format!("{PROSE}\n\nReferences\n\n");
    for (idx, page) in lines.chunks(24).enumerate() {
        let number = 141 + idx;
        out.push_str(&page.join("\n"));
        let feed = if form_feed { "\u{C}" } else { "" };
        let head = match (seed % 3, idx % 2) {
            (0, _) => format!("\n\n{number}\n\n{feed}Still Water and its Birds\n\n"),
            (1, 0) => format!("\n{number}\n{feed}P. MARSH AND Q. REED\n"),
            (1, _) => format!("\n{number}\n{feed}STILL WATER\n"),
            _ => format!("\n\n{feed}Wetlands 12 (2011) 1–20                {number}\n\n"),
        };
        out.push_str(&head);
    }
    out
}

/// Two columns side by side, as text with the layout kept has them.
fn columns(list: &[String], seed: u64) -> String {
    let width = 44 + (seed % 12) as usize;
    let mut lines = Vec::new();
    for (n, reference) in (1..).zip(list) {
        lines.extend(wrap(&format!("[{n}] {reference}"), width, true));
    }
    let mut out = Vec::new();
    for page in lines.chunks(80) {
        let (left, right) = page.split_at(page.len().div_ceil(2));
        for (idx, line) in left.iter().enumerate() {
            let fill = (width + 6).saturating_sub(line.chars().count()).max(4);
            let right = right.get(idx).map_or("", String::as_str);
            out.push(format!("{line}{}{right}", " ".repeat(fill)).trim_end().to_owned());
        }
        out.push(String::new());
    }
    headed(out)
}
