//! Measures names and dates on the sets that GROBID trains its own models on:
//! `cargo run --example annotated -- ../shared/refs/names-train`.

use std::path::{Path, PathBuf};

use refsmith_model::{Date, Name};
use refsmith_parse::{parse_date, parse_names};

#[expect(clippy::disallowed_methods, reason = "a program of its own, no part of the library")]
fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "../shared/refs/names-train".to_owned());
    let folder = PathBuf::from(folder);
    if !folder.exists() {
        print(&format!("skipped: {} not found", folder.display()));
        return Ok(());
    }
    let (mut lists, mut right) = (0, 0);
    for text in texts(&folder.join("grobid-name-citation"))? {
        for author in elements(&text, "author") {
            let truth = people(author);
            let list = parse_names(&plain(author));
            let found: Vec<[String; 2]> = list.names.iter().map(key).collect();
            if truth.is_empty() {
                continue;
            }
            lists += 1;
            right += usize::from(found == truth);
            if found != truth && std::env::args().any(|argument| argument == "--wrong") {
                print(&format!("{} {truth:?} {found:?}", plain(author)));
            }
        }
    }
    print(&format!("whole lists of names: {right} of {lists}"));
    let (mut dates, mut right) = (0, 0);
    for text in texts(&folder.join("grobid-date"))? {
        for date in elements(&text, "date") {
            let part = |name: &str| elements(date, name).first().map(|text| plain(text));
            let Some(year) = part("year") else { continue };
            dates += 1;
            let truth =
                (digits(&year), part("month").is_some(), part("day").map(|day| digits(&day)));
            let found = match parse_date(&plain(date)) {
                Some(Date::On(on)) => Some(on),
                Some(Date::Interval(interval)) => interval.start,
                _ => None,
            };
            let found = found.map(|date| {
                (date.year.to_string(), date.month.or(date.season).is_some(), date.day)
            });
            let same = found.as_ref().is_some_and(|(year, month, day)| {
                *year == truth.0 && *month == truth.1 && day.map(|day| day.to_string()) == truth.2
            });
            right += usize::from(same);
            if !same && std::env::args().any(|argument| argument == "--wrong") {
                print(&format!("{} {truth:?} {found:?}", plain(date)));
            }
        }
    }
    print(&format!("dates: {right} of {dates}"));
    Ok(())
}

/// The texts of the files of a folder, in the order of their names.
#[expect(clippy::disallowed_methods, reason = "a program of its own, no part of the library")]
fn texts(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    paths
        .iter()
        .map(|path| Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned()))
        .collect()
}

/// What stands between the tags of a name.
fn elements<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split(&open).skip(1).filter_map(|tail| tail.split(&close).next()).collect()
}

/// Text without tags, on one line.
fn plain(text: &str) -> String {
    let bare: String = text
        .split('<')
        .enumerate()
        .map(|(idx, part)| if idx == 0 { part } else { part.split_once('>').map_or("", |p| p.1) })
        .collect();
    let bare = bare.replace("&amp;", "&").replace("&apos;", "'").replace("&#xC9;", "É");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digits of a number, without leading zeros.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Family and given names as the tags give them: a person ends where the next one has a part that
/// this one has already, or where a connective stands.
fn people(author: &str) -> Vec<[String; 2]> {
    let mut out: Vec<[String; 2]> = Vec::new();
    let mut family_first = None;
    let mut fresh = true;
    for piece in author.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let family = match tag.split(' ').next().unwrap_or(tag) {
            "surname" | "lastname" => true,
            "forename" | "middlename" | "firstname" => false,
            closing if closing.starts_with('/') => {
                fresh |= text.contains([';', '&']) || text.contains(" and ");
                continue;
            }
            _ => continue,
        };
        let first = *family_first.get_or_insert(family);
        let begins = match out.last() {
            None => true,
            Some([last, given]) if family => {
                !last.is_empty() || fresh && !given.is_empty() && first
            }
            Some([last, given]) => !first && !last.is_empty() && !given.is_empty(),
        };
        if begins
            || fresh && !out.last().is_some_and(|[last, given]| last.is_empty() || given.is_empty())
        {
            out.push([String::new(), String::new()]);
        }
        fresh = false;
        if let Some([last, given]) = out.last_mut() {
            let slot = if family { last } else { given };
            slot.push_str(&letters(&plain(text)));
        }
    }
    out
}

fn key(name: &Name) -> [String; 2] {
    match name {
        Name::Institution(name) => [letters(name), String::new()],
        Name::Person(person) => {
            let dropped = person.dropping_particle.as_deref().unwrap_or("");
            let given = person.given.as_deref().unwrap_or("");
            [letters(&format!("{dropped}{}", person.full_family())), letters(given)]
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[expect(clippy::print_stdout, reason = "a program of its own, no part of the library")]
fn print(line: &str) {
    println!("{line}");
}
