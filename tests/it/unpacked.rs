//! Files that are no text, and lists of LaTeX, go through the program as any other input.

use crate::support::{run, run_with_input};

const LIBRARY: &str = "@article{reed, author = {Reed, Quinn}, title = {More \\emph{reeds}}, journaltitle = {Marsh}, date = {2012-03}}\n";

#[test]
fn a_workbook_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("a.bib"), LIBRARY).unwrap();
    let written = run(&["convert", &path("a.bib"), "-o", &path("a.xlsx")]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let bytes = std::fs::read(path("a.xlsx")).unwrap();
    assert!(bytes.starts_with(b"PK"));
    let expected = run(&["convert", &path("a.bib"), "-t", "jsonl"]).stdout;
    assert_eq!(run(&["convert", &path("a.xlsx"), "-t", "jsonl"]).stdout, expected);
    // Without a name, the bytes tell.
    assert_eq!(run_with_input(&["convert", "-t", "jsonl"], &bytes).stdout, expected);
    let cut =
        run_with_input(&["convert", "--from", "xlsx", "-t", "jsonl"], &bytes[..bytes.len() / 2]);
    assert_ne!(cut.code, 0);
}

#[test]
fn a_printed_list_of_latex_is_read_as_references() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\\begin{thebibliography}{9}\n\\bibitem{r}\nReed, Q. (2012). More reeds. \\emph{Marsh}, 2(1), 10--19.\n\
                \\bibitem{s}\nBerg, I. (1999). Tides. Strand.\n\\end{thebibliography}\n";
    for name in ["a.bbl", "a.tex"] {
        let path = folder.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(&path, text).unwrap();
        let found = run(&["convert", &path, "-t", "csl-json"]);
        let items: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
        assert_eq!(items.as_array().map(Vec::len), Some(2), "{}", found.stderr);
        assert_eq!(items[0]["title"], "More reeds");
        assert_eq!(items[0]["page"], "10\u{2013}19");
        assert_eq!(items[1]["author"][0]["family"], "Berg");
    }
}
