//! `refsmith zotero push`

use serde_json::json;

use super::args::{Push, Via};
use super::ledger::Ledger;
use super::{failure, local_url, web_access};
use crate::cli::args::{MessageFormat, Target};
use crate::cli::console::Console;
use crate::cli::settings::Settings;
use crate::cli::{Failure, Outcome, convert, files, network};
use crate::formats::zotero_json::ZoteroJson;
use crate::model::{ItemType, Record, TextVariable};
use crate::pipeline::library::Known;
use crate::pipeline::zotero::{self, Planned};
use crate::sources::Exchange;
use crate::sources::zotero::{Api, Item, ItemFilter, Sent, ZoteroError, connector};

/// Puts records into Zotero.
pub(super) fn run(
    options: &Push,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    let inputs = files::load(&options.inputs, false, console)?;
    let records: Vec<_> = inputs.read.iter().flat_map(|input| input.loaded.records()).collect();
    let (mut planned, losses) = zotero::plan(&records);
    for planned in &mut planned {
        planned.item = planned.item.clone().tagged(&options.tag);
    }
    let skipped = if inputs.skipped { Outcome::Findings } else { Outcome::Done };
    if options.via == Via::File {
        write_file(&planned, options, console)?;
        return Ok(skipped);
    }
    convert::report_losses(&losses, &ZoteroJson, console);
    if options.dry_run {
        return dry_run(&planned, console).map(|()| skipped);
    }
    let exchange = network::exchange()?;
    let sender = Sender { options, settings, console, exchange: exchange.as_ref() };
    Ok(sender.push(&planned)?.max(skipped))
}

/// Prints the items as they would be sent.
fn dry_run(planned: &[Planned], console: &Console) -> Result<(), Failure> {
    let items: Vec<serde_json::Value> = planned
        .iter()
        .map(|planned| {
            let mut fields = planned.item.fields.clone();
            let notes = planned.item.notes.iter().map(|note| json!({"note": note}));
            fields.insert("notes".to_owned(), notes.collect());
            serde_json::Value::Object(fields)
        })
        .collect();
    let text = serde_json::to_string_pretty(&items).unwrap_or_default();
    console.data(&format!("{text}\n"))
}

/// What became of one record.
enum Fate<'p> {
    /// It was there before.
    Known(&'p Known),
    /// It was sent before, to a Zotero that cannot be read.
    SentBefore,
    /// It was created, and that was seen.
    Created(Option<String>),
    /// It was sent.
    Sent,
    /// It was refused.
    Failed(String),
}

struct Sender<'a> {
    options: &'a Push,
    settings: &'a Settings,
    console: &'a Console,
    exchange: &'a dyn Exchange,
}

impl Sender<'_> {
    fn push(&self, planned: &[Planned]) -> Result<Outcome, Failure> {
        let base = local_url(self.options.zotero_url.as_ref(), self.settings);
        let local = Api::local(self.exchange, &base);
        let running = match self.options.via {
            Via::Web => false,
            _ => self.is_running(&base)?,
        };
        let web = match self.options.via {
            Via::Web => Some(self.web()?),
            Via::Auto if self.options.web && !running => Some(self.web()?),
            _ => None,
        };
        if !running && web.is_none() {
            return self.last_resort(planned, &base);
        }
        let api = web.as_ref().unwrap_or(&local);
        let there = self.there(api, web.is_some())?;
        let mut ledger = Ledger::read();
        let known = match &there {
            Some(there) if !self.options.force => zotero::known(planned, there),
            _ => planned.iter().map(|_| None).collect(),
        };
        let unread = there.is_none() && !self.options.force;
        let before = |planned: &Planned| unread && ledger.has(&planned.mark);
        let mut fates: Vec<Option<Fate<'_>>> = planned
            .iter()
            .zip(&known)
            .map(|(planned, known)| match known {
                Some(known) => Some(Fate::Known(known)),
                None => before(planned).then_some(Fate::SentBefore),
            })
            .collect();
        let new: Vec<&Planned> =
            planned.iter().zip(&fates).filter(|(_, fate)| fate.is_none()).map(|(p, _)| p).collect();
        let items: Vec<Item> = new.iter().map(|planned| planned.item.clone()).collect();
        let sent =
            if items.is_empty() { Vec::new() } else { self.send(&items, &base, web.as_ref())? };
        let seen = self.seen(&sent, api, there.is_some());
        let mut sent = sent.into_iter();
        for (fate, planned) in fates.iter_mut().zip(planned).filter(|(fate, _)| fate.is_none()) {
            *fate = Some(match sent.next() {
                Some(Sent::Created(Some(key))) => Fate::Created(Some(key)),
                Some(Sent::Created(None)) if seen.contains(&planned.mark) => Fate::Created(None),
                Some(Sent::Created(None)) => Fate::Sent,
                Some(Sent::Failed(reason)) => Fate::Failed(reason),
                None => Fate::Failed("it was not sent".to_owned()),
            });
        }
        let fates: Vec<Fate<'_>> = fates.into_iter().flatten().collect();
        let arrived = |fate: &Fate<'_>| matches!(fate, Fate::Created(_) | Fate::Sent);
        let marks = planned.iter().zip(&fates).filter(|(_, fate)| arrived(fate));
        ledger.add(marks.map(|(planned, _)| planned.mark.as_str()));
        self.report(planned, &fates)
    }

    /// Tells whether a Zotero listens; with only one way to take, it must.
    fn is_running(&self, base: &str) -> Result<bool, Failure> {
        match connector::ping(self.exchange, base) {
            Ok(_) => Ok(true),
            Err(error) if connector::is_absent(&error) && self.options.via == Via::Auto => {
                Ok(false)
            }
            Err(error) => Err(failure(&error)),
        }
    }

    fn web(&self) -> Result<Api<'_>, Failure> {
        let (key, url) = web_access(self.settings)?;
        self.console.say(&format!("zotero push: sends the records to {url}, nothing else"));
        Api::web(self.exchange, &url, &key).map_err(|error| failure(&error))
    }

    /// Returns what is in the library; `None` where it cannot be read.
    fn there(&self, api: &Api<'_>, must: bool) -> Result<Option<Vec<Record>>, Failure> {
        match api.items(&ItemFilter::default()) {
            Ok(items) => Ok(Some(zotero::read(&items))),
            Err(error) if must => Err(failure(&error)),
            // Without the local interface nothing can be read back; sending works all the same.
            Err(_) => Ok(None),
        }
    }

    /// Sends items by the first way that works.
    fn send(
        &self,
        items: &[Item],
        base: &str,
        web: Option<&Api<'_>>,
    ) -> Result<Vec<Sent>, Failure> {
        let collection = self.options.collection.as_deref();
        let by_api = |api: &Api<'_>| {
            let key = collection.map(|name| api.collection(name)).transpose()?;
            api.create(items, key.as_deref())
        };
        if let Some(web) = web {
            return by_api(web).map_err(|error| failure(&error));
        }
        if self.options.via == Via::Local {
            return by_api(&Api::local(self.exchange, base)).map_err(|error| failure(&error));
        }
        let first = match connector::save(self.exchange, base, items, collection, &self.options.tag)
        {
            Ok(sent) => return Ok(sent),
            Err(error) => error,
        };
        // A collection that is not there is nobody's failure but the user's.
        let final_one = matches!(first, ZoteroError::Collection { .. });
        if self.options.via == Via::Connector || final_one {
            return Err(failure(&first));
        }
        self.console.say(&format!("{first}; trying the local interface"));
        by_api(&Api::local(self.exchange, base)).map_err(|_| failure(&first))
    }

    /// Returns the marks of what can be seen in the library after items were sent without a key.
    fn seen(
        &self,
        sent: &[Sent],
        api: &Api<'_>,
        readable: bool,
    ) -> std::collections::BTreeSet<String> {
        let unsure = sent.iter().any(|sent| matches!(sent, Sent::Created(None)));
        let items =
            if unsure && readable { api.items(&ItemFilter::default()) } else { Ok(Vec::new()) };
        let records = zotero::read(&items.unwrap_or_default());
        records.iter().filter_map(zotero::mark_of).collect()
    }

    fn report(&self, planned: &[Planned], fates: &[Fate<'_>]) -> Result<Outcome, Failure> {
        let mut out = String::new();
        for (planned, fate) in planned.iter().zip(fates) {
            let key = &planned.record.id;
            let (word, detail) = match fate {
                Fate::Known(known) => ("known", known.reasons.join(", ")),
                Fate::SentBefore => ("known", "sent before".to_owned()),
                Fate::Created(_) => ("created", String::new()),
                Fate::Sent => ("sent", String::new()),
                Fate::Failed(reason) => ("failed", reason.clone()),
            };
            out.push_str(&match self.console.message_format {
                MessageFormat::Json => {
                    let item = match fate {
                        Fate::Created(key) => key.clone(),
                        _ => None,
                    };
                    let object =
                        json!({"key": key, "outcome": word, "item": item, "reason": detail});
                    format!("{object}\n")
                }
                _ if detail.is_empty() => format!("{word:<8} {key}\n"),
                _ => format!("{word:<8} {key} ({detail})\n"),
            });
        }
        self.console.data(&out)?;
        let count = |is: fn(&Fate<'_>) -> bool| fates.iter().filter(|fate| is(fate)).count();
        let failed = count(|fate| matches!(fate, Fate::Failed(_)));
        let sent = count(|fate| matches!(fate, Fate::Sent));
        let known = count(|fate| matches!(fate, Fate::Known(_) | Fate::SentBefore));
        let created = count(|fate| matches!(fate, Fate::Created(_)));
        let mut parts = vec![format!("{created} created"), format!("{known} there already")];
        if sent > 0 {
            parts.push(format!("{sent} sent, not confirmed: the local interface is off"));
        }
        if failed > 0 {
            parts.push(format!("{failed} failed"));
        }
        self.console.say(&format!("zotero: {}", parts.join(", ")));
        match failed {
            0 => Ok(Outcome::Done),
            all if all == fates.len() => Err(Failure::Reported),
            _ => Ok(Outcome::Findings),
        }
    }

    /// Writes a file when nobody is there to take the items: done, but not what was asked for.
    fn last_resort(&self, planned: &[Planned], base: &str) -> Result<Outcome, Failure> {
        if self.options.via != Via::Auto {
            return Err(Failure::new(format!("no Zotero is running at {base}")));
        }
        write_file(planned, self.options, self.console)?;
        Err(Failure::with_help(
            format!("no Zotero is running at {base}; the records are in a file"),
            format!("in Zotero: File, Import..., `{}`", self.options.output.display()),
        ))
    }
}

/// Writes a file that Zotero imports.
fn write_file(planned: &[Planned], options: &Push, console: &Console) -> Result<(), Failure> {
    let target = Target {
        to: None,
        output: Some(options.output.clone()),
        force: options.force,
        strict: false,
        carry: None,
    };
    let format = convert::target_format(&target)?
        .ok_or_else(|| Failure::new("expected a file such as `refs.ris`"))?;
    let mut records: Vec<Record> = planned.iter().map(|planned| planned.record.clone()).collect();
    for record in &mut records {
        tag(record, &options.tag);
        if format.info().name == "csl-json" {
            without_software(record);
        }
    }
    convert::write(format, &records, &target, console).map(drop)
}

fn tag(record: &mut Record, tags: &[String]) {
    if let Some(tagged) = crate::pipeline::library::retagged(record, tags, &[]) {
        *record = tagged;
    }
}

/// Zotero refuses a whole file of CSL-JSON for one item of the type `software`, but knows the type
/// in the note.
fn without_software(record: &mut Record) {
    if record.item_type != ItemType::Software {
        return;
    }
    record.item_type = ItemType::Document;
    let note = record.text(TextVariable::Note).unwrap_or("");
    let note = format!("type: software\n{note}");
    record.texts.insert(TextVariable::Note, note.trim_end().into());
}
