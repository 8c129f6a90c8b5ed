//! Items for Zotero have only types, creators and fields that its schema knows.

use std::collections::BTreeSet;

use refsmith_formats::mapping::FieldRow;
use refsmith_formats::zotero_json::{ZoteroJson, to_item};
use refsmith_formats::{Carry, Format, write_carrying};
use refsmith_model::ItemType;
use serde_json::Value;

use crate::shared;
use crate::support::read;

const LIBRARY: &str = include_str!("../library.json");

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn schema() -> Option<Value> {
    let path = shared::path("zotero/zotero_schema_facts.json")?;
    serde_json::from_str(&shared::text(&path)).ok()
}

#[test]
fn every_written_row_is_in_the_schema() {
    let Some(schema) = schema() else { return };
    let mapping = ZoteroJson.mapping().expect("a table");
    let mut rows = 0;
    for item_type in ItemType::ALL {
        let kind = mapping.type_name(*item_type);
        let facts = &schema["item_types"][kind];
        let (fields, creators) = (names(&facts["fields"]), names(&facts["creators"]));
        assert!(!fields.is_empty(), "{kind}");
        let holds = |row: &&FieldRow| row.way.writes() && row.on.holds(*item_type);
        for row in mapping.fields.iter().filter(holds) {
            let known = match row.field.strip_prefix("creators/") {
                Some(creator) => creators.contains(creator),
                None => fields.contains(row.field) || matches!(row.field, "tags" | "notes"),
            };
            assert!(known, "{item_type}: `{}` is no field of {kind}", row.field);
            rows += 1;
        }
    }
    assert!(rows > 600, "{rows}");
}

#[test]
fn works_of_all_types_become_valid_items() {
    let Some(schema) = schema() else { return };
    let records = read("csl-json", LIBRARY).value;
    let mut kinds = BTreeSet::new();
    for record in &records {
        let item = to_item(record);
        let kind = item["itemType"].as_str().expect("a type");
        kinds.insert(kind.to_owned());
        let facts = &schema["item_types"][kind];
        let (fields, creators) = (names(&facts["fields"]), names(&facts["creators"]));
        for (name, value) in &item {
            let known = matches!(name.as_str(), "itemType" | "creators" | "tags" | "notes");
            assert!(known || fields.contains(name.as_str()), "{kind}: {name}");
            assert!(known || value.is_string(), "{kind}: {name}");
        }
        for creator in item.get("creators").and_then(Value::as_array).into_iter().flatten() {
            assert!(
                creators.contains(creator["creatorType"].as_str().expect("a role")),
                "{kind}: {creator}"
            );
        }
    }
    assert!(kinds.len() > 30, "{kinds:?}");
}

#[test]
fn types_that_zotero_has_not_are_carried() {
    let review = r#"[{"id": "a", "type": "review", "title": "On tea", "reviewed-title": "Tea"}]"#;
    let records = read("csl-json", review).value;
    let mut bytes = Vec::new();
    write_carrying(&ZoteroJson, &records, Carry::Note, &mut bytes).expect("written to memory");
    let items: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(items[0]["itemType"], "journalArticle");
    let extra = items[0]["extra"].as_str().expect("an extra");
    assert!(extra.lines().any(|line| line == "type: review"), "{extra}");
    assert!(extra.lines().any(|line| line == "reviewed-title: Tea"), "{extra}");
    let back = read("zotero-json", &String::from_utf8(bytes).expect("UTF-8")).value;
    assert_eq!(back[0].item_type, ItemType::Review);
}
