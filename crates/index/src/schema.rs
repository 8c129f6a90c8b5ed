//! The fields of the index and how it is laid out.

use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer};
use tantivy::{Index, IndexSettings};

/// Name of the tokenizer that splits what `terms` has joined with blanks.
const BLANKS: &str = "blanks";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The DOI in lower case.
    pub(crate) doi: Field,
    /// What a work is found by.
    pub(crate) terms: Field,
    /// The work as JSON.
    pub(crate) work: Field,
}

/// Which works hold a term is all that is kept of it: neither how often nor where nor in how long a
/// text, since terms are weighed by their rarity alone.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |tokenizer| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        )
    };
    let fields = Fields {
        doi: builder.add_text_field("doi", indexed("raw")),
        terms: builder.add_text_field("terms", indexed(BLANKS)),
        work: builder.add_bytes_field("work", STORED),
    };
    (builder.build(), fields)
}

pub(crate) fn settings() -> IndexSettings {
    IndexSettings { docstore_compression: Compressor::Lz4, ..IndexSettings::default() }
}

pub(crate) fn tokenizers(index: &mut Index) {
    let manager = TokenizerManager::default();
    manager.register(BLANKS, TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
    index.set_tokenizers(manager);
}
