//! No check panics, and findings stay inside the text, whatever the records say.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use refsmith_check::duplicates::find;
use refsmith_check::{CHECKS, CODES, Subject, run};
use refsmith_model::record::Interval;
use refsmith_model::{
    Citation, CitationForm, Date, DateVariable, ItemType, Name, NameList, NameVariable, Number,
    NumberVariable, Origin, PartialDate, PersonName, Provenance, Record, RichText, SourceText,
    Span, TextVariable, Variable,
};

/// Texts in which the checks have something to find, and any others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        "[ÃÂâÅÄ€™‚–”»°a-zA-Z ]{0,12}",
        "(&|&#|amp;|lt;|#x|[0-9a-f]|;){0,8}",
        "(https://doi.org/)?10[.][0-9]{1,5}/?[a-z0-9]{0,4}",
        "[0-9X -]{0,20}",
        select(vec!["Hormones and Behavior", "Hormones & behavior", "Editorial", "N/A", "et al."])
            .prop_map(str::to_owned),
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{0,21}[-–]?[0-9]{0,21}", "\\PC{0,8}", "[ivxe0-9,-]{0,8}"]
}

fn date() -> impl Strategy<Value = Date> {
    let partial = (prop_oneof![1400..2100, any::<i32>()], any::<Option<u8>>(), any::<Option<u8>>())
        .prop_map(|(year, month, day)| PartialDate { year, month, day, ..PartialDate::default() });
    let partial = partial.boxed();
    prop_oneof![
        partial.clone().prop_map(Date::On),
        (option::of(partial.clone()), option::of(partial))
            .prop_map(|(start, end)| Date::Interval(Interval { start, end })),
        text().prop_map(Date::Literal),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    let person = (text(), option::of(text()), option::of(text()), option::of("[0-9X/-]{0,22}"));
    prop_oneof![
        text().prop_map(Name::Institution),
        person.prop_map(|(family, given, particle, orcid)| Name::Person(PersonName {
            family,
            given,
            non_dropping_particle: particle,
            orcid,
            ..PersonName::default()
        })),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    let texts =
        btree_map(select(TextVariable::ALL.to_vec()), text().prop_map(RichText::from), 0..8);
    let numbers =
        btree_map(select(NumberVariable::ALL.to_vec()), number().prop_map(Number::new), 0..6);
    let list = (vec(name(), 0..4), option::of(0_usize..6))
        .prop_map(|(names, truncated_after)| NameList { names, truncated_after });
    let names = btree_map(select(NameVariable::ALL.to_vec()), list, 0..3);
    let dates = btree_map(select(DateVariable::ALL.to_vec()), date(), 0..3);
    let spans = vec((0_usize..300, 0_usize..300), 40);
    (select(ItemType::ALL.to_vec()), "[a-c]{0,2}", texts, numbers, names, dates, spans).prop_map(
        |(item_type, id, texts, numbers, names, dates, spans)| {
            let mut record = Record {
                id,
                item_type,
                texts: texts.into_iter().collect(),
                numbers: numbers.into_iter().collect(),
                names: names.into_iter().collect(),
                dates: dates.into_iter().collect(),
                ..Record::default()
            };
            let variables: Vec<Variable> = record.variables();
            for (variable, (start, len)) in variables.into_iter().zip(spans) {
                let origin = Origin::Input(Span::new(start, start + len));
                record.provenance.insert(variable, Provenance { origin, confidence: 0.5 });
            }
            record
        },
    )
}

fn citation() -> impl Strategy<Value = Citation> {
    let form = select(vec![CitationForm::Numeric, CitationForm::AuthorDate]);
    (0_usize..300, form, vec(0_u32..12, 0..4), vec(text(), 0..2)).prop_map(
        |(start, form, targets, unresolved)| Citation {
            span: Span::new(start, start + 3),
            form,
            targets,
            unresolved,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_subject(
        records in vec(record(), 0..6),
        citations in option::of(vec(citation(), 0..12)),
        whole in option::of("\\PC{0,200}"),
        this_year in any::<Option<i32>>(),
    ) {
        let text = whole.map(|whole| SourceText::plain("any.txt", whole));
        let subject = Subject {
            text: text.as_ref(),
            records: &records,
            citations: citations.as_deref(),
            this_year,
            ..Subject::default()
        };
        let findings = run(&subject);
        for finding in &findings {
            prop_assert!(CODES.contains(&finding.code));
            prop_assert!(!finding.message.is_empty() && !finding.message.ends_with('.'));
            // A fix replaces what is there, so its span must fit the text.
            if let Some(fix) = &finding.fix {
                let text = text.as_ref().unwrap();
                prop_assert!(!text.slice(fix.span).is_empty());
            }
        }
        prop_assert_eq!(findings, run(&subject), "the same records give the same findings");
    }

    #[test]
    fn clusters_are_disjoint_and_in_order(records in vec(record(), 0..12)) {
        let records: Vec<Record> = records.iter().chain(&records).cloned().collect();
        let clusters = find(&records);
        let mut seen = std::collections::BTreeSet::new();
        for cluster in &clusters {
            prop_assert!(cluster.members.len() > 1 && cluster.members.is_sorted());
            prop_assert!(!cluster.reasons.is_empty());
            prop_assert!((0.0..=1.0).contains(&cluster.confidence));
            prop_assert!(cluster.members.iter().all(|idx| *idx < records.len()));
            prop_assert!(cluster.members.iter().all(|idx| seen.insert(*idx)));
        }
    }
}

#[test]
fn registry_is_complete() {
    let of_checks: Vec<&str> =
        CHECKS.iter().flat_map(|check| check.info().codes).map(|code| code.code).collect();
    let listed: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(of_checks, listed);
    for code in CODES {
        assert!(code.explanation.len() > 150, "{} is explained in a paragraph", code.code);
        assert!(!code.summary.ends_with('.') && code.explanation.ends_with('.'), "{}", code.code);
    }
}
