//! Settings: flags over environment over `refsmith.toml` over the user's file over defaults.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use etcetera::BaseStrategy;

use super::Failure;
use super::args::{ColorChoice, Global};
use super::tidy_args::Actions;

/// Name of the configuration file of a project.
const PROJECT_FILE: &str = "refsmith.toml";

/// What environment and configuration files say. Flags are laid over it by each command.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) style: Option<String>,
    pub(super) locale: Option<String>,
    pub(super) color: Option<ColorChoice>,
    pub(super) mailto: Option<String>,
    pub(super) crossref_url: Option<String>,
    pub(super) cache: Option<PathBuf>,
    /// In megabytes.
    pub(super) cache_size: Option<u64>,
    pub(super) styles_dir: Option<PathBuf>,
    pub(super) styles_url: Option<String>,
    pub(super) library: Option<PathBuf>,
    pub(super) keys: Option<String>,
    pub(super) zotero_url: Option<String>,
    pub(super) zotero_web_url: Option<String>,
    pub(super) zotero_api_key: Option<String>,
    /// An API key of a search server; from the environment alone.
    pub(super) index_key: Option<String>,
    pub(super) offline: bool,
    pub(super) tidy: Option<Actions>,
}

impl Settings {
    /// Reads environment and configuration files.
    pub(super) fn load(global: &Global) -> Result<Self, Failure> {
        let mut settings = Settings::default();
        if !global.no_config {
            if let Ok(dirs) = etcetera::choose_base_strategy() {
                settings.merge_file(&dirs.config_dir().join("refsmith").join("config.toml"))?;
            }
            settings.merge_file(Path::new(PROJECT_FILE))?;
        }
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let take = |slot: &mut Option<String>, name: &str| {
            if let Some(value) = variable(name) {
                *slot = Some(value);
            }
        };
        take(&mut settings.style, "REFSMITH_STYLE");
        take(&mut settings.locale, "REFSMITH_LOCALE");
        take(&mut settings.mailto, "REFSMITH_MAILTO");
        take(&mut settings.crossref_url, "REFSMITH_CROSSREF_URL");
        take(&mut settings.styles_url, "REFSMITH_STYLES_URL");
        take(&mut settings.keys, "REFSMITH_KEYS");
        take(&mut settings.zotero_url, "REFSMITH_ZOTERO_URL");
        take(&mut settings.zotero_web_url, "REFSMITH_ZOTERO_WEB_URL");
        take(&mut settings.zotero_api_key, "ZOTERO_API_KEY");
        take(&mut settings.index_key, "REFSMITH_INDEX_KEY");
        if let Some(cache) = variable("REFSMITH_CACHE") {
            settings.cache = Some(PathBuf::from(cache));
        }
        if let Some(size) = variable("REFSMITH_CACHE_SIZE") {
            let unusable = |_| {
                Failure::new(format!("expected megabytes in REFSMITH_CACHE_SIZE, found `{size}`"))
            };
            settings.cache_size = Some(size.parse().map_err(unusable)?);
        }
        if let Some(styles) = variable("REFSMITH_STYLES_DIR") {
            settings.styles_dir = Some(PathBuf::from(styles));
        }
        if let Some(library) = variable("REFSMITH_LIBRARY") {
            settings.library = Some(PathBuf::from(library));
        }
        if let Some(offline) = variable("REFSMITH_OFFLINE") {
            settings.offline |= !matches!(offline.as_str(), "0" | "false" | "no");
        }
        settings.offline |= global.offline;
        Ok(settings)
    }

    /// Lays the values of a file over what is there. A missing file says nothing.
    fn merge_file(&mut self, path: &Path) -> Result<(), Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(Failure::new(format!("cannot read `{}`: {error}", path.display())));
            }
        };
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            Failure::with_help(
                format!("cannot read `{}`: {}", path.display(), error.to_string().trim_end()),
                "mend the file, or use `--no-config`",
            )
        })?;
        for (key, value) in &table {
            if let ("tidy", toml::Value::Table(actions)) = (key.as_str(), value) {
                let actions = Actions::from_table(actions);
                self.tidy = Some(actions.map_err(|failure| failure.in_file(path))?);
                continue;
            }
            self.set(key, value, path).ok_or_else(|| {
                Failure::with_help(
                    format!("`{}` has an unusable setting: `{key}`", path.display()),
                    "known settings: style, locale, color, mailto, crossref-url, cache, cache-size, \
                     styles-dir, styles-url, library, keys, zotero-url, zotero-web-url, \
                     zotero-api-key, offline",
                )
            })?;
        }
        Ok(())
    }

    /// Takes a value; a library is named from where the file stands that names it.
    fn set(&mut self, key: &str, value: &toml::Value, file: &Path) -> Option<()> {
        let text = value.as_str().map(str::to_owned);
        match key {
            "style" => self.style = Some(text?),
            "locale" => self.locale = Some(text?),
            "color" => self.color = Some(ColorChoice::from_str(&text?, true).ok()?),
            "mailto" => self.mailto = Some(text?),
            "crossref-url" => self.crossref_url = Some(text?),
            "cache" => self.cache = Some(PathBuf::from(text?)),
            "cache-size" => self.cache_size = Some(u64::try_from(value.as_integer()?).ok()?),
            "styles-dir" => self.styles_dir = Some(PathBuf::from(text?)),
            "styles-url" => self.styles_url = Some(text?),
            "library" => {
                let folder = file.parent().unwrap_or(Path::new(""));
                self.library = Some(folder.join(text?));
            }
            "zotero-url" => self.zotero_url = Some(text?),
            "zotero-web-url" => self.zotero_web_url = Some(text?),
            "zotero-api-key" => self.zotero_api_key = Some(text?),
            "keys" => self.keys = Some(text?),
            "offline" => self.offline = value.as_bool()?,
            _ => return None,
        }
        Some(())
    }

    /// Returns the directory of the answer cache, or `None` when there is to be none.
    #[cfg(feature = "net")]
    pub(super) fn cache_dir(&self, flags: &super::args::Register) -> Option<PathBuf> {
        if flags.no_cache {
            return None;
        }
        flags.cache.clone().or_else(|| self.cache.clone()).or_else(|| {
            let dirs = etcetera::choose_base_strategy().ok()?;
            Some(dirs.cache_dir().join("refsmith"))
        })
    }

    /// Returns how many bytes the answer cache may hold.
    #[cfg(feature = "net")]
    pub(super) fn cache_size(&self, flags: &super::args::Register) -> u64 {
        let default = crate::sources::net::NetOptions::default().cache_size;
        let megabytes = flags.cache_size.or(self.cache_size);
        megabytes.map_or(default, |megabytes| megabytes.saturating_mul(1_000_000))
    }

    /// Returns the directory in which the processes of this user take turns at asking registers.
    #[cfg(feature = "net")]
    pub(super) fn turns_dir(&self) -> Option<PathBuf> {
        let dirs = etcetera::choose_base_strategy().ok()?;
        Some(dirs.cache_dir().join("refsmith").join("turns"))
    }

    /// Returns the directory of the styles that were added, if there is a place for one.
    pub(super) fn styles_dir(&self) -> Option<PathBuf> {
        self.styles_dir.clone().or_else(|| {
            let dirs = etcetera::choose_base_strategy().ok()?;
            Some(dirs.data_dir().join("refsmith").join("styles"))
        })
    }
}
