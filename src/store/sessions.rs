//! Browser sessions, kept by the sha256 of their token.

use super::connection::DbConnection;
use super::error::StoreError;
use super::row::{moment, typed};
use super::schema::sessions;
use crate::domain::account::AccountName;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

/// A browser session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// sha256 of the token in the cookie.
    pub token_sha256: String,
    /// Who is logged in.
    pub account: AccountName,
    /// The token that forms must carry.
    pub csrf_token: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    token_sha256: String,
    account: String,
    csrf_token: String,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
}

/// Begins a session.
pub fn add(connection: &mut DbConnection, session: &Session) -> Result<(), StoreError> {
    let row = SessionRow {
        token_sha256: session.token_sha256.clone(),
        account: session.account.to_string(),
        csrf_token: session.csrf_token.clone(),
        created_at: moment(session.created_at),
        expires_at: moment(session.expires_at),
    };
    diesel::insert_into(sessions::table).values(row).execute(connection)?;
    Ok(())
}

/// The session of a token, unless it has ended by `now`.
pub fn get(
    connection: &mut DbConnection,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    let query = sessions::table.find(token_sha256).filter(sessions::expires_at.gt(moment(now)));
    let Some(row) = query.first::<SessionRow>(connection).optional()? else { return Ok(None) };
    Ok(Some(Session {
        token_sha256: row.token_sha256,
        account: typed("account name", &row.account)?,
        csrf_token: row.csrf_token,
        created_at: row.created_at.and_utc(),
        expires_at: row.expires_at.and_utc(),
    }))
}

/// Makes a session last until `expires_at`.
pub fn extend(connection: &mut DbConnection, token_sha256: &str, expires_at: DateTime<Utc>) -> Result<(), StoreError> {
    let target = sessions::table.find(token_sha256);
    diesel::update(target).set(sessions::expires_at.eq(moment(expires_at))).execute(connection)?;
    Ok(())
}

/// Ends a session.
pub fn end(connection: &mut DbConnection, token_sha256: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(token_sha256)).execute(connection)?;
    Ok(())
}

/// Forgets the sessions that have ended by `now`; gives their number.
pub fn purge(connection: &mut DbConnection, now: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.le(moment(now)))).execute(connection)?)
}
