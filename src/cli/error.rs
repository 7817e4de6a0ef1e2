//! What could not be done: one line on stderr, exit code 2.

use super::FAILED;
use std::error::Error;
use std::fmt;
use std::process::ExitCode;

/// What could not be done and how to mend it. Takes any error by `?`: the errors of the modules below say both already.
#[derive(Debug)]
pub struct CliError {
    message: String,
    reader_left: bool,
}

impl CliError {
    /// What could not be done, and how to mend it.
    pub fn new(what: impl fmt::Display, mend: impl fmt::Display) -> Self {
        Self::say(format!("{what}: {mend}"))
    }

    /// A message that says what and how to mend already.
    pub fn say(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), reader_left: false }
    }

    /// Writes the one line and gives the exit code. Nothing is said where the reader of our output left (`… | head`).
    pub(super) fn report(self) -> ExitCode {
        if self.reader_left {
            return ExitCode::SUCCESS;
        }
        eprintln!("plumbline: {}", one_line(&self.message));
        ExitCode::from(FAILED)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.message))
    }
}

impl<E: Error + 'static> From<E> for CliError {
    fn from(error: E) -> Self {
        let broken = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
        let cause: &(dyn Error + 'static) = &error;
        let reader_left = cause.downcast_ref::<std::io::Error>().is_some_and(broken)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe));
        Self { message: error.to_string(), reader_left }
    }
}

/// Says in one line what is wrong with the arguments; help and version are no errors.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader who leaves in the middle of the help is no error.
            let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprintln!("plumbline: no command given: see 'plumbline --help'");
            return ExitCode::from(FAILED);
        }
        _ => {}
    }
    let wrong = text.split("\nUsage:").next().unwrap_or(&text).split("\nFor more information").next().unwrap_or(&text);
    eprintln!("plumbline: {} (see --help)", one_line(wrong.trim_start_matches("error: ")));
    ExitCode::from(FAILED)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
