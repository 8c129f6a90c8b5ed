//! House rules that no lint can hold: layers, registries, siblings, links, lengths, left-overs.
//!
//! Everything is done by reading text with the standard library: no parser, so a rule must be
//! simple enough to be seen in a line. Each test lists every offense, with its file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Lines a file may have; a table that says so in its first line may have more.
const LONGEST_FILE: usize = 800;

/// A seam: its trait, the folder of its implementations, the file and name of its registry.
const SEAMS: &[(&str, &str, &str, &str)] = &[
    ("Input", "crates/extract/src/input", "crates/extract/src/input/mod.rs", "INPUTS"),
    ("Format", "crates/formats/src", "crates/formats/src/lib.rs", "FORMATS"),
    ("MetadataSource", "crates/sources/src", "crates/sources/src/source.rs", "SOURCES"),
    ("Engine", "crates/csl/src/engine", "crates/csl/src/engine/mod.rs", "ENGINES"),
    ("Output", "crates/csl/src/output", "crates/csl/src/output/mod.rs", "OUTPUTS"),
    ("Check", "crates/check/src", "crates/check/src/lib.rs", "CHECKS"),
];

/// A text file of the repository.
struct File {
    /// Path from the root, with `/`.
    path: String,
    text: String,
}

impl File {
    /// Returns the numbered lines of code, without comment lines.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(idx, line)| (idx + 1, line.trim()));
        numbered.filter(|(_, line)| !line.starts_with("//"))
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads every text file below the root, but for build output and hidden files other than `.ci`.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let skipped = name == "target" || name == "node_modules" || name == "Cargo.lock";
            if skipped || name.starts_with('.') && name != ".ci" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let parts = path.strip_prefix(root()).unwrap().components();
                let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
                files.push(File { path: parts.join("/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 100, "the repository is there");
    files
}

/// Fails with every offense on a line of its own.
fn none(what: &str, offenses: &[String]) {
    assert!(offenses.is_empty(), "{what}:\n{}", offenses.join("\n"));
}

/// Returns the layer of each crate and module in the table of the architecture page.
fn layers() -> BTreeMap<String, u32> {
    let page = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let mut layers = BTreeMap::new();
    for line in page.lines() {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let (Some(layer), Some(place)) = (cells.next(), cells.next()) else { continue };
        if let (Ok(layer), Some(place)) = (layer.parse(), place.split('`').nth(1)) {
            layers.insert(place.to_owned(), layer);
        }
    }
    layers
}

#[test]
fn every_crate_has_a_layer_and_uses_only_lower_ones() {
    let layers = layers();
    let mut offenses = Vec::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let place = format!("crates/{name}");
        let Some(layer) = layers.get(&place) else {
            offenses.push(format!("{place} is not in the table of docs/ARCHITECTURE.md"));
            continue;
        };
        let manifest = format!("{place}/Cargo.toml");
        // Tests and examples may use siblings: what they read and write is no business of the crate.
        let mut is_library = true;
        for (idx, line) in
            std::fs::read_to_string(root().join(&manifest)).unwrap().lines().enumerate()
        {
            if line.starts_with('[') {
                is_library = line != "[dev-dependencies]";
            }
            let Some(used) = line.strip_prefix("refsmith-") else { continue };
            let used = used.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap();
            let below = layers
                .get(&format!("crates/{used}"))
                .is_some_and(|used| used < layer || used == layer && !is_library);
            // A crate may name itself to turn on a feature for its tests.
            if !below && used != name {
                offenses.push(format!("{manifest}:{}: `refsmith-{used}` is not below", idx + 1));
            }
        }
    }
    for place in layers.keys().filter(|place| !root().join(place).is_dir()) {
        offenses.push(format!("{place} is in the table of docs/ARCHITECTURE.md, but not there"));
    }
    none("layers", &offenses);
}

#[test]
fn modules_of_the_root_use_only_lower_ones() {
    let layers = layers();
    let modules: Vec<(&str, u32)> = layers
        .iter()
        .filter_map(|(place, layer)| Some((place.strip_prefix("src/")?, *layer)))
        .collect();
    let mut offenses = Vec::new();
    for file in files().iter().filter(|file| file.is_rust()) {
        let home = modules.iter().find(|(name, _)| {
            file.path.starts_with(&format!("src/{name}/")) || file.path == format!("src/{name}.rs")
        });
        let Some((home, layer)) = home else { continue };
        for (number, line) in file.code_lines() {
            let upward = modules
                .iter()
                .find(|(name, other)| name != home && other >= layer && names_module(line, name));
            if let Some((name, _)) = upward {
                offenses.push(format!("{}:{number}: uses `{name}`: {line}", file.path));
            }
        }
    }
    none("a module uses one that is not below it", &offenses);
}

/// Tells whether a line of code reaches for the module `name` of its crate or its parent.
fn names_module(line: &str, name: &str) -> bool {
    ["crate::", "super::", "crate::{", "super::{"].iter().any(|prefix| {
        line.match_indices(prefix).any(|(at, _)| {
            let behind = line.get(at + prefix.len()..).unwrap_or("");
            let grouped = prefix.ends_with('{');
            let list = if grouped { behind.split('}').next().unwrap_or("") } else { behind };
            let mut paths = list.split(',').map(str::trim);
            let first = paths.next();
            first.into_iter().chain(paths.filter(|_| grouped)).any(|path| {
                let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
                end.map_or(path, |end| path.get(..end).unwrap_or("")) == name
            })
        })
    })
}

/// Returns, for each implementation of a seam, the name of the type and the file.
fn implementations<'a>(
    files: &'a [File],
    trait_name: &str,
    folder: &str,
) -> Vec<(String, &'a str)> {
    let head = format!("impl {trait_name} for ");
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        if !file.path.starts_with(&format!("{folder}/")) {
            continue;
        }
        // Stand-ins of tests are no members of the registry.
        let code = file.text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
        for line in code.lines().filter_map(|line| line.strip_prefix(&head)) {
            let name = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            found.push((name.to_owned(), file.path.as_str()));
        }
    }
    found
}

/// Returns the text of a registry, from its `static` to the end of the slice.
fn registry(files: &[File], path: &str, name: &str) -> String {
    let file = files.iter().find(|file| file.path == path);
    let text = &file.unwrap_or_else(|| panic!("expected the registry `{name}` in {path}")).text;
    let (_, behind) = text
        .split_once(&format!("static {name}:"))
        .unwrap_or_else(|| panic!("expected the registry `{name}` in {path}"));
    behind.split("];").next().unwrap_or("").to_owned()
}

#[test]
fn every_member_of_a_seam_is_in_its_registry() {
    let files = files();
    let page = files.iter().find(|file| file.path == "docs/ARCHITECTURE.md").unwrap();
    let mut offenses = Vec::new();
    for (trait_name, folder, path, name) in SEAMS {
        let registry = registry(&files, path, name);
        let words: BTreeSet<&str> = registry.split(|c: char| !c.is_alphanumeric()).collect();
        let members = implementations(&files, trait_name, folder);
        assert!(!members.is_empty(), "there is an implementation of `{trait_name}` in {folder}");
        for (member, file) in members {
            // What stands around a member of the registry is none itself.
            let around = format!("base: &'static dyn {trait_name}");
            let is_around = files.iter().any(|f| f.path == file && f.text.contains(&around));
            if !words.contains(member.as_str()) && !is_around {
                offenses.push(format!("{file}: `{member}` is not in `{name}` of {path}"));
            }
        }
        if !page.text.contains(&format!("`{trait_name}`")) {
            offenses.push(format!("docs/ARCHITECTURE.md does not name the seam `{trait_name}`"));
        }
    }
    // A folder of a format is there to hold an implementation.
    let members = implementations(&files, "Format", "crates/formats/src");
    for file in files.iter().filter(|file| file.path.starts_with("crates/formats/src/")) {
        let Some((folder, "mod.rs")) = file.path.rsplit_once('/') else { continue };
        let inner = folder.matches('/').count() > 3;
        if !inner && !members.iter().any(|(_, path)| path.starts_with(&format!("{folder}/"))) {
            offenses.push(format!("{folder} implements no `Format`"));
        }
    }
    none("registries", &offenses);
}

#[test]
fn members_of_a_seam_never_use_each_other() {
    // The JSON output holds what the text and HTML outputs write, and Markdown may hold HTML, so
    // outputs and inputs are not in this list.
    let apart = ["Format", "MetadataSource", "Check"];
    let files = files();
    let mut offenses = Vec::new();
    for (trait_name, folder, _, _) in SEAMS.iter().filter(|seam| apart.contains(&seam.0)) {
        let module = |path: &str| -> Option<String> {
            let rest = path.strip_prefix(&format!("{folder}/"))?;
            let first = rest.split('/').next().unwrap_or("");
            Some(first.strip_suffix(".rs").unwrap_or(first).to_owned())
        };
        let members = implementations(&files, trait_name, folder);
        let modules: BTreeSet<String> =
            members.iter().filter_map(|(_, path)| module(path)).collect();
        for file in files.iter().filter(|file| file.is_rust()) {
            let Some(home) = module(&file.path).filter(|home| modules.contains(home)) else {
                continue;
            };
            for (number, line) in file.code_lines() {
                let sibling =
                    modules.iter().find(|other| **other != home && names_module(line, other));
                if let Some(other) = sibling {
                    offenses.push(format!("{}:{number}: uses `{other}`: {line}", file.path));
                }
            }
        }
    }
    none("a member of a seam uses another", &offenses);
}

#[test]
fn codes_are_kebab_case_unique_and_listed() {
    let files = files();
    let mut offenses = Vec::new();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let pipeline = files.iter().find(|file| file.path == "src/pipeline/mod.rs").unwrap();
    for file in files.iter().filter(|file| file.is_rust() && file.text.contains("static CODES:")) {
        let Some(name) = file.path.strip_prefix("crates/").and_then(|path| path.split('/').next())
        else {
            continue;
        };
        if !pipeline.text.contains(&format!("{name}::CODES")) {
            offenses.push(format!("src/pipeline/mod.rs does not collect `{name}::CODES`"));
        }
        let source: Vec<&File> = files
            .iter()
            .filter(|file| file.is_rust() && file.path.starts_with(&format!("crates/{name}/src/")))
            .collect();
        let listed = registry(&files, &file.path, "CODES");
        let (_, listed) = listed.split_once('=').unwrap_or(("", ""));
        let listed: Vec<(&str, &str)> = listed
            .split([',', '[', ']', '&'])
            .map(str::trim)
            .filter(|path| !path.is_empty() && !path.contains('/'))
            .map(|path| (path.split("::").next().unwrap(), path.rsplit("::").next().unwrap()))
            .collect();
        assert!(!listed.is_empty(), "`CODES` of {} lists something", file.path);
        for (module, ident) in &listed {
            // Two formats may each have a `BAD_DATE`.
            let inside = |file: &&&File| {
                module == ident || file.path.split(['/', '.']).any(|part| part == *module)
            };
            match source.iter().filter(inside).find_map(|file| code_of(&file.text, ident)) {
                None => offenses.push(format!("{}: expected the code of `{ident}`", file.path)),
                Some(code) if !is_kebab_case(code) => {
                    offenses.push(format!("{}: `{code}` is not in kebab case", file.path));
                }
                Some(code) => {
                    if let Some(owner) = owners.insert(code.to_owned(), file.path.clone()) {
                        offenses.push(format!("`{code}` is in {owner} and in {}", file.path));
                    }
                }
            }
        }
        for (number, line) in source.iter().flat_map(|file| file.code_lines()) {
            let Some((head, _)) = line.split_once(": CodeInfo =") else { continue };
            let ident = head.rsplit(' ').next().unwrap_or("");
            if !ident.starts_with('$') && !listed.iter().any(|listed| listed.1 == ident) {
                offenses.push(format!("crates/{name}, line {number}: `{ident}` is not in `CODES`"));
            }
        }
    }
    assert!(owners.len() > 30, "the codes are found");
    none("codes", &offenses);
}

/// Returns the code of a `static IDENT: CodeInfo`, or of a macro call that begins with `IDENT,`.
fn code_of<'a>(source: &'a str, ident: &str) -> Option<&'a str> {
    let (_, behind) = source
        .split_once(&format!(" {ident}: CodeInfo ="))
        .or_else(|| source.split_once(&format!("    {ident},\n    \"")))?;
    // A macro call was cut behind the opening quotation mark.
    let quoted = behind.trim_start().starts_with("CodeInfo");
    behind.split('"').nth(usize::from(quoted))
}

fn is_kebab_case(code: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    code.starts_with(|c: char| c.is_ascii_lowercase()) && code.split('-').all(word)
}

#[test]
fn links_and_paths_in_pages_lead_somewhere() {
    let mut offenses = Vec::new();
    for file in files().iter().filter(|file| is_page(&file.path)) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (idx, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                continue;
            }
            let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            let paths = links.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
            for link in paths.filter_map(|link| link.split('#').next()).filter(|l| !l.is_empty()) {
                if !root().join(folder).join(link).exists() {
                    offenses.push(format!("{}:{}: {link} is not there", file.path, idx + 1));
                }
            }
            for quoted in line.split('`').skip(1).step_by(2).filter(|quoted| is_path(quoted)) {
                if !root().join(quoted).exists() {
                    offenses.push(format!("{}:{}: {quoted} is not there", file.path, idx + 1));
                }
            }
        }
    }
    none("links and paths", &offenses);
}

/// Tells whether a file is a page about the project. Inputs of tests and examples are not.
fn is_page(path: &str) -> bool {
    path.ends_with(".md")
        && (!path.contains('/') || path.starts_with("docs/") || path.ends_with("/README.md"))
}

/// Tells whether quoted code is a path from the root.
fn is_path(code: &str) -> bool {
    let known =
        ["benches/", "crates/", "docs/", "references/", "src/", "styles/", "tests/", ".ci/"];
    known.iter().any(|folder| code.starts_with(folder))
        && !code.contains(['<', '*', ' ', '{', '$', ':'])
        && !code.contains("...")
}

#[test]
fn files_are_short() {
    let mut offenses = Vec::new();
    for file in files().iter().filter(|file| file.is_rust()) {
        let lines = file.text.lines().count();
        let first = file.text.lines().next().unwrap_or("").to_lowercase();
        let exempt = first.contains("data table") || first.contains("generated");
        if lines > LONGEST_FILE && !exempt {
            offenses.push(format!("{}: {lines} lines, at most {LONGEST_FILE}", file.path));
        }
        if !first.starts_with("//!") {
            offenses.push(format!("{}:1: expected `//!` and what the file is for", file.path));
        }
    }
    none("files", &offenses);
}

#[test]
fn every_file_is_in_a_module() {
    let files = files();
    let texts: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let mut offenses = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let inside = file.path.starts_with("src/")
            || file.path.contains("/src/")
            || file.path.contains("tests/it/");
        let Some((folder, name)) = file.path.rsplit_once('/').filter(|_| inside) else { continue };
        let name = name.strip_suffix(".rs").unwrap_or(name);
        if ["lib", "main", "build"].contains(&name) || folder.ends_with("/bin") {
            continue;
        }
        let (folder, name) = if name == "mod" {
            folder.rsplit_once('/').unwrap_or(("", folder))
        } else {
            (folder, name)
        };
        let parents = ["lib.rs", "main.rs", "mod.rs"].map(|parent| format!("{folder}/{parent}"));
        let parents = parents.into_iter().chain([format!("{folder}.rs")]);
        let declared =
            parents.filter_map(|parent| texts.get(parent.as_str()).copied()).any(|text| {
                let declares = |line: &str| line.trim().ends_with(&format!("mod {name};"));
                text.lines().any(declares)
            });
        let included = texts.iter().any(|(path, text)| {
            path.ends_with(".rs")
                && text.contains("#[path =")
                && text.contains(&format!("{name}.rs\""))
        });
        if !declared && !included {
            offenses.push(format!("{} is in no module", file.path));
        }
    }
    none("orphans", &offenses);
}

#[test]
fn nothing_is_left_behind() {
    // Put together here, so that this file is not its own first offense.
    let leftovers = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let leftovers: Vec<String> =
        leftovers.into_iter().chain([format!("FIX{}", "ME"), format!("#[ign{}", "ore")]).collect();
    let machine = ["tmp", "work", "root", "home", "farm"].map(|name| format!("/{name}/"));
    let registries = ["crates", "pypi", "npmjs"].map(|name| format!("{name}.{}", suffix(name)));
    let mut offenses = Vec::new();
    for file in &files() {
        for (idx, line) in file.text.lines().enumerate() {
            let left = leftovers.iter().find(|mark| file.is_rust() && line.contains(mark.as_str()));
            let path = machine.iter().find(|path| holds_machine_path(line, path));
            let registry = registries.iter().find(|host| line.contains(host.as_str()));
            if let Some(what) = left.or(path).or(registry) {
                offenses.push(format!("{}:{}: `{what}`: {}", file.path, idx + 1, line.trim()));
            }
        }
    }
    none("left behind", &offenses);
}

fn suffix(registry: &str) -> &'static str {
    match registry {
        "crates" => "io",
        _ => "org",
    }
}

/// Tells whether a line holds a path of somebody's machine: one that begins at `/`, so that
/// `src/tmp/` and the address of a page are none.
fn holds_machine_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !['_', '.', '-', '}', '$', '/'].contains(&c))
    })
}

#[test]
fn the_rules_see_what_they_should() {
    assert!(names_module("use crate::cli::args;", "cli"));
    assert!(names_module("use crate::{check, cli::args};", "cli"));
    assert!(names_module("super::cli::run(text)", "cli"));
    assert!(!names_module("use crate::client;", "cli"));
    assert!(!names_module("use crate::check; // cli", "cli"));
    assert!(is_kebab_case("names-elided") && is_kebab_case("invalid-utf-8"));
    assert!(!is_kebab_case("Names") && !is_kebab_case("a--b") && !is_kebab_case("-a"));
    let machine = format!("cd {}tmp/x", "/");
    assert!(holds_machine_path(&machine, &format!("{}tmp/", "/")));
    assert!(!holds_machine_path("https://example.org/home/page", &format!("{}home/", "/")));
    assert_eq!(code_of("static A: CodeInfo = CodeInfo {\n code: \"a-b\",", "A"), Some("a-b"));
    assert_eq!(code_of("code!(\n    A,\n    \"a-b\",\n", "A"), Some("a-b"));
    assert_eq!(layers().get("crates/model"), Some(&1));
}
