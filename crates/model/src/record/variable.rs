//! The variables of CSL 1.0.2, by class.

/// Defines an enum whose variants each have a name in the CSL specification. One table gives the
/// variants, the names and the list of all, so they cannot drift apart.
macro_rules! named {
    ($(#[$meta:meta])* $enum:ident { $($variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $enum {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl $enum {
            /// All values, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name in the CSL specification.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Returns the value with this CSL name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// Text variables (CSL 1.0.2, appendix IV, "standard variables"), identifiers included.
    TextVariable {
        Abstract = "abstract",
        Annote = "annote",
        Archive = "archive",
        ArchiveCollection = "archive_collection",
        ArchiveLocation = "archive_location",
        ArchivePlace = "archive-place",
        Authority = "authority",
        CallNumber = "call-number",
        CitationKey = "citation-key",
        CitationLabel = "citation-label",
        CollectionTitle = "collection-title",
        ContainerTitle = "container-title",
        ContainerTitleShort = "container-title-short",
        Dimensions = "dimensions",
        Division = "division",
        Doi = "DOI",
        Event = "event",
        EventTitle = "event-title",
        EventPlace = "event-place",
        Genre = "genre",
        Isbn = "ISBN",
        Issn = "ISSN",
        Jurisdiction = "jurisdiction",
        Keyword = "keyword",
        Language = "language",
        License = "license",
        Medium = "medium",
        Note = "note",
        OriginalPublisher = "original-publisher",
        OriginalPublisherPlace = "original-publisher-place",
        OriginalTitle = "original-title",
        PartTitle = "part-title",
        Pmcid = "PMCID",
        Pmid = "PMID",
        Publisher = "publisher",
        PublisherPlace = "publisher-place",
        References = "references",
        ReviewedGenre = "reviewed-genre",
        ReviewedTitle = "reviewed-title",
        Scale = "scale",
        Source = "source",
        Status = "status",
        Title = "title",
        TitleShort = "title-short",
        Url = "URL",
        VolumeTitle = "volume-title",
        YearSuffix = "year-suffix",
    }
}

named! {
    /// Number variables (CSL 1.0.2, appendix IV).
    NumberVariable {
        ChapterNumber = "chapter-number",
        CitationNumber = "citation-number",
        CollectionNumber = "collection-number",
        Edition = "edition",
        FirstReferenceNoteNumber = "first-reference-note-number",
        Issue = "issue",
        Locator = "locator",
        Number = "number",
        NumberOfPages = "number-of-pages",
        NumberOfVolumes = "number-of-volumes",
        Page = "page",
        PageFirst = "page-first",
        PartNumber = "part-number",
        PrintingNumber = "printing-number",
        Section = "section",
        SupplementNumber = "supplement-number",
        Version = "version",
        Volume = "volume",
    }
}

named! {
    /// Name variables (CSL 1.0.2, appendix IV).
    NameVariable {
        Author = "author",
        Chair = "chair",
        CollectionEditor = "collection-editor",
        Compiler = "compiler",
        Composer = "composer",
        ContainerAuthor = "container-author",
        Contributor = "contributor",
        Curator = "curator",
        Director = "director",
        Editor = "editor",
        EditorialDirector = "editorial-director",
        EditorTranslator = "editor-translator",
        ExecutiveProducer = "executive-producer",
        Guest = "guest",
        Host = "host",
        Illustrator = "illustrator",
        Interviewer = "interviewer",
        Narrator = "narrator",
        Organizer = "organizer",
        OriginalAuthor = "original-author",
        Performer = "performer",
        Producer = "producer",
        Recipient = "recipient",
        ReviewedAuthor = "reviewed-author",
        ScriptWriter = "script-writer",
        SeriesCreator = "series-creator",
        Translator = "translator",
    }
}

named! {
    /// Date variables (CSL 1.0.2, appendix IV).
    DateVariable {
        Accessed = "accessed",
        AvailableDate = "available-date",
        EventDate = "event-date",
        Issued = "issued",
        OriginalDate = "original-date",
        Submitted = "submitted",
    }
}

/// A variable of any class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// A text variable.
    Text(TextVariable),
    /// A number variable.
    Number(NumberVariable),
    /// A name variable.
    Name(NameVariable),
    /// A date variable.
    Date(DateVariable),
}

impl Variable {
    /// How many variables there are.
    pub const COUNT: usize = TextVariable::ALL.len()
        + NumberVariable::ALL.len()
        + NameVariable::ALL.len()
        + DateVariable::ALL.len();

    /// Returns the place among all variables in their order, less than [`COUNT`](Self::COUNT).
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::{DateVariable, TextVariable, Variable};
    /// assert_eq!(Variable::Text(TextVariable::ALL[0]).place(), 0);
    /// let last = Variable::from(DateVariable::Submitted);
    /// assert_eq!(last.place(), Variable::COUNT - 1);
    /// ```
    pub fn place(self) -> usize {
        let texts = TextVariable::ALL.len();
        let numbers = texts + NumberVariable::ALL.len();
        let names = numbers + NameVariable::ALL.len();
        match self {
            Variable::Text(variable) => variable as usize,
            Variable::Number(variable) => texts + variable as usize,
            Variable::Name(variable) => numbers + variable as usize,
            Variable::Date(variable) => names + variable as usize,
        }
    }

    /// Returns the name in the CSL specification.
    pub fn as_str(self) -> &'static str {
        match self {
            Variable::Text(variable) => variable.as_str(),
            Variable::Number(variable) => variable.as_str(),
            Variable::Name(variable) => variable.as_str(),
            Variable::Date(variable) => variable.as_str(),
        }
    }

    /// Returns the variable with this CSL name.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::{NumberVariable, Variable};
    /// assert_eq!(Variable::parse("page"), Some(Variable::Number(NumberVariable::Page)));
    /// assert_eq!(Variable::parse("journal"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        TextVariable::parse(name)
            .map(Variable::Text)
            .or_else(|| NumberVariable::parse(name).map(Variable::Number))
            .or_else(|| NameVariable::parse(name).map(Variable::Name))
            .or_else(|| DateVariable::parse(name).map(Variable::Date))
    }
}

impl std::fmt::Display for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<TextVariable> for Variable {
    fn from(variable: TextVariable) -> Self {
        Variable::Text(variable)
    }
}

impl From<NumberVariable> for Variable {
    fn from(variable: NumberVariable) -> Self {
        Variable::Number(variable)
    }
}

impl From<NameVariable> for Variable {
    fn from(variable: NameVariable) -> Self {
        Variable::Name(variable)
    }
}

impl From<DateVariable> for Variable {
    fn from(variable: DateVariable) -> Self {
        Variable::Date(variable)
    }
}
