//! `refsmith zotero`: records to and from Zotero.

pub(in crate::cli) mod args;
mod ledger;
mod pull;
mod push;

use super::console::Console;
use super::settings::Settings;
use super::{Failure, Outcome};
use crate::sources::zotero::ZoteroError;

/// Runs the action that is asked for.
pub(super) fn run(
    options: &args::Zotero,
    settings: &Settings,
    console: &Console,
) -> Result<Outcome, Failure> {
    match &options.action {
        args::Action::Push(options) => push::run(options, settings, console),
        args::Action::Pull(options) => pull::run(options, settings, console),
    }
}

/// Returns the key of the web interface, and its address.
fn web_access(settings: &Settings) -> Result<(String, String), Failure> {
    if settings.offline {
        return Err(Failure::with_help(
            "cannot reach Zotero's web interface: working offline",
            "drop `--offline`, REFSMITH_OFFLINE and `offline = true` in the configuration",
        ));
    }
    let key = settings.zotero_api_key.clone().ok_or_else(|| {
        Failure::with_help(
            "expected a key for Zotero's web interface, found none",
            "make one at https://www.zotero.org/settings/keys and put it into ZOTERO_API_KEY, or \
             `zotero-api-key` in the configuration",
        )
    })?;
    let url = settings.zotero_web_url.as_deref().unwrap_or(crate::sources::zotero::WEB_URL);
    Ok((key, url.to_owned()))
}

/// Returns the port of a running Zotero.
fn local_url(given: Option<&String>, settings: &Settings) -> String {
    let url = given.or(settings.zotero_url.as_ref()).map(String::as_str);
    url.unwrap_or(crate::sources::zotero::LOCAL_URL).trim_end_matches('/').to_owned()
}

/// Returns the failure for an error, with a way out.
fn failure(error: &ZoteroError) -> Failure {
    use crate::sources::ExchangeError as E;
    let help = match error {
        ZoteroError::Exchange(E::NobodyThere { .. } | E::TimedOut { .. }) => {
            "start Zotero, or use `--web` or `--via file`"
        }
        ZoteroError::Exchange(E::Closed { .. }) => {
            "something else may be using the port; `--zotero-url` names another one"
        }
        ZoteroError::LocalOff => {
            "in Zotero: Settings, Advanced, allow other applications to communicate with Zotero"
        }
        ZoteroError::Denied | ZoteroError::LocalReadOnly => {
            "use `--via connector`, which asks nothing"
        }
        ZoteroError::KeyRefused => {
            "the key in ZOTERO_API_KEY must allow access to the library, and to write"
        }
        ZoteroError::ReadOnlyLibrary => "select another library in Zotero",
        ZoteroError::Collection { .. } => "collections are made in Zotero",
        _ => return Failure::new(error.to_string()),
    };
    Failure::with_help(error.to_string(), help)
}
