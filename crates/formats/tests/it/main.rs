//! Readers and writers, tested from outside.

#[cfg(test)]
mod bibtex_edit;
#[cfg(test)]
mod bibtex_eprint;
#[cfg(test)]
mod bibtex_hard;
#[cfg(test)]
mod bibtex_read;
#[cfg(test)]
mod bibtex_syntax;
#[cfg(test)]
mod bibtex_tidy;
#[cfg(test)]
mod bibtex_write;
#[cfg(test)]
mod coins;
#[cfg(test)]
mod crossref_json;
#[cfg(test)]
mod csl_json;
mod dialects;
#[cfg(test)]
mod documentation;
mod editor;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hayagriva_oracle;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod marc;
#[cfg(test)]
mod pieces;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tricky;
#[cfg(test)]
mod wild;
#[cfg(test)]
mod zotero_json;
