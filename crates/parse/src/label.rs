//! Labels, labelled segments and [`Labeller`], the seam behind which rules or a trained model sit.

use refsmith_model::Span;

/// Defines [`Label`] with its names, so that variants and names cannot drift apart.
macro_rules! labels {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)*) => {
        /// What a stretch of a reference is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Label { $($(#[$meta])* $variant,)* }

        impl Label {
            /// All labels.
            pub const ALL: &'static [Label] = &[$(Label::$variant),*];

            /// Returns the name used in machine output and training data, such as `container-title`.
            pub fn as_str(self) -> &'static str {
                match self { $(Label::$variant => $name),* }
            }
        }
    };
}

labels! {
    /// The list of authors, with connectives and marks of a cut list.
    Author = "author",
    /// The list of editors, without the role word.
    Editor = "editor",
    /// The list of translators.
    Translator = "translator",
    /// People in another role.
    Contributor = "contributor",
    /// The date of publication.
    Date = "date",
    /// The title of the work itself.
    Title = "title",
    /// The title of the journal, book or site that holds the work.
    ContainerTitle = "container-title",
    /// The title of the series.
    CollectionTitle = "collection-title",
    /// The volume, without its keyword.
    Volume = "volume",
    /// The issue, without its keyword.
    Issue = "issue",
    /// Pages or article number, without keyword.
    Pages = "pages",
    /// The edition.
    Edition = "edition",
    /// The publisher.
    Publisher = "publisher",
    /// The place of publication.
    Location = "location",
    /// An institution that is neither publisher nor author: a university of a thesis.
    Institution = "institution",
    /// The kind of work: "doctoral dissertation", "working paper".
    Genre = "genre",
    /// The carrier: "Internet", "CD-ROM".
    Medium = "medium",
    /// Words that belong to the work but to no other label.
    Note = "note",
    /// Archive, database or shelf mark.
    Source = "source",
    /// A web address.
    Url = "url",
    /// A DOI, as printed.
    Doi = "doi",
    /// An ISBN or ISSN.
    Isbn = "isbn",
    /// Another identifier: arXiv, PMID, PMCID.
    Idno = "idno",
    /// The number printed before the reference.
    CitationNumber = "citation-number",
    /// The date on which a web page was seen.
    Accessed = "accessed",
    /// The number of a report, working paper or standard.
    Number = "number",
    /// A court or an issuing body of a legal text.
    Authority = "authority",
    /// Punctuation, connectives, keywords.
    Other = "other",
}

/// A labelled stretch of a normalised reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// What it is.
    pub label: Label,
    /// Where it stands in the normalised string.
    pub span: Span,
    /// Probability in [0, 1] that label and borders are right.
    pub confidence: f32,
}

/// Says what the parts of a reference are.
///
/// The string given is normalised: one line, single blanks. The answer covers every character that
/// is not white space, in order and without overlap.
pub trait Labeller: Sync {
    /// Returns the name by which users know the labeller.
    fn name(&self) -> &'static str;

    /// Labels one reference.
    fn label(&self, reference: &str) -> Vec<Segment>;

    /// Turns what the segments together say of a record into the probability that it is right.
    /// `foreign` are works that are not, or may not be, in English.
    fn record_confidence(&self, joint: f32, foreign: bool) -> f32 {
        let _ = foreign;
        joint
    }
}
