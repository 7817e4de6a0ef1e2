//! Settings: flag > `PLUMBLINE_*` environment > `plumbline.toml` > default.

use crate::clock::Clock;
use crate::rules::load::Source;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where the program keeps its data, and what it runs with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder; holds `plumbline.db` and `objects/` unless something else is said.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// `file:///…` or `s3://…`.
    pub objects: String,
    /// Rulesets: built in, or a folder.
    pub rulesets: Source,
    /// Where `serve` listens.
    pub bind: SocketAddr,
    /// The font of PDF papers; looked for in the usual folders where absent.
    pub font: Option<PathBuf>,
    /// Which log lines are written, in the filter language of `tracing` (`info`, `plumbline=debug`).
    pub log: String,
    /// How they are written.
    pub log_format: LogFormat,
    /// What time it is; the demo sets a fixed one.
    pub clock: Clock,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Plain,
    /// One JSON object a line.
    Json,
}

/// One layer of settings: the flags, the environment or the file. What is absent is left to the layer below.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the same names and meanings as in `Settings`")]
pub struct Layer {
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub objects: Option<String>,
    pub rulesets: Option<PathBuf>,
    pub bind: Option<String>,
    pub font: Option<PathBuf>,
    pub log: Option<String>,
    pub log_format: Option<LogFormat>,
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ConfigError {
    #[error("can't read the settings file {path} ({source}): name one that exists with --config, or leave it out")]
    Unreadable { path: String, source: std::io::Error },
    #[error("{path} is no settings file ({reason}): known keys are {KEYS}")]
    Malformed { path: String, reason: String },
    #[error("'{0}' is no address to listen on: write it like 127.0.0.1:8080")]
    Bind(String),
    #[error("'{0}' is no database: write sqlite:PATH or postgres://user@host/database")]
    Database(String),
    #[error("'{0}' is no object store: write file:///folder or s3://bucket/prefix")]
    Objects(String),
    #[error("PLUMBLINE_LOG_FORMAT is '{0}': write plain or json")]
    LogFormat(String),
    #[error(
        "no folder {0}: name the folder that holds the rulesets with --rulesets, or leave it out to use those built in"
    )]
    Rulesets(String),
}

const KEYS: &str = "data, database_url, objects, rulesets, bind, font, log, log_format";

impl Layer {
    /// The layer of the environment; `get` looks a variable up, an empty one counts as absent.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let log_format = match get("PLUMBLINE_LOG_FORMAT").as_deref() {
            None => None,
            Some("plain") => Some(LogFormat::Plain),
            Some("json") => Some(LogFormat::Json),
            Some(other) => return Err(ConfigError::LogFormat(other.to_owned())),
        };
        Ok(Self {
            data: get("PLUMBLINE_DATA").map(PathBuf::from),
            database_url: get("PLUMBLINE_DATABASE_URL"),
            objects: get("PLUMBLINE_OBJECTS"),
            rulesets: get("PLUMBLINE_RULESETS").map(PathBuf::from),
            bind: get("PLUMBLINE_BIND"),
            font: get("PLUMBLINE_FONT").map(PathBuf::from),
            log: get("PLUMBLINE_LOG"),
            log_format,
        })
    }

    /// The layer of `plumbline.toml` in the current folder, where there is one, or of the file named.
    pub fn from_file(named: Option<&Path>) -> Result<Self, ConfigError> {
        let path = named.unwrap_or(Path::new("plumbline.toml"));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::from_toml(&text, &path.display().to_string()),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(ConfigError::Unreadable { path: path.display().to_string(), source }),
        }
    }

    /// The layer that `text` says; `path` is for messages.
    pub fn from_toml(text: &str, path: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error: toml::de::Error| ConfigError::Malformed {
            path: path.to_owned(),
            reason: error.message().replace('\n', " "),
        })
    }
}

impl Settings {
    /// Settles the layers, the strongest last. A layer that names a data folder sets aside what weaker layers said about
    /// database and objects: `--data` means that everything lies there.
    pub fn resolve(layers: &[Layer]) -> Result<Self, ConfigError> {
        let mut sum = Layer::default();
        for layer in layers.iter().cloned() {
            if layer.data.is_some() {
                sum = Layer { data: layer.data, database_url: None, objects: None, ..sum };
            }
            sum = Layer {
                data: sum.data,
                database_url: layer.database_url.or(sum.database_url),
                objects: layer.objects.or(sum.objects),
                rulesets: layer.rulesets.or(sum.rulesets),
                bind: layer.bind.or(sum.bind),
                font: layer.font.or(sum.font),
                log: layer.log.or(sum.log),
                log_format: layer.log_format.or(sum.log_format),
            };
        }
        Self::of(sum)
    }

    fn of(sum: Layer) -> Result<Self, ConfigError> {
        let data = sum.data.unwrap_or_else(|| PathBuf::from("plumbline-data"));
        let database_url =
            sum.database_url.unwrap_or_else(|| format!("sqlite:{}", data.join("plumbline.db").display()));
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database_url.starts_with(scheme)) {
            return Err(ConfigError::Database(without_password(&database_url)));
        }
        let objects = sum.objects.map_or_else(|| objects_beside(&database_url, &data), Ok)?;
        if !["file://", "s3://"].iter().any(|scheme| objects.starts_with(scheme)) {
            return Err(ConfigError::Objects(objects));
        }
        let rulesets = match sum.rulesets {
            None => Source::Embedded,
            Some(folder) if folder.is_dir() => Source::Folder(folder),
            Some(folder) => return Err(ConfigError::Rulesets(folder.display().to_string())),
        };
        let bind = sum.bind.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let bind = bind.parse().map_err(|_| ConfigError::Bind(bind))?;
        Ok(Self {
            data,
            database_url,
            objects,
            rulesets,
            bind,
            font: sum.font,
            log: sum.log.unwrap_or_else(|| "warn".to_owned()),
            log_format: sum.log_format.unwrap_or_default(),
            clock: Clock::System,
        })
    }
}

/// `objects/` next to the SQLite file; in the data folder for other databases.
fn objects_beside(database_url: &str, data: &Path) -> Result<String, ConfigError> {
    let folder =
        database_url.strip_prefix("sqlite:").and_then(|path| Path::new(path).parent()).unwrap_or(data).join("objects");
    let absolute = std::path::absolute(&folder).map_err(|_| ConfigError::Objects(folder.display().to_string()))?;
    let url = url::Url::from_file_path(&absolute).map_err(|()| ConfigError::Objects(folder.display().to_string()))?;
    Ok(url.to_string())
}

/// A database address as it may be shown: without its password.
pub fn without_password(database_url: &str) -> String {
    let Some((scheme, rest)) = database_url.split_once("://") else { return database_url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return database_url.to_owned() };
    format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default())
}
