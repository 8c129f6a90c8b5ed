//! Names and identifiers of persons as registers hold them.

/// Names in capitals ("SMITH-JONES") get ordinary case; initials and short names stay.
pub(crate) fn without_shouting(text: String) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let word = text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max();
    if letters < 4 || word < Some(4) || text.chars().any(char::is_lowercase) {
        return text;
    }
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphabetic() && !start {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        start = !c.is_alphabetic();
    }
    out
}

/// The bare iD of an ORCID address.
pub(crate) fn orcid(text: &str) -> Option<String> {
    let id = text.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_uppercase();
    let groups: Vec<&str> = id.split('-').collect();
    let well_formed = groups.len() == 4
        && groups.iter().all(|group| {
            group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
        });
    well_formed.then_some(id)
}
