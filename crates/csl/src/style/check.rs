//! What must be true of a style before it is used: macros exist, end, and do not explode.

use std::collections::BTreeMap;

use super::xml::Element;

/// Most elements that one layout or sort key may come to when all macros are put in place. The
/// largest style of the official collection comes to about 40,000.
const MAX_EXPANDED: u64 = 4_000_000;
/// Deepest nesting when all macros are put in place; the official collection stays below 60.
const MAX_EXPANDED_DEPTH: u64 = 512;

/// Checks a style; the message is for people.
pub(super) fn check(root: &Element<'_>, _xml: &str) -> Result<(), String> {
    let citation = root.child("citation").ok_or("expected the element `citation`")?;
    if citation.child("layout").is_none() {
        return Err("expected the element `layout` in `citation`".to_owned());
    }
    if root.child("bibliography").is_some_and(|element| element.child("layout").is_none()) {
        return Err("expected the element `layout` in `bibliography`".to_owned());
    }
    let mut macros: BTreeMap<&str, &Element<'_>> = BTreeMap::new();
    for element in root.children.iter().filter(|child| child.name == "macro") {
        let name = element.attr("name").ok_or("expected the attribute `name` on `macro`")?;
        macros.entry(name).or_insert(element);
    }
    let mut known = BTreeMap::new();
    for name in macros.keys() {
        measure_macro(name, &macros, &mut known)?;
    }
    for part in ["citation", "bibliography"] {
        if let Some(element) = root.child(part) {
            within_limits(measure(element, &known)?)?;
        }
    }
    Ok(())
}

/// Elements and depth of a tree with its macros put in place.
type Size = (u64, u64);

/// Measures a macro and all it calls, depth first with an explicit stack.
fn measure_macro<'a>(
    name: &'a str,
    macros: &BTreeMap<&'a str, &'a Element<'a>>,
    known: &mut BTreeMap<&'a str, Size>,
) -> Result<(), String> {
    let mut open: Vec<&'a str> = vec![name];
    while let Some(&current) = open.last() {
        if known.contains_key(current) {
            open.pop();
            continue;
        }
        let element = macros.get(current).ok_or_else(|| format!("unknown macro `{current}`"))?;
        let mut calls = Vec::new();
        collect_calls(element, &mut calls);
        match calls.into_iter().find(|call| !known.contains_key(call)) {
            Some(call) if open.contains(&call) => {
                return Err(format!("the macro `{call}` calls itself"));
            }
            Some(call) => open.push(call),
            None => {
                let size = measure(element, known)?;
                within_limits(size)?;
                known.insert(current, size);
                open.pop();
            }
        }
    }
    Ok(())
}

fn collect_calls<'a>(element: &'a Element<'a>, calls: &mut Vec<&'a str>) {
    calls.extend(element.attr("macro"));
    for child in &element.children {
        collect_calls(child, calls);
    }
}

fn measure(element: &Element<'_>, known: &BTreeMap<&str, Size>) -> Result<Size, String> {
    let mut size = match element.attr("macro") {
        Some(name) => *known.get(name).ok_or_else(|| format!("unknown macro `{name}`"))?,
        None => (0, 0),
    };
    for child in &element.children {
        let (elements, depth) = measure(child, known)?;
        size = (size.0.saturating_add(elements), size.1.max(depth));
    }
    Ok((size.0.saturating_add(1), size.1.saturating_add(1)))
}

fn within_limits((elements, depth): Size) -> Result<(), String> {
    if elements > MAX_EXPANDED {
        return Err(format!("its macros come to more than {MAX_EXPANDED} elements"));
    }
    if depth > MAX_EXPANDED_DEPTH {
        return Err(format!("its macros are nested more than {MAX_EXPANDED_DEPTH} levels deep"));
    }
    Ok(())
}
