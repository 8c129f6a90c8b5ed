//! What we print, and what goes wrong on the way.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use refsmith_csl::{Cluster, Node, Request, Style, render, style_from_xml};
use refsmith_model::Record;

use crate::oracle::{Inputs, Texts, text};

/// How long a style may take.
const LIMIT: Duration = Duration::from_secs(30);

/// The texts of one style.
pub(crate) struct Ours {
    pub(crate) seed: Texts,
    pub(crate) items: Texts,
    pub(crate) citations: Texts,
}

/// Why there are none.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
pub(crate) enum Failure {
    Load,
    Render,
    Panic,
    Time,
}

thread_local! {
    /// Message and place of the last panic of this thread.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what panics say, instead of printing it.
pub(crate) fn keep_panics() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("?");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        PANIC.with_borrow_mut(|kept| *kept = format!("{place}: {message}"));
    }));
}

/// Renders everything in one style, on a thread that is left behind when it takes too long. The
/// second value is the time it took.
pub(crate) fn ours(
    folder: &Path,
    name: &str,
    inputs: &Arc<Inputs>,
) -> (Result<Ours, (Failure, String)>, Duration) {
    let started = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let (file, inputs) = (folder.join(format!("{name}.csl")), Arc::clone(inputs));
    std::thread::spawn(move || {
        let work = AssertUnwindSafe(|| in_style(&file, &inputs));
        let outcome = std::panic::catch_unwind(work)
            .unwrap_or_else(|_| Err((Failure::Panic, PANIC.with_borrow(String::clone))));
        // Nobody listens when the limit was reached.
        drop(sender.send(outcome));
    });
    let outcome = receiver.recv_timeout(LIMIT);
    let too_long = || Err((Failure::Time, format!("longer than {} s", LIMIT.as_secs())));
    (outcome.unwrap_or_else(|_| too_long()), started.elapsed())
}

fn in_style(file: &Path, inputs: &Inputs) -> Result<Ours, (Failure, String)> {
    let xml = text(file);
    let style = style_from_xml(&file.display().to_string(), &xml)
        .map_err(|error| (Failure::Load, error.to_string()))?;
    let in_notes = is_note_style(&xml);
    let clusters: Vec<Cluster> = inputs
        .citations
        .iter()
        .map(|(_, cluster)| Cluster {
            note_index: cluster.note_index.filter(|_| in_notes),
            ..cluster.clone()
        })
        .collect();
    let seed = match style.has_bibliography() {
        true => rendered(&style, &inputs.seed, &[])?.0,
        false => Texts::new(),
    };
    let (items, citations) = rendered(&style, &inputs.items, &clusters)?;
    let ids = inputs.citations.iter().map(|(id, _)| id.clone());
    Ok(Ours { seed, items, citations: ids.zip(citations).collect() })
}

fn rendered(
    style: &Style,
    records: &[Record],
    clusters: &[Cluster],
) -> Result<(Texts, Vec<String>), (Failure, String)> {
    let request = Request { records, style, locale: None, clusters };
    let rendered = render(&request).map_err(|error| (Failure::Render, error.to_string()))?;
    let entries = rendered.bibliography.into_iter();
    let entries = entries.map(|entry| (entry.id, plain(&entry.content))).collect();
    Ok((entries, rendered.citations.iter().map(|nodes| plain(nodes)).collect()))
}

/// Tells whether the root element says `class="note"`.
fn is_note_style(xml: &str) -> bool {
    let root = xml.split_once("<style").map_or("", |(_, rest)| rest);
    let root = root.split_once('>').map_or("", |(tag, _)| tag);
    ["class=\"note\"", "class='note'"].iter().any(|class| root.contains(class))
}

/// Marks where the output of the oracle sets blocks apart.
const APART: char = '\u{1}';

/// Returns the words in the form that the program of the oracle gives them: blocks, margins and
/// line breaks are one blank.
fn plain(nodes: &[Node]) -> String {
    let mut raw = String::new();
    push(&mut raw, nodes);
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.as_str();
    while let Some(at) = rest.find([APART, '\n']) {
        let (words, behind) = rest.split_at(at);
        out.push_str(words.trim_end());
        out.push(' ');
        rest = behind.trim_start_matches(|c: char| c.is_whitespace() || c == APART);
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Marked(_, children) | Node::Link { children, .. } => push(out, children),
            Node::LeftMargin(children) => {
                push(out, children);
                out.push(APART);
            }
            Node::RightInline(children) => push(out, children),
            Node::Block(children) | Node::Indent(children) => {
                out.push(APART);
                push(out, children);
                out.push(APART);
            }
        }
    }
}
