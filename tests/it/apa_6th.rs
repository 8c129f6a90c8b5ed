//! The article's own style: rendering the sixteen records in APA, 6th edition, gives the sixteen
//! strings back, except where a string itself deviates from the style. Every deviation is listed.

use crate::support::{json_lines, reference, run};

/// Where a string deviates: its number, what it prints, what the style prints, and why.
const DEVIATIONS: &[(usize, &str, &str, &str)] = &[
    (1, "80-99", "80–99", "ranges take an en dash"),
    (2, "46-55", "46–55", "ranges take an en dash"),
    (4, "387-399", "387–399", "ranges take an en dash"),
    (4, "(2015)", "(2015b)", "works of one author and year take a letter, by title"),
    (5, "369-395", "369–395", "ranges take an en dash"),
    (5, "(2015)", "(2015a)", "works of one author and year take a letter, by title"),
    (6, "17-39", "17–39", "ranges take an en dash"),
    (7, "3-17", "3–17", "ranges take an en dash"),
    (8, "380-391", "380–391", "ranges take an en dash"),
    (8, "(2012)", "(2012b)", "works of one author and year take a letter, by title"),
    (9, "12(2-3)", "12(2–3)", "ranges take an en dash"),
    (9, "154-164", "154–164", "ranges take an en dash"),
    (9, "(2012)", "(2012a)", "works of one author and year take a letter, by title"),
    (10, "49-60", "49–60", "ranges take an en dash"),
    (11, "130-139", "130–139", "ranges take an en dash"),
    (12, "733-767", "733–767", "ranges take an en dash"),
    (
        13,
        "J. R., … & Meaney",
        "J. R., & Meaney",
        "an ellipsis stands for names only in lists of eight or more, and then without `&`; the record knows seven, and the program says on standard error that the list is cut",
    ),
    (14, "582-597", "582–597", "ranges take an en dash"),
    (
        16,
        "dissociation. Treating",
        "dissociation. In Treating",
        "a chapter is in a book, and says so",
    ),
    (
        16,
        "models, 3-23.",
        "models (pp. 3–23).",
        "pages of a chapter stand in parentheses behind the book",
    ),
];

#[test]
fn the_sixteen_strings_come_back() {
    let text = std::fs::read_to_string(reference("references.txt")).expect("references.txt");
    let mut expected: Vec<String> = text.lines().map(str::to_owned).collect();
    for (n, printed, styled, why) in DEVIATIONS {
        let string = &mut expected[n - 1];
        assert_eq!(string.matches(printed).count(), 1, "{n}: `{printed}` ({why})");
        *string = string.replace(printed, styled);
    }
    let article = reference("article.md").to_string_lossy().into_owned();
    let parsed = run(&["parse", &article]);
    let ids: Vec<String> = json_lines(&parsed.stdout)
        .iter()
        .map(|line| line["record"]["id"].as_str().expect("an id").to_owned())
        .collect();
    let cited = run(&["cite", &article, "--style", "apa-6th-edition", "--as", "json"]);
    assert_eq!(cited.code, 0, "{}", cited.stderr);
    assert!(cited.stderr.contains("weaver2004"), "the cut list is said: {}", cited.stderr);
    let entries: serde_json::Value = serde_json::from_str(&cited.stdout).expect("JSON");
    for (id, expected) in ids.iter().zip(&expected) {
        let entry = entries.as_array().expect("an array").iter().find(|entry| entry["id"] == **id);
        assert_eq!(entry.expect("rendered")["text"], **expected, "{id}");
    }
}
