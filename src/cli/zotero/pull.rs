//! `refsmith zotero pull`

use super::args::Pull;
use super::{failure, local_url, web_access};
use crate::cli::console::Console;
use crate::cli::library::give;
use crate::cli::look::plural;
use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome, network};
use crate::model::Record;
use crate::model::record::key::assign_keys;
use crate::pipeline::zotero;
use crate::sources::zotero::{Api, ItemFilter};

/// Reads records from Zotero.
pub(super) fn run(
    options: &Pull,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let exchange = network::exchange()?;
    let api = if options.web {
        let (key, url) = web_access(settings)?;
        console.say(&format!("zotero pull: reads from {url}, sends nothing"));
        Api::web(exchange.as_ref(), &url, &key).map_err(|error| failure(&error))?
    } else {
        Api::local(exchange.as_ref(), &local_url(options.zotero_url.as_ref(), settings))
    };
    let collection = options.collection.as_ref().map(|name| api.collection(name)).transpose();
    let collection = collection.map_err(|error| failure(&error))?;
    let filter = ItemFilter { collection, tags: options.tag.clone() };
    let items = api.items(&filter).map_err(|error| failure(&error))?;
    let mut records = zotero::read(&items);
    let others = items.len().saturating_sub(records.len());
    if others > 0 {
        console.say(&format!("{} left out: files and notes are no works", plural(others, "item")));
    }
    records.iter_mut().for_each(zotero::without_mark);
    assign_keys(&mut records);
    let numbered: Vec<(usize, &Record)> = records.iter().enumerate().collect();
    give(&numbered, &options.target, console)
}
