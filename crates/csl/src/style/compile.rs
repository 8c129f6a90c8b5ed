//! From the elements of a style file to the [`Program`] the engine walks.
//!
//! What an element or attribute does not say correctly is read as if it were not there: a style
//! that other programs render is rendered here. `check.rs` has refused before what could not be
//! rendered at all, and `lint.rs` tells the writer of a style everything else.

use std::collections::BTreeMap;

use refsmith_model::{DateVariable, ItemType, NameVariable, NumberVariable, Variable};

use super::program::*;
use super::reach::{has_date, measure_reach, shown};
use super::xml::Element;
use crate::locale::Form;

/// Compiles a checked style.
pub(super) fn compile(root: &Element<'_>) -> Program {
    let names: BTreeMap<&str, usize> = root
        .children_named("macro")
        .filter_map(|element| element.attr("name"))
        .enumerate()
        .map(|(idx, name)| (name, idx))
        .collect();
    let mut compiler = Compiler {
        names,
        name_options: Vec::new(),
        prints_year_suffix: false,
        tests_disambiguate: false,
        tests_position: false,
    };
    let elements: Vec<&Element<'_>> =
        root.children_named("macro").filter(|element| element.attr("name").is_some()).collect();
    let macros: Vec<Vec<Node>> =
        elements.iter().map(|element| compiler.nodes(&element.children, None)).collect();
    let citation_element = root.child("citation");
    let bibliography_element = root.child("bibliography");
    let mut citation = compiler.section(citation_element);
    let mut bibliography = bibliography_element.map(|element| compiler.section(Some(element)));
    let style_options = NameOptions::inherited(root);
    compiler.resolve_names(&mut citation, citation_element, &style_options);
    if let Some(section) = &mut bibliography {
        compiler.resolve_names(section, bibliography_element, &style_options);
    }
    let mut program = Program {
        is_note: root.attr("class") == Some("note"),
        macros: macros
            .into_iter()
            .map(|children| {
                let has_date = has_date(&children);
                Macro { children, reach: Reach::default(), has_date }
            })
            .collect(),
        citation,
        citation_options: citation_options(citation_element),
        bibliography: bibliography
            .zip(bibliography_element)
            .map(|(section, element)| (section, bibliography_options(element))),
        page_range_format: root.attr("page-range-format").and_then(page_range_format),
        demote: match root.attr("demote-non-dropping-particle") {
            Some("never") => Demote::Never,
            Some("sort-only") => Demote::SortOnly,
            _ => Demote::DisplayAndSort,
        },
        initialize_with_hyphen: root.attr("initialize-with-hyphen") != Some("false"),
        prints_year_suffix: compiler.prints_year_suffix,
        cites_names: false,
        cites_initials: false,
        cites_number: false,
        tests_position: compiler.tests_position,
        tests_disambiguate: compiler.tests_disambiguate,
    };
    measure_reach(&mut program);
    let (used, number) = shown(&program.citation.layout, &program.macros);
    program.cites_number = number;
    program.cites_names = !used.is_empty();
    program.cites_initials = used
        .iter()
        .filter_map(|idx| program.citation.names.get(*idx))
        .any(|style| style.initialize_with.is_some());
    program
}

struct Compiler<'a> {
    /// Positions of the macros.
    names: BTreeMap<&'a str, usize>,
    name_options: Vec<NameOptions>,
    prints_year_suffix: bool,
    tests_disambiguate: bool,
    tests_position: bool,
}

/// The element `names` around an alternative of `substitute`.
#[derive(Clone, Copy)]
struct Outer<'e> {
    element: &'e Element<'e>,
}

impl Compiler<'_> {
    fn nodes(&mut self, elements: &[Element<'_>], outer: Option<Outer<'_>>) -> Vec<Node> {
        elements.iter().filter_map(|element| self.node(element, outer)).collect()
    }

    fn node(&mut self, element: &Element<'_>, outer: Option<Outer<'_>>) -> Option<Node> {
        Some(match element.name {
            "text" => self.text(element)?,
            "group" => Node::Group(Group {
                children: self.nodes(&element.children, outer),
                delimiter: owned(element.attr("delimiter")),
                look: look(element),
                reach: Reach::default(),
            }),
            "names" => self.names(element, outer),
            "date" => Node::Date(Box::new(date(element))),
            "number" => Node::Number(Number {
                variable: element.attr("variable").and_then(variable),
                form: match element.attr("form") {
                    Some("ordinal") => NumberForm::Ordinal,
                    Some("long-ordinal") => NumberForm::LongOrdinal,
                    Some("roman") => NumberForm::Roman,
                    _ => NumberForm::Numeric,
                },
                look: look(element),
            }),
            "label" => Node::Label(label(element)),
            "choose" => Node::Choose(
                element.children.iter().filter_map(|child| self.branch(child, outer)).collect(),
            ),
            _ => return None,
        })
    }

    fn text(&mut self, element: &Element<'_>) -> Option<Node> {
        let source = if let Some(name) = element.attr("variable") {
            self.prints_year_suffix |= name == "year-suffix";
            let short = element.attr("form") == Some("short");
            Source::Variable { variable: variable(name), short }
        } else if let Some(name) = element.attr("macro") {
            Source::Macro(*self.names.get(name)?)
        } else if let Some(name) = element.attr("term") {
            Source::Term {
                name: crate::locale::term_name(name).into(),
                form: Form::parse(element.attr("form")),
                plural: element.flag("plural"),
            }
        } else {
            Source::Value(owned(element.attr("value")))
        };
        let mut look = look(element);
        if matches!(source, Source::Macro(_)) {
            // What a macro gives keeps its case: so does the program most styles are tried out with.
            look.text_case = None;
        }
        Some(Node::Text(Text { source, look }))
    }

    fn branch(&mut self, element: &Element<'_>, outer: Option<Outer<'_>>) -> Option<Branch> {
        if !matches!(element.name, "if" | "else-if" | "else") {
            return None;
        }
        let matches = match element.attr("match") {
            Some("any") => Match::Any,
            Some("none") => Match::None,
            _ => Match::All,
        };
        let mut tests = Vec::new();
        if element.name != "else" {
            for attribute in &element.attributes {
                self.tests(attribute.name, &attribute.value, &mut tests);
            }
            if tests.is_empty() {
                return None;
            }
        }
        Some(Branch { matches, tests, children: self.nodes(&element.children, outer) })
    }

    fn tests(&mut self, name: &str, value: &str, tests: &mut Vec<Test>) {
        let values = value.split_whitespace();
        match name {
            // A work has one type, so a list of types can only mean any of them.
            "type" => {
                let types = values.filter_map(ItemType::parse).map(type_bit);
                tests.push(Test::Type(types.fold(0, |set, item_type| set | item_type)));
            }
            "variable" => tests.extend(values.map(|value| Test::Variable(variable(value)))),
            "is-numeric" => tests.extend(values.map(|value| Test::Numeric(variable(value)))),
            "is-uncertain-date" => {
                tests.extend(values.map(|value| Test::Uncertain(DateVariable::parse(value))));
            }
            "locator" => tests
                .extend(values.map(|value| Test::Locator(crate::locale::term_name(value).into()))),
            "position" => {
                self.tests_position = true;
                tests.extend(values.filter_map(|value| {
                    Some(Test::Position(match value {
                        "first" => PositionTest::First,
                        "subsequent" => PositionTest::Subsequent,
                        "ibid" => PositionTest::Ibid,
                        "ibid-with-locator" => PositionTest::IbidWithLocator,
                        "near-note" => PositionTest::NearNote,
                        _ => return None,
                    }))
                }));
            }
            "disambiguate" => {
                self.tests_disambiguate = true;
                tests.push(Test::Disambiguate(value == "true"));
            }
            _ => {}
        }
    }

    /// A `names` inside `substitute` that has no children of its own takes those of the element
    /// around it (CSL 1.0.2, "substitute").
    fn names(&mut self, element: &Element<'_>, outer: Option<Outer<'_>>) -> Node {
        let bare = element.children.iter().all(|child| child.name == "substitute");
        let outer = outer.filter(|_| bare);
        let source = outer.map_or(element, |outer| outer.element);
        let at = |name: &str| source.children.iter().position(|child| child.name == name);
        let label_first = match (at("label"), at("name")) {
            (Some(label), Some(name)) => label < name,
            // Without `name` the names come first all the same.
            _ => false,
        };
        let mut options = NameOptions::default();
        if let Some(name) = source.child("name") {
            options = NameOptions::own(name);
        }
        options = options.or(NameOptions::inherited(element));
        if let Some(outer) = outer {
            options = options.or(NameOptions::inherited(outer.element));
        }
        let own_delimiter =
            element.attr("delimiter").or(outer.and_then(|outer| outer.element.attr("delimiter")));
        if own_delimiter.is_some() {
            options.names_delimiter = own_delimiter.map(Box::from);
        }
        if let Some(et_al) = source.child("et-al") {
            options.et_al_term = et_al.attr("term").map(|t| crate::locale::term_name(t).into());
            options.et_al_format = Some(look(et_al));
        }
        let index = self.name_options.len();
        self.name_options.push(options);
        let substitute = element.child("substitute").map_or(Vec::new(), |child| {
            let outer = Outer { element: source };
            self.nodes(&child.children, Some(outer))
        });
        Node::Names(Box::new(Names {
            variables: element
                .attr("variable")
                .unwrap_or_default()
                .split_whitespace()
                .filter_map(NameVariable::parse)
                .collect(),
            look: look(source),
            options: index,
            label: source.child("label").map(label),
            label_first,
            substitute,
            reach: 0,
        }))
    }

    fn section(&mut self, element: Option<&Element<'_>>) -> Section {
        let layout = element.and_then(|element| element.child("layout"));
        let sort = element.and_then(|element| element.child("sort"));
        Section {
            layout: layout.map_or(Vec::new(), |layout| self.nodes(&layout.children, None)),
            look: layout.map(look).unwrap_or_default(),
            delimiter: owned(layout.and_then(|layout| layout.attr("delimiter"))),
            sort: sort.map_or(Vec::new(), |sort| {
                sort.children_named("key").filter_map(|key| self.sort_key(key)).collect()
            }),
            names: Vec::new(),
        }
    }

    fn sort_key(&mut self, key: &Element<'_>) -> Option<SortKey> {
        let number = |name: &str| key.attr(name).and_then(|value| value.trim().parse().ok());
        let source = match (key.attr("macro"), key.attr("variable").and_then(variable)) {
            (Some(name), _) => KeySource::Macro(*self.names.get(name)?),
            (None, Some(Variable::Name(role))) => KeySource::Names(Box::new(self.bare_names(role))),
            (None, variable) => KeySource::Variable(variable),
        };
        Some(SortKey {
            source,
            descending: key.attr("sort") == Some("descending"),
            names_min: number("names-min"),
            names_use_first: number("names-use-first"),
            names_use_last: key.attr("names-use-last").map(|value| value == "true"),
        })
    }

    /// Names as they are when nothing but their role is known.
    fn bare_names(&mut self, role: NameVariable) -> Names {
        self.name_options.push(NameOptions::default());
        Names {
            variables: vec![role],
            look: Look::default(),
            options: self.name_options.len() - 1,
            label: None,
            label_first: false,
            substitute: Vec::new(),
            reach: ALL_VARIABLES,
        }
    }

    fn resolve_names(
        &self,
        section: &mut Section,
        element: Option<&Element<'_>>,
        style: &NameOptions,
    ) {
        let own = element.map(NameOptions::inherited).unwrap_or_default();
        let scope = own.or(style.clone());
        section.names = self
            .name_options
            .iter()
            .map(|options| options.clone().or(scope.clone()).resolved())
            .collect();
    }
}

/// Options of names as one element states them.
#[derive(Debug, Clone, Default)]
struct NameOptions {
    and: Option<Option<And>>,
    delimiter: Option<Box<str>>,
    names_delimiter: Option<Box<str>>,
    precedes_last: Option<Precedes>,
    precedes_et_al: Option<Precedes>,
    min: Option<usize>,
    use_first: Option<usize>,
    subsequent_min: Option<usize>,
    subsequent_use_first: Option<usize>,
    use_last: Option<bool>,
    form: Option<NameForm>,
    initialize: Option<bool>,
    initialize_with: Option<Box<str>>,
    sort_order: Option<SortOrder>,
    sort_separator: Option<Box<str>>,
    look: Option<Look>,
    family: Option<Look>,
    given: Option<Look>,
    et_al_term: Option<Box<str>>,
    et_al_format: Option<Look>,
}

impl NameOptions {
    /// Reads the options of `name`, where two of them have shorter names.
    fn own(name: &Element<'_>) -> Self {
        let part = |which: &str| {
            name.children_named("name-part").find(|part| part.attr("name") == Some(which)).map(look)
        };
        Self {
            look: Some(look(name)),
            family: part("family"),
            given: part("given"),
            ..Self::read(name, "form", "delimiter")
        }
    }

    /// Reads the options of an element that names inherit from.
    fn inherited(element: &Element<'_>) -> Self {
        Self {
            names_delimiter: element.attr("names-delimiter").map(Box::from),
            ..Self::read(element, "name-form", "name-delimiter")
        }
    }

    fn read(element: &Element<'_>, form: &str, delimiter: &str) -> Self {
        let number = |name: &str| element.attr(name).and_then(|value| value.trim().parse().ok());
        let text = |name: &str| element.attr(name).map(Box::from);
        // Two blanks between the parts of a name are a slip.
        let single = |name: &str| element.attr(name).map(|value| value.replace("  ", " ").into());
        Self {
            and: element.attr("and").map(|value| match value {
                "text" => Some(And::Text),
                "symbol" => Some(And::Symbol),
                _ => None,
            }),
            delimiter: text(delimiter),
            precedes_last: element.attr("delimiter-precedes-last").map(precedes),
            precedes_et_al: element.attr("delimiter-precedes-et-al").map(precedes),
            min: number("et-al-min"),
            use_first: number("et-al-use-first"),
            subsequent_min: number("et-al-subsequent-min"),
            subsequent_use_first: number("et-al-subsequent-use-first"),
            use_last: element.attr("et-al-use-last").map(|value| value == "true"),
            form: element.attr(form).map(|value| match value {
                "short" => NameForm::Short,
                "count" => NameForm::Count,
                _ => NameForm::Long,
            }),
            initialize: element.attr("initialize").map(|value| value != "false"),
            initialize_with: single("initialize-with"),
            sort_order: element.attr("name-as-sort-order").map(|value| match value {
                "first" => SortOrder::First,
                "all" => SortOrder::All,
                _ => SortOrder::None,
            }),
            sort_separator: single("sort-separator"),
            ..Self::default()
        }
    }

    /// Fills what is open from an outer element.
    fn or(self, outer: Self) -> Self {
        Self {
            and: self.and.or(outer.and),
            delimiter: self.delimiter.or(outer.delimiter),
            names_delimiter: self.names_delimiter.or(outer.names_delimiter),
            precedes_last: self.precedes_last.or(outer.precedes_last),
            precedes_et_al: self.precedes_et_al.or(outer.precedes_et_al),
            min: self.min.or(outer.min),
            use_first: self.use_first.or(outer.use_first),
            subsequent_min: self.subsequent_min.or(outer.subsequent_min),
            subsequent_use_first: self.subsequent_use_first.or(outer.subsequent_use_first),
            use_last: self.use_last.or(outer.use_last),
            form: self.form.or(outer.form),
            initialize: self.initialize.or(outer.initialize),
            initialize_with: self.initialize_with.or(outer.initialize_with),
            sort_order: self.sort_order.or(outer.sort_order),
            sort_separator: self.sort_separator.or(outer.sort_separator),
            look: self.look.or(outer.look),
            family: self.family.or(outer.family),
            given: self.given.or(outer.given),
            et_al_term: self.et_al_term.or(outer.et_al_term),
            et_al_format: self.et_al_format.or(outer.et_al_format),
        }
    }

    fn resolved(self) -> NameStyle {
        NameStyle {
            and: self.and.flatten(),
            delimiter: self.delimiter.unwrap_or_else(|| ", ".into()),
            names_delimiter: self.names_delimiter.unwrap_or_default(),
            precedes_last: self.precedes_last.unwrap_or(Precedes::Contextual),
            precedes_et_al: self.precedes_et_al.unwrap_or(Precedes::Contextual),
            et_al: EtAl {
                min: self.min,
                use_first: self.use_first,
                subsequent_min: self.subsequent_min,
                subsequent_use_first: self.subsequent_use_first,
                use_last: self.use_last.unwrap_or(false),
            },
            form: self.form.unwrap_or(NameForm::Long),
            initialize: self.initialize.unwrap_or(true),
            initialize_with: self.initialize_with,
            sort_order: self.sort_order.unwrap_or(SortOrder::None),
            sort_separator: self.sort_separator.unwrap_or_else(|| ", ".into()),
            look: self.look.unwrap_or_default(),
            family: self.family.unwrap_or_default(),
            given: self.given.unwrap_or_default(),
            et_al_term: self.et_al_term.unwrap_or_else(|| "et-al".into()),
            et_al_format: self.et_al_format.unwrap_or_default(),
        }
    }
}

fn precedes(value: &str) -> Precedes {
    match value {
        "after-inverted-name" => Precedes::AfterInverted,
        "always" => Precedes::Always,
        "never" => Precedes::Never,
        _ => Precedes::Contextual,
    }
}

fn owned(value: Option<&str>) -> Box<str> {
    value.unwrap_or_default().into()
}

/// Names that CSL gave up lead to their successors, but for `event`: citeproc-js keeps it apart from
/// `event-title`, so that styles which only know `event` print none of today's records' events.
fn variable(name: &str) -> Option<Variable> {
    match name {
        "shortTitle" => Variable::parse("title-short"),
        "journalAbbreviation" => Variable::parse("container-title-short"),
        "editortranslator" => Variable::parse("editor-translator"),
        _ => Variable::parse(name),
    }
}

/// Reads what an element does with what it prints.
pub(crate) fn look(element: &Element<'_>) -> Look {
    let look = Look {
        prefix: owned(element.attr("prefix")),
        suffix: owned(element.attr("suffix")),
        format: format(element),
        quotes: element.flag("quotes"),
        strip_periods: element.flag("strip-periods"),
        text_case: element.attr("text-case").and_then(text_case),
        display: element.attr("display").and_then(|value| {
            Some(match value {
                "block" => Display::Block,
                "left-margin" => Display::LeftMargin,
                "right-inline" => Display::RightInline,
                "indent" => Display::Indent,
                _ => return None,
            })
        }),
        any: false,
    };
    Look { any: look != Look::default(), ..look }
}

fn format(element: &Element<'_>) -> Format {
    Format {
        style: element.attr("font-style").and_then(|value| {
            Some(match value {
                "normal" => FontStyle::Normal,
                "italic" => FontStyle::Italic,
                "oblique" => FontStyle::Oblique,
                _ => return None,
            })
        }),
        weight: element.attr("font-weight").and_then(|value| {
            Some(match value {
                "normal" => FontWeight::Normal,
                "bold" => FontWeight::Bold,
                "light" => FontWeight::Light,
                _ => return None,
            })
        }),
        variant: element.attr("font-variant").and_then(|value| {
            Some(match value {
                "normal" => FontVariant::Normal,
                "small-caps" => FontVariant::SmallCaps,
                _ => return None,
            })
        }),
        decoration: element.attr("text-decoration").and_then(|value| {
            Some(match value {
                "none" => Decoration::None,
                "underline" => Decoration::Underline,
                _ => return None,
            })
        }),
        vertical: element.attr("vertical-align").and_then(|value| {
            Some(match value {
                "baseline" => Vertical::Baseline,
                "sup" => Vertical::Raised,
                "sub" => Vertical::Lowered,
                _ => return None,
            })
        }),
    }
}

fn text_case(value: &str) -> Option<TextCase> {
    Some(match value {
        "lowercase" => TextCase::Lowercase,
        "uppercase" => TextCase::Uppercase,
        "capitalize-first" => TextCase::CapitalizeFirst,
        "capitalize-all" => TextCase::CapitalizeAll,
        "sentence" => TextCase::Sentence,
        "title" => TextCase::Title,
        _ => return None,
    })
}

fn label(element: &Element<'_>) -> Label {
    Label {
        variable: element.attr("variable").and_then(NumberVariable::parse),
        form: Form::parse(element.attr("form")),
        plural: match element.attr("plural") {
            Some("always") => Plural::Always,
            Some("never") => Plural::Never,
            _ => Plural::Contextual,
        },
        look: look(element),
    }
}

fn date(element: &Element<'_>) -> Date {
    Date {
        variable: element.attr("variable").and_then(DateVariable::parse),
        form: element.attr("form").map(|value| match value {
            "numeric" => DateForm::Numeric,
            _ => DateForm::Text,
        }),
        shows: match element.attr("date-parts") {
            Some("year") => Shows::Year,
            Some("year-month") => Shows::YearMonth,
            _ => Shows::YearMonthDay,
        },
        parts: date_parts(element),
        delimiter: owned(element.attr("delimiter")),
        look: look(element),
    }
}

/// Reads the elements `date-part`.
pub(crate) fn date_parts(element: &Element<'_>) -> Vec<DatePart> {
    element
        .children_named("date-part")
        .filter_map(|part| {
            Some(DatePart {
                name: match part.attr("name")? {
                    "year" => PartName::Year,
                    "month" => PartName::Month,
                    "day" => PartName::Day,
                    _ => return None,
                },
                form: part.attr("form").and_then(|value| {
                    Some(match value {
                        "long" => PartForm::Long,
                        "short" => PartForm::Short,
                        "numeric" => PartForm::Numeric,
                        "numeric-leading-zeros" => PartForm::NumericLeadingZeros,
                        "ordinal" => PartForm::Ordinal,
                        _ => return None,
                    })
                }),
                range_delimiter: part.attr("range-delimiter").map(Box::from),
                look: look(part),
            })
        })
        .collect()
}

fn citation_options(element: Option<&Element<'_>>) -> CitationOptions {
    let attr = |name: &str| element.and_then(|element| element.attr(name));
    let flag = |name: &str| element.is_some_and(|element| element.flag(name));
    let text = |name: &str| attr(name).map(Box::from);
    let collapse = match attr("collapse") {
        Some("citation-number") => Some(Collapse::CitationNumber),
        Some("year") => Some(Collapse::Year),
        Some("year-suffix") => Some(Collapse::YearSuffix),
        Some("year-suffix-ranged") => Some(Collapse::YearSuffixRanged),
        _ => None,
    };
    CitationOptions {
        add_names: flag("disambiguate-add-names"),
        add_givenname: flag("disambiguate-add-givenname"),
        givenname_rule: match attr("givenname-disambiguation-rule") {
            Some("all-names") => GivennameRule::AllNames,
            Some("all-names-with-initials") => GivennameRule::AllNamesWithInitials,
            Some("primary-name") => GivennameRule::PrimaryName,
            Some("primary-name-with-initials") => GivennameRule::PrimaryNameWithInitials,
            _ => GivennameRule::ByCite,
        },
        add_year_suffix: flag("disambiguate-add-year-suffix"),
        collapse,
        cite_group_delimiter: text("cite-group-delimiter"),
        year_suffix_delimiter: text("year-suffix-delimiter"),
        after_collapse_delimiter: text("after-collapse-delimiter"),
        near_note_distance: attr("near-note-distance")
            .and_then(|value| value.trim().parse().ok())
            .unwrap_or(5),
    }
}

fn bibliography_options(element: &Element<'_>) -> BibliographyOptions {
    BibliographyOptions {
        hanging_indent: element.flag("hanging-indent"),
        second_field_align: element.attr("second-field-align").is_some_and(|v| v != "false"),
        substitute: element.attr("subsequent-author-substitute").map(Box::from),
        substitute_rule: match element.attr("subsequent-author-substitute-rule") {
            Some("complete-each") => SubstituteRule::CompleteEach,
            Some("partial-each") => SubstituteRule::PartialEach,
            Some("partial-first") => SubstituteRule::PartialFirst,
            _ => SubstituteRule::CompleteAll,
        },
    }
}

fn page_range_format(value: &str) -> Option<PageRangeFormat> {
    Some(match value {
        "chicago" | "chicago-15" => PageRangeFormat::Chicago15,
        "chicago-16" => PageRangeFormat::Chicago16,
        "expanded" => PageRangeFormat::Expanded,
        "minimal" => PageRangeFormat::Minimal,
        "minimal-two" => PageRangeFormat::MinimalTwo,
        _ => return None,
    })
}
