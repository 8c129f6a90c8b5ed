//! Escaping for addresses.

/// Escapes everything but the unreserved characters of RFC 3986, so that a DOI is one segment.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use refsmith_model::Doi;

    use super::*;

    #[test]
    fn a_doi_is_one_path_segment() {
        let doi = Doi::parse("10.1890/0012-9615(1999)069[0569:EDILSA]2.0.CO;2").unwrap();
        assert_eq!(
            percent_encoded(doi.as_str()),
            "10.1890%2F0012-9615%281999%29069%5B0569%3Aedilsa%5D2.0.co%3B2"
        );
    }
}
