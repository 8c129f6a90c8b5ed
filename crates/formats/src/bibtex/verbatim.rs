//! Addresses and identifiers, in which TeX changes nothing but its own escapes.

/// Returns an address or identifier without the backslashes and wrappers that TeX needs.
pub(crate) fn verbatim(tex: &str) -> String {
    let mut rest = tex.trim();
    for wrapper in ["\\url{", "\\path{", "\\nolinkurl{", "{", "<"] {
        let close = if wrapper == "<" { '>' } else { '}' };
        if let Some(inner) = rest.strip_prefix(wrapper).and_then(|r| r.strip_suffix(close)) {
            rest = inner.trim();
        }
    }
    let tex = |byte: u8| matches!(byte, b'\\' | b'{' | b'$' | b'\n' | b'\r' | b'\t');
    if !rest.bytes().any(tex) {
        return rest.to_owned();
    }
    let mut out = String::with_capacity(rest.len());
    while let Some(c) = rest.chars().next() {
        let tilde = [
            "{\\textasciitilde}",
            "\\textasciitilde{}",
            "\\textasciitilde ",
            "{\\~{}}",
            "\\~{}",
            "{\\~}",
            "$\\sim$",
            "{$\\sim$}",
            "\\string~",
            "\\~",
        ];
        let found = tilde.iter().find_map(|form| rest.strip_prefix(form));
        if let Some(after) = found {
            out.push('~');
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        chars.next();
        let escaped = chars.clone().next().filter(|next| c == '\\' && "_%&#${}^".contains(*next));
        match escaped {
            Some(next) => {
                out.push(next);
                chars.next();
            }
            None if c == '{' && rest.starts_with("{\\_}") => {
                out.push('_');
                chars.nth(2);
            }
            // A long address is broken over lines in the file, never in itself.
            None if matches!(c, '\n' | '\r' | '\t') => {}
            None => out.push(c),
        }
        rest = chars.as_str();
    }
    out
}
