//! COinS: which keys a record gets.

use refsmith_formats::coins::span as coins;

use crate::support::read;

/// Returns the pairs of the span of one item, decoded.
fn pairs(item: &str) -> Vec<String> {
    let records = read("csl-json", &format!("[{item}]")).value;
    let span = coins(&records[0]);
    let title = span
        .strip_prefix("<span class=\"Z3988\" title=\"")
        .and_then(|rest| rest.strip_suffix("\"></span>"))
        .expect("a span");
    assert!(!title.contains(['<', '>', '"', ' ', '+']), "{title}");
    title.split("&amp;").map(decoded).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            let hex = String::from_utf8(hex).expect("ASCII");
            bytes.push(u8::from_str_radix(&hex, 16).expect("two hexadecimal digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn an_article_has_the_keys_of_the_journal_matrix() {
    let found = pairs(
        r#"{"id":"a","type":"article-journal","title":"Love & <i>oxytocin</i>","container-title":"Pharmacology",
            "container-title-short":"Pharm","volume":"119","issue":"2","page":"49-60","DOI":"10.1000/ABC","ISSN":"1234-5678",
            "URL":"https://e.org/?a=1&b=2","issued":{"date-parts":[[2014,4,1]]},
            "author":[{"family":"Gogh","given":"Vincent","non-dropping-particle":"van","suffix":"Jr."},{"family":"Ott","given":"Ada"},{"literal":"WHO"}]}"#,
    );
    assert_eq!(
        found,
        [
            "ctx_ver=Z39.88-2004",
            "rft_val_fmt=info:ofi/fmt:kev:mtx:journal",
            "rft.genre=article",
            "rft.atitle=Love & oxytocin",
            "rft.jtitle=Pharmacology",
            "rft.stitle=Pharm",
            "rft.aufirst=Vincent",
            "rft.aulast=van Gogh Jr.",
            "rft.au=Vincent van Gogh Jr.",
            "rft.au=Ada Ott",
            "rft.aucorp=WHO",
            "rft.date=2014-04-01",
            "rft.volume=119",
            "rft.issue=2",
            "rft.pages=49-60",
            "rft.spage=49",
            "rft.epage=60",
            "rft.issn=1234-5678",
            "rft_id=info:doi/10.1000/abc",
            "rft_id=https://e.org/?a=1&b=2",
        ]
    );
}

#[test]
fn every_type_has_its_matrix_and_genre() {
    let cases = [
        ("article-newspaper", "journal", "rft.genre=article"),
        ("article", "journal", "rft.genre=preprint"),
        ("book", "book", "rft.genre=book"),
        ("report", "book", "rft.genre=report"),
        ("chapter", "book", "rft.genre=bookitem"),
        ("entry-encyclopedia", "book", "rft.genre=bookitem"),
        ("paper-conference", "book", "rft.genre=proceeding"),
        ("thesis", "dissertation", "rft.title=T"),
        ("patent", "patent", "rft.title=T"),
        ("webpage", "dc", "rft.type=webpage"),
        ("post-weblog", "dc", "rft.type=blogPost"),
        ("software", "dc", "rft.type=computerProgram"),
        ("figure", "dc", "rft.type=artwork"),
        ("treaty", "dc", "rft.type=document"),
    ];
    for (item_type, matrix, genre) in cases {
        let found = pairs(&format!(r#"{{"id":"a","type":"{item_type}","title":"T"}}"#));
        assert_eq!(found[1], format!("rft_val_fmt=info:ofi/fmt:kev:mtx:{matrix}"), "{item_type}");
        assert_eq!(found[2], genre, "{item_type}");
    }
}

#[test]
fn titles_people_and_publishers_have_keys_of_their_own_in_each_matrix() {
    let item = |item_type: &str| {
        pairs(&format!(
            r#"{{"id":"a","type":"{item_type}","title":"T","container-title":"C","publisher":"P","publisher-place":"L",
               "genre":"PhD thesis","number":"US7","authority":"A","page":"3","number-of-pages":"90","ISBN":"9780306406157",
               "author":[{{"family":"Ott","given":"Ada"}}],"editor":[{{"family":"Ede"}}],"issued":{{"date-parts":[[1999],[2001]]}},
               "submitted":{{"date-parts":[[1998,5]]}},"edition":"2"}}"#
        ))
    };
    assert_eq!(
        item("chapter")[3..],
        [
            "rft.atitle=T",
            "rft.btitle=C",
            "rft.aufirst=Ada",
            "rft.aulast=Ott",
            "rft.au=Ada Ott",
            "rft.date=1999",
            "rft.edition=2",
            "rft.pub=P",
            "rft.place=L",
            "rft.tpages=90",
            "rft.pages=3",
            "rft.isbn=9780306406157",
            "rft_id=urn:isbn:9780306406157",
        ]
    );
    assert_eq!(
        item("thesis")[2..],
        [
            "rft.title=T",
            "rft.aufirst=Ada",
            "rft.aulast=Ott",
            "rft.au=Ada Ott",
            "rft.date=1999",
            "rft.inst=P",
            "rft.degree=PhD thesis",
            "rft.tpages=90",
        ]
    );
    assert_eq!(
        item("patent")[2..],
        [
            "rft.title=T",
            "rft.invfirst=Ada",
            "rft.invlast=Ott",
            "rft.inventor=Ada Ott",
            "rft.date=1999",
            "rft.number=US7",
            "rft.assignee=A",
            "rft.appldate=1998-05",
        ]
    );
    assert_eq!(item("webpage")[3..5], ["rft.title=T", "rft.source=C"]);
}

#[test]
fn what_is_not_known_has_no_key() {
    assert_eq!(
        pairs(
            r#"{"id":"a","type":"book","editor":[{"family":"Ede"}],"title":" ","issued":{"literal":"in press"},"page":"1-2, 5-9"}"#
        ),
        [
            "ctx_ver=Z39.88-2004",
            "rft_val_fmt=info:ofi/fmt:kev:mtx:book",
            "rft.genre=book",
            "rft.aulast=Ede",
            "rft.au=Ede",
            "rft.date=in press",
            "rft.pages=1-2, 5-9",
        ]
    );
}
