//! MARC 21 as bytes: files of ISO 2709 in both encodings, whole and damaged.

use refsmith_formats::{Format, marc::Marc21, unpack};
use refsmith_model::{NameVariable, TextVariable};

use crate::support::read;

/// Builds a record: fields by tag, `$` before subfields, bytes as they are to be.
fn iso2709(encoding: u8, fields: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    for (tag, value) in fields {
        let start = data.len();
        data.extend(value.iter().map(|byte| if *byte == b'$' { 0x1f } else { *byte }));
        data.push(0x1e);
        directory.extend(format!("{tag}{:04}{start:05}", data.len() - start).into_bytes());
    }
    directory.push(0x1e);
    data.push(0x1d);
    let base = 24 + directory.len();
    let mut out = format!("{:05}nam {}22{base:05} a 4500", base + data.len(), char::from(encoding))
        .into_bytes();
    assert_eq!(out.len(), 24);
    out.extend(directory);
    out.extend(data);
    out
}

fn book(encoding: u8, author: &[u8], title: &[u8]) -> Vec<u8> {
    let author = [b"1 $a".as_slice(), author].concat();
    let title = [b"10$a".as_slice(), title].concat();
    iso2709(encoding, &[("001", b"7"), ("100", &author), ("245", &title)])
}

#[test]
fn both_encodings_give_the_same_names() {
    let utf_8 = book(b'a', "Dvořák, Łucja,".as_bytes(), "Café 100\u{a3}.".as_bytes());
    let marc_8 = book(b' ', b"Dvo\xe9r\xe2ak, \xa1ucja,", b"Caf\xe2e 100\xb9.");
    for bytes in [utf_8, marc_8] {
        let (format, text) = unpack(&bytes).unwrap();
        assert_eq!((format.info().name, text.diagnostics.len()), ("marc21", 0));
        let parsed = read("marc21", &text.value);
        let record = &parsed.value[0];
        assert_eq!(record.people(NameVariable::Author)[0].to_string(), "Dvořák, Łucja");
        assert_eq!(record.text(TextVariable::Title), Some("Café 100£"));
        let span = parsed.value[0].provenance[&TextVariable::Title.into()].clone();
        assert!(format!("{span:?}").contains("Input"));
    }
}

#[test]
fn damage_costs_no_other_record() {
    let whole = book(b'a', b"Berg, Ida.", b"Tides");
    let mut bytes = whole.clone();
    let mut broken = whole.clone();
    broken[24..31].copy_from_slice(b"001x00y");
    bytes.extend(&broken);
    bytes.extend(b"\r\n");
    bytes.extend(&whole);
    bytes.extend(whole.get(..whole.len() - 9).unwrap());
    let text = Marc21.unpack(&bytes).unwrap();
    let codes: Vec<_> = text.diagnostics.iter().map(|finding| finding.code.code).collect();
    assert_eq!(codes, ["file-damaged", "file-damaged"]);
    for finding in &text.diagnostics {
        assert!(finding.span.unwrap().of(&text.value).starts_with("=LDR"));
    }
    let records = read("marc21", &text.value).value;
    let titles: Vec<_> = records.iter().map(|r| r.text(TextVariable::Title)).collect();
    assert_eq!(titles.len(), 4, "{}", text.value);
    assert_eq!(&titles[..3], [Some("Tides"); 3]);
}

#[test]
fn any_bytes_are_taken() {
    let whole = book(b' ', b"Berg, Ida.", b"Tides");
    for at in 0..whole.len() {
        for byte in [0, b'9', b'$', 0x1b, 0x1d, 0x1e, 0x1f, 0xe2, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            if let Some(text) = Marc21.unpack(&bytes) {
                read("marc21", &text.value);
            }
        }
        Marc21.unpack(whole.get(..at).unwrap());
    }
}
