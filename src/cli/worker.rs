//! `plumbline worker`: does the background work of a server that runs elsewhere.

use super::CliError;
use crate::config::Settings;
use crate::jobs::{Context, worker};
use std::process::ExitCode;
use std::sync::mpsc::channel;

/// Arguments of `worker`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its name in logs, and on the jobs it holds [default: host and process]
    #[arg(long)]
    name: Option<String>,
    /// Do what waits, then stop
    #[arg(long)]
    once: bool,
}

/// Works until the process is asked to stop; the job at hand is finished first.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    let name = args.name.unwrap_or_else(|| format!("worker-{}", std::process::id()));
    if args.once {
        while worker::once(&context, &name)? {}
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = channel();
    let working = std::thread::spawn(move || worker::work(&context, &name, &stopped));
    runtime.block_on(asked_to_stop());
    drop(stop);
    if working.join().is_err() {
        return Err(CliError::new("the worker stopped in the middle of a job", "start it again, and see its log"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn asked_to_stop() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    // Where the signal can't be heard, it ends the process: a lost job is claimed again when its lease runs out.
    let _ = tokio::signal::ctrl_c().await;
}
