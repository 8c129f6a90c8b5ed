//! Patterns of marks and numbers that leave no doubt, whatever the chain says of them.

use std::ops::Range;

use super::tokens::{Kind, Shape, Token};
use crate::label::{Label, Segment};
use crate::lexicon::{
    ABBREV, AND, CONFERENCE, EDITOR, JOURNAL, ORG, PAGES, REPORT, SUFFIX, TRANSLATOR,
};

/// Corrects the labels of a path where its form decides; `hints` are the labels of the rules.
pub(super) fn repair(tokens: &[Token], path: &mut [u8], hints: &[Segment]) {
    for idx in 0..tokens.len().min(path.len()) {
        if tokens[idx].shape == Shape::Year {
            number_slash_year(tokens, path, idx);
            issue_behind_year(tokens, path, idx);
            letter_of_year(tokens, path, idx);
        }
        match tokens[idx].kind {
            Kind::Mark('(') => {
                acronym_of_container(tokens, path, idx);
                acronym_of_author(tokens, path, idx);
            }
            Kind::Mark('.') => issue_behind_point(tokens, path, idx),
            Kind::Mark('[') => {
                class_of_preprint(tokens, path, idx);
                acronym_of_author(tokens, path, idx);
            }
            Kind::Number => letters_of_pages(tokens, path, idx),
            _ => {}
        }
    }
    institution_before_year(tokens, path);
    title_behind_list(tokens, path);
    container_of_nothing(path);
    subtitle_of_book(tokens, path);
    author_publishes(tokens, path);
    numbers_have_digits(tokens, path);
    pages_need_a_container(tokens, path, hints);
}

/// "Title. Another title, 3–23.": pages are pages of something. Where the chain sees one title and
/// the rules see two, the rules are right.
fn pages_need_a_container(tokens: &[Token], path: &mut [u8], hints: &[Segment]) {
    let has = |label: Label| path.contains(&(label as u8));
    let whole = has(Label::ContainerTitle) || has(Label::Volume) || has(Label::Publisher);
    let Some(container) = hints.iter().find(|hint| hint.label == Label::ContainerTitle) else {
        return;
    };
    if whole || !has(Label::Pages) || !hints.iter().any(|hint| hint.label == Label::Title) {
        return;
    }
    let inside = |token: &Token| {
        container.span.start() <= token.span.start() && token.span.end() <= container.span.end()
    };
    let Some(first) = tokens.iter().position(inside) else { return };
    let length = tokens.iter().skip(first).take_while(|token| inside(token)).count();
    let titles = first > 1
        && label(path, first - 2) == Some(Label::Title)
        && (first..first + length).all(|at| label(path, at) == Some(Label::Title));
    if titles && matches!(tokens[first - 1].kind, Kind::Mark(_)) {
        for at in first..first + length {
            set(path, at, Label::ContainerTitle);
        }
        set(path, first - 1, Label::Other);
    }
}

pub(super) fn label(path: &[u8], idx: usize) -> Option<Label> {
    path.get(idx).and_then(|column| Label::ALL.get(usize::from(*column))).copied()
}

pub(super) fn set(path: &mut [u8], idx: usize, label: Label) {
    if let Some(place) = path.get_mut(idx) {
        *place = label as u8;
    }
}

/// "APuZ 8/2010", "SozSich 6–7/2011": volume and year.
fn number_slash_year(tokens: &[Token], path: &mut [u8], year: usize) {
    let Some(slash) = year.checked_sub(1).filter(|at| tokens[*at].is('/')) else { return };
    let number =
        |at: usize| matches!(tokens[at].shape, Shape::Digits1 | Shape::Digits2 | Shape::Digits3);
    let Some(mut first) = slash.checked_sub(1).filter(|at| number(*at)) else { return };
    let last = first;
    if first >= 2 && matches!(tokens[first - 1].kind, Kind::Mark('-' | '–')) && number(first - 2)
    {
        first -= 2;
    }
    // "1/2/1999" is a day, "(3/1999)" stands where a volume does, too.
    let apart = first == 0 || tokens[first].spaced || tokens[first - 1].is('(');
    let glued = !tokens[slash].spaced && !tokens[year].spaced;
    let behind_container = (1..=2).any(|back| {
        let at = first.checked_sub(back);
        let marks = back == 1 || matches!(tokens[first - 1].kind, Kind::Mark(',' | ':'));
        marks && at.and_then(|at| label(path, at)) == Some(Label::ContainerTitle)
    });
    let placed = match label(path, last) {
        Some(Label::ContainerTitle | Label::Volume | Label::Issue | Label::Pages) => true,
        Some(Label::Date) => behind_container,
        _ => false,
    };
    if apart && glued && placed && !matches!(label(path, year), Some(Label::Volume)) {
        for at in first..=last {
            set(path, at, Label::Volume);
        }
        set(path, slash, Label::Other);
        set(path, year, Label::Date);
    }
}

/// "52 (2004) 8, S. 7": volume, year, issue.
fn issue_behind_year(tokens: &[Token], path: &mut [u8], year: usize) {
    let Some(volume) = year.checked_sub(2) else { return };
    let bracketed = tokens[year - 1].is('(') && tokens[volume].is_number();
    let at = |offset: usize| tokens.get(year + offset);
    let pattern = bracketed
        && at(1).is_some_and(|token| token.is(')'))
        && at(2).is_some_and(|token| token.is_number() && token.spaced)
        && at(3).is_some_and(|token| token.is(',') || token.is(':'))
        && at(4).is_some_and(|token| token.has(PAGES) || token.is_number());
    if pattern && label(path, volume) == Some(Label::Volume) {
        set(path, year + 2, Label::Issue);
        set(path, year + 1, Label::Other);
    }
}

/// "2009a": the letter that tells works of a year apart is part of the date.
fn letter_of_year(tokens: &[Token], path: &mut [u8], year: usize) {
    let letter = tokens.get(year + 1).is_some_and(|t| t.shape == Shape::Letter && !t.spaced);
    let alone = tokens.get(year + 2).is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
    if letter && alone && label(path, year) == Some(Label::Date) {
        set(path, year + 1, Label::Date);
    }
}

/// "63.4 (2005)": volume and issue.
fn issue_behind_point(tokens: &[Token], path: &mut [u8], point: usize) {
    let glued = |at: usize| tokens.get(at).is_some_and(|token| token.is_number() && !token.spaced);
    let volume = point.checked_sub(1).filter(|at| label(path, *at) == Some(Label::Volume));
    let numbers = volume.is_some_and(|at| tokens[at].is_number() && tokens[at].spaced);
    let counted = matches!(label(path, point + 1), Some(Label::Volume | Label::Issue));
    if numbers && counted && glued(point + 1) && !tokens[point].spaced {
        set(path, point, Label::Other);
        set(path, point + 1, Label::Issue);
    }
}

/// "S12-S20", "e2840": letters glued to a page number are part of it, unless they are a keyword.
fn letters_of_pages(tokens: &[Token], path: &mut [u8], number: usize) {
    let Some(letters) = number.checked_sub(1) else { return };
    let (Some(token), Some(before)) = (tokens.get(number), tokens.get(letters)) else { return };
    let short = before.is_word() && before.span.end() - before.span.start() <= 2;
    let again = tokens.get(number + 2).is_some_and(|other| other.word == before.word);
    let glued = !token.spaced && short && (again || !before.has(PAGES));
    let split = label(path, letters) == Some(Label::Other);
    if glued && split && label(path, number) == Some(Label::Pages) {
        set(path, letters, Label::Pages);
    }
}

/// "arXiv:0901.2345 [cs.LG]": the class says nothing that the identifier does not.
fn class_of_preprint(tokens: &[Token], path: &mut [u8], open: usize) {
    let identifier = open
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| matches!(token.kind, Kind::Identifier(Label::Idno)));
    let inside = tokens.iter().skip(open + 1).take(6);
    let length = inside.take_while(|token| !token.is(']')).count();
    if identifier && length < 6 && label(path, open + 1) != Some(Label::Title) {
        for at in open..=open + 1 + length {
            set(path, at, Label::Other);
        }
    }
}

/// "Die Sozialgerichtsbarkeit (SGb)": the short form belongs to the title.
fn acronym_of_container(tokens: &[Token], path: &mut [u8], open: usize) {
    let inside = open + 1;
    let is_acronym = tokens.get(inside).is_some_and(|token| {
        matches!(token.shape, Shape::Mixed | Shape::Upper | Shape::ShortUpper)
            && token.span.end() - token.span.start() <= 8
    });
    let closed = tokens.get(inside + 1).is_some_and(|token| token.is(')'));
    let before = open.checked_sub(1).and_then(|at| label(path, at));
    let free = matches!(label(path, inside), Some(Label::Other | Label::Note));
    if is_acronym && closed && free && before == Some(Label::ContainerTitle) {
        for at in open..=inside + 1 {
            set(path, at, Label::ContainerTitle);
        }
    }
}

/// "World Health Organization (WHO). Global report": the short form belongs to the author, and no
/// title starts inside a bracket that is closed at once.
fn acronym_of_author(tokens: &[Token], path: &mut [u8], open: usize) {
    let inside = open + 1;
    let is_acronym = tokens.get(inside).is_some_and(|token| {
        matches!(token.shape, Shape::Upper | Shape::ShortUpper) && !token.has(EDITOR | TRANSLATOR)
    });
    let closed = tokens.get(inside + 1).is_some_and(|token| token.is(')') || token.is(']'));
    let before = open.checked_sub(1).filter(|at| tokens[*at].is_word());
    let author = before.and_then(|at| label(path, at)) == Some(Label::Author);
    let free = matches!(
        label(path, inside),
        Some(Label::Author | Label::Title | Label::Other | Label::Note)
    );
    if is_acronym && closed && author && free {
        for at in open..=inside + 1 {
            set(path, at, Label::Author);
        }
        // The mark behind it parts author and title.
        let mark = inside + 2;
        if tokens.get(mark).is_some_and(|token| matches!(token.kind, Kind::Mark('.' | ',' | ':')))
            && label(path, mark) == Some(Label::Title)
        {
            set(path, mark, Label::Other);
        }
    }
}

/// "EFSA (2015). Guidance on rain.", "Tidewatch. (2020). Rain.": words before the year, a title behind
/// it, and nobody who wrote it: the words are who did.
fn institution_before_year(tokens: &[Token], path: &mut [u8]) {
    const LONGEST: usize = 8;
    let titled = path.iter().take_while(|column| **column == Label::Title as u8).count();
    let word = tokens.first().is_some_and(Token::is_word)
        && tokens.get(1).is_some_and(|token| token.is('.'))
        && path.iter().take(2).all(|column| *column == Label::Other as u8);
    let length = if word { 2 } else { titled };
    let bracket = tokens.get(length).is_some_and(|token| token.is('('));
    let dated = bracket && label(path, length + 1) == Some(Label::Date);
    let written = path.contains(&(Label::Author as u8)) || path.contains(&(Label::Editor as u8));
    let again = path.iter().skip(length + 1).any(|column| *column == Label::Title as u8);
    if (1..=LONGEST).contains(&length) && dated && again && !written {
        path[..length].fill(Label::Author as u8);
    }
}

/// "Berg J, Stone MW. SNOW: Measuring", "Daniel Berg, and Michael Stone. RAIN: Measuring": what stands
/// between the point that ends a list of authors and a colon begins the title.
fn title_behind_list(tokens: &[Token], path: &mut [u8]) {
    const LONGEST: usize = 3;
    let length = path.iter().take_while(|column| **column == Label::Author as u8).count();
    let list = tokens.get(..length).unwrap_or_default();
    let colon = tokens.get(length).is_some_and(|token| token.is(':'));
    if !colon || label(path, length + 1) != Some(Label::Title) {
        return;
    }
    let word = |token: &Token| token.is_word() && token.spaced && token.shape != Shape::Initial;
    let short = |point: &usize| {
        let rest = list.get(point + 1..).unwrap_or_default();
        (1..=LONGEST).contains(&rest.len()) && rest.iter().all(word)
    };
    let ends = [end_of_initials(list), end_of_names(list)];
    if let Some(point) = ends.into_iter().flatten().find(short) {
        set(path, point, Label::Other);
        (point + 1..=length).for_each(|at| set(path, at, Label::Title));
    }
}

/// The point that ends a list of initials without points: the first one.
fn end_of_initials(list: &[Token]) -> Option<usize> {
    let point = list.iter().position(|token| token.is('.'))?;
    let initials = |token: &Token| matches!(token.shape, Shape::Initial | Shape::ShortUpper);
    // Every mark before it divides two names and stands behind initials.
    let several = (1..point).any(|at| list[at].is(','));
    let names = (1..=point)
        .filter(|at| matches!(list[*at].kind, Kind::Mark(_)))
        .all(|at| (list[at].is(',') || at == point) && initials(&list[at - 1]));
    (several && names).then_some(point)
}

/// The point behind a whole family name that ends a list with "and".
fn end_of_names(list: &[Token]) -> Option<usize> {
    let point = list.iter().rposition(|token| token.is('.'))?;
    let family = list.get(point.checked_sub(1)?)?;
    let whole = matches!(family.shape, Shape::Capitalized | Shape::Mixed)
        && family.spaced
        && !family.has(ABBREV | AND | EDITOR | SUFFIX);
    let several = list.iter().take(point).any(|token| token.has(AND));
    (whole && several).then_some(point)
}

/// "Reed Council 2017, Causes of rain, Reed Council, viewed ...": who wrote it has published it, too.
fn author_publishes(tokens: &[Token], path: &mut [u8]) {
    let run = |label: Label| {
        let start = path.iter().position(|column| *column == label as u8)?;
        let length = path.iter().skip(start).take_while(|column| **column == label as u8).count();
        Some(start..(start + length).min(tokens.len()))
    };
    let part = [Label::Volume, Label::Issue, Label::Pages, Label::Publisher];
    if part.iter().any(|part| path.contains(&(*part as u8))) {
        return;
    }
    let (Some(author), Some(container)) = (run(Label::Author), run(Label::ContainerTitle)) else {
        return;
    };
    let words =
        |run: &Range<usize>| tokens.get(run.clone()).unwrap_or_default().iter().map(|t| t.word);
    if author.end < container.start && words(&author).eq(words(&container)) {
        path[container].fill(Label::Publisher as u8);
    }
}

/// A container without a title, volume, issue or pages contains nothing: it is the work itself.
fn container_of_nothing(path: &mut [u8]) {
    let parts = [Label::Title, Label::Volume, Label::Issue, Label::Pages];
    let published = path.contains(&(Label::Publisher as u8));
    if published && !parts.iter().any(|part| path.contains(&(*part as u8))) {
        for column in path.iter_mut().filter(|column| **column == Label::ContainerTitle as u8) {
            *column = Label::Title as u8;
        }
    }
}

/// "Flussufer. Menschen am Rand der Stadt. Frankfurt: Campus": what stands between the title of a book
/// and who published it is its subtitle, unless its words tell of a series.
fn subtitle_of_book(tokens: &[Token], path: &mut [u8]) {
    const TELLING: u64 = CONFERENCE | JOURNAL | ORG | REPORT;
    let has = |label: Label| path.contains(&(label as u8));
    let part = [Label::Volume, Label::Issue, Label::Pages].into_iter().any(has);
    let Some(first) = path.iter().position(|column| *column == Label::ContainerTitle as u8) else {
        return;
    };
    let length = path.iter().skip(first).take_while(|c| **c == Label::ContainerTitle as u8).count();
    let end = (first + length).min(tokens.len());
    let Some(mark) = first.checked_sub(1).filter(|_| !part && has(Label::Publisher)) else {
        return;
    };
    let parts = tokens.get(mark).is_some_and(|token| token.is('.'));
    let titled = mark.checked_sub(1).and_then(|at| label(path, at)) == Some(Label::Title);
    let inside = tokens.get(first..end).unwrap_or_default();
    let words = inside.iter().filter(|token| token.is_word()).count();
    let edited = path.iter().skip(end).any(|column| *column == Label::Editor as u8);
    if parts && titled && !edited && words > 1 && !inside.iter().any(|token| token.has(TELLING)) {
        path[mark..end].fill(Label::Title as u8);
    }
}

/// A volume, issue or page range without any digit or Roman numeral ("hier", "bzw") is a note.
fn numbers_have_digits(tokens: &[Token], path: &mut [u8]) {
    let mut start = 0;
    while start < path.len().min(tokens.len()) {
        let column = path[start];
        let length = path[start..].iter().take_while(|other| **other == column).count();
        let end = (start + length).min(tokens.len());
        let counted =
            matches!(label(path, start), Some(Label::Volume | Label::Issue | Label::Pages));
        let numeral = |token: &Token| {
            token.is_number()
                || matches!(token.shape, Shape::Initial | Shape::ShortUpper | Shape::Upper)
                || token.span.end() - token.span.start() <= 5 && token.roman
        };
        if counted && !tokens[start..end].iter().any(numeral) {
            for at in start..end {
                set(path, at, Label::Note);
            }
        }
        start = end.max(start + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trained::tokens::tokenize;

    /// Labels parts of a reference as a chain might have done, repairs that, and tells which label
    /// the words of `part` have then, if it is one.
    fn repaired(text: &str, labelled: &[(&str, Label)], part: &str) -> Option<Label> {
        let tokens = tokenize(text, usize::MAX);
        let span = |part: &str| {
            let start = text.find(part).expect("a part of the text");
            start..start + part.len()
        };
        let mut path = vec![Label::Other as u8; tokens.len()];
        for (part, label) in labelled {
            let span = span(part);
            for (column, token) in path.iter_mut().zip(&tokens) {
                if span.contains(&token.span.start()) {
                    *column = *label as u8;
                }
            }
        }
        repair(&tokens, &mut path, &[]);
        let span = span(part);
        let inside = |idx: &usize| span.contains(&tokens[*idx].span.start());
        let mut labels = (0..tokens.len()).filter(inside).map(|idx| label(&path, idx));
        let first = labels.next().flatten();
        labels.all(|other| other == first).then_some(first).flatten()
    }

    #[test]
    fn subtitles_of_books_are_no_containers() {
        use Label::{Author, ContainerTitle, Location, Publisher, Title, Volume};
        let read = |second: &str, behind: &str, more: &[(&str, Label)]| {
            let text = format!("Berg, Anna (2003): Flussufer. {second}. {behind}");
            let mut labelled =
                vec![("Berg, Anna", Author), ("Flussufer", Title), (second, ContainerTitle)];
            labelled.extend(more);
            repaired(&text, &labelled, second)
        };
        let published = [("Frankfurt", Location), ("Campus", Publisher)];
        let second = "Menschen am Rand der Stadt";
        assert_eq!(read(second, "Frankfurt: Campus.", &published), Some(Title));
        // Series, journals, and what nobody has published.
        let series = "Zeitschrift des Vereins";
        assert_eq!(read(series, "Frankfurt: Campus.", &published), Some(ContainerTitle));
        assert_eq!(read(second, "54.", &[("54", Volume)]), Some(ContainerTitle));
        assert_eq!(read(second, "Frankfurt.", &[("Frankfurt", Location)]), Some(ContainerTitle));
    }

    #[test]
    fn who_wrote_it_has_published_it() {
        use Label::{Author, ContainerTitle, Publisher, Title};
        let read = |site: &str| {
            let text = format!("Reed Council (2017). Causes of rain. {site}.");
            let labelled =
                [("Reed Council", Author), ("Causes of rain", Title), (site, ContainerTitle)];
            repaired(&text, &labelled, site)
        };
        assert_eq!(read("reed council"), Some(Publisher));
        assert_eq!(read("Reed Review"), Some(ContainerTitle));
    }
}
