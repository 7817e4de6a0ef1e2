//! `plumbline serve`: pages, API and a worker in one process.

use super::CliError;
use crate::config::Settings;
use crate::jobs::queue::Context;
use crate::jobs::worker;
use crate::rules::load;
use crate::web::server;
use crate::web::state::{App, WebSettings};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::mpsc::channel;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
    /// Leave the background work to `plumbline worker`
    #[arg(long)]
    no_worker: bool,
    /// A proxy of yours stands in front and speaks https: mark cookies secure, trust its X-Forwarded-For, keep /metrics from its
    /// visitors
    #[arg(long)]
    behind_proxy: bool,
}

/// Serves until the process is told to stop.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let context = Context::open(settings)?;
    let listener = listen(args.bind.unwrap_or(settings.bind))?;
    let web = WebSettings { behind_proxy: args.behind_proxy, ..WebSettings::default() };
    serve(listener, context, web, !args.no_worker)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the port, or says why it can't be had.
pub fn listen(address: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).map_err(|error| {
        CliError::new(
            format!("can't listen on {address} ({error})"),
            "stop what listens there, or choose another --bind",
        )
    })
}

/// Serves on `listener` until the process is told to stop, with one worker beside it where wanted; the job at hand is finished first.
pub fn serve(listener: TcpListener, context: Context, web: WebSettings, with_worker: bool) -> Result<(), CliError> {
    let mut rulesets = Vec::new();
    for id in load::list(context.rulesets.source()).map_err(|errors| CliError::say(first(&errors)))? {
        rulesets.push(context.rulesets.get(&id)?);
    }
    let address = listener.local_addr()?;
    let app = App::new(context.clone(), rulesets, web)?;
    std::thread::scope(|scope| {
        let (stop, stopped) = channel();
        if with_worker {
            scope.spawn(move || worker::work(&context, &format!("serve-{}", std::process::id()), &stopped));
        }
        eprintln!("plumbline: listening on http://{address}");
        let served = server::serve(listener, app);
        drop(stop);
        served
    })?;
    Ok(())
}

fn first(errors: &[load::RuleError]) -> String {
    errors.first().map(ToString::to_string).unwrap_or_default()
}
