//! Finding works by their rarest terms.
//!
//! Terms are looked up in all parts, the rarest are taken until they name enough works, and every
//! work named gets the weights of its terms. Neither common words nor the size of the index matter:
//! a question reads a few thousand numbers at most.

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocId, DocSet, InvertedIndexReader, Searcher, SegmentOrdinal, TERMINATED,
};

use crate::schema::Fields;
use crate::terms::Asked;

/// How many terms a question uses, and how many with the pairs of the printed reference.
const MOST_TERMS: usize = 10;
const MOST_WITH_PAIRS: usize = 28;
/// How many works the terms of a question may name together; the first terms are used anyway.
const MOST_POSTINGS: u64 = 20_000;
/// Terms that are used however many works they name, up to [`FAR_TOO_MANY`].
const AT_LEAST: usize = 3;
/// A term that names so many works is never used.
const FAR_TOO_MANY: u64 = 2_000_000;
/// Works with less than this share of the best one's weight are not worth a look.
const WORTH_A_LOOK: f32 = 0.5;
/// When the best work has less than this share of what the terms could give, or more works are worth
/// a look than are wanted, the question is asked again with the pairs of the printed reference.
const WEAK: f32 = 0.7;

/// A work that may be meant, and how much speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) part: usize,
    pub(crate) address: DocAddress,
    pub(crate) weight: f32,
}

/// Returns the works worth a look, the likeliest first, when at most `limit` are wanted at a time.
pub(crate) fn search(
    parts: &[Searcher],
    fields: Fields,
    asked: &Asked,
    limit: usize,
) -> tantivy::Result<Vec<Hit>> {
    let readers = Readers::new(parts, fields)?;
    let mut terms = readers.look_up(&asked.first)?;
    let used = rarest_first(&mut terms, MOST_TERMS, 0);
    let (mut hits, possible) = readers.hits(terms.get(..used).unwrap_or(&[]))?;
    let best = hits.first().map_or(0.0, |hit| hit.weight);
    let is_vague = best <= WEAK * possible || hits.len() > limit;
    if is_vague && !asked.second.is_empty() {
        terms.extend(readers.look_up(&asked.second)?);
        // Pairs are rare, whether they are right or accidents, so they come on top.
        let used = rarest_first(&mut terms, MOST_WITH_PAIRS, used);
        (hits, _) = readers.hits(terms.get(..used).unwrap_or(&[]))?;
    }
    Ok(hits)
}

/// Sorts the terms behind the first `used` so that the rarest come first, and returns how many are to
/// be used, of at most `most`.
fn rarest_first(terms: &mut [Found], most: usize, used: usize) -> usize {
    let (before, open) = terms.split_at_mut(used.min(terms.len()));
    open.sort_by_key(|found| found.works);
    let mut postings: u64 = before.iter().map(|found| found.works).sum();
    let fits = |(idx, found): &(usize, &Found)| {
        postings += found.works;
        let is_cheap = postings <= MOST_POSTINGS || *idx < AT_LEAST;
        is_cheap && found.works <= FAR_TOO_MANY
    };
    terms.iter().enumerate().take(most).skip(used).take_while(fits).count() + used
}

/// The term dictionaries of all segments.
struct Readers {
    segments: Vec<Segment>,
    works: u64,
}

struct Segment {
    part: usize,
    ordinal: SegmentOrdinal,
    terms: std::sync::Arc<InvertedIndexReader>,
    deleted: Option<tantivy::fastfield::AliveBitSet>,
}

/// A term, and where its works are listed.
struct Found {
    works: u64,
    /// Segments by position, and the list there.
    lists: Vec<(usize, TermInfo)>,
}

impl Readers {
    fn new(parts: &[Searcher], fields: Fields) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        let mut works = 0;
        for (part, searcher) in parts.iter().enumerate() {
            works += searcher.num_docs();
            for (ordinal, reader) in (0..).zip(searcher.segment_readers()) {
                segments.push(Segment {
                    part,
                    ordinal,
                    terms: reader.inverted_index(fields.terms)?,
                    deleted: reader.alive_bitset().cloned(),
                });
            }
        }
        Ok(Self { segments, works })
    }

    fn look_up(&self, terms: &[String]) -> tantivy::Result<Vec<Found>> {
        let mut out = Vec::with_capacity(terms.len());
        for term in terms {
            let mut found = Found { works: 0, lists: Vec::new() };
            for (idx, segment) in self.segments.iter().enumerate() {
                if let Some(info) = segment.terms.terms().get(term.as_bytes())? {
                    found.works += u64::from(info.doc_freq);
                    found.lists.push((idx, info));
                }
            }
            if found.works > 0 {
                out.push(found);
            }
        }
        Ok(out)
    }

    /// Returns the works that these terms name and that are worth a look, the likeliest first, and
    /// the weight that a work with all these terms would have.
    fn hits(&self, terms: &[Found]) -> tantivy::Result<(Vec<Hit>, f32)> {
        let mut named: Vec<(usize, DocId, f32)> = Vec::new();
        let mut possible = 0.0;
        for found in terms {
            let weight = self.weight(found.works);
            possible += weight;
            for (segment_idx, info) in &found.lists {
                let Some(segment) = self.segments.get(*segment_idx) else { continue };
                let mut list =
                    segment.terms.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                let mut document = list.doc();
                while document != TERMINATED {
                    named.push((*segment_idx, document, weight));
                    document = list.advance();
                }
            }
        }
        named.sort_unstable_by_key(|(segment, document, _)| (*segment, *document));
        let mut hits: Vec<Hit> = Vec::new();
        let mut last = None;
        for (segment_idx, document, weight) in named {
            if last == Some((segment_idx, document)) {
                if let Some(hit) = hits.last_mut() {
                    hit.weight += weight;
                }
                continue;
            }
            last = Some((segment_idx, document));
            let Some(segment) = self.segments.get(segment_idx) else { continue };
            let address = DocAddress::new(segment.ordinal, document);
            hits.push(Hit { part: segment.part, address, weight });
        }
        let mut hits = self.alive(hits);
        let best = hits.iter().map(|hit| hit.weight).fold(0.0, f32::max);
        hits.retain(|hit| hit.weight >= WORTH_A_LOOK * best);
        hits.sort_unstable_by(|a, b| {
            b.weight.total_cmp(&a.weight).then((a.part, a.address).cmp(&(b.part, b.address)))
        });
        Ok((hits, possible))
    }

    /// Works that a newer version has replaced stay listed until segments are merged.
    fn alive(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        if self.segments.iter().all(|segment| segment.deleted.is_none()) {
            return hits;
        }
        hits.retain(|hit| {
            let place = |segment: &&Segment| {
                segment.part == hit.part && segment.ordinal == hit.address.segment_ord
            };
            let segment = self.segments.iter().find(place);
            let deleted = segment.and_then(|segment| segment.deleted.as_ref());
            deleted.is_none_or(|alive| alive.is_alive(hit.address.doc_id))
        });
        hits
    }

    /// The rarer, the heavier: the logarithm of how many times fewer works have the term than there
    /// are.
    fn weight(&self, works: u64) -> f32 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a weight needs no more precision"
        )]
        let weight = (1.0 + self.works as f64 / works.max(1) as f64).ln() as f32;
        weight
    }
}
