//! `tidy` and `dedupe` on files.

use crate::support::{finished, refsmith, run, run_with_input};

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
fn the_configuration_file_names_actions() {
    let config = b"[tidy]\nmonths = true\ncurly = false\nalign = 8\nspace = 2\nsort = [\"-year\"]\nsort-fields = \"title\"\n";
    let text = "@book{a, year = 1990, title = {T}, month = {March}}\n\n@book{b, year = 2000}\n";
    let folder = folder(&[("refsmith.toml", config), ("a.bib", text.as_bytes())]);
    let tidy = |arguments: &[&str]| {
        let all = [&["tidy", "a.bib"], arguments].concat();
        finished(refsmith(&all).current_dir(folder.path()).output().expect("the binary starts"))
    };
    let configured = tidy(&[]);
    assert_eq!((configured.code, configured.stderr.as_str()), (0, ""));
    assert_eq!(
        configured.stdout,
        "@book{b,\n  year    = 2000\n}\n\n@book{a,\n  title   = {T},\n  year    = 1990,\n  month   = mar\n}\n"
    );
    // An action on the command line is all that is done.
    assert_eq!(tidy(&["--months"]).stdout, text.replace("{March}", "mar"));
    assert_eq!(tidy(&["--no-config"]).stdout, text.replace("{March}", "mar"));
    for (line, message) in [
        ("[tidy]\nmonth = true", "tidy.month"),
        ("[tidy]\nalign = \"wide\"", "wide"),
        ("[tidy]\nescape = true\nunescape = true", "unescape"),
        ("tidy = 1", "tidy"),
    ] {
        std::fs::write(folder.path().join("refsmith.toml"), line).unwrap();
        let refused = tidy(&[]);
        assert_eq!(refused.code, 2, "{line}");
        assert!(refused.stderr.contains("refsmith.toml"), "{}", refused.stderr);
        assert!(refused.stderr.contains(message), "{}", refused.stderr);
    }
}

#[test]
fn journals_are_shortened_and_spelled_out() {
    let full =
        "@article{a, journal = {Nature Physics}}\n@article{b, journal = {The Tea Quarterly}}\n";
    let short = "@article{a, journal = {Nat. Phys.}}\n@article{b, journal = {Tea Q.}}\n";
    let tidy = |form: &str, text: &str| run_with_input(&["tidy", form], text.as_bytes()).stdout;
    assert_eq!(tidy("--journals=iso4", full), short);
    assert_eq!(tidy("--abbrev=iso4", short), short);
    // Nobody knows the second one.
    assert_eq!(tidy("--journals=full", short), full.replace("The Tea Quarterly", "Tea Q."));
    let folder = folder(&[("list.tsv", b"Tea Quarterly\tTQ\nNature Physics\tNP\n")]);
    let list = format!("--abbreviate={}", folder.path().join("list.tsv").display());
    let both = run_with_input(&["tidy", &list, "--journals=iso4"], full.as_bytes()).stdout;
    assert_eq!(both, short.replace("Nat. Phys.", "NP"));
}

#[test]
fn the_flags_of_bibtex_tidy_are_taken() {
    let flags = "--v2 --no-modify --omit=x --curly --numeric --months --space=2 --align=14 --blank-lines \
                 --sort=key --duplicates=doi,key --merge=combine --strip-enclosing-braces --drop-all-caps \
                 --escape --sort-fields=title,author --strip-comments --trailing-commas --encode-urls \
                 --tidy-comments --remove-empty-fields --remove-dupe-fields --generate-keys --max-authors=3 \
                 --enclosing-braces=title --remove-braces=note --wrap=80 --quiet";
    let arguments: Vec<&str> = std::iter::once("tidy").chain(flags.split_whitespace()).collect();
    let all = run_with_input(&arguments, FILE.as_bytes());
    assert_eq!(all.code, 0, "{}", all.stderr);
    let flags = "--curly --no-curly --no-numeric --no-tab --no-align --no-blank-lines --no-sort --no-merge \
                 --no-escape --no-strip-comments --no-trailing-commas --no-encode-urls --no-tidy-comments \
                 --no-remove-empty-fields --no-remove-dupe-fields --no-lowercase --no-wrap";
    let arguments: Vec<&str> = std::iter::once("tidy").chain(flags.split_whitespace()).collect();
    let none = run_with_input(&arguments, FILE.as_bytes());
    assert_eq!((none.code, none.stdout.contains("\"1-5\"")), (0, true), "{}", none.stderr);
    let said = run_with_input(&["tidy", "--duplicates"], FILE.as_bytes());
    assert_eq!(said.stdout, FILE);
    assert!(said.stderr.contains("one work: a, b"), "{}", said.stderr);
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
