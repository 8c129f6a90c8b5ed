//! Finding a style by any name it has or had, among the built-in ones and those of the user.

use super::names::{self, KnownStyle};
use super::{Style, StyleError, catalog, style_from_xml, xml};

/// Finds a built-in style by id, former id, friendly name or title: its own, or that of a journal
/// that follows it. Letter case, the extension `.csl` and an address in front do not matter.
///
/// # Errors
/// [`StyleError::Unknown`], with the ids that resemble the name; [`known_style`] tells whether it is
/// a style of the official repository that is not built in.
///
/// [`known_style`]: crate::known_style
///
/// # Examples
/// ```
/// use refsmith_csl::style;
/// assert_eq!(style("Vancouver")?.id(), "nlm-citation-sequence");
/// assert_eq!(style("http://www.zotero.org/styles/ieee")?.id(), "ieee");
/// let journal = style("Nature Communications")?;
/// assert_eq!((journal.id(), journal.default_locale()), ("nature-communications", Some("en-GB")));
/// assert!(style("vancuver").is_err());
/// # Ok::<(), refsmith_csl::StyleError>(())
/// ```
pub fn style(name: &str) -> Result<Style, StyleError> {
    find_style(name, &|_| None)
}

/// Finds a style as [`style`] does, but first among files of the user: `files` is asked for the text
/// of the style with an id, as it stands in the repository (`nature`).
///
/// # Errors
/// As [`style`]; and a file is not one that [`style_from_xml`] takes.
///
/// # Examples
/// ```
/// use refsmith_csl::find_style;
/// let mine = r#"<style class="in-text"><info><title>Mine</title><id>mine</id></info>
///     <citation><layout><text variable="title"/></layout></citation></style>"#;
/// let files = |id: &str| (id == "mine").then(|| mine.to_owned());
/// assert_eq!(find_style("mine", &files)?.title(), "Mine");
/// assert_eq!(find_style("ieee", &files)?.id(), "ieee");
/// # Ok::<(), refsmith_csl::StyleError>(())
/// ```
pub fn find_style(name: &str, files: &dyn Fn(&str) -> Option<String>) -> Result<Style, StyleError> {
    let given = catalog::short_id(name);
    if let Some(file) = files(&given) {
        return with_parents(&given, &file, files);
    }
    let resolved = names::resolve(name);
    if resolved.id != given
        && let Some(file) = files(&resolved.id)
    {
        return with_parents(&resolved.id, &file, files);
    }
    if let Some(known) = &resolved.known
        && let Some(parent) = known.parent
    {
        let found = match files(parent) {
            Some(file) => style_from_xml(parent, &file),
            None => catalog::style(parent),
        };
        return match found {
            Ok(style) => Ok(dressed(style, known)),
            Err(StyleError::Unknown { similar, .. }) => {
                Err(StyleError::Unknown { name: name.to_owned(), similar })
            }
            Err(error) => Err(error),
        };
    }
    match catalog::style(&resolved.id) {
        // Names in the archive that stand in no table.
        Err(StyleError::Unknown { .. }) => catalog::style(name),
        found => found,
    }
}

/// Reads a style as [`style_from_xml`] does. The style that a dependent one refers to is looked for
/// among the files of the user, too: `files` is asked for the text of the style with an id.
///
/// # Errors
/// As [`style_from_xml`].
pub fn style_from_xml_with(
    name: &str,
    xml: &str,
    files: &dyn Fn(&str) -> Option<String>,
) -> Result<Style, StyleError> {
    with_parents(name, xml, files)
}

/// Returns the id of the style that a dependent style follows; none for other files.
///
/// # Examples
/// ```
/// use refsmith_csl::parent_of_style;
/// let xml = r#"<style><info>
///     <link href="http://www.zotero.org/styles/nature" rel="independent-parent"/></info></style>"#;
/// assert_eq!(parent_of_style(xml).as_deref(), Some("nature"));
/// ```
pub fn parent_of_style(xml: &str) -> Option<String> {
    let root = xml::parse("", xml).ok()?;
    let info = root.child("info").filter(|_| root.child("citation").is_none())?;
    let mut links = info.children_named("link");
    let link = links.find(|link| link.attr("rel") == Some("independent-parent"))?;
    link.attr("href").map(catalog::short_id)
}

fn with_parents(
    name: &str,
    xml: &str,
    files: &dyn Fn(&str) -> Option<String>,
) -> Result<Style, StyleError> {
    let error = match style_from_xml(name, xml) {
        Err(error) => error,
        found => return found,
    };
    let StyleError::UnknownParent { parent, .. } = &error else { return Err(error) };
    let present = names::resolve(parent).id;
    let Some(file) = files(parent).or_else(|| files(&present)) else { return Err(error) };
    let mut style = style_from_xml(parent, &file)?;
    let root = xml::parse(name, xml)?;
    let info = root.child("info");
    let text = |name: &str| info.and_then(|info| info.child(name)).map(|child| child.text.trim());
    style.id = catalog::short_id(text("id").unwrap_or(name));
    if let Some(title) = text("title") {
        title.clone_into(&mut style.title);
    }
    if let Some(locale) = root.attr("default-locale") {
        style.default_locale = Some(locale.to_owned());
    }
    Ok(style)
}

/// Gives a style the name and language of a journal that follows it.
fn dressed(mut style: Style, known: &KnownStyle) -> Style {
    known.id.clone_into(&mut style.id);
    style.title.clone_from(&known.title);
    if let Some(locale) = known.locale {
        style.default_locale = Some(locale.to_owned());
    }
    style
}
