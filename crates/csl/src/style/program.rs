//! A style as the engine walks it: every attribute read, every name looked up.
//!
//! `compile.rs` makes these values of the elements of a file, once; nothing here is text that has
//! to be parsed while rendering.

use refsmith_model::{
    DateVariable, ItemType, NameVariable, NumberVariable, TextVariable, Variable,
};

use crate::locale::Form;

/// A set of variables, one bit each.
pub(crate) type VariableSet = u128;

/// All variables.
pub(crate) const ALL_VARIABLES: VariableSet = u128::MAX;

/// Returns the bit of a variable.
pub(crate) fn bit(variable: Variable) -> VariableSet {
    let texts = TextVariable::ALL.len();
    let numbers = texts + NumberVariable::ALL.len();
    let names = numbers + NameVariable::ALL.len();
    let place = match variable {
        Variable::Text(variable) => variable as usize,
        Variable::Number(variable) => texts + variable as usize,
        Variable::Name(variable) => numbers + variable as usize,
        Variable::Date(variable) => names + variable as usize,
    };
    1 << place
}

/// A set of item types, one bit each.
pub(crate) type TypeSet = u64;

/// Returns the bit of an item type.
pub(crate) fn type_bit(item_type: ItemType) -> TypeSet {
    1 << item_type as u32
}

/// `font-style` and the rest; `None` where the style says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) style: Option<FontStyle>,
    pub(crate) weight: Option<FontWeight>,
    pub(crate) variant: Option<FontVariant>,
    pub(crate) decoration: Option<Decoration>,
    pub(crate) vertical: Option<Vertical>,
}

/// `font-style`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontStyle {
    Normal,
    Italic,
    Oblique,
}

/// `font-weight`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontWeight {
    Normal,
    Bold,
    Light,
}

/// `font-variant`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontVariant {
    Normal,
    SmallCaps,
}

/// `text-decoration`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoration {
    None,
    Underline,
}

/// `vertical-align`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vertical {
    Baseline,
    Raised,
    Lowered,
}

/// `display`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    Block,
    LeftMargin,
    RightInline,
    Indent,
}

/// `text-case`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextCase {
    Lowercase,
    Uppercase,
    CapitalizeFirst,
    CapitalizeAll,
    Sentence,
    Title,
}

/// What an element does with what it prints.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) prefix: Box<str>,
    pub(crate) suffix: Box<str>,
    pub(crate) format: Format,
    pub(crate) quotes: bool,
    pub(crate) strip_periods: bool,
    pub(crate) text_case: Option<TextCase>,
    pub(crate) display: Option<Display>,
    /// Something of all this is there; most elements have nothing.
    pub(crate) any: bool,
}

/// A rendering element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(Text),
    Number(Number),
    Label(Label),
    Date(Box<Date>),
    Names(Box<Names>),
    Group(Group),
    Choose(Vec<Branch>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub(crate) source: Source,
    pub(crate) look: Look,
}

/// Where `text` gets its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// `None` for a variable nobody knows: it never has a value.
    Variable {
        variable: Option<Variable>,
        short: bool,
    },
    /// Position in [`Program::macros`].
    Macro(usize),
    Term {
        name: Box<str>,
        form: Form,
        plural: bool,
    },
    Value(Box<str>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub(crate) variable: Option<Variable>,
    pub(crate) form: NumberForm,
    pub(crate) look: Look,
}

/// `form` of `number`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberForm {
    Numeric,
    Ordinal,
    LongOrdinal,
    Roman,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    /// `None` inside `names`, where the role gives the term.
    pub(crate) variable: Option<NumberVariable>,
    pub(crate) form: Form,
    pub(crate) plural: Plural,
    pub(crate) look: Look,
}

/// `plural` of `label`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plural {
    Contextual,
    Always,
    Never,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) children: Vec<Node>,
    pub(crate) delimiter: Box<str>,
    pub(crate) look: Look,
    pub(crate) reach: Reach,
}

/// What a part of a style can print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Variables that are called on some path.
    pub(crate) variables: VariableSet,
    /// Some variable is called on every path.
    pub(crate) certain: bool,
    /// A term or a literal may be printed.
    pub(crate) literal: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Macro {
    pub(crate) children: Vec<Node>,
    pub(crate) reach: Reach,
    /// It has a date of its own, which is all it gives to a sort key.
    pub(crate) has_date: bool,
}

/// `if`, `else-if` or `else`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Branch {
    pub(crate) matches: Match,
    pub(crate) tests: Vec<Test>,
    pub(crate) children: Vec<Node>,
}

/// `match`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    All,
    Any,
    None,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    Type(TypeSet),
    Variable(Option<Variable>),
    Numeric(Option<Variable>),
    Uncertain(Option<DateVariable>),
    Locator(Box<str>),
    Position(PositionTest),
    Disambiguate(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PositionTest {
    First,
    Subsequent,
    Ibid,
    IbidWithLocator,
    NearNote,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Date {
    pub(crate) variable: Option<DateVariable>,
    /// The localized form; `None` when the parts stand in the style.
    pub(crate) form: Option<DateForm>,
    pub(crate) shows: Shows,
    pub(crate) parts: Vec<DatePart>,
    pub(crate) delimiter: Box<str>,
    pub(crate) look: Look,
}

/// `form` of `date`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateForm {
    Text,
    Numeric,
}

/// `date-parts`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    Year,
    YearMonth,
    YearMonthDay,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DatePart {
    pub(crate) name: PartName,
    pub(crate) form: Option<PartForm>,
    pub(crate) range_delimiter: Option<Box<str>>,
    pub(crate) look: Look,
}

/// `name` of `date-part`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PartName {
    Year,
    Month,
    Day,
}

/// `form` of `date-part`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartForm {
    Long,
    Short,
    Numeric,
    NumericLeadingZeros,
    Ordinal,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Names {
    pub(crate) variables: Vec<NameVariable>,
    pub(crate) look: Look,
    /// Position in [`Section::names`].
    pub(crate) options: usize,
    pub(crate) label: Option<Label>,
    pub(crate) label_first: bool,
    pub(crate) substitute: Vec<Node>,
    pub(crate) reach: VariableSet,
}

/// How names look in one section of the style: what `names`, `name`, the section and the style say,
/// put together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NameStyle {
    pub(crate) and: Option<And>,
    /// Between the names of one role.
    pub(crate) delimiter: Box<str>,
    /// Between roles.
    pub(crate) names_delimiter: Box<str>,
    pub(crate) precedes_last: Precedes,
    pub(crate) precedes_et_al: Precedes,
    pub(crate) et_al: EtAl,
    pub(crate) form: NameForm,
    pub(crate) initialize: bool,
    pub(crate) initialize_with: Option<Box<str>>,
    pub(crate) sort_order: SortOrder,
    pub(crate) sort_separator: Box<str>,
    pub(crate) look: Look,
    pub(crate) family: Look,
    pub(crate) given: Look,
    pub(crate) et_al_term: Box<str>,
    pub(crate) et_al_format: Look,
}

/// When a list of names is cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct EtAl {
    pub(crate) min: Option<usize>,
    pub(crate) use_first: Option<usize>,
    pub(crate) subsequent_min: Option<usize>,
    pub(crate) subsequent_use_first: Option<usize>,
    pub(crate) use_last: bool,
}

/// `and`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum And {
    Text,
    Symbol,
}

/// `delimiter-precedes-last`, `delimiter-precedes-et-al`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precedes {
    Contextual,
    AfterInverted,
    Always,
    Never,
}

/// `form` of `name`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameForm {
    Long,
    Short,
    Count,
}

/// `name-as-sort-order`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortOrder {
    None,
    First,
    All,
}

/// `citation` or `bibliography`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    pub(crate) layout: Vec<Node>,
    pub(crate) look: Look,
    pub(crate) delimiter: Box<str>,
    pub(crate) sort: Vec<SortKey>,
    /// The looks of every element `names` of the style, in this section.
    pub(crate) names: Vec<NameStyle>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SortKey {
    pub(crate) source: KeySource,
    pub(crate) descending: bool,
    pub(crate) names_min: Option<usize>,
    pub(crate) names_use_first: Option<usize>,
    pub(crate) names_use_last: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum KeySource {
    /// Any variable but a name.
    Variable(Option<Variable>),
    Names(Box<Names>),
    Macro(usize),
}

/// Options of `citation`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CitationOptions {
    pub(crate) add_names: bool,
    pub(crate) add_givenname: bool,
    pub(crate) givenname_rule: GivennameRule,
    pub(crate) add_year_suffix: bool,
    pub(crate) collapse: Option<Collapse>,
    /// `None` when cites are not grouped.
    pub(crate) cite_group_delimiter: Option<Box<str>>,
    pub(crate) year_suffix_delimiter: Option<Box<str>>,
    pub(crate) after_collapse_delimiter: Option<Box<str>>,
    pub(crate) near_note_distance: u32,
}

/// `givenname-disambiguation-rule`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GivennameRule {
    AllNames,
    AllNamesWithInitials,
    PrimaryName,
    PrimaryNameWithInitials,
    ByCite,
}

/// `collapse`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Collapse {
    CitationNumber,
    Year,
    YearSuffix,
    YearSuffixRanged,
}

/// Options of `bibliography`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BibliographyOptions {
    pub(crate) hanging_indent: bool,
    pub(crate) second_field_align: bool,
    pub(crate) substitute: Option<Box<str>>,
    pub(crate) substitute_rule: SubstituteRule,
}

/// `subsequent-author-substitute-rule`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubstituteRule {
    CompleteAll,
    CompleteEach,
    PartialEach,
    PartialFirst,
}

/// `page-range-format`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageRangeFormat {
    Chicago15,
    Chicago16,
    Expanded,
    Minimal,
    MinimalTwo,
}

/// `demote-non-dropping-particle`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demote {
    Never,
    SortOnly,
    DisplayAndSort,
}

/// A whole style.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Program {
    pub(crate) is_note: bool,
    pub(crate) macros: Vec<Macro>,
    pub(crate) citation: Section,
    pub(crate) citation_options: CitationOptions,
    pub(crate) bibliography: Option<(Section, BibliographyOptions)>,
    pub(crate) page_range_format: Option<PageRangeFormat>,
    pub(crate) demote: Demote,
    pub(crate) initialize_with_hyphen: bool,
    /// Some element prints the year suffix, so no date does of itself.
    pub(crate) prints_year_suffix: bool,
    /// Citations show names.
    pub(crate) cites_names: bool,
    /// Names in citations may be shown with initials.
    pub(crate) cites_initials: bool,
    /// Citations show the citation number.
    pub(crate) cites_number: bool,
    /// Some condition asks for a position.
    pub(crate) tests_position: bool,
    /// Some condition asks for `disambiguate`.
    pub(crate) tests_disambiguate: bool,
}

impl Node {
    /// Returns what the style says of the looks of an element.
    pub(crate) fn look(&self) -> Option<&Look> {
        match self {
            Self::Text(text) => Some(&text.look),
            Self::Group(group) => Some(&group.look),
            Self::Names(names) => Some(&names.look),
            Self::Date(date) => Some(&date.look),
            Self::Number(number) => Some(&number.look),
            Self::Label(label) => Some(&label.look),
            Self::Choose(_) => None,
        }
    }
}

impl Program {
    /// Tells whether a sort key may hold the citation number.
    pub(crate) fn prints_number(&self, key: &SortKey) -> bool {
        let number = Variable::Number(NumberVariable::CitationNumber);
        match &key.source {
            KeySource::Variable(variable) => *variable == Some(number),
            KeySource::Names(_) => false,
            KeySource::Macro(idx) => {
                let called = self.macros.get(*idx).map_or(0, |called| called.reach.variables);
                called & bit(number) != 0
            }
        }
    }
}
