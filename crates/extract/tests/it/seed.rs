//! The seed article: sixteen references and ten citation groups, in every dress.

use serde_json::Value;

use crate::helpers::{Found, record, run, shared};

struct Facts {
    article: String,
    references: Vec<(usize, usize, String)>,
    citations: Vec<(usize, String, Vec<u32>)>,
}

fn facts() -> Option<Facts> {
    let article = shared("seed/article.txt")?;
    let json: Value = serde_json::from_str(&shared("seed/seed_facts.json")?).unwrap();
    let byte = |value: &Value| usize::try_from(value["byte"].as_u64().unwrap()).unwrap();
    let text = |value: &Value| value["text"].as_str().unwrap().to_owned();
    let references = json["references"].as_array().unwrap().iter();
    let references = references.map(|r| (byte(&r["start"]), byte(&r["end"]), text(r))).collect();
    let targets = |value: &Value| {
        let targets = value["targets"].as_array().unwrap().iter();
        targets.map(|n| u32::try_from(n.as_u64().unwrap()).unwrap()).collect()
    };
    let citations = json["citations"].as_array().unwrap().iter();
    let citations = citations.map(|c| (byte(&c["start"]), text(c), targets(c))).collect();
    Some(Facts { article, references, citations })
}

/// The references and citations have the right words, whatever the file looks like.
fn check_words(facts: &Facts, found: &Found) {
    let expected: Vec<&str> = facts.references.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(found.references(), expected);
    let expected: Vec<(&str, Vec<u32>)> =
        facts.citations.iter().map(|(_, text, targets)| (text.as_str(), targets.clone())).collect();
    assert_eq!(found.cited(), expected);
    assert!(found.citations.iter().all(|citation| citation.unresolved.is_empty()));
    assert!(!found.list.numbered);
    let ordinals: Vec<u32> = found.list.references.iter().map(|r| r.ordinal).collect();
    assert_eq!(ordinals, (1..=16).collect::<Vec<u32>>());
}

/// The bytes that the spans lead back to, decoded, are the words.
fn check_bytes(facts: &Facts, found: &Found, bytes: &[u8], decode: impl Fn(&[u8]) -> String) {
    for (bytes, (_, _, expected)) in found.reference_bytes(bytes).into_iter().zip(&facts.references)
    {
        assert_eq!(decode(bytes), *expected);
    }
    for (citation, (_, expected, _)) in found.citations.iter().zip(&facts.citations) {
        let span = found.document.text.input_span(citation.span);
        assert_eq!(decode(&bytes[span.start()..span.end()]), *expected);
    }
}

fn utf_8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_article_as_it_is() {
    let Some(facts) = facts() else { return };
    let found = run("article.txt", facts.article.as_bytes(), &[]);
    check_words(&facts, &found);
    for (reference, (start, end, _)) in found.list.references.iter().zip(&facts.references) {
        assert_eq!((reference.span.start(), reference.span.end()), (*start, *end));
    }
    for (citation, (start, _, _)) in found.citations.iter().zip(&facts.citations) {
        assert_eq!(citation.span.start(), *start);
    }
    assert_eq!(found.codes, Vec::<&str>::new());
}

#[test]
fn records_change_nothing_in_a_numeric_article() {
    let Some(facts) = facts() else { return };
    let records: Vec<_> = facts
        .references
        .iter()
        .map(|(_, _, text)| {
            let family = text.split(',').next().unwrap();
            let year = text.split('(').nth(1).unwrap().get(..4).unwrap().parse().unwrap();
            record(&[family], year)
        })
        .collect();
    check_words(&facts, &run("article.txt", facts.article.as_bytes(), &records));
}

#[test]
fn other_line_ends() {
    let Some(facts) = facts() else { return };
    for end in ["\r\n", "\r"] {
        let text = facts.article.replace('\n', end);
        let found = run("article.txt", text.as_bytes(), &[]);
        check_words(&facts, &found);
        check_bytes(&facts, &found, text.as_bytes(), utf_8);
    }
    for text in [facts.article.trim_end().to_owned(), format!("{}\n\n", facts.article)] {
        check_words(&facts, &run("article.txt", text.as_bytes(), &[]));
    }
    // Without the disclaimer the last reference is the end of the file.
    let (_, end, _) = facts.references[15];
    check_words(&facts, &run("article.txt", &facts.article.as_bytes()[..end], &[]));
}

#[test]
fn other_encodings() {
    let Some(facts) = facts() else { return };
    let bom = format!("\u{FEFF}{}", facts.article);
    let found = run("article.txt", bom.as_bytes(), &[]);
    check_words(&facts, &found);
    check_bytes(&facts, &found, bom.as_bytes(), utf_8);

    for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
        let text = if mark { &bom } else { &facts.article };
        let units = text.encode_utf16();
        let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let bytes: Vec<u8> = units.flat_map(pair).collect();
        let found = run("article.txt", &bytes, &[]);
        check_words(&facts, &found);
        assert_eq!(found.codes, ["encoding-detected"]);
        check_bytes(&facts, &found, &bytes, |bytes| {
            let unit = |pair: &[u8]| match (pair, little) {
                ([a, b], true) => u16::from_le_bytes([*a, *b]),
                ([a, b], false) => u16::from_be_bytes([*a, *b]),
                _ => panic!("half a unit"),
            };
            String::from_utf16(&bytes.chunks(2).map(unit).collect::<Vec<u16>>()).unwrap()
        });
    }
}

#[test]
fn windows_1252() {
    let Some(mut facts) = facts() else { return };
    // The encoding has no U+2010.
    facts.article = facts.article.replace('\u{2010}', "-");
    for (_, _, text) in &mut facts.references {
        *text = text.replace('\u{2010}', "-");
    }
    const HIGH: [(char, u8); 5] = [('•', 0x95), ('“', 0x93), ('”', 0x94), ('’', 0x92), ('…', 0x85)];
    let byte = |c: char| match u8::try_from(c) {
        Ok(byte) => byte,
        Err(_) => HIGH.iter().find(|(high, _)| *high == c).unwrap().1,
    };
    let bytes: Vec<u8> = facts.article.chars().map(byte).collect();
    let found = run("article.txt", &bytes, &[]);
    check_words(&facts, &found);
    assert_eq!(found.codes, ["encoding-detected"]);
    check_bytes(&facts, &found, &bytes, |bytes| {
        let char_of = |byte: &u8| {
            HIGH.iter().find(|(_, high)| high == byte).map_or(char::from(*byte), |(c, _)| *c)
        };
        bytes.iter().map(char_of).collect()
    });
}

#[test]
fn as_markdown() {
    let Some(facts) = facts() else { return };
    // The text as it is, bullets and all, read as Markdown.
    check_words(&facts, &run("article.md", facts.article.as_bytes(), &[]));
    for (bullet, heading) in [("- ", "## Källor\n\n"), ("* ", ""), ("+ ", "")] {
        let mut text = format!("---\ntitle: x\n---\n\n# {}", facts.article);
        text = text.replace("  • ", bullet).replace("förändra dig", "**förändra** _dig_");
        let first = format!("{bullet}Feldman, R. (2017)");
        text = text.replace(&first, &format!("{heading}{first}"));
        text = text.replace("Trends in Cognitive Sciences", "*Trends in Cognitive Sciences*");
        let found = run("article.md", text.as_bytes(), &[]);
        check_words(&facts, &found);
        assert_eq!(found.list.heading.is_some(), !heading.is_empty());
    }
}

fn html(facts: &Facts) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;").replace('\u{2010}', "&#8208;").replace('’', "&rsquo;")
    };
    let mut out = String::from(
        "<!DOCTYPE html>\n<html><head><title>T</title><style>p > a {}</style></head><body>\
         <nav><ul><li>Home<li>Smith, J. (2001). Menu. Site, 1(2), 3-4.</ul></nav><main>\n",
    );
    let mut open = false;
    for line in facts.article.lines() {
        match line.strip_prefix("  • ") {
            Some(item) => {
                if !std::mem::replace(&mut open, true) {
                    out.push_str("<ul>\n");
                }
                let (head, tail) = item.split_once(' ').unwrap();
                out.push_str(&format!(
                    "  <li>{}\n    <i>{}</i></li>\n",
                    escape(head),
                    escape(tail)
                ));
            }
            None => {
                if std::mem::replace(&mut open, false) {
                    out.push_str("</ul>\n");
                }
                out.push_str(&format!("<p>{}</p>\n", escape(line)));
            }
        }
    }
    out.push_str("</main><footer>© 2022</footer></body></html>");
    out
}

#[test]
fn as_html() {
    let Some(facts) = facts() else { return };
    let text = html(&facts);
    let found = run("article.html", text.as_bytes(), &[]);
    check_words(&facts, &found);
    // A span covers the source from the first letter to the last, with the markup between.
    for (bytes, (_, _, expected)) in
        found.reference_bytes(text.as_bytes()).into_iter().zip(&facts.references)
    {
        let source = utf_8(bytes);
        let plain = source.replace("<i>", "").replace("&amp;", "&").replace("&#8208;", "\u{2010}");
        let plain = plain.replace("&rsquo;", "’").replace("\n    ", " ");
        assert_eq!(plain, *expected);
    }
    // In all the ways in which pages are broken.
    let broken = [
        text.replace("</li>", ""),
        text.replace("</nav>", ""),
        text.replace("<main>", "<div>").replace("</main>", ""),
        text.replace("</body></html>", ""),
        text.replace("<ul>\n", "<footer><ul>\n"),
        text.replace("\n", "\r\n"),
        text.replace("</p>", ""),
    ];
    for (nth, text) in broken.iter().enumerate() {
        println!("variant {nth}");
        check_words(&facts, &run("article.html", text.as_bytes(), &[]));
    }
}
