//! Names of people and institutions.

/// A person or an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person, in the parts CSL uses.
    Person(PersonName),
    /// An institution or any name that must stay as it is (CSL `literal`).
    Institution(String),
}

/// The parts of a personal name (CSL 1.0.2, "names").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// Family name; the only name of people who have one.
    pub family: String,
    /// Given names or initials as written ("J. K.").
    pub given: Option<String>,
    /// Particle that is dropped when only the family name is shown ("de" in "Humboldt, A. von").
    pub dropping_particle: Option<String>,
    /// Particle that always goes with the family name ("van" in "van Gogh").
    pub non_dropping_particle: Option<String>,
    /// "Jr.", "III".
    pub suffix: Option<String>,
    /// The suffix is set off by a comma ("King, Jr.").
    pub comma_suffix: bool,
    /// The parts are always written in the order family, given ("Mao Zedong").
    pub static_ordering: bool,
    /// ORCID iD, bare: four groups of four digits.
    pub orcid: Option<String>,
}

/// The names of one role, and whether the source cut the list.
///
/// "et al." and "…" are facts about the list, not people in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameList {
    /// The names that stand in the source, in its order.
    pub names: Vec<Name>,
    /// How many names stand before the cut: all of them for "et al.", 6 for "A, B, C, D, E, F, … & Z".
    pub truncated_after: Option<usize>,
}

impl NameList {
    /// Creates a complete list.
    pub fn complete(names: Vec<Name>) -> Self {
        Self { names, truncated_after: None }
    }
}

impl PersonName {
    /// Creates a name of family and given part.
    pub fn new(family: impl Into<String>, given: impl Into<String>) -> Self {
        let given = given.into();
        Self {
            family: family.into(),
            given: (!given.is_empty()).then_some(given),
            ..Self::default()
        }
    }

    /// Returns the family name with its non-dropping particle ("van Gogh").
    pub fn full_family(&self) -> String {
        match &self.non_dropping_particle {
            Some(particle) if particle.ends_with(['\'', '\u{2019}', '-']) => {
                format!("{particle}{}", self.family)
            }
            Some(particle) => format!("{particle} {}", self.family),
            None => self.family.clone(),
        }
    }
}

impl Name {
    /// Returns the part that a list is sorted and a key is made by: family name or institution.
    pub fn family(&self) -> &str {
        match self {
            Name::Person(person) => &person.family,
            Name::Institution(name) => name,
        }
    }
}

impl std::fmt::Display for Name {
    /// Writes "van Gogh, Vincent" or the institution's name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::Institution(name) => f.write_str(name),
            Name::Person(person) => {
                f.write_str(&person.full_family())?;
                if let Some(suffix) = &person.suffix {
                    write!(f, ", {suffix}")?;
                }
                if let Some(given) = &person.given {
                    write!(f, ", {given}")?;
                }
                if let Some(particle) = &person.dropping_particle {
                    write!(f, " {particle}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::fmt::Display for NameList {
    /// Writes the names on one line, "; " between them and "…" where the list is cut.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (idx, name) in self.names.iter().enumerate() {
            if idx > 0 {
                f.write_str("; ")?;
            }
            if self.truncated_after == Some(idx) {
                f.write_str("…; ")?;
            }
            name.fmt(f)?;
        }
        if self.truncated_after.is_some_and(|after| after >= self.names.len()) {
            f.write_str("; …")?;
        }
        Ok(())
    }
}
