//! Helpers: compact views of records, shared data.

use std::path::PathBuf;

use refsmith_model::{
    DateVariable, Name, NameVariable, NumberVariable, Record, TextVariable, Variable,
};

#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "finds the shared data")]
/// Path of a file of the shared data, or `None` (with a message) when it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REFSMITH_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared not found");
    None
}

/// Names as `family, given`, particles before the family, institutions in braces.
pub(crate) fn names(record: &Record, role: NameVariable) -> String {
    let shown: Vec<String> = record
        .people(role)
        .iter()
        .map(|name| match name {
            Name::Institution(name) => format!("{{{name}}}"),
            person => person.to_string(),
        })
        .collect();
    let mut out = shown.join("; ");
    if let Some(after) = record.names.get(&role).and_then(|list| list.truncated_after) {
        out.push_str(&format!(" [cut after {after}]"));
    }
    out
}

/// A field of a record as text; `type` is its type.
pub(crate) fn field(record: &Record, name: &str) -> String {
    match name {
        "type" => return record.item_type.to_string(),
        "author" => return names(record, NameVariable::Author),
        "editor" => return names(record, NameVariable::Editor),
        "translator" => return names(record, NameVariable::Translator),
        _ => {}
    }
    let variable = Variable::parse(name).unwrap_or_else(|| panic!("`{name}` is no variable"));
    match variable {
        Variable::Text(text) => record.text(text).unwrap_or("").to_owned(),
        Variable::Number(number) => record.number(number).unwrap_or("").to_owned(),
        Variable::Date(date) => {
            record.dates.get(&date).map(ToString::to_string).unwrap_or_default()
        }
        Variable::Name(role) => names(record, role),
    }
}

/// Asserts fields of a parsed string; the fields of the usual citation that are not named must be
/// absent.
pub(crate) fn check(reference: &str, expected: &[(&str, &str)]) {
    let record = refsmith_parse::parse_str(reference).record;
    for (name, value) in expected {
        assert_eq!(field(&record, name), *value, "`{name}` of {reference}\n{record:#?}");
    }
    let usual: [Variable; 11] = [
        NameVariable::Author.into(),
        NameVariable::Editor.into(),
        DateVariable::Issued.into(),
        TextVariable::Title.into(),
        TextVariable::ContainerTitle.into(),
        TextVariable::Publisher.into(),
        TextVariable::PublisherPlace.into(),
        TextVariable::Note.into(),
        NumberVariable::Volume.into(),
        NumberVariable::Issue.into(),
        NumberVariable::Page.into(),
    ];
    for variable in usual {
        if !expected.iter().any(|(name, _)| *name == variable.as_str()) {
            assert_eq!(field(&record, variable.as_str()), "", "`{variable}` of {reference}");
        }
    }
}
