//! Zotero RDF: the export of Zotero that keeps most, in RDF/XML.
//!
//! What a work stands in, its notes and its files are resources of their own, in the work or
//! elsewhere in the file, to which it points with `rdf:resource`. For reading they are put where the
//! work points to, so that the table sees paths: `isPartOf/Container/title`. Files and notes that
//! belong to no work are no records.

mod table;

use std::collections::BTreeMap;
use std::io;

use refsmith_model::{Losses, Name, Parsed, PersonName, Record};

use crate::mapping::read::Field;
use crate::mapping::values::{Value, person};
use crate::xml::tree::{self, Child, Element};
use crate::xml::{Syntax, parts};
use crate::{Format, FormatInfo, Mapping, Reader, Writer};
use table::MAPPING;

/// Zotero RDF.
#[derive(Debug, Clone, Copy)]
pub struct ZoteroRdf;

static INFO: FormatInfo = FormatInfo {
    name: "zotero-rdf",
    aliases: &["zoterordf"],
    extensions: &["rdf"],
    media_type: "application/rdf+xml",
    description: "Zotero RDF, the export of Zotero that keeps most",
};

/// Classes of resources: works, what works stand in, and what belongs to them.
const RESOURCES: &[&str] = &[
    "Article",
    "Book",
    "BookSection",
    "Data",
    "Description",
    "Document",
    "Illustration",
    "Image",
    "Interview",
    "Legislation",
    "Letter",
    "Manuscript",
    "MotionPicture",
    "Patent",
    "Recording",
    "Report",
    "Thesis",
    "Journal",
    "Periodical",
    "Newspaper",
    "Magazine",
    "Series",
    "CourtReporter",
    "Code",
    "Website",
    "Blog",
    "Forum",
    "Memo",
    "Attachment",
];

/// The class under which a type is written; everything else is an `rdf:Description`.
const CLASSES: &[(&str, &str)] = &[
    ("journalArticle", "bib:Article"),
    ("magazineArticle", "bib:Article"),
    ("newspaperArticle", "bib:Article"),
    ("book", "bib:Book"),
    ("bookSection", "bib:BookSection"),
    ("dictionaryEntry", "bib:BookSection"),
    ("encyclopediaArticle", "bib:BookSection"),
    ("thesis", "bib:Thesis"),
    ("report", "bib:Report"),
    ("hearing", "bib:Report"),
    ("document", "bib:Document"),
    ("webpage", "bib:Document"),
    ("blogPost", "bib:Document"),
    ("forumPost", "bib:Document"),
    ("case", "bib:Document"),
    ("letter", "bib:Letter"),
    ("manuscript", "bib:Manuscript"),
    ("interview", "bib:Interview"),
    ("film", "bib:MotionPicture"),
    ("artwork", "bib:Illustration"),
    ("map", "bib:Image"),
    ("bill", "bib:Legislation"),
    ("statute", "bib:Legislation"),
    ("patent", "bib:Patent"),
    ("audioRecording", "bib:Recording"),
    ("computerProgram", "bib:Data"),
];

/// Types of works whose type is not stated.
const USUAL: &[(&str, &str)] = &[
    ("Article", "journalArticle"),
    ("Book", "book"),
    ("BookSection", "bookSection"),
    ("Thesis", "thesis"),
    ("Report", "report"),
    ("Letter", "letter"),
    ("Patent", "patent"),
    ("Manuscript", "manuscript"),
    ("Interview", "interview"),
    ("MotionPicture", "film"),
    ("Illustration", "artwork"),
    ("Image", "artwork"),
    ("Legislation", "statute"),
    ("Recording", "audioRecording"),
    ("Data", "computerProgram"),
    ("Document", "document"),
];

/// Names that do not belong to Zotero's own vocabulary.
const PREFIXES: &[(&str, &[&str])] = &[
    (
        "bib",
        &[
            "authors",
            "editors",
            "contributors",
            "presentedAt",
            "Conference",
            "pages",
            "Series",
            "Memo",
        ],
    ),
    (
        "dc",
        &[
            "title",
            "subject",
            "date",
            "publisher",
            "identifier",
            "description",
            "rights",
            "coverage",
        ],
    ),
    (
        "dcterms",
        &["isPartOf", "abstract", "dateSubmitted", "isReferencedBy", "alternative", "URI", "LCC"],
    ),
    ("foaf", &["Organization", "name", "Person", "surname", "givenName"]),
    ("prism", &["volume", "number", "edition"]),
    ("rdf", &["Seq", "li", "value"]),
    ("vcard", &["adr", "Address", "locality"]),
];

static SYNTAX: Syntax = Syntax {
    mapping: &MAPPING,
    records: RESOURCES,
    qualifiers: &[],
    inline: |_| None,
    compound,
    kind: |element, _| match element.text_of("itemType") {
        Some(kind) => kind,
        None => {
            let class = USUAL.iter().find(|(class, _)| *class == element.name);
            class.map_or("document", |(_, kind)| kind).to_owned()
        }
    },
    prepare: |fields| fields.retain(|field| field.name != "itemType"),
    frame: (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rdf:RDF\n  xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n  \
         xmlns:z=\"http://www.zotero.org/namespaces/export#\"\n  \
         xmlns:bib=\"http://purl.org/net/biblio#\"\n  \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n  \
         xmlns:dcterms=\"http://purl.org/dc/terms/\"\n  \
         xmlns:foaf=\"http://xmlns.com/foaf/0.1/\"\n  \
         xmlns:prism=\"http://prismstandard.org/namespaces/1.2/basic/\"\n  \
         xmlns:vcard=\"http://nwalsh.com/rdf/vCard#\">\n",
        "</rdf:RDF>\n",
    ),
    open: |kind| {
        let class = CLASSES.iter().find(|(name, _)| *name == kind);
        let mut root = Element::new(class.map_or("rdf:Description", |(_, class)| class));
        root.push(Element::with_text("itemType", kind));
        root
    },
    fill: |leaf, field| {
        let Value::Name(name) = &field.value else { return false };
        let mut inner = Element::new("Person");
        match name {
            Name::Institution(name) => inner.push(Element::with_text("surname", name.as_str())),
            Name::Person(person) => {
                inner.push(Element::with_text("surname", person.full_family()));
                // Zotero has no field for a suffix; this is where its other importers put it.
                let given = [parts::given(person), person.suffix.clone()];
                let given: Vec<String> = given.into_iter().flatten().collect();
                if !given.is_empty() {
                    inner.push(Element::with_text("givenName", given.join(", ")));
                }
            }
        }
        let mut item = Element::new("li");
        item.push(inner);
        leaf.push(item);
        true
    },
    finish,
    marked: |_| None,
    prefix: "",
};

/// Reads the people of a role.
fn compound(path: &str, element: &Element, out: &mut Vec<Field<'static>>) -> bool {
    let Some(list) = element.child("Seq") else { return false };
    for item in list.elements().filter(|item| item.name == "li") {
        let Some(inner) = item.elements().next() else { continue };
        let part = |name: &str| inner.text_of(name);
        let family = part("surname").or_else(|| part("name"));
        let name = match (family, part("givenName").or_else(|| part("givenname"))) {
            (None, None) => continue,
            (Some(name), None) | (None, Some(name)) => Name::Institution(name),
            (Some(family), Some(given)) => Name::Person(with_suffix(&family, &given)),
        };
        let (name_of, value) = (path.to_owned().into(), Value::Name(name));
        out.push(Field { name: name_of, value, span: Some(inner.span) });
    }
    true
}

fn with_suffix(family: &str, given: &str) -> PersonName {
    match given.rsplit_once(", ") {
        Some((given, suffix)) => person(family, given, Some(suffix)),
        None => person(family, given, None),
    }
}

/// Gives a work its address, people of a role one list, what it stands in its class, and all names
/// their prefixes.
fn finish(root: &mut Element) {
    if let Some(key) = root.text_of("citationKey") {
        let address: String = key
            .chars()
            .map(|c| if c.is_alphanumeric() || "-_.:".contains(c) { c } else { '_' })
            .collect();
        root.attributes.push(("rdf:about".to_owned(), format!("#{address}")));
    }
    let kind = root.text_of("itemType").unwrap_or_default();
    let mut lists: Vec<Child> = Vec::new();
    for child in std::mem::take(&mut root.children) {
        let Child::Element(mut element) = child else { continue };
        let is_people = element.child("li").is_some();
        let same = |other: &&mut Child| matches!(other, Child::Element(other) if is_people && other.name == element.name);
        match lists.iter_mut().find(same) {
            Some(Child::Element(other)) => {
                if let Some(Child::Element(list)) = other.children.first_mut() {
                    list.children.append(&mut element.children);
                }
            }
            _ if is_people => {
                let mut list = Element::new("Seq");
                list.children = std::mem::take(&mut element.children);
                element.push(list);
                lists.push(Child::Element(element));
            }
            _ => lists.push(Child::Element(element)),
        }
    }
    root.children = lists;
    let class = match kind.as_str() {
        "journalArticle" | "conferencePaper" => "bib:Journal",
        "magazineArticle" => "bib:Periodical",
        "newspaperArticle" => "bib:Newspaper",
        "bookSection" | "dictionaryEntry" | "encyclopediaArticle" => "bib:Book",
        "case" => "bib:CourtReporter",
        "bill" | "statute" => "bib:Code",
        "webpage" => "z:Website",
        "blogPost" => "z:Blog",
        "forumPost" => "z:Forum",
        _ => "bib:Periodical",
    };
    split_parts(root);
    with_prefixes(root, class);
}

/// Container and series are parts of two statements, not of one.
fn split_parts(root: &mut Element) {
    let mut out: Vec<Child> = Vec::new();
    for child in std::mem::take(&mut root.children) {
        match child {
            Child::Element(element) if element.name == "isPartOf" => {
                for inner in element.children {
                    let mut part = Element::new("isPartOf");
                    part.children.push(inner);
                    out.push(Child::Element(part));
                }
            }
            child => out.push(child),
        }
    }
    root.children = out;
}

fn with_prefixes(element: &mut Element, container: &str) {
    for child in &mut element.children {
        let Child::Element(child) = child else { continue };
        if child.name == "Container" {
            container.clone_into(&mut child.name);
        } else {
            let known = PREFIXES.iter().find(|(_, names)| names.contains(&child.name.as_str()));
            let prefix = known.map_or("z", |(prefix, _)| prefix);
            child.name = format!("{prefix}:{}", child.name);
        }
        with_prefixes(child, container);
    }
}

/// How many times the size of the file may be copied to the works that point to resources, so that
/// many that point to a large one do not fill the memory.
const MOST_COPIES: usize = 4;

fn size(element: &Element) -> usize {
    let of = |child: &Child| match child {
        Child::Element(element) => 16 + size(element),
        Child::Text(text) => text.len(),
    };
    element.children.iter().map(of).sum()
}

/// Puts the resources that a work points to where it points to them.
fn resolve(work: &mut Element, resources: &BTreeMap<String, &Element>, budget: &mut usize) {
    for child in &mut work.children {
        let Child::Element(link) = child else { continue };
        if !matches!(link.name.as_str(), "isPartOf" | "isReferencedBy" | "presentedAt") {
            continue;
        }
        let found = link.attr("rdf:resource").and_then(|name| resources.get(name));
        if let Some(found) = found
            && let Some(left) = budget.checked_sub(size(found))
        {
            *budget = left;
            link.children.push(Child::Element((*found).clone()));
        }
        for inner in &mut link.children {
            let Child::Element(inner) = inner else { continue };
            if link.name == "isPartOf" && inner.name != "Series" {
                "Container".clone_into(&mut inner.name);
            }
        }
    }
}

impl Format for ZoteroRdf {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &str) -> u8 {
        let rdf = head.contains("22-rdf-syntax-ns#");
        match rdf && head.contains("www.zotero.org/namespaces/export#") {
            true => 95,
            false if rdf && head.contains("purl.org/net/biblio#") => 80,
            false => 0,
        }
    }

    fn reader(&self) -> Option<&dyn Reader> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }

    fn mapping(&self) -> Option<&'static Mapping> {
        Some(&MAPPING)
    }
}

impl Reader for ZoteroRdf {
    fn read(&self, text: &str) -> Parsed<Vec<Record>> {
        let mut all: Vec<Element> = Vec::new();
        let broken = tree::records(text, RESOURCES, |element| all.push(element));
        let is_work = |element: &&Element| match element.text_of("itemType") {
            Some(kind) => !matches!(kind.as_str(), "attachment" | "note" | "annotation"),
            None => {
                element.child("title").is_some()
                    && (element.child("authors").is_some() || element.child("date").is_some())
            }
        };
        let address = |element: &Element| element.attr("rdf:about").map(str::to_owned);
        let parts = all.iter().filter(|element| !is_work(element));
        let resources: BTreeMap<String, &Element> =
            parts.filter_map(|element| Some((address(element)?, element))).collect();
        let mut budget = (1 << 20) + text.len().saturating_mul(MOST_COPIES);
        let mut out = Parsed::clean(Vec::new());
        for work in all.iter().filter(is_work) {
            let mut work = work.clone();
            resolve(&mut work, &resources, &mut budget);
            out.value.push(SYNTAX.record(&work, &mut out.diagnostics));
        }
        out.diagnostics.extend(broken);
        out
    }
}

impl Writer for ZoteroRdf {
    fn write(&self, records: &[Record], out: &mut dyn io::Write) -> io::Result<Losses> {
        SYNTAX.write_read_by(records, out, |text| self.read(text))
    }
}
