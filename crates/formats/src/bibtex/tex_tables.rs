//! Data tables: what TeX commands stand for. Longer than other files because it is a table.

use refsmith_model::Mark;

/// What happens to one argument of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arg {
    /// It vanishes.
    Drop,
    /// It stays as it is.
    Keep,
    /// It stays, marked.
    Mark(Mark),
    /// It stays in quotation marks.
    Quote,
    /// It stays, in capitals.
    Upper,
    /// It stays, in small letters.
    Lower,
}

/// Returns the combining character of an accent command that is a sign (`\'`).
pub(crate) fn sign_accent(sign: char) -> Option<char> {
    Some(match sign {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        _ => return None,
    })
}

/// Returns the combining character of an accent command that is a word (`\c`).
pub(crate) fn word_accent(name: &str) -> Option<char> {
    Some(match name {
        "u" => '\u{306}',
        "h" => '\u{309}',
        "r" => '\u{30A}',
        "H" => '\u{30B}',
        "v" => '\u{30C}',
        "U" => '\u{30E}',
        "G" => '\u{30F}',
        "d" => '\u{323}',
        "textcommabelow" => '\u{326}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// Returns the character that stands alone where an accent has no letter to stand on.
pub(crate) fn spacing_accent(combining: char) -> char {
    match combining {
        '\u{300}' => '`',
        '\u{301}' => '\u{B4}',
        '\u{302}' => '^',
        '\u{303}' => '~',
        '\u{304}' => '\u{AF}',
        '\u{306}' => '\u{2D8}',
        '\u{307}' => '\u{2D9}',
        '\u{308}' => '\u{A8}',
        '\u{30A}' => '\u{2DA}',
        '\u{30B}' => '\u{2DD}',
        '\u{30C}' => '\u{2C7}',
        '\u{327}' => '\u{B8}',
        '\u{328}' => '\u{2DB}',
        other => other,
    }
}

/// Returns what happens to the arguments of a command that only shapes them.
pub(crate) fn shaping(name: &str) -> Option<&'static [Arg]> {
    Some(match name {
        "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" => &[Arg::Mark(Mark::Italic)],
        "textbf" | "mkbibbold" => &[Arg::Mark(Mark::Bold)],
        "textsc" => &[Arg::Mark(Mark::SmallCaps)],
        "textsubscript" | "mkbibsubscript" => &[Arg::Mark(Mark::Subscript)],
        "textsuperscript" | "mkbibsuperscript" => &[Arg::Mark(Mark::Superscript)],
        "enquote" | "mkbibquote" => &[Arg::Quote],
        "text" | "textrm" | "textnormal" | "textup" | "textsf" | "texttt" | "textmd" | "mbox"
        | "hbox" | "fbox" | "mathrm" | "mathit" | "mathbf" | "mathsf" | "mathcal" | "underline"
        | "uline" | "nocase" | "parentext" | "singleletter" | "cite" | "centerline" => &[Arg::Keep],
        "href" | "textcolor" | "colorbox" | "foreignlanguage" | "raisebox" | "hyperlink"
        | "texorpdfstring" | "textlang" => &[Arg::Drop, Arg::Keep],
        "printfirst" => &[Arg::Keep, Arg::Drop],
        "MakeUppercase" | "MakeTextUppercase" | "uppercase" => &[Arg::Upper],
        "MakeLowercase" | "MakeTextLowercase" | "lowercase" => &[Arg::Lower],
        "noopsort" | "NoOpSort" | "SortNoop" | "sortnoop" | "noop" | "hspace" | "vspace"
        | "label" | "color" | "begin" | "end" | "selectlanguage" | "index" | "phantom"
        | "fontsize" | "hphantom" | "vphantom" => &[Arg::Drop],
        _ => return None,
    })
}

/// Returns the mark of a command that changes the type up to the end of the group; the inner
/// `None` is a change that leaves no mark.
pub(crate) fn switch(name: &str) -> Option<Option<Mark>> {
    Some(match name {
        "em" | "it" | "itshape" | "sl" | "slshape" => Some(Mark::Italic),
        "bf" | "bfseries" => Some(Mark::Bold),
        "sc" | "scshape" => Some(Mark::SmallCaps),
        "rm" | "rmfamily" | "tt" | "ttfamily" | "sf" | "sffamily" | "upshape" | "normalfont"
        | "mdseries" | "small" | "tiny" | "footnotesize" | "scriptsize" | "normalsize"
        | "large" | "Large" | "LARGE" | "huge" | "Huge" | "relax" | "protect" | "null"
        | "sloppy" | "raggedright" | "noindent" | "bgroup" | "egroup" | "leavevmode"
        | "ignorespaces" | "unskip" | "nobreak" | "break" | "allowbreak" | "strut"
        | "centering" | "frenchspacing" | "boldmath" | "nolinebreak" | "displaystyle"
        | "textstyle" | "limits" | "left" | "right" | "big" | "Big" | "hfill" | "thinspace"
        | "negthinspace" | "lowercaseletters" | "bibinitdelim" | "isdot" => None,
        _ => return None,
    })
}

/// Returns the text of a command that is a sign (`\&`).
pub(crate) fn sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '&' => "&",
        '%' => "%",
        '$' => "$",
        '#' => "#",
        '_' => "_",
        '{' => "{",
        '}' => "}",
        ' ' | '\n' | '\t' | '\r' | '\\' | ':' | ';' | '>' => " ",
        ',' => "\u{2009}",
        '-' | '/' | '@' | '!' | '*' | '<' | '+' => "",
        '|' => "\u{2016}",
        _ => return None,
    })
}

/// Returns the text of a command that is a word and takes no argument.
#[rustfmt::skip]
pub(crate) fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        // Letters.
        "AA" => "Å", "aa" => "å", "AE" => "Æ", "ae" => "æ", "OE" => "Œ", "oe" => "œ",
        "O" => "Ø", "o" => "ø", "L" => "Ł", "l" => "ł", "ss" => "ß", "SS" => "ẞ",
        "DJ" => "Đ", "dj" => "đ", "DH" => "Ð", "dh" => "ð", "TH" => "Þ", "th" => "þ",
        "NG" => "Ŋ", "ng" => "ŋ", "IJ" => "Ĳ", "ij" => "ĳ", "i" | "imath" => "ı",
        "j" | "jmath" => "ȷ", "textordfeminine" => "ª", "textordmasculine" => "º",
        "hwithstroke" => "ħ", "Hwithstroke" => "Ħ", "textschwa" => "ə", "textesh" => "ʃ",
        // Signs of text.
        "textcopyright" | "copyright" => "©", "textregistered" => "®", "texttrademark" => "™",
        "pounds" | "textsterling" | "mathsterling" => "£", "euro" | "texteuro" | "EUR" => "€",
        "textyen" | "yen" => "¥", "textcent" => "¢", "textdollar" => "$", "textcurrency" => "¤",
        "S" | "textsection" => "§", "P" | "textparagraph" => "¶", "dag" | "textdagger" => "†",
        "dagger" => "†", "ddag" | "textdaggerdbl" | "ddagger" => "‡", "textdegree" => "°",
        "degree" => "°", "textendash" => "–", "textemdash" => "—", "textquoteleft" => "‘",
        "textquoteright" => "’", "textquotedblleft" => "“", "textquotedblright" => "”",
        "textquotedbl" | "dq" => "\"", "textquotesingle" => "'", "quotesinglbase" => "‚",
        "quotedblbase" | "glqq" => "„", "grqq" => "“", "glq" => "‚", "grq" => "‘",
        "guillemotleft" | "guillemetleft" | "flqq" => "«", "lq" => "‘", "rq" => "’",
        "guillemotright" | "guillemetright" | "frqq" => "»", "guilsinglleft" => "‹",
        "guilsinglright" => "›", "textasciitilde" => "~", "textasciicircum" => "^",
        "textbackslash" | "backslash" => "\\", "textbar" | "vert" | "mid" => "|",
        "textless" | "lt" => "<", "textgreater" | "gt" => ">", "textbraceleft" | "lbrace" => "{",
        "textbraceright" | "rbrace" => "}", "textunderscore" => "_", "slash" => "/",
        "lbrack" => "[", "rbrack" => "]", "textasciigrave" => "`", "textasciiacute" => "´",
        "textasciidieresis" => "¨", "textasciimacron" => "¯", "textexclamdown" => "¡",
        "textquestiondown" => "¿", "ldots" | "dots" | "textellipsis" | "dotsc" => "…",
        "textbullet" | "bullet" => "•", "textperiodcentered" | "cdot" | "cdotp" => "·",
        "textperthousand" => "‰", "textmu" | "textmugreek" => "µ", "textonehalf" => "½",
        "textonequarter" => "¼", "textthreequarters" => "¾", "textonesuperior" => "¹",
        "texttwosuperior" => "²", "textthreesuperior" => "³", "textnumero" => "№",
        "textohm" => "Ω", "textbrokenbar" => "¦", "textlnot" => "¬", "textasteriskcentered" => "∗",
        "textcelsius" | "celsius" => "℃", "textvisiblespace" => "␣", "checkmark" => "✓",
        "TeX" => "TeX", "LaTeX" => "LaTeX", "LaTeXe" => "LaTeX2e", "BibTeX" => "BibTeX",
        "AmS" | "AMS" => "AMS", "XeTeX" => "XeTeX", "LuaTeX" => "LuaTeX", "MF" => "METAFONT",
        "MP" => "MetaPost", "PS" => "PostScript", "WEB" => "WEB", "AmSTeX" => "AMS-TeX",
        "space" | "quad" | "qquad" | "newline" | "linebreak" | "par" | "item" | "enspace"
        | "nobreakspace" | "newblock" | "and" | "bibnamedelima" | "hfil" | "enskip" => " ",
        "textcompwordmark" | "textsuperscriptnone" | "xspace" | "hyphenation" => "",
        "bibrangedash" | "textrangedash" => "–", "hyphen" | "bibhyphen" | "mathhyphen" => "-",
        "amp" => "&", "emdash" | "Dash" => "—", "endash" => "–", "bs" => "\\", "XML" => "XML",
        "ConTeXt" => "ConTeXt", "pdfTeX" => "pdfTeX", "pdfLaTeX" => "pdfLaTeX", "eTeX" => "eTeX",
        // Journals, as the database of astronomers exports them.
        "aj" => "Astronomical Journal", "actaa" => "Acta Astronomica",
        "araa" => "Annual Review of Astronomy and Astrophysics", "apj" => "Astrophysical Journal",
        "apjl" | "apjlett" => "Astrophysical Journal Letters", "ao" | "applopt" => "Applied Optics",
        "apjs" | "apjsupp" => "Astrophysical Journal Supplement Series",
        "apss" => "Astrophysics and Space Science", "aap" | "astap" => "Astronomy & Astrophysics",
        "aapr" => "Astronomy and Astrophysics Reviews",
        "aaps" => "Astronomy and Astrophysics Supplement Series", "azh" => "Astronomicheskii Zhurnal",
        "baas" => "Bulletin of the American Astronomical Society",
        "caa" => "Chinese Astronomy and Astrophysics", "icarus" => "Icarus",
        "cjaa" => "Chinese Journal of Astronomy and Astrophysics",
        "jcap" => "Journal of Cosmology and Astroparticle Physics",
        "jrasc" => "Journal of the Royal Astronomical Society of Canada",
        "memras" => "Memoirs of the Royal Astronomical Society",
        "mnras" => "Monthly Notices of the Royal Astronomical Society", "na" => "New Astronomy",
        "nar" => "New Astronomy Reviews", "pra" => "Physical Review A", "prb" => "Physical Review B",
        "prc" => "Physical Review C", "prd" => "Physical Review D", "pre" => "Physical Review E",
        "prl" => "Physical Review Letters",
        "pasa" => "Publications of the Astronomical Society of Australia",
        "pasp" => "Publications of the Astronomical Society of the Pacific",
        "pasj" => "Publications of the Astronomical Society of Japan",
        "qjras" => "Quarterly Journal of the Royal Astronomical Society",
        "rmxaa" => "Revista Mexicana de Astronomía y Astrofísica",
        "skytel" => "Sky and Telescope", "solphys" => "Solar Physics", "sovast" => "Soviet Astronomy",
        "ssr" => "Space Science Reviews", "zap" => "Zeitschrift für Astrophysik", "nat" => "Nature",
        "iaucirc" => "IAU Circulars", "gca" => "Geochimica et Cosmochimica Acta",
        "grl" => "Geophysical Research Letters", "jcp" => "Journal of Chemical Physics",
        "jgr" => "Journal of Geophysical Research", "nphysa" => "Nuclear Physics A",
        "jqsrt" => "Journal of Quantitative Spectroscopy and Radiative Transfer",
        "memsai" => "Memorie della Società Astronomica Italiana", "physrep" => "Physics Reports",
        "physscr" => "Physica Scripta", "planss" => "Planetary and Space Science",
        "procspie" => "Proceedings of the SPIE",
        // Greek.
        "alpha" => "α", "beta" => "β", "gamma" => "γ", "delta" => "δ", "epsilon" => "ϵ",
        "varepsilon" => "ε", "zeta" => "ζ", "eta" => "η", "theta" => "θ", "vartheta" => "ϑ",
        "iota" => "ι", "kappa" => "κ", "lambda" => "λ", "mu" => "μ", "nu" => "ν", "xi" => "ξ",
        "omicron" => "ο", "pi" => "π", "varpi" => "ϖ", "rho" => "ρ", "varrho" => "ϱ",
        "sigma" => "σ", "varsigma" => "ς", "tau" => "τ", "upsilon" => "υ", "phi" => "ϕ",
        "varphi" => "φ", "chi" => "χ", "psi" => "ψ", "omega" => "ω", "Gamma" => "Γ",
        "Delta" => "Δ", "Theta" => "Θ", "Lambda" => "Λ", "Xi" => "Ξ", "Pi" => "Π",
        "Sigma" => "Σ", "Upsilon" => "Υ", "Phi" => "Φ", "Psi" => "Ψ", "Omega" => "Ω",
        "textalpha" => "α", "textbeta" => "β", "textgamma" => "γ", "textdelta" => "δ",
        "textepsilon" => "ε", "textkappa" => "κ", "textlambda" => "λ", "textpi" => "π",
        "texttau" => "τ", "textomega" => "ω",
        // Mathematics.
        "times" | "texttimes" => "×", "div" | "textdiv" => "÷", "pm" | "textpm" => "±",
        "mp" => "∓", "ast" => "∗", "star" => "⋆", "circ" => "∘", "le" | "leq" => "≤",
        "ge" | "geq" => "≥", "ne" | "neq" => "≠", "ll" => "≪", "gg" => "≫", "approx" => "≈",
        "equiv" => "≡", "cong" => "≅", "sim" => "∼", "simeq" => "≃", "propto" => "∝",
        "infty" => "∞", "partial" => "∂", "nabla" => "∇", "sum" => "∑", "prod" => "∏",
        "int" => "∫", "surd" => "√", "in" => "∈", "notin" => "∉", "ni" => "∋",
        "subset" => "⊂", "supset" => "⊃", "subseteq" => "⊆", "supseteq" => "⊇", "cap" => "∩",
        "cup" => "∪", "wedge" | "land" => "∧", "vee" | "lor" => "∨", "neg" | "lnot" => "¬",
        "forall" => "∀", "exists" => "∃", "emptyset" | "varnothing" => "∅", "oplus" => "⊕",
        "otimes" => "⊗", "perp" | "bot" => "⊥", "top" => "⊤", "vdash" => "⊢", "models" => "⊨",
        "parallel" => "∥", "angle" => "∠", "triangle" => "△", "prime" => "′",
        "rightarrow" | "to" | "textrightarrow" => "→", "leftarrow" | "gets" => "←",
        "leftrightarrow" => "↔", "uparrow" => "↑", "downarrow" => "↓", "Rightarrow" => "⇒",
        "Leftarrow" => "⇐", "Leftrightarrow" => "⇔", "mapsto" => "↦", "longrightarrow" => "⟶",
        "hbar" | "hslash" => "ℏ", "ell" => "ℓ", "Re" => "ℜ", "Im" => "ℑ", "aleph" => "ℵ",
        "wp" => "℘", "lceil" => "⌈", "rceil" => "⌉", "lfloor" => "⌊", "rfloor" => "⌋",
        "langle" => "⟨", "rangle" => "⟩", "cdots" => "⋯", "sharp" => "♯", "flat" => "♭",
        "natural" => "♮", "Box" | "square" => "□", "diamond" => "⋄", "odot" => "⊙",
        "setminus" => "∖", "bigcirc" => "◯", "lesssim" => "≲", "gtrsim" => "≳",
        "log" => "log", "ln" => "ln", "exp" => "exp", "sin" => "sin", "cos" => "cos",
        "tan" => "tan", "min" => "min", "max" => "max", "lim" => "lim",
        _ => return None,
    })
}
