//! Log lines for operators, on stderr: a message readable alone and fixed field names (`agency.id`, `submission.id`, `rule.id`,
//! `duration_ms`), never a name, a number, transcript text or file content.

use crate::config::{LogFormat, Settings};
use tracing_subscriber::EnvFilter;

/// Why nothing can be logged.
#[derive(Debug, thiserror::Error)]
#[error("'{filter}' is no log filter ({reason}): write PLUMBLINE_LOG like info, or plumbline=debug")]
pub struct TelemetryError {
    filter: String,
    reason: String,
}

/// Starts logging for this process; a second call changes nothing.
pub fn start(settings: &Settings) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| TelemetryError { filter: settings.log.clone(), reason: error.to_string() })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = match settings.log_format {
        LogFormat::Plain => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "logging had been started before");
    }
    Ok(())
}
