//! Keeps what a format has no field for: as lines `variable: value` at the head of the note, or in
//! a field that the format leaves to its users.
//!
//! The notation is the one in which people type CSL variables into the note of a reference manager,
//! so other programs read it, too. Names are `family || given || suffix`, dates EDTF; a field of
//! another format is `format.name: value`.

use std::io;

use refsmith_model::{
    Date, ExtraField, ItemType, Loss, LossKind, Losses, Name, NameList, Number, Record, RichText,
    SmolStr, TextVariable, Value, Variable,
};

use crate::mapping::values::{self, CUT};
use crate::{Format, edtf, html, human_date, losses};

/// Where values go for which a format has no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// To the head of the note.
    Note,
    /// To a field that the format leaves to its users; where it has none, to the note.
    Extra,
}

/// Writes records and keeps in the note (or a user field) what the format has no field for. Reading
/// the file again gives the values back.
///
/// Returns what was lost nevertheless, and what stands in the note as [`LossKind::Moved`].
///
/// # Errors
/// Whatever `out` reports; a format without writer writes nothing.
///
/// # Examples
/// ```
/// use refsmith_formats::{Carry, by_name, write_carrying};
/// use refsmith_model::{ItemType, Record, TextVariable};
/// let ris = by_name("ris").unwrap();
/// let mut record = Record::new("a", ItemType::Book);
/// record.texts.insert(TextVariable::Dimensions, "22 cm".into());
/// let mut out = Vec::new();
/// write_carrying(ris, std::slice::from_ref(&record), Carry::Note, &mut out)?;
/// let text = String::from_utf8(out).unwrap();
/// assert!(text.contains("N1  - dimensions: 22 cm"));
/// let back = ris.reader().unwrap().read(&text).value;
/// assert_eq!(back[0].text(TextVariable::Dimensions), Some("22 cm"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_carrying(
    format: &dyn Format,
    records: &[Record],
    carry: Carry,
    out: &mut dyn io::Write,
) -> io::Result<Losses> {
    let Some(writer) = format.writer() else { return Ok(Losses::new()) };
    let (carried, losses) = carried(format, records, carry)?;
    writer.write(&carried, out)?;
    Ok(losses)
}

/// Returns the records as [`write_carrying`] writes them, and what it returns: for files that are
/// written piece by piece.
///
/// # Errors
/// What writing to memory reports.
pub fn carried(
    format: &dyn Format,
    records: &[Record],
    carry: Carry,
) -> io::Result<(Vec<Record>, Losses)> {
    let Some(writer) = format.writer() else { return Ok((records.to_vec(), Losses::new())) };
    let carrier = format.mapping().and_then(|mapping| mapping.carrier);
    let carrier = carrier.filter(|_| carry == Carry::Extra);
    let mut carried = Vec::with_capacity(records.len());
    let mut losses = Losses::new();
    for record in records {
        let lost = writer.write(std::slice::from_ref(record), &mut io::sink())?;
        let (fuller, mut moved) = carrying(record, &lost, format.info().name, carrier);
        if moved.is_empty() {
            losses.extend(lost);
            carried.push(record.clone());
            continue;
        }
        let mut text = Vec::new();
        writer.write(std::slice::from_ref(&fuller), &mut text)?;
        let text = crate::text_of(format, &text);
        let back = format.reader().and_then(|reader| reader.read(&text).value.into_iter().next());
        let mut still = Losses::new();
        losses::find(record, back.as_ref(), &mut still);
        // A format without note gains nothing, and one without reader gives nothing back.
        if back.is_none() || still.len() >= lost.len() {
            losses.extend(lost);
            carried.push(record.clone());
            continue;
        }
        moved.retain(|loss| !still.iter().any(|other| other.field == loss.field));
        losses.extend(moved);
        losses.extend(still);
        carried.push(fuller);
    }
    Ok((carried, losses))
}

/// Returns the record with what was lost in its note or the carrier, and what that is.
fn carrying(
    record: &Record,
    lost: &[Loss],
    format: &str,
    carrier: Option<&str>,
) -> (Record, Losses) {
    let mut lines = Vec::new();
    let mut moved = Losses::new();
    for loss in lost {
        let Some(mut more) = lines_for(record, loss) else { continue };
        let to = carrier.unwrap_or("note").to_owned();
        let kind = LossKind::Moved { to };
        lines.append(&mut more);
        moved.push(Loss { kind, ..loss.clone() });
    }
    let mut fuller = record.clone();
    if lines.is_empty() {
        return (fuller, moved);
    }
    if let Some(name) = carrier {
        let (format, name) = (SmolStr::from(format), SmolStr::from(name));
        fuller.extra.extend(lines.into_iter().map(|value| ExtraField {
            format: format.clone(),
            name: name.clone(),
            value,
        }));
        return (fuller, moved);
    }
    let head = lines.join("\n");
    let note = match fuller.texts.remove(&TextVariable::Note) {
        None => RichText::from(head),
        Some(old) => {
            let shift = u32::try_from(head.len() + 1).unwrap_or(u32::MAX);
            let shifted = |at: u32| at.saturating_add(shift);
            RichText {
                plain: format!("{head}\n{}", old.plain),
                marks: old
                    .marks
                    .into_iter()
                    .map(|(run, mark)| (shifted(run.start)..shifted(run.end), mark))
                    .collect(),
            }
        }
    };
    fuller.texts.insert(TextVariable::Note, note);
    (fuller, moved)
}

/// Returns the lines that keep what was lost, or `None` when lines cannot.
fn lines_for(record: &Record, loss: &Loss) -> Option<Vec<String>> {
    let field = loss.field.as_str();
    if let LossKind::TypeChanged { .. } = loss.kind {
        return Some(vec![format!("type: {}", record.item_type)]);
    }
    let degraded = matches!(loss.kind, LossKind::Degraded { .. });
    let lines = match Variable::parse(field) {
        Some(Variable::Text(TextVariable::Note)) => return None,
        // A line replaces a date that is there, but no other value.
        Some(Variable::Date(name)) => vec![format!("{field}: {}", record.dates.get(&name)?)],
        _ if degraded => return None,
        Some(Variable::Text(name)) => {
            let text = record.texts.get(&name)?;
            let verbatim = html::is_verbatim(name);
            let value = if verbatim { text.plain.as_str().into() } else { html::write(text).0 };
            vec![format!("{field}: {value}")]
        }
        Some(Variable::Number(name)) => vec![format!("{field}: {}", record.number(name)?)],
        Some(Variable::Name(role)) => {
            let list = record.names.get(&role)?;
            let mut lines: Vec<String> =
                list.names.iter().map(|name| format!("{field}: {}", name_value(name))).collect();
            if list.truncated_after.is_some() {
                lines.push(format!("{field}: et al."));
            }
            lines
        }
        None => {
            let extra = record
                .extra
                .iter()
                .find(|extra| extra.name == field && extra.value == loss.value)?;
            let plain =
                |name: &str| !name.is_empty() && !name.contains([':', '\n']) && name.trim() == name;
            if !plain(&extra.name) {
                return None;
            }
            vec![format!("{}.{}: {}", extra.format, extra.name, extra.value)]
        }
    };
    let one_line =
        |line: &String| !line.contains(['\n', '\r']) && line.trim_end().len() == line.len();
    lines.iter().all(one_line).then_some(lines)
}

fn name_value(name: &Name) -> String {
    let person = match name {
        Name::Institution(name) => return name.clone(),
        Name::Person(person) => person,
    };
    let given = match (&person.given, &person.dropping_particle) {
        (Some(given), Some(particle)) => format!("{given} {particle}"),
        (given, particle) => given.clone().or_else(|| particle.clone()).unwrap_or_default(),
    };
    match &person.suffix {
        Some(suffix) => format!("{} || {given} || {suffix}", person.full_family()),
        None => format!("{} || {given}", person.full_family()),
    }
}

/// Puts the variables at the head of the note in their places.
///
/// The first line may be a sentence; behind it, lines are read up to the first that is none. Dates
/// and the type are replaced, other values only set where there are none.
pub(crate) fn unfold(record: &mut Record) {
    let Some(note) = record.texts.get(&TextVariable::Note) else { return };
    if !note.plain.contains(": ") {
        return;
    }
    let note = note.clone();
    let had: Vec<Variable> = record.variables();
    let mut kept = RichText::default();
    let mut in_head = true;
    let mut at = 0_usize;
    for (idx, line) in note.plain.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let words = line.trim_end_matches(['\n', '\r']);
        let field = split(words).filter(|_| in_head);
        in_head &= field.is_some() || idx == 0 || words.trim().is_empty();
        if field.is_some_and(|(key, value)| place(record, &had, key, value)) {
            continue;
        }
        let shift = start - kept.plain.len();
        kept.plain.push_str(line);
        for (run, mark) in &note.marks {
            let (from, to) = (run.start as usize, run.end as usize);
            if from >= start && from < at {
                let moved = |at: usize| u32::try_from(at.saturating_sub(shift)).unwrap_or(0);
                kept.marks.push((moved(from)..moved(to), *mark));
            }
        }
    }
    if kept.plain.len() == note.plain.len() {
        return;
    }
    kept.plain.truncate(kept.plain.trim_end_matches('\n').len());
    let end = u32::try_from(kept.plain.len()).unwrap_or(u32::MAX);
    kept.marks.retain(|(run, _)| run.end <= end);
    if kept.plain.is_empty() {
        record.texts.remove(&TextVariable::Note);
        record.provenance.remove(&TextVariable::Note.into());
    } else {
        record.texts.insert(TextVariable::Note, kept);
    }
}

/// Puts the variables in a user field of a format in their places.
pub(crate) fn unfold_extra(record: &mut Record, format: &str, carrier: &str) {
    let ours = |field: &ExtraField| field.format == format && field.name == carrier;
    if !record.extra.iter().any(ours) {
        return;
    }
    let had: Vec<Variable> = record.variables();
    let fields = std::mem::take(&mut record.extra);
    for field in fields {
        let split = split(&field.value).filter(|_| ours(&field));
        if !split.is_some_and(|(key, value)| place(record, &had, key, value)) {
            record.extra.push(field);
        }
    }
}

/// Reads `key: value`, both without the blanks around them.
fn split(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let (key, value) = (key.trim(), value.trim());
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

/// Puts a value in its place; returns `false` when it has none, or another value has it.
fn place(record: &mut Record, had: &[Variable], key: &str, value: &str) -> bool {
    let Some(variable) = Variable::parse(key) else {
        if key == "type" {
            let item_type = ItemType::parse(value);
            record.item_type = item_type.unwrap_or(record.item_type);
            return item_type.is_some();
        }
        let Some((format, name)) = key.split_once('.') else { return false };
        let known = crate::by_name(format).is_some_and(|known| known.info().name == format);
        if known {
            let (format, name, value) = (format.into(), name.into(), value.to_owned());
            record.extra.push(ExtraField { format, name, value });
        }
        return known;
    };
    if variable == Variable::Text(TextVariable::Note) {
        return false;
    }
    let taken = had.contains(&variable);
    let value = match variable {
        Variable::Date(_) => {
            let date = edtf::parse(value).or_else(|| human_date::parse(value));
            Value::Date(date.unwrap_or_else(|| Date::Literal(value.to_owned())))
        }
        _ if taken => return false,
        Variable::Name(role) => {
            let list = record.names.get(&role).cloned().unwrap_or_default();
            Value::Names(with_name(list, value))
        }
        _ if record.contains(variable) => return false,
        Variable::Text(name) if html::is_verbatim(name) => Value::Text(RichText::from(value)),
        Variable::Text(_) => Value::Text(html::read(value)),
        Variable::Number(_) => Value::Number(Number::new(value)),
    };
    record.set(variable, value)
}

fn with_name(mut list: NameList, value: &str) -> NameList {
    if !list.names.is_empty() && CUT.contains(&value) {
        list.truncated_after = Some(list.names.len());
        return list;
    }
    let mut parts = value.split("||").map(str::trim);
    let family = parts.next().unwrap_or("");
    list.names.push(match parts.next() {
        Some(given) => {
            Name::Person(values::person(family, given, parts.next().filter(|s| !s.is_empty())))
        }
        None => Name::Institution(value.to_owned()),
    });
    list
}
