//! `eprint` and its companions: the identifier of a work at a server of preprints or at an archive.
//!
//! BibTeX writes `archiveprefix` and `primaryclass`, as arXiv proposes, BibLaTeX `eprinttype` and
//! `eprintclass` (manual, section 3.14.7). In CSL the server is the `archive`, the identifier the
//! `archive_location`, the class the `archive_collection`. Zotero
//! has the number `arXiv:1412.6980` instead; then `eprint` repeats it.

use refsmith_model::{NumberVariable as N, Record, RichText, TextVariable as T, Value};

use super::read::EntryReader;
use super::verbatim::verbatim;
use super::{Dialect, escape};

/// The variables that the fields fill.
const VARIABLES: [T; 3] = [T::Archive, T::ArchiveLocation, T::ArchiveCollection];

/// A server: its name, the word BibLaTeX has for it, and whether its works are preprints.
struct Server {
    name: &'static str,
    eprinttype: &'static str,
    preprints: bool,
}

const SERVERS: [Server; 12] = [
    Server { name: "arXiv", eprinttype: "arxiv", preprints: true },
    Server { name: "bioRxiv", eprinttype: "biorxiv", preprints: true },
    Server { name: "ChemRxiv", eprinttype: "chemrxiv", preprints: true },
    Server { name: "EarthArXiv", eprinttype: "eartharxiv", preprints: true },
    Server { name: "medRxiv", eprinttype: "medrxiv", preprints: true },
    Server { name: "PsyArXiv", eprinttype: "psyarxiv", preprints: true },
    Server { name: "SocArXiv", eprinttype: "socarxiv", preprints: true },
    Server { name: "SSRN", eprinttype: "ssrn", preprints: true },
    Server { name: "Google Books", eprinttype: "googlebooks", preprints: false },
    Server { name: "HAL", eprinttype: "hal", preprints: false },
    Server { name: "Handle", eprinttype: "hdl", preprints: false },
    Server { name: "JSTOR", eprinttype: "jstor", preprints: false },
];

/// Finds a server by its name or BibLaTeX's word, in any letter case.
fn server(name: &str) -> Option<&'static Server> {
    let name = name.trim();
    SERVERS.iter().find(|server| {
        server.name.eq_ignore_ascii_case(name) || server.eprinttype.eq_ignore_ascii_case(name)
    })
}

/// Entry types that mean a preprint when the entry names a server of preprints.
fn may_be_preprint(kind: &str) -> bool {
    matches!(kind, "misc" | "online" | "electronic" | "www" | "webpage" | "unpublished")
}

/// Returns the identifier without the server's name, as in `arXiv:1412.6980`.
fn bare<'i>(identifier: &'i str, server: &Server) -> &'i str {
    match identifier.split_once(':') {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(server.name) => rest.trim(),
        _ => identifier,
    }
}

/// Tells whether a number is that of a preprint: `arXiv:1412.6980`.
fn repeats(number: &str, server: &Server, identifier: &str) -> bool {
    let parts = number.split_once(':');
    server.preprints && parts.is_some_and(|parts| parts == (server.name, identifier))
}

fn register<'e>(entry: &EntryReader<'e, '_>) -> Option<&'e str> {
    let field = ["eprinttype", "archiveprefix"].iter().find_map(|name| entry.peek(name))?;
    Some(field.tex.trim())
}

/// Tells whether an entry is a preprint by where it stands.
pub(crate) fn is_preprint(entry: &EntryReader) -> bool {
    may_be_preprint(entry.kind)
        && entry.peek("eprint").is_some()
        && register(entry).and_then(server).is_some_and(|server| server.preprints)
}

/// Reads `eprint`. An identifier of PubMed is one of its own; at a server that is not in the table
/// it stays an unknown field.
pub(crate) fn read(entry: &mut EntryReader) {
    let Some(register) = register(entry) else { return };
    let variable = match register.to_ascii_lowercase().as_str() {
        "pubmed" | "pmid" => T::Pmid,
        "pmc" | "pmcid" | "pubmed central" => T::Pmcid,
        _ => return at_a_server(entry, register),
    };
    if !entry.record.texts.contains_key(&variable)
        && let Some(field) = entry.take_first(&["eprint"])
    {
        entry.set(variable, Value::Text(RichText::from(verbatim(field.tex))), field.span);
        entry.take("eprinttype");
        entry.take("archiveprefix");
    }
}

fn at_a_server(entry: &mut EntryReader, register: &str) {
    let (Some(server), Some(field)) = (server(register), entry.peek("eprint")) else { return };
    let identifier = verbatim(field.tex);
    let identifier = bare(&identifier, server);
    // The number may say it all, as in what Zotero exports.
    let number = entry.record.number(N::Number);
    let repeated = number.is_some_and(|number| repeats(number, server, identifier));
    let taken = VARIABLES.iter().any(|variable| entry.record.texts.contains_key(variable));
    if identifier.is_empty() || taken && !repeated {
        return;
    }
    for name in ["eprint", "eprinttype", "archiveprefix"] {
        entry.take(name);
    }
    if repeated {
        return;
    }
    entry.set(T::Archive, Value::Text(RichText::from(server.name)), field.span);
    entry.set(T::ArchiveLocation, Value::Text(RichText::from(identifier)), field.span);
    if let Some(class) = entry.take_first(&["eprintclass", "primaryclass"]) {
        let value = RichText::from(verbatim(class.tex));
        entry.set(T::ArchiveCollection, Value::Text(value), class.span);
    }
}

/// The archive of a record as fields.
pub(crate) struct Eprint {
    /// Names and values of the fields.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// The variables that these fields hold.
    pub(crate) variables: &'static [T],
    /// Whether an entry without `entrysubtype` is read as a preprint.
    pub(crate) preprint: bool,
}

/// Returns the fields for the archive of a record, or for the number of a preprint, if it is of a
/// server that LaTeX styles know and everything is read back as it was.
pub(crate) fn write(record: &Record, kind: &str, dialect: Dialect) -> Option<Eprint> {
    // Another identifier may stand among the unknown fields.
    let taken = ["eprint", "eprinttype", "archiveprefix"];
    if record.extra.iter().any(|field| taken.contains(&field.name.as_str())) {
        return None;
    }
    let (server, identifier) = match record.text(T::Archive) {
        Some(archive) => (server(archive)?, record.text(T::ArchiveLocation)?),
        None => {
            let (name, identifier) = record.number(N::Number)?.split_once(':')?;
            let server = server(name).filter(|server| server.preprints && may_be_preprint(kind))?;
            (server, identifier)
        }
    };
    let (prefix, register, class_name) = match dialect {
        Dialect::Bibtex => ("archiveprefix", server.name, "primaryclass"),
        Dialect::Biblatex => ("eprinttype", server.eprinttype, "eprintclass"),
    };
    let archive = record.text(T::Archive);
    let class = record.text(T::ArchiveCollection);
    let kept = |value: &str| verbatim(&escape::verbatim(value)) == value;
    let named = match archive {
        Some(archive) => archive == server.name,
        None => record.number(N::Number).is_some_and(|n| repeats(n, server, identifier)),
    };
    let exact = named
        && bare(identifier, server) == identifier
        && [Some(identifier), class].into_iter().flatten().all(kept)
        && VARIABLES.iter().filter_map(|name| record.texts.get(name)).all(RichText::is_plain);
    if !exact || identifier.trim().is_empty() {
        return None;
    }
    let mut fields = vec![("eprint", escape::verbatim(identifier)), (prefix, register.to_owned())];
    if archive.is_some() {
        fields.extend(class.map(|class| (class_name, escape::verbatim(class))));
    }
    let variables = if archive.is_some() { &VARIABLES[..] } else { &[] };
    Some(Eprint { fields, variables, preprint: server.preprints && may_be_preprint(kind) })
}
