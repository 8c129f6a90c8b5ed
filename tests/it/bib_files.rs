//! `tidy` and `dedupe` on files.

use crate::support::{run, run_with_input};

const FILE: &str = "@Article{a, title = {On the Growing of Tea}, author = {Lee, Ann}, year = 1999,\n  \
                    doi = {10.1000/1}, Pages=\"1-5\"}\n\n% of the same work\n@article{b, title = {On the growing of \
                    tea}, author = {Lee, Ann}, year = 1999,\n  doi = {https://doi.org/10.1000/1}}\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn tidy_prints_compares_checks_and_writes() {
    let folder = folder(&[("a.bib", FILE.as_bytes())]);
    let path = folder.path().join("a.bib");
    let path = path.to_str().unwrap();
    let expected = FILE
        .replace("@Article", "@article")
        .replace("Pages=\"1-5\"", "pages=\"1--5\"")
        .replace("https://doi.org/", "");
    let printed = run(&["tidy", path]);
    assert_eq!((printed.code, printed.stdout.as_str()), (0, expected.as_str()));
    let diff = run(&["tidy", path, "--months", "--page-dashes", "--diff"]).stdout;
    let changed: Vec<&str> = diff.lines().skip(2).filter(|line| line.starts_with('+')).collect();
    assert_eq!(changed, ["+  doi = {10.1000/1}, Pages=\"1--5\"}"]);
    assert_eq!(run(&["tidy", path, "--check"]).code, 1);
    assert_eq!(std::fs::read_to_string(path).unwrap(), FILE, "nothing is written unasked");
    assert_eq!(run(&["tidy", path, "-w"]).code, 0);
    assert_eq!(std::fs::read_to_string(path).unwrap(), expected);
    assert_eq!(run(&["tidy", path, "--check"]).code, 0);
    let piped = run_with_input(&["tidy", "--curly"], FILE.as_bytes());
    assert_eq!(piped.stdout, FILE.replace("\"1-5\"", "{1-5}"));
    let pattern = run(&["tidy", path, "--generate-keys=auth.loud"]);
    assert_eq!(pattern.code, 2);
    assert!(pattern.stderr.contains("loud"), "{}", pattern.stderr);
}

#[test]
fn a_broken_entry_stays_and_is_reported() {
    let text = "@book{a, title = {open}\n@Book{b, Title = {x}}\n@book{c, title = {open,\n";
    let tidied = run_with_input(&["tidy", "--lowercase"], text.as_bytes());
    assert_eq!(tidied.code, 1);
    assert_eq!(tidied.stdout, text.replace("Book", "book").replace("Title", "title"));
    assert!(tidied.stderr.contains("-:3:"), "{}", tidied.stderr);
}

#[test]
fn dedupe_names_reasons_and_merges_with_the_documents() {
    let tex = br"See \cite[p.~2]{b} and b.";
    let folder = folder(&[("a.bib", FILE.as_bytes()), ("x.tex", tex), ("y.md", b"[@b]")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let found = run(&["dedupe", &path("a.bib"), "--message-format", "json"]);
    assert_eq!(found.code, 1);
    let cluster: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(cluster["keys"], serde_json::json!(["a", "b"]));
    let patterns = [path("*.tex"), path("y.md")];
    let bib = path("a.bib");
    let keys = path("keys.tsv");
    let merged = run(&[
        "dedupe",
        &bib,
        "--merge",
        "-w",
        "--keymap",
        &keys,
        "--patch",
        &patterns[0],
        &patterns[1],
    ]);
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    let (kept, _) = FILE.split_once("@article{b").unwrap();
    assert_eq!(read("a.bib"), kept, "the comment stays");
    assert_eq!(read("keys.tsv"), "b\ta\n");
    assert_eq!(read("x.tex"), r"See \cite[p.~2]{a} and b.");
    assert_eq!(read("y.md"), "[@a]");
    assert_eq!(run(&["dedupe", &bib]).code, 0);
}

#[test]
fn keys_are_given_and_journals_abbreviated() {
    let list = "Journal of Tea\tJ. Tea\n";
    let bib = "@article{x, author = {Lee, Ann}, journal = {Journal of {Tea}}, year = 2000}\n";
    let folder = folder(&[("j.tsv", list.as_bytes()), ("a.bib", bib.as_bytes())]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let short =
        run(&["tidy", &path("a.bib"), "--abbreviate", &path("j.tsv"), "--generate-keys=auth+year"]);
    let expected = bib.replace("{x,", "{Lee2000,").replace("Journal of {Tea}", "J. Tea");
    assert_eq!(short.stdout, expected);
    let back = run_with_input(&["tidy", "--unabbreviate", &path("j.tsv")], expected.as_bytes());
    assert_eq!(back.stdout, bib.replace("{x,", "{Lee2000,").replace("{Tea}", "Tea"));
}
