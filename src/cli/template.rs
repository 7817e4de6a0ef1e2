//! `plumbline template`: the workbook that agencies, or the bank, fill in.

use super::CliError;
use super::import::Sender;
use crate::config::Settings;
use crate::domain::evidence::EvidenceKind;
use crate::domain::lang::Lang;
use crate::intake::template;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `template`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its sheets [default: all that its sender hands in]
    #[arg(long = "kind", value_delimiter = ',', value_name = "KIND,…")]
    kinds: Vec<EvidenceKind>,
    /// Who fills it in
    #[arg(long = "as", value_enum, default_value_t)]
    sender: Sender,
    /// Language of its headers and instructions
    #[arg(long, default_value = "zh-Hans")]
    lang: Lang,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Writes it.
pub fn run(args: Args, _settings: &Settings) -> Result<ExitCode, CliError> {
    let kinds = match (args.kinds.is_empty(), args.sender) {
        (false, _) => args.kinds,
        (true, Sender::Agency) => template::agency_kinds(),
        (true, Sender::Bank) => template::bank_kinds(),
    };
    let workbook = template::template(&kinds, args.lang)?;
    std::fs::write(&args.output, workbook).map_err(|error| {
        CliError::new(format!("{} can't be written ({error})", args.output.display()), "choose another place")
    })?;
    Ok(ExitCode::SUCCESS)
}
