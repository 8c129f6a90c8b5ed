//! What the program is asked for.

use std::path::PathBuf;

/// The parts of the comparison, by the names of the oracle.
pub(crate) const PARTS: [&str; 3] = ["seed", "items", "citations"];

/// How many lines a list has unless told.
const LIST: usize = 40;

pub(crate) struct Options {
    pub(crate) oracle: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) inputs: Option<PathBuf>,
    pub(crate) sample: usize,
    pub(crate) styles: Vec<String>,
    pub(crate) part: Option<String>,
    pub(crate) classes: usize,
    pub(crate) shapes: usize,
    pub(crate) keys: usize,
    pub(crate) table: Option<PathBuf>,
    pub(crate) threads: usize,
}

impl Options {
    pub(crate) fn parse(args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            oracle: PathBuf::new(),
            folder: PathBuf::new(),
            inputs: None,
            sample: usize::MAX,
            styles: Vec::new(),
            part: None,
            classes: 0,
            shapes: 0,
            keys: 0,
            table: None,
            threads: 1,
        };
        let mut args = args.peekable();
        let mut files = Vec::new();
        while let Some(arg) = args.next() {
            if !arg.starts_with("--") {
                files.push(arg);
                continue;
            }
            let number = args.peek().and_then(|value| value.parse::<usize>().ok());
            let is_list = matches!(arg.as_str(), "--classes" | "--shapes" | "--keys");
            let value = if is_list && number.is_none() { None } else { args.next() };
            let wanted = || format!("expected a value behind `{arg}`");
            match arg.as_str() {
                "--sample" => options.sample = number.ok_or_else(wanted)?,
                "--threads" => options.threads = number.ok_or_else(wanted)?.max(1),
                "--classes" => options.classes = number.unwrap_or(LIST),
                "--shapes" => options.shapes = number.unwrap_or(LIST),
                "--keys" => options.keys = number.unwrap_or(LIST),
                "--style" => options.styles.push(value.ok_or_else(wanted)?),
                "--inputs" => options.inputs = Some(value.ok_or_else(wanted)?.into()),
                "--table" => options.table = Some(value.ok_or_else(wanted)?.into()),
                "--part" => {
                    let name = value.filter(|value| PARTS.contains(&value.as_str()));
                    options.part = Some(name.ok_or_else(|| format!("expected one of {PARTS:?}"))?);
                }
                _ => return Err(format!("unknown option `{arg}`")),
            }
        }
        let [oracle, folder] = files.as_slice() else {
            return Err("usage: agree ORACLE.jsonl STYLES [options]".to_owned());
        };
        (options.oracle, options.folder) = (oracle.into(), folder.into());
        Ok(options)
    }

    /// Tells whether the lists are to speak of this part.
    pub(crate) fn lists(&self, part: &str) -> bool {
        self.part.as_deref().is_none_or(|only| only == part)
    }
}
