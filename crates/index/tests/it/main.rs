//! The local index from outside: building, killing, resuming, finding, replacing.

mod building;
mod finding;

use refsmith_index::{BuildOptions, Builder, Input, LocalIndex};
use refsmith_sources::{Fetch, FetchError, Fetched, Request};

/// Makes an index of works given as lines.
pub(crate) fn built(works: &str, options: &BuildOptions) -> (tempfile::TempDir, LocalIndex) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut builder = Builder::create(dir.path(), options).expect("a new index");
    builder.read(&input("a"), works.as_bytes(), &mut |_| true).expect("written").expect("read");
    builder.finish().expect("finished");
    let index = LocalIndex::open(dir.path()).expect("an index");
    (dir, index)
}

pub(crate) fn input(name: &str) -> Input {
    Input { name: name.to_owned(), state: "1".to_owned() }
}

/// One invented work as a line, told from others by its number.
pub(crate) fn work(number: u32) -> String {
    let (year, volume, page) = (1950 + number % 70, 1 + number % 90, 1 + 7 * number);
    format!(
        r#"{{"DOI":"10.5555/W{number}","type":"journal-article","title":["On the reeds of lake {} and their birds {}"],"author":[{{"given":"Ann","family":"Marsh{number}","sequence":"first","affiliation":[]}}],"container-title":["Journal of Reeds"],"issued":{{"date-parts":[[{year}]]}},"volume":"{volume}","page":"{page}-{}","reference":[{{"key":"1"}}]}}"#,
        number / 50,
        number % 50,
        page + 9
    ) + "\n"
}

/// An index never asks anybody.
pub(crate) struct Nobody;

impl Fetch for Nobody {
    fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        panic!("asked for {}", request.url);
    }
}
