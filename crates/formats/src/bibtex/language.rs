//! Language names of BibLaTeX (those of babel) and BCP 47 tags.

/// Names and tags; of several names for a tag, the first is written.
const LANGUAGES: [(&str, &str); 54] = [
    ("american", "en-US"),
    ("english", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("canadian", "en-CA"),
    ("australian", "en-AU"),
    ("newzealand", "en-NZ"),
    ("ngerman", "de-DE"),
    ("german", "de-DE"),
    ("naustrian", "de-AT"),
    ("austrian", "de-AT"),
    ("nswissgerman", "de-CH"),
    ("swissgerman", "de-CH"),
    ("french", "fr-FR"),
    ("francais", "fr-FR"),
    ("canadien", "fr-CA"),
    ("acadian", "fr-CA"),
    ("spanish", "es-ES"),
    ("italian", "it-IT"),
    ("portuguese", "pt-PT"),
    ("portuges", "pt-PT"),
    ("brazilian", "pt-BR"),
    ("brazil", "pt-BR"),
    ("dutch", "nl-NL"),
    ("russian", "ru-RU"),
    ("polish", "pl-PL"),
    ("swedish", "sv-SE"),
    ("danish", "da-DK"),
    ("norsk", "nb-NO"),
    ("norwegian", "nb-NO"),
    ("nynorsk", "nn-NO"),
    ("finnish", "fi-FI"),
    ("czech", "cs-CZ"),
    ("slovak", "sk-SK"),
    ("slovene", "sl-SI"),
    ("croatian", "hr-HR"),
    ("serbian", "sr-RS"),
    ("greek", "el-GR"),
    ("polutonikogreek", "el-GR"),
    ("hungarian", "hu-HU"),
    ("magyar", "hu-HU"),
    ("turkish", "tr-TR"),
    ("ukrainian", "uk-UA"),
    ("romanian", "ro-RO"),
    ("bulgarian", "bg-BG"),
    ("catalan", "ca-AD"),
    ("estonian", "et-EE"),
    ("latvian", "lv-LV"),
    ("lithuanian", "lt-LT"),
    ("icelandic", "is-IS"),
    ("latin", "la"),
    ("japanese", "ja-JP"),
    ("chinese", "zh-CN"),
];

/// Returns the tag of a language name, or the name itself.
pub(crate) fn tag(name: &str) -> &str {
    let lower = name.trim().to_ascii_lowercase();
    LANGUAGES.iter().find(|(known, _)| *known == lower).map_or(name.trim(), |(_, tag)| tag)
}

/// Returns the name for a tag; when the region is unknown, the name for its language.
pub(crate) fn name(tag: &str) -> Option<&'static str> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let exact = LANGUAGES.iter().find(|(_, known)| known.eq_ignore_ascii_case(tag));
    if tag.eq_ignore_ascii_case("en") {
        return Some("english");
    }
    exact
        .or_else(|| LANGUAGES.iter().find(|(_, known)| primary(known) == primary(tag)))
        .map(|(name, _)| *name)
}

/// Tells whether `langid` adds nothing to a language that is known from elsewhere.
pub(crate) fn same(langid: &str, language: &str) -> bool {
    name(language).is_some_and(|name| name.eq_ignore_ascii_case(langid.trim()))
        || tag(langid).eq_ignore_ascii_case(tag(language))
}
