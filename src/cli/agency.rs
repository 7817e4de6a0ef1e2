//! `plumbline agency add|update|list`: the agencies and their agreements.

use super::CliError;
use super::output::{self, Format};
use crate::config::Settings;
use crate::domain::agency::Agency;
use crate::domain::ids::{AgencyId, RulesetId};
use crate::rules::load;
use crate::store::{Scope, Store, agencies};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::process::ExitCode;

/// Arguments of `agency`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add an agency
    Add(Terms),
    /// Change an agency's terms
    Update(Terms),
    /// List the agencies
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, clap::Args)]
struct Terms {
    /// The bank's id for it: letters, digits, '-', '_', '.'
    #[arg(long)]
    id: AgencyId,
    /// Its name
    #[arg(long)]
    name: String,
    /// The code of conduct that its agreement names
    #[arg(long)]
    ruleset: RulesetId,
    /// First day of the agreement
    #[arg(long, value_name = "DAY")]
    agreement_from: NaiveDate,
    /// Last day of the agreement, where one is agreed
    #[arg(long, value_name = "DAY")]
    agreement_to: Option<NaiveDate>,
    /// Where its debtors live, unless the case says otherwise [default: the ruleset's zone]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<Tz>,
    /// Encoding of its CSV files that carry no mark
    #[arg(long, value_parser = ["gb18030", "big5", "utf-8"])]
    encoding: Option<String>,
}

fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| "no such time zone: write it like Asia/Shanghai".to_owned())
}

/// Adds, changes or lists.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    match args.command {
        Command::Add(terms) => {
            let agency = terms.checked(settings)?;
            let added = Store::open(&settings.database_url)?.write(|c| agencies::add(c, &agency))?;
            println!("{} {}.", agency.id, if added { "added" } else { "is there already, on the same terms" });
        }
        Command::Update(terms) => {
            let agency = terms.checked(settings)?;
            if !Store::open(&settings.database_url)?.write(|c| agencies::update(c, &agency))? {
                return Err(CliError::new(format!("there is no agency {}", agency.id), "add it with `agency add`"));
            }
            println!("{} changed.", agency.id);
        }
        Command::List { format } => list(format, settings)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(format: Format, settings: &Settings) -> Result<(), CliError> {
    let agencies = Store::open(&settings.database_url)?.read(|c| agencies::list(c, &Scope::Bank))?;
    let headers = ["id", "name", "ruleset", "agreement_from", "agreement_to", "time_zone", "encoding"];
    output::rows(format, &headers, &agencies, |agency| {
        vec![
            agency.id.to_string(),
            agency.name.clone(),
            agency.ruleset.to_string(),
            agency.agreement_from.to_string(),
            agency.agreement_to.map(|day| day.to_string()).unwrap_or_default(),
            agency.time_zone.map(|zone| zone.name().to_owned()).unwrap_or_default(),
            agency.encoding.clone().unwrap_or_default(),
        ]
    })
}

impl Terms {
    fn checked(self, settings: &Settings) -> Result<Agency, CliError> {
        let known = load::list(&settings.rulesets).map_err(|errors| {
            CliError::new(errors.first().map(ToString::to_string).unwrap_or_default(), "run `plumbline rules check`")
        })?;
        if !known.contains(&self.ruleset) {
            let known: Vec<&str> = known.iter().map(RulesetId::as_str).collect();
            return Err(CliError::new(
                format!("there is no ruleset {}", self.ruleset),
                format!("choose one of {}", known.join(", ")),
            ));
        }
        if self.agreement_to.is_some_and(|last| last < self.agreement_from) {
            return Err(CliError::new(
                "the agreement ends before it begins",
                "exchange --agreement-from and --agreement-to",
            ));
        }
        if self.name.trim().is_empty() {
            return Err(CliError::new("the agency has no name", "give it one with --name"));
        }
        Ok(Agency {
            id: self.id,
            name: self.name.trim().to_owned(),
            ruleset: self.ruleset,
            agreement_from: self.agreement_from,
            agreement_to: self.agreement_to,
            time_zone: self.time_zone,
            encoding: self.encoding,
        })
    }
}
