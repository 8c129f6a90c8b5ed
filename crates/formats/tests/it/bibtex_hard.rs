//! Hard cases of BibTeX, BibLaTeX and LaTeX beyond those of the shared data. What is expected
//! follows from the manuals and from what TeX prints.

use refsmith_model::{Name, NameVariable, Record};

use crate::support::{read, write};

fn records(bib: &str) -> Vec<Record> {
    read("bibtex", bib).value
}

/// Reads a title, with its marks as CSL-JSON writes them but without those of letter case.
fn title(tex: &str) -> String {
    let (json, _) = write("csl-json", &records(&format!("@misc{{k, title = {{{tex}}}}}")));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let title = json[0]["title"].as_str().unwrap_or("").to_owned();
    title.replace("<span class=\"nocase\">", "").replace("</span>", "")
}

fn date(fields: &str) -> String {
    let record = records(&format!("@misc{{k, {fields}}}")).remove(0);
    record.dates.values().next().map(ToString::to_string).unwrap_or_default()
}

fn authors(tex: &str) -> String {
    let record = records(&format!("@misc{{k, author = {{{tex}}}}}")).remove(0);
    let name = |name: &Name| match name {
        Name::Institution(name) => format!("={name}"),
        Name::Person(p) => {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            let particle = p.non_dropping_particle.as_ref().or(p.dropping_particle.as_ref());
            format!(
                "{}|{}|{}|{}",
                p.family,
                part(&p.given),
                part(&particle.cloned()),
                part(&p.suffix)
            )
        }
    };
    record.people(NameVariable::Author).iter().map(name).collect::<Vec<_>>().join(" ; ")
}

#[test]
fn tex_in_titles() {
    for (tex, expected) in [
        (
            r"\v{C}apek, \.{I}zmir, Ho\c{s}, \k{a}, \r{u}, \H{u}, \u{g}, \b{d}, \=a",
            "Čapek, İzmir, Hoş, ą, ů, ű, ğ, ḏ, ā",
        ),
        (
            r#"\'\ae, \"{\i}, \^{\j}, \AA ngstr\"om, stra\ss e, \oe uvre, \TH\ng, \dh, \NG"#,
            "ǽ, ï, ĵ, Ångström, straße, œuvre, Þŋ, ð, Ŋ",
        ),
        (r"H$_2$O and 10$^{-3}$ m$^2$", "H<sub>2</sub>O and 10<sup>-3</sup> m<sup>2</sup>"),
        (
            r"$\mathrm{CO_2}$, $\mathrm{CO}_{2}$, $^{14}$C, $\pm$, $\mu$m, $n$-type",
            "CO<sub>2</sub>, CO<sub>2</sub>, <sup>14</sup>C, ±, μm, $n$-type",
        ),
        (r"100\% of A\&B costs \$5 \#1 a\_b \{x\}", "100% of A&B costs $5 #1 a_b {x}"),
        (
            r"``Double'' --- -- - \ldots\ \dots{} \textquotedblleft x\textquotedblright",
            "“Double” — – - … … “x”",
        ),
        (
            r"\mkbibquote{q} \mkbibemph{e} \enquote{x} \foreignlanguage{german}{Haus}",
            "“q” <i>e</i> “x” Haus",
        ),
        (
            r"\guillemotleft a\guillemotright{} \textquotesingle \textbar \textasciicircum{}",
            "«a» '|^",
        ),
        (r"a\nobreakspace{}b\hspace{1em}c\hspace{-1em}d\kern-.1em e\enspace g", "a b cd e g"),
        (r"{\LARGE Big} {\tiny t} {\Huge H} \textnormal{n}", "Big t H n"),
        (r"\MakeUppercase{dna} \uppercase{x{\'e}} \MakeLowercase{ABC}", "DNA XÉ abc"),
        (r"\verb|a_b| \verb+c+", "a_b c"),
        (r"x\label{l} \index{i}y \texorpdfstring{$x$}{z}", "x y z"),
        (r"\textcopyright{} \texttrademark \textdegree C \pounds 5 \euro", "© ™°C £5 €"),
        (r"?`Qu\'e? !`Hola!", "¿Qué? ¡Hola!"),
        (r"Price: 5\,\$/kg; c\-d; e\/f; g\@.; h\ i", "Price: 5\u{2009}$/kg; cd; ef; g.; h i"),
        (r"$unclosed math \unknown{arg}", "$unclosed math arg"),
        ("Multi\n  line\\\\with break\\newline{}and", "Multi line with break and"),
        (r"\href{http://g.h}{text} and \url{http://c.d/e_f}", "text and http://c.d/e_f"),
    ] {
        assert_eq!(title(tex), expected, "{tex}");
    }
}

#[test]
fn dates_of_all_kinds() {
    for (fields, expected) in [
        (r#"month = 10 # "~" # jan, year = 2001"#, "2001-01-10"),
        (r#"month = "1~" # feb, year = "1999""#, "1999-02-01"),
        ("year = 1999, month = {Jan.--Feb.}", "1999-01/1999-02"),
        (r#"year = 1999, month = jan # "--" # feb"#, "1999-01/1999-02"),
        ("year = 2000, month = {Spring}", "2000-21"),
        ("year = {2001--02}", "2001/2002"),
        ("year = {1998-2001}", "1998/2001"),
        ("year = {[1998]}", "1998"),
        ("year = {ca. 1850}", "1850~"),
        ("year = {1850?}", "1850?"),
        ("year = {n.d.}", "n.d."),
        ("date = {2004-04-05T14:37:31Z}", "2004-04-05"),
        ("date = {../1994}", "../1994"),
        ("date = {2004-06/..}", "2004-06/.."),
        ("date = {2004-06-11%}", "2004-06-11?~"),
        ("date = {1985-04/1985-06~}", "1985-04/1985-06~"),
        ("date = {-0876-03-14}", "-0876-03-14"),
    ] {
        let found = date(fields);
        // "%" says both at once; either way of writing it is right.
        assert_eq!(found.replace('%', "?~"), expected, "{fields}");
    }
}

#[test]
fn names_of_all_kinds() {
    for (tex, expected) in [
        ("de la Fuente, Jr., Juan Carlos", "Fuente|Juan Carlos|de la|Jr."),
        ("{van der} Berg, A.", "van der Berg|A.||"),
        (
            r"Charles Louis Xavier Joseph de la Vall{\'e}e Poussin",
            "Vallée Poussin|Charles Louis Xavier Joseph|de la|",
        ),
        (r"{\relax Ch}arles de Gaulle", "Gaulle|Charles|de|"),
        (r"{Simon {\&} Schuster} and O'Neil, Shaquille", "=Simon & Schuster ; O'Neil|Shaquille||"),
        ("Ortega {y} Gasset, Jos{\\'e}", "Ortega y Gasset|José||"),
        (r"{\c C}elik, {\c C}. and \c Celik, A.", "Çelik|Ç.|| ; Çelik|A.||"),
        ("Vincent {van Gogh} and D'Arcy Thompson", "van Gogh|Vincent|| ; Thompson|D'Arcy||"),
        ("Barnes {and} Noble", "Noble|Barnes and||"),
        ("{{Double Braced Inc.}}", "=Double Braced Inc."),
        (" and Smith, J. and  and Doe", "Smith|J.|| ; Doe|||"),
        ("given=Hans, family=Müller, prefix=von, prefix-i=v", "Müller|Hans|von|"),
        ("山田, 太郎", "山田|太郎||"),
    ] {
        assert_eq!(authors(tex), expected, "{tex}");
    }
}

#[test]
fn syntax_of_all_kinds() {
    let keys = |bib: &str| records(bib).into_iter().map(|r| r.id).collect::<Vec<_>>().join(" ");
    for (bib, expected) in [
        ("@misc{a, title = {open, year=2000\n@misc{b, title = {x}}", "b"),
        ("@misc{a, title = \"open, year=2000}\n@misc{b, title = {x}}", "b"),
        ("@misc{a title = {no comma}, year = 2000}@misc{b, title={x} note={y}}", "a b"),
        ("@comment{@misc{hidden, title = {no}}}\n@misc{é:ü, title = {x}}", "é:ü"),
        ("@misc(a, title = {paren}, note = {a ) b})", "a"),
        ("@misc{a, title = , year = 2000}@misc{b}", "a b"),
    ] {
        assert_eq!(keys(bib), expected, "{bib}");
    }
    let bib = "@string{jan1 = \"First\"} @string ( foo = {Bar} # \" \" # jan1 )\n\
               @misc{k, title = foo # { and } # FOO, url = {\\url{http://a.b/\\~{}x\\_y}}, \
               doi = {https://dx.doi.org/10.1000/a\\_b},\n% a comment\n note = {A % sign}}";
    let (json, _) = write("csl-json", &records(bib));
    for value in ["Bar First and Bar First", "http://a.b/~x_y", "10.1000/a_b", "A % sign"] {
        assert!(json.contains(&format!("\"{value}\"")), "{json}");
    }
}

#[test]
fn inheritance_of_all_kinds() {
    let bib = "@inbook{c, crossref={b}, title={Chapter}}\n@book{b, crossref={m}, title={Volume Two}, volume=2, author={Au, A.}}\n\
               @mvbook{m, title={Multi}, subtitle={Sub}, editor={Ed, E.}}\n\
               @book{x, xdata={y, z}, title={B}}\n@xdata{y, publisher={P}}\n@xdata{z, year={2002}}\n";
    let records = records(bib);
    let (json, _) = write("csl-json", &records);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["container-title"], "Multi: Sub");
    assert_eq!(json[0]["volume-title"], "Volume Two");
    assert_eq!(json[0]["container-author"][0]["family"], "Au");
    assert_eq!(json[0]["editor"][0]["family"], "Ed");
    assert_eq!((&json[3]["publisher"], &json[3]["title"]), (&"P".into(), &"B".into()));
    assert_eq!(json[3]["issued"]["date-parts"][0][0], 2002);
    assert_eq!(records.len(), 4, "containers of fields are no works");
}
