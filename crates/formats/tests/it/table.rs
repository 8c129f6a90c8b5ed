//! Tables that are not as they should be.

use refsmith_model::TextVariable;

use crate::support::{codes, read};

#[test]
fn cells_without_a_column_are_kept() {
    let text = "id,title,note\na,Rivers,one,two,\"thr,ee\"\nb,Lakes,,,\n";
    let parsed = read("csv", text);
    assert_eq!(codes(&parsed), ["table-surplus-cells"]);
    assert_eq!(parsed.diagnostics[0].span.unwrap().of(text), "two,\"thr,ee\"");
    assert_eq!(parsed.diagnostics[0].record.as_deref(), Some("a"));
    let extra: Vec<(&str, &str)> = parsed.value[0]
        .extra
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    assert_eq!(extra, [("column 4", "two"), ("column 5", "thr,ee")]);
    assert!(parsed.value[1].extra.is_empty(), "empty cells are nothing");
}

#[test]
fn an_open_quotation_mark_costs_no_row() {
    let text = "id,title,note\na,\"Rivers,one\nb,Lakes,two\nc,Seas,three\n";
    let parsed = read("csv", text);
    assert_eq!(codes(&parsed), ["table-quotes"]);
    assert_eq!(parsed.diagnostics[0].span.unwrap().start(), text.find('"').unwrap());
    let titles: Vec<_> =
        parsed.value.iter().map(|r| r.text(TextVariable::Title).unwrap()).collect();
    assert_eq!(titles, ["\"Rivers", "Lakes", "Seas"]);
}

#[test]
fn text_behind_a_closing_quotation_mark_is_kept() {
    let parsed = read("csv", "id,title,note\na,\"Big\" Rivers,x\nb,\"Lakes\" ,y\n");
    assert_eq!(codes(&parsed), ["table-quotes"]);
    assert_eq!(parsed.value[0].text(TextVariable::Title), Some("Big Rivers"));
    assert_eq!(parsed.value[1].text(TextVariable::Title), Some("Lakes"));
}

#[test]
fn many_open_quotation_marks_take_linear_time() {
    let mut text = String::from("id,title,note\n");
    text.push_str(&"\"a\"\"b,c,d\n".repeat(200_001));
    let parsed = read("csv", &text);
    assert!(parsed.value.len() > 100_000, "{}", parsed.value.len());
}
