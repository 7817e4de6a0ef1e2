//! `plumbline user`: people's accounts and programs' keys.

use super::CliError;
use super::output::{self, Format};
use crate::config::Settings;
use crate::domain::account::{Access, Account, AccountName, Role};
use crate::domain::ids::AgencyId;
use crate::domain::lang::Lang;
use crate::secrets;
use crate::store::{Store, accounts};
use clap::Subcommand;
use console::Term;
use std::io::{IsTerminal, Read};
use std::process::ExitCode;

/// Arguments of `user`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make an account
    Add(Add),
    /// Print the accounts
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Set a new password and end the account's sessions
    Passwd {
        /// Account name
        name: AccountName,
        #[command(flatten)]
        password: Password,
    },
    /// Keep an account from signing in, and end its sessions
    Disable {
        /// Account name
        name: AccountName,
    },
    /// Let a disabled account sign in again
    Enable {
        /// Account name
        name: AccountName,
    },
    /// Keys of programs that use the API
    Key(super::key::Args),
}

/// A new account.
#[derive(Debug, clap::Args)]
struct Add {
    /// Account name
    name: AccountName,
    /// agency, qa or supervisor
    #[arg(long)]
    role: Role,
    /// The agency that it is for (role agency only)
    #[arg(long, value_name = "ID")]
    agency: Option<AgencyId>,
    /// How the person is called on pages [default: the account name]
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Language of its pages: zh-Hans, zh-Hant or en [default: the browser's]
    #[arg(long)]
    lang: Option<Lang>,
    #[command(flatten)]
    password: Password,
}

/// Where the password comes from.
#[derive(Debug, clap::Args)]
struct Password {
    /// Make a password and print it once, instead of asking for one (or reading it from standard input)
    #[arg(long)]
    generate: bool,
}

/// Does it.
pub fn run(args: Args, settings: &Settings) -> Result<ExitCode, CliError> {
    let store = Store::open(&settings.database_url)?;
    let now = settings.clock.now();
    match args.action {
        Action::Add(new) => add(&store, settings, new),
        Action::List { format } => list(&store, format),
        Action::Passwd { name, password } => {
            let (hash, made) = password.hash()?;
            known(store.write(|db| accounts::set_password(db, &name, &hash, now))?, &name, "has a new password", made)
        }
        Action::Disable { name } => known(
            store.write(|db| accounts::set_disabled(db, &name, true, now))?,
            &name,
            "can't sign in any more",
            None,
        ),
        Action::Enable { name } => {
            known(store.write(|db| accounts::set_disabled(db, &name, false, now))?, &name, "can sign in again", None)
        }
        Action::Key(args) => super::key::run(args, settings, &store),
    }
}

fn add(store: &Store, settings: &Settings, new: Add) -> Result<ExitCode, CliError> {
    let access = Access::new(new.role, new.agency).map_err(CliError::say)?;
    let (hash, made) = new.password.hash()?;
    let account = Account {
        display_name: new.display_name.unwrap_or_else(|| new.name.to_string()),
        name: new.name,
        access,
        lang: new.lang,
        disabled: false,
        created_at: settings.clock.now(),
    };
    store.write(|db| accounts::add(db, &account, &hash))?;
    known(true, &account.name, "can sign in", made)
}

fn known(known: bool, name: &AccountName, done: &str, password: Option<String>) -> Result<ExitCode, CliError> {
    if !known {
        return Err(CliError::new(format!("there is no account {name}"), "see `plumbline user list`"));
    }
    println!("{name} {done}");
    if let Some(password) = password {
        println!("password: {password}");
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(serde::Serialize)]
struct Row {
    name: String,
    display_name: String,
    role: Role,
    agency_id: Option<String>,
    lang: Option<Lang>,
    disabled: bool,
    created_at: String,
}

fn list(store: &Store, format: Format) -> Result<ExitCode, CliError> {
    let rows: Vec<Row> = store.read(accounts::list)?.into_iter().map(row).collect();
    let headers = ["name", "display_name", "role", "agency_id", "lang", "disabled", "created_at"];
    output::rows(format, &headers, &rows, |row| {
        vec![
            row.name.clone(),
            row.display_name.clone(),
            row.role.to_string(),
            row.agency_id.clone().unwrap_or_default(),
            row.lang.map(|lang| lang.to_string()).unwrap_or_default(),
            (if row.disabled { "yes" } else { "no" }).to_owned(),
            row.created_at.clone(),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}

fn row(account: Account) -> Row {
    Row {
        role: account.access.role(),
        agency_id: account.access.agency().map(ToString::to_string),
        name: account.name.to_string(),
        display_name: account.display_name,
        lang: account.lang,
        disabled: account.disabled,
        created_at: account.created_at.to_rfc3339(),
    }
}

impl Password {
    /// The hash, and the password where it was made here.
    fn hash(&self) -> Result<(String, Option<String>), CliError> {
        let password = match self.generate {
            true => secrets::password(),
            false if std::io::stdin().is_terminal() => ask()?,
            false => piped()?,
        };
        let hash = secrets::hash_password(&password)?;
        Ok((hash, self.generate.then_some(password)))
    }
}

fn ask() -> Result<String, CliError> {
    let terminal = Term::stderr();
    terminal.write_str("Password: ")?;
    let password = terminal.read_secure_line()?;
    terminal.write_str("Once more: ")?;
    if terminal.read_secure_line()? == password {
        Ok(password)
    } else {
        Err(CliError::new("the two passwords differ", "try again"))
    }
}

/// The first line of standard input; more than one is a mistake.
fn piped() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin().take(64 << 10).read_to_string(&mut text)?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.contains('\n') {
        return Err(CliError::new("standard input has more than one line", "pipe the password alone"));
    }
    Ok(password.to_owned())
}
