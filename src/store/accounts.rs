//! People's accounts and programs' keys. Hashes are made elsewhere; here they are kept.

use super::connection::DbConnection;
use super::error::StoreError;
use super::ledger;
use super::row::{moment, optional, typed};
use super::schema::{accounts, api_keys, sessions};
use crate::domain::account::{Access, Account, AccountName, ApiKey, Role};
use crate::domain::ids::Digest;
use crate::ledger::{Content, Kind};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
struct AccountRow {
    name: String,
    display_name: String,
    role: String,
    agency_id: Option<String>,
    lang: Option<String>,
    disabled: bool,
    created_at: NaiveDateTime,
    password_hash: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = api_keys, treat_none_as_default_value = false)]
struct KeyRow {
    key_id: String,
    label: String,
    role: String,
    agency_id: Option<String>,
    expires_at: NaiveDateTime,
    created_at: NaiveDateTime,
    revoked: bool,
    secret_sha256: String,
}

fn access(role: &str, agency: Option<&str>) -> Result<Access, StoreError> {
    let role: Role = typed("role", role)?;
    Access::new(role, optional("agency id", agency)?).map_err(|reason| StoreError::corrupt("role", reason))
}

impl AccountRow {
    /// What the ledger calls the account: names of people stay out of it.
    fn subject(&self) -> String {
        let mut content = Content::of("account");
        content.text(&self.name);
        content.moment(self.created_at.and_utc());
        format!("U-{}", &content.digest().as_str()[..20])
    }

    /// What an act of that kind wrote down.
    fn content(&self, kind: Kind) -> Digest {
        let mut content = Content::of(kind.as_str());
        content.text(&self.name);
        match kind {
            Kind::AccountAdded => {
                content.text(&self.display_name);
                content.text(&self.role);
                content.option(self.agency_id.as_deref());
                content.moment(self.created_at.and_utc());
            }
            Kind::AccountPassword => content.text(&self.password_hash),
            _ => content.text(if self.disabled { "out" } else { "in" }),
        }
        content.digest()
    }

    fn record(&self, connection: &mut DbConnection, kind: Kind, at: DateTime<Utc>) -> Result<(), StoreError> {
        ledger::append(connection, ledger::act(kind, self.subject(), self.content(kind), moment(at)))
    }

    fn account(self) -> Result<(Account, String), StoreError> {
        let account = Account {
            access: access(&self.role, self.agency_id.as_deref())?,
            name: typed("account name", &self.name)?,
            display_name: self.display_name,
            lang: optional("language", self.lang.as_deref())?,
            disabled: self.disabled,
            created_at: self.created_at.and_utc(),
        };
        Ok((account, self.password_hash))
    }
}

impl KeyRow {
    /// What an act of that kind wrote down.
    fn content(&self, kind: Kind) -> Digest {
        let mut content = Content::of(kind.as_str());
        for text in [&self.key_id, &self.label, &self.role, &self.secret_sha256] {
            content.text(text);
        }
        content.option(self.agency_id.as_deref());
        content.moment(self.created_at.and_utc());
        content.moment(self.expires_at.and_utc());
        if kind == Kind::KeyRevoked {
            content.text(if self.revoked { "withdrawn" } else { "in force" });
        }
        content.digest()
    }

    fn record(&self, connection: &mut DbConnection, kind: Kind, at: DateTime<Utc>) -> Result<(), StoreError> {
        ledger::append(connection, ledger::act(kind, &self.key_id, self.content(kind), moment(at)))
    }

    fn key(self) -> Result<(ApiKey, String), StoreError> {
        let key = ApiKey {
            access: access(&self.role, self.agency_id.as_deref())?,
            id: self.key_id,
            label: self.label,
            expires_at: self.expires_at.and_utc(),
            created_at: self.created_at.and_utc(),
            revoked: self.revoked,
        };
        Ok((key, self.secret_sha256))
    }
}

/// Adds an account with the hash of its password.
pub fn add(connection: &mut DbConnection, account: &Account, password_hash: &str) -> Result<(), StoreError> {
    if get(connection, &account.name)?.is_some() {
        return Err(StoreError::AccountExists(account.name.to_string()));
    }
    if let Some(agency) = account.access.agency() {
        super::agencies::lock(connection, agency)?;
    }
    let row = AccountRow {
        name: account.name.to_string(),
        display_name: account.display_name.clone(),
        role: account.access.role().to_string(),
        agency_id: account.access.agency().map(ToString::to_string),
        lang: account.lang.map(|lang| lang.to_string()),
        disabled: account.disabled,
        created_at: moment(account.created_at),
        password_hash: password_hash.to_owned(),
    };
    diesel::insert_into(accounts::table).values(&row).execute(connection)?;
    row.record(connection, Kind::AccountAdded, account.created_at)
}

/// An account and the hash of its password.
pub fn get(connection: &mut DbConnection, name: &AccountName) -> Result<Option<(Account, String)>, StoreError> {
    let row: Option<AccountRow> = accounts::table.find(name.as_str()).first(connection).optional()?;
    row.map(AccountRow::account).transpose()
}

/// All accounts, by name.
pub fn list(connection: &mut DbConnection) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<AccountRow> = accounts::table.order(accounts::name).load(connection)?;
    rows.into_iter().map(|row| row.account().map(|(account, _)| account)).collect()
}

/// Sets a new password, and ends the account's sessions; false where there is no such account.
pub fn set_password(
    connection: &mut DbConnection,
    name: &AccountName,
    password_hash: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let target = accounts::table.find(name.as_str());
    diesel::update(target).set(accounts::password_hash.eq(password_hash)).execute(connection)?;
    changed(connection, name, Kind::AccountPassword, at)
}

/// Disables an account and ends its sessions, or enables it again; false where there is no such account.
pub fn set_disabled(
    connection: &mut DbConnection,
    name: &AccountName,
    disabled: bool,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let target = accounts::table.find(name.as_str());
    diesel::update(target).set(accounts::disabled.eq(disabled)).execute(connection)?;
    changed(connection, name, if disabled { Kind::AccountDisabled } else { Kind::AccountEnabled }, at)
}

/// Ends the sessions of an account that was changed, and tells the ledger; false where there is no such account.
fn changed(
    connection: &mut DbConnection,
    name: &AccountName,
    kind: Kind,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if kind != Kind::AccountEnabled {
        end_sessions(connection, name)?;
    }
    let row: Option<AccountRow> = accounts::table.find(name.as_str()).first(connection).optional()?;
    row.as_ref().map(|row| row.record(connection, kind, at)).transpose().map(|recorded| recorded.is_some())
}

/// Sets the language of an account's pages.
pub fn set_lang(
    connection: &mut DbConnection,
    name: &AccountName,
    lang: Option<crate::domain::lang::Lang>,
) -> Result<(), StoreError> {
    let lang = lang.map(|lang| lang.to_string());
    diesel::update(accounts::table.find(name.as_str())).set(accounts::lang.eq(lang)).execute(connection)?;
    Ok(())
}

fn end_sessions(connection: &mut DbConnection, name: &AccountName) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::account.eq(name.as_str()))).execute(connection)?;
    Ok(())
}

/// Adds a key with the sha256 of its secret.
pub fn add_key(connection: &mut DbConnection, key: &ApiKey, secret_sha256: &str) -> Result<(), StoreError> {
    if let Some(agency) = key.access.agency() {
        super::agencies::lock(connection, agency)?;
    }
    let row = KeyRow {
        key_id: key.id.clone(),
        label: key.label.clone(),
        role: key.access.role().to_string(),
        agency_id: key.access.agency().map(ToString::to_string),
        expires_at: moment(key.expires_at),
        created_at: moment(key.created_at),
        revoked: key.revoked,
        secret_sha256: secret_sha256.to_owned(),
    };
    diesel::insert_into(api_keys::table).values(&row).execute(connection)?;
    row.record(connection, Kind::KeyAdded, key.created_at)
}

/// A key and the sha256 of its secret.
pub fn get_key(connection: &mut DbConnection, id: &str) -> Result<Option<(ApiKey, String)>, StoreError> {
    let row: Option<KeyRow> = api_keys::table.find(id).first(connection).optional()?;
    row.map(KeyRow::key).transpose()
}

/// All keys, newest first.
pub fn list_keys(connection: &mut DbConnection) -> Result<Vec<ApiKey>, StoreError> {
    let newest_first = (api_keys::created_at.desc(), api_keys::key_id);
    let rows: Vec<KeyRow> = api_keys::table.order(newest_first).load(connection)?;
    rows.into_iter().map(|row| row.key().map(|(key, _)| key)).collect()
}

/// Withdraws a key; false where there is none of that id.
pub fn revoke_key(connection: &mut DbConnection, id: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    diesel::update(api_keys::table.find(id)).set(api_keys::revoked.eq(true)).execute(connection)?;
    let row: Option<KeyRow> = api_keys::table.find(id).first(connection).optional()?;
    row.as_ref().map(|row| row.record(connection, Kind::KeyRevoked, at)).transpose().map(|recorded| recorded.is_some())
}

/// The digest of what is on record of an account or a key after an act of that kind.
pub(super) fn content_of(
    connection: &mut DbConnection,
    kind: Kind,
    subject: &str,
) -> Result<Option<Digest>, StoreError> {
    if matches!(kind, Kind::KeyAdded | Kind::KeyRevoked) {
        let row: Option<KeyRow> = api_keys::table.find(subject).first(connection).optional()?;
        return Ok(row.map(|row| row.content(kind)));
    }
    let rows: Vec<AccountRow> = accounts::table.load(connection)?;
    Ok(rows.into_iter().find(|row| row.subject() == subject).map(|row| row.content(kind)))
}
