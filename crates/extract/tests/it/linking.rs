//! Citations by author and year, and what is not a citation.

use refsmith_model::Record;

use crate::helpers::{record, run};

const LIST: &str = "\n\nReferences\n\n\
    Feldman, R. (2012a). Oxytocin. Hormones, 61(3), 380-391.\n\
    Feldman, R. (2012b). Synchrony. Parenting, 12(2), 154-164.\n\
    Kundakovic, M., & Champagne, F. (2015). Early life. Neurons, 40(1), 141-153.\n\
    Love, T. (2014). Dopamine. Biochemistry, 119, 49-60.\n\
    van den Berg, J. (2010). Reeds. Wetlands, 3(1), 4-9.\n\
    Weaver, I., Cervoni, N., & Meaney, M. (2004). Epigenetics. Neurons, 7(8), 847-854.\n";

fn records() -> Vec<Record> {
    vec![
        record(&["Feldman"], 2012),
        record(&["Feldman"], 2012),
        record(&["Kundakovic", "Champagne"], 2015),
        record(&["Love"], 2014),
        record(&["van den Berg"], 2010),
        record(&["Weaver", "Cervoni", "Meaney"], 2004),
    ]
}

/// Checks the citations of one sentence: their words, targets, and what they do not find.
fn check(sentence: &str, expected: &[(&str, &[u32], &[&str])]) {
    let text = format!("Love (2014) began. It went on (Weaver et al., 2004).\n\n{sentence}{LIST}");
    let found = run("a.txt", text.as_bytes(), &records());
    let words = |idx: usize| found.document.text.slice(found.citations[idx].span);
    let found: Vec<(&str, &[u32], Vec<&str>)> = found
        .citations
        .iter()
        .enumerate()
        .skip(2)
        .map(|(idx, c)| {
            (words(idx), c.targets.as_slice(), c.unresolved.iter().map(String::as_str).collect())
        })
        .collect();
    let expected: Vec<(&str, &[u32], Vec<&str>)> =
        expected.iter().map(|(text, targets, none)| (*text, *targets, none.to_vec())).collect();
    assert_eq!(found, expected, "{sentence}");
}

#[test]
fn citations_by_author_and_year() {
    check("It is so (Love, 2014).", &[("(Love, 2014)", &[4], &[])]);
    check("It is so (Love 2014, p. 52).", &[("(Love 2014, p. 52)", &[4], &[])]);
    check("It is so [Love 2014].", &[("[Love 2014]", &[4], &[])]);
    check("So said Love (2014) then.", &[("Love (2014)", &[4], &[])]);
    check("In Love's (2014) view.", &[("Love's (2014)", &[4], &[])]);
    check("Both (Feldman, 2012) hold.", &[("(Feldman, 2012)", &[1, 2], &[])]);
    check("One (Feldman, 2012b) holds.", &[("(Feldman, 2012b)", &[2], &[])]);
    check("Two (Feldman, 2012a, 2012b).", &[("(Feldman, 2012a, 2012b)", &[1, 2], &[])]);
    check(
        "Some (see Feldman, 2012a; Love, 2014; Weaver et al., 2004) agree.",
        &[("(see Feldman, 2012a; Love, 2014; Weaver et al., 2004)", &[1, 4, 6], &[])],
    );
    check("As Weaver et al. (2004) put it.", &[("Weaver et al. (2004)", &[6], &[])]);
    check(
        "Weaver, Cervoni, and Meaney (2004).",
        &[("Weaver, Cervoni, and Meaney (2004)", &[6], &[])],
    );
    check("Kundakovic & Champagne, 2015 is short.", &[("Kundakovic & Champagne, 2015", &[3], &[])]);
    check("Reeds (van den Berg, 2010) bend.", &[("(van den Berg, 2010)", &[5], &[])]);
    check("Reeds bend, says van den Berg (2010).", &[("van den Berg (2010)", &[5], &[])]);
}

#[test]
fn what_no_reference_answers_to() {
    check("It is so (Reed, 2001).", &[("(Reed, 2001)", &[], &["Reed 2001"])]);
    check(
        "It is so (Love, 2014; Reed et al., 2001a).",
        &[("(Love, 2014; Reed et al., 2001a)", &[4], &["Reed 2001a"])],
    );
    check("As Reed et al. (2001) say.", &[("Reed et al. (2001)", &[], &["Reed 2001"])]);
    check("In Stockholm (2012) it rained.", &[]);
    check("Later (in 2014) it rained (1).", &[]);
    check("The years 2012 and 2014 were dry.", &[]);
    check("Founded (Stockholm 2014) and sold.", &[]);
}

#[test]
fn numbers_beyond_the_list_are_unresolved() {
    let text = "Reeds bend [1]. Herons stand [2, 7]. Ice moves [1–3].\n\nReferences\n\n\
        [1] Marsh, P. (2011). Reeds. Wetlands, 12(3), 45-50.\n\
        [2] Heron, L. (2009). Standing. Lake Press.\n";
    let found = run("a.txt", text.as_bytes(), &[]);
    assert!(found.list.numbered);
    assert_eq!(found.cited(), [("[1]", vec![1]), ("[2, 7]", vec![2]), ("[1–3]", vec![1, 2])]);
    let unresolved: Vec<&[String]> =
        found.citations.iter().map(|citation| citation.unresolved.as_slice()).collect();
    assert_eq!(unresolved, [&[] as &[String], &["7".to_owned()], &["3".to_owned()]]);
}

#[test]
fn printed_numbers_are_the_ordinals() {
    let text = "Reeds bend [12][14].\n\nReferences\n\n\
        [12] Marsh, P. (2011). Reeds. Wetlands, 12(3), 45-50.\n\
        [13] Shore, O. (2013). At the edge. Wetlands, 14(1), 3-9.\n\
        [14] Heron, L. (2009). Standing. Lake Press.\n";
    let found = run("a.txt", text.as_bytes(), &[]);
    let ordinals: Vec<u32> = found.list.references.iter().map(|r| r.ordinal).collect();
    assert_eq!(ordinals, [12, 13, 14]);
    assert_eq!(found.cited(), [("[12]", vec![12]), ("[14]", vec![14])]);
}

#[test]
fn citations_may_be_wrapped() {
    let list = "\n\nReferences\n\n\
        [1] Marsh, P. (2011). Reeds. Wetlands, 12(3), 45-50.\n\
        [2] Heron, L. (2009). Standing. Lake Press.\n";
    for (text, expected) in [
        ("Reeds bend in the wind\n[1]. Herons stand [1,\n2] in winter.", vec!["[1]", "[1,\n2]"]),
        ("Reeds bend, and Heron\n[2] said so\r\n[1, 2].", vec!["[2]", "[1, 2]"]),
        ("Two ways are\n[1] by land\n[2] by sea.\n\nReeds bend [1].", vec!["[1]"]),
        ("Reeds bend [2].\n\n(1)\n\nHerons stand.", vec!["[2]"]),
    ] {
        let found = run("a.txt", format!("{text}{list}").as_bytes(), &[]);
        let words: Vec<&str> = found.cited().into_iter().map(|(words, _)| words).collect();
        assert_eq!(words, expected, "{text}");
    }
    check(
        "So it is (Love,\n2014), and Weaver\net al. (2004).",
        &[("(Love,\n2014)", &[4], &[]), ("Weaver\net al. (2004)", &[6], &[])],
    );
}
