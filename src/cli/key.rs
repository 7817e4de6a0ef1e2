//! `plumbline user key`: keys of programs that use the API.

use super::CliError;
use super::output::{self, Format};
use crate::config::Settings;
use crate::domain::account::{Access, ApiKey, Role};
use crate::domain::ids::AgencyId;
use crate::secrets;
use crate::store::{Store, accounts};
use chrono::TimeDelta;
use clap::Subcommand;
use std::process::ExitCode;

/// Arguments of `user key`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key and print its secret once
    Add(Add),
    /// Print the keys, without their secrets
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Withdraw a key
    Revoke {
        /// The key's id
        id: String,
    },
}

/// A new key.
#[derive(Debug, clap::Args)]
struct Add {
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// agency, qa or supervisor
    #[arg(long)]
    role: Role,
    /// The agency that it is for (role agency only)
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// Days until it expires
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=731))]
    days: u16,
}

/// Does it.
pub fn run(args: Args, settings: &Settings, store: &Store) -> Result<ExitCode, CliError> {
    match args.action {
        Action::Add(new) => add(new, settings, store),
        Action::List { format } => list(store, format),
        Action::Revoke { id } => {
            if !store.write(|db| accounts::revoke_key(db, &id, settings.clock.now()))? {
                return Err(CliError::new(format!("there is no key {id}"), "see `plumbline user key list`"));
            }
            println!("{id} is withdrawn");
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn add(new: Add, settings: &Settings, store: &Store) -> Result<ExitCode, CliError> {
    let access = Access::new(new.role, new.agency).map_err(CliError::say)?;
    let id = secrets::token()[..12].to_owned();
    let secret = secrets::api_key(&id);
    let now = settings.clock.now();
    let expires_at = now + TimeDelta::days(new.days.into());
    let key = ApiKey { id, label: new.label, access, expires_at, created_at: now, revoked: false };
    store.write(|db| accounts::add_key(db, &key, secrets::digest(&secret).as_str()))?;
    println!("key {} until {}", key.id, key.expires_at.to_rfc3339());
    println!("secret: {secret}");
    Ok(ExitCode::SUCCESS)
}

#[derive(serde::Serialize)]
struct Row {
    id: String,
    label: String,
    role: Role,
    agency_id: Option<String>,
    expires_at: String,
    created_at: String,
    revoked: bool,
}

fn list(store: &Store, format: Format) -> Result<ExitCode, CliError> {
    let rows: Vec<Row> = store.read(accounts::list_keys)?.into_iter().map(row).collect();
    let headers = ["id", "label", "role", "agency_id", "expires_at", "created_at", "revoked"];
    output::rows(format, &headers, &rows, |row| {
        vec![
            row.id.clone(),
            row.label.clone(),
            row.role.to_string(),
            row.agency_id.clone().unwrap_or_default(),
            row.expires_at.clone(),
            row.created_at.clone(),
            (if row.revoked { "yes" } else { "no" }).to_owned(),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}

fn row(key: ApiKey) -> Row {
    Row {
        role: key.access.role(),
        agency_id: key.access.agency().map(ToString::to_string),
        id: key.id,
        label: key.label,
        expires_at: key.expires_at.to_rfc3339(),
        created_at: key.created_at.to_rfc3339(),
        revoked: key.revoked,
    }
}
