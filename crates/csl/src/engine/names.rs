//! The element `names`: which names, how many, what stands between them.

use refsmith_model::{Name, NameVariable, Variable};

use super::markup;
use super::name::is_cjk;
use super::render::{Given, Outcome, Purpose, Renderer};
use super::tape::{Event, Kind, Mark, Tag};
use crate::locale::Form;
use crate::request::Position;
use crate::style::program::{
    And, Label, NameForm, NameStyle, Names, Node, Plural, Precedes, SortOrder, Source, Text,
};

/// How many names are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) first: usize,
    /// The last name follows behind an ellipsis.
    use_last: bool,
    cut: bool,
}

impl<'a> Renderer<'a> {
    /// The element `names`.
    pub(super) fn names(&mut self, element: &'a Names) -> Outcome {
        if self.is_out_of_reach(element.reach) {
            return Outcome::MISSING;
        }
        let Some(style) = self.section.names.get(element.options) else { return Outcome::MISSING };
        let first = !self.names_written && !self.is_sorting();
        let begins = self.first;
        let mut opened = self.open_look(&element.look);
        let mut tagged = self.tape.here();
        if first {
            self.tape.open(Mark::Tag(Tag::Names));
        }
        let mut start = self.tape.here();
        self.name_variables(element, style);
        let stands_in = self.tape.is_empty_since(start);
        if stands_in {
            // What stands in has its own looks; names without children of their own have these.
            self.tape.rewind(opened.start);
            self.first = begins;
            opened = self.open_bare_block(opened);
            tagged = self.tape.here();
            if first {
                self.tape.open(Mark::Tag(Tag::Names));
            }
            start = self.tape.here();
            self.substitute(element);
        } else {
            for variable in &element.variables {
                self.use_up(Variable::Name(*variable));
            }
        }
        if first {
            self.tape.close(Mark::Tag(Tag::Names));
            self.untag_outer(tagged.events, start.events, stands_in);
        }
        let outcome = match stands_in {
            true => self.close_bare_block(opened),
            false => self.close_look(&element.look, opened),
        };
        if !outcome.filled {
            return Outcome::MISSING;
        }
        self.names_written = true;
        if first && self.cite.suppress_author && !self.is_sorting() {
            self.tape.rewind(opened.start);
        }
        Outcome::FILLED
    }

    /// What stands in for names, a title for one, is what the entry is known by; names that stand
    /// in have said so themselves.
    fn untag_outer(&mut self, tag: usize, content: usize, stands_in: bool) {
        let inner = self.tape.events.get(content..).unwrap_or_default();
        if stands_in && inner.contains(&Event::Open(Mark::Tag(Tag::Names))) {
            self.tape.events.pop();
            self.tape.events.remove(tag);
        }
    }

    fn name_variables(&mut self, element: &'a Names, style: &'a NameStyle) {
        let item = self.item;
        let mut lists: Vec<(NameVariable, &'a [Name])> = element
            .variables
            .iter()
            .filter(|variable| !self.is_used(Variable::Name(**variable)))
            .map(|variable| (*variable, item.names(*variable)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        // One person who edits and translates is named once (CSL 1.0.2, "names").
        if let [(NameVariable::Editor, editors), (NameVariable::Translator, translators)]
        | [(NameVariable::Translator, translators), (NameVariable::Editor, editors)] =
            lists.as_slice()
            && editors == translators
            && self.editor_translator_term(element.label.as_ref())
        {
            lists = vec![(NameVariable::EditorTranslator, editors)];
        }
        if lists.is_empty() {
            return;
        }
        if style.form == NameForm::Count {
            let count: usize =
                lists.iter().map(|(_, names)| self.shown(style, names.len(), false).first).sum();
            let text = if self.is_sorting() { format!("{count:010}") } else { count.to_string() };
            return self.tape.words(&text);
        }
        let mut any = false;
        for (role, names) in lists {
            let before = self.tape.here();
            if any {
                self.tape.write(Kind::NameDelimiter, &style.names_delimiter);
            }
            let label = element.label.as_ref().filter(|_| !self.is_sorting());
            if element.label_first
                && let Some(label) = label
            {
                self.name_label(label, role, names.len());
            }
            let inner = self.tape.here();
            self.tape.open_variable(Variable::Name(role));
            self.name_list(style, role, names);
            self.tape.close_variable(Variable::Name(role));
            if self.tape.is_empty_since(inner) {
                self.tape.rewind(before);
                continue;
            }
            if !element.label_first
                && let Some(label) = label
            {
                self.name_label(label, role, names.len());
            }
            any = true;
        }
    }

    /// The first alternative that gives something stands in for the names, and its variables are
    /// not printed again.
    fn substitute(&mut self, element: &'a Names) {
        let was = std::mem::replace(&mut self.substituting, true);
        self.first_of(&element.substitute);
        self.substituting = was;
    }

    /// Writes the first alternative that gives something; those that `choose` chooses are
    /// alternatives like others. Tells whether there was one.
    fn first_of(&mut self, nodes: &'a [Node]) -> bool {
        let start = self.tape.here();
        for node in nodes {
            let used = self.used;
            let found = if let Node::Choose(branches) = node {
                let chosen = self.choose(branches);
                self.first_of(chosen)
            } else {
                self.node(node);
                !self.tape.is_empty_since(start) || self.is_empty_term(node)
            };
            if found {
                return true;
            }
            self.used = used;
        }
        false
    }

    /// A term that a style has emptied stands in all the same.
    fn is_empty_term(&self, node: &Node) -> bool {
        match node {
            Node::Text(Text { source: Source::Term { name, form, plural }, .. }) => {
                self.locale.term(name, *form, *plural).is_some()
            }
            _ => false,
        }
    }

    fn name_label(&mut self, label: &'a Label, role: NameVariable, count: usize) {
        let plural = match label.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => count > 1,
        };
        let Some(text) = self.role_term(role, label.form, plural) else { return };
        self.tape.open(Mark::Tag(Tag::Label));
        let opened = self.open_leaf(&label.look, text);
        markup::write_tagged(self.tape, Kind::Words, text, self.quotes);
        self.close_term(&label.look, opened);
        self.tape.close(Mark::Tag(Tag::Label));
    }

    /// Tells whether there is a word for somebody who edits and translates.
    fn editor_translator_term(&self, label: Option<&Label>) -> bool {
        let form = label.map_or(Form::Long, |label| label.form);
        self.role_term(NameVariable::EditorTranslator, form, false).is_some_and(|t| !t.is_empty())
    }

    fn role_term(&self, role: NameVariable, form: Form, plural: bool) -> Option<&'a str> {
        let locale = self.locale;
        match role {
            NameVariable::EditorTranslator => locale
                .term("editortranslator", form, plural)
                .or_else(|| locale.term("editor-translator", form, plural)),
            _ => locale.term(role.as_str(), form, plural),
        }
    }

    /// Decides how many names of a list are shown.
    pub(super) fn shown(&self, style: &NameStyle, count: usize, known_by: bool) -> Shown {
        let et_al = style.et_al;
        let (mut min, mut first, mut use_last) = (et_al.min, et_al.use_first, et_al.use_last);
        match self.purpose {
            Purpose::Citation if self.cite.looking || self.cite.position != Position::First => {
                min = et_al.subsequent_min.or(min);
                first = et_al.subsequent_use_first.or(first);
            }
            Purpose::Sort(key) => {
                min = key.names_min.or(min);
                first = key.names_use_first.or(first);
                use_last = key.names_use_last.unwrap_or(use_last);
            }
            _ => {}
        }
        let all = Shown { first: count, use_last: false, cut: false };
        let (Some(min), Some(first)) = (min, first) else { return all };
        if count < min.max(1) || first >= count {
            return all;
        }
        // The last name takes the place of one that stands before "et al." otherwise.
        let first = if use_last { first.min(min.saturating_sub(2).max(1)) } else { first };
        let first = match (self.purpose, self.listed) {
            (Purpose::Citation, _) => first.max(self.ambiguity.names),
            (Purpose::Bibliography, Some(listed)) if known_by => first.max(listed.names),
            _ => first,
        };
        if first >= count {
            return all;
        }
        Shown { first, use_last: use_last && count >= first + 2, cut: true }
    }

    /// Renders the names of one role.
    fn name_list(&mut self, style: &'a NameStyle, role: NameVariable, names: &'a [Name]) {
        // What was decided holds for the names the work is known by.
        let known_by = *self.known_by.get_or_insert(role) == role;
        let mut shown = self.shown(style, names.len(), known_by);
        // "et al." in the source stays "et al.": the names are not printed as if they were all.
        shown.cut |= !self.is_sorting() && self.ends_cut(role);
        if shown.first == 0 {
            return;
        }
        // What the style puts around a name stands around a list that is cut, too.
        let around = (shown.cut && !shown.use_last && !self.is_sorting()).then_some(&style.look);
        if let Some(look) = around {
            self.tape.write(Kind::Prefix, &look.prefix);
        }
        let inverted = |idx: usize| {
            style.sort_order == SortOrder::All || style.sort_order == SortOrder::First && idx == 0
        };
        let and = self.and_term(style);
        let total = shown.first + usize::from(shown.use_last);
        let mut last_inverted = false;
        // Where no word joins the last names, and behind a mark that ends a name, nothing goes.
        let ends_with_mark = style.look.suffix.ends_with(|c: char| c.is_ascii_punctuation());
        for (idx, name) in names.iter().take(shown.first).enumerate() {
            if idx > 0 {
                let is_last = idx + 1 == total && !shown.cut;
                match and.filter(|_| is_last) {
                    Some(and) => {
                        let contextual = names.len() > 2;
                        // An organisation closes a list as if the style said nothing.
                        let behavior = match name {
                            Name::Institution(_) => Precedes::Contextual,
                            Name::Person(_) => style.precedes_last,
                        };
                        if clings(and) {
                            self.tape.words(and);
                        } else {
                            let delimited = precedes(behavior, contextual, last_inverted);
                            let before = if delimited { &*style.delimiter } else { " " };
                            self.tape.write(Kind::NameDelimiter, before);
                            self.tape.words(and);
                            self.tape.write(Kind::NameDelimiter, " ");
                        }
                    }
                    None if is_last || ends_with_mark => {
                        self.tape.write(Kind::FixedDelimiter, &style.delimiter);
                    }
                    None => self.tape.write(Kind::NameDelimiter, &style.delimiter),
                }
            }
            let given = if known_by { self.given(style, idx) } else { Given::AsStyled };
            let inverted = inverted(idx);
            last_inverted = inverted && matches!(name, Name::Person(_));
            self.one_name(style, name, inverted, given);
        }
        if shown.use_last
            && let Some(last) = names.last()
        {
            let delimiter = if shown.first == 1 { " " } else { &*style.delimiter };
            self.tape.write(Kind::NameDelimiter, delimiter);
            self.tape.words("\u{2026}");
            self.tape.write(Kind::NameDelimiter, " ");
            self.one_name(style, last, inverted(names.len() - 1), Given::AsStyled);
        } else if shown.cut && !self.is_sorting() {
            self.et_al(style, shown.first, last_inverted);
        }
        if let Some(look) = around {
            self.tape.write(Kind::Suffix, &look.suffix);
        }
    }

    /// Tells how much of a name is shown to tell people apart.
    fn given(&self, style: &NameStyle, idx: usize) -> Given {
        let decided = self.ambiguity.given.get(idx).copied().unwrap_or_default();
        let listed = self.listed.filter(|_| style.form != NameForm::Short);
        let listed = listed.and_then(|listed| listed.given.get(idx)).copied();
        decided.max(listed.unwrap_or_default())
    }

    /// Tells whether the source cuts the list of a role behind its last name.
    fn ends_cut(&self, role: NameVariable) -> bool {
        let list = self.item.record.names.get(&role);
        list.is_some_and(|list| list.truncated_after.is_some_and(|after| after >= list.names.len()))
    }

    /// In sort keys names follow each other without "and".
    fn and_term(&self, style: &NameStyle) -> Option<&'a str> {
        if self.is_sorting() {
            return None;
        }
        match style.and? {
            And::Symbol => Some(self.locale.exact("and", Form::Symbol).unwrap_or("&")),
            And::Text => self.locale.term("and", Form::Long, false),
        }
    }

    fn et_al(&mut self, style: &'a NameStyle, shown: usize, inverted: bool) {
        let term = self.locale.term(&style.et_al_term, Form::Long, false).unwrap_or_default();
        if term.is_empty() {
            return;
        }
        if precedes(style.precedes_et_al, shown > 1, inverted) {
            self.tape.write(Kind::NameDelimiter, &style.delimiter);
        } else if !clings(term) && !term.contains(is_cjk) {
            self.tape.write(Kind::NameDelimiter, " ");
        }
        let opened = self.open_leaf(&style.et_al_format, term);
        self.tape.words(term);
        self.close_look(&style.et_al_format, opened);
    }
}

/// Tells whether a term follows a name as it is, without a blank: a mark or a bracket, the Hebrew
/// one-letter word, words of scripts that set no blanks.
fn clings(and: &str) -> bool {
    let is_word = |c: char| c == '&' || c.is_alphabetic() && c != '\u{5D5}' && !is_cjk(c);
    !and.starts_with(is_word)
}

/// Decides whether the delimiter stands before the last name or "et al.".
fn precedes(behavior: Precedes, contextual: bool, inverted: bool) -> bool {
    match behavior {
        Precedes::Always => true,
        Precedes::Never => false,
        Precedes::AfterInverted => inverted,
        Precedes::Contextual => contextual,
    }
}
