//! The collection agencies and their agreements.

use super::connection::DbConnection;
use super::error::StoreError;
use super::row::{optional, typed};
use super::schema::agencies;
use super::scope::Scope;
use crate::domain::agency::Agency;
use crate::domain::ids::AgencyId;
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_null = true, treat_none_as_default_value = false)]
struct AgencyRow {
    agency_id: String,
    name: String,
    ruleset: String,
    agreement_from: NaiveDate,
    agreement_to: Option<NaiveDate>,
    time_zone: Option<String>,
    encoding: Option<String>,
}

impl From<&Agency> for AgencyRow {
    fn from(agency: &Agency) -> Self {
        Self {
            agency_id: agency.id.to_string(),
            name: agency.name.clone(),
            ruleset: agency.ruleset.to_string(),
            agreement_from: agency.agreement_from,
            agreement_to: agency.agreement_to,
            time_zone: agency.time_zone.map(|zone| zone.name().to_owned()),
            encoding: agency.encoding.clone(),
        }
    }
}

impl AgencyRow {
    fn agency(self) -> Result<Agency, StoreError> {
        Ok(Agency {
            id: typed("agency id", &self.agency_id)?,
            name: self.name,
            ruleset: typed("ruleset id", &self.ruleset)?,
            agreement_from: self.agreement_from,
            agreement_to: self.agreement_to,
            time_zone: optional("time zone", self.time_zone.as_deref())?,
            encoding: self.encoding,
        })
    }
}

/// Adds an agency; false where the very same stands already. Other terms under the same id are an error.
pub fn add(connection: &mut DbConnection, agency: &Agency) -> Result<bool, StoreError> {
    match get(connection, &Scope::Bank, &agency.id)? {
        Some(standing) if standing == *agency => Ok(false),
        Some(_) => Err(StoreError::AgencyExists(agency.id.clone())),
        None => {
            diesel::insert_into(agencies::table).values(AgencyRow::from(agency)).execute(connection)?;
            Ok(true)
        }
    }
}

/// Changes an agency's terms; false where there is no such agency.
pub fn update(connection: &mut DbConnection, agency: &Agency) -> Result<bool, StoreError> {
    let target = agencies::table.find(agency.id.as_str());
    Ok(diesel::update(target).set(AgencyRow::from(agency)).execute(connection)? > 0)
}

/// The agencies within `scope`, by id.
pub fn list(connection: &mut DbConnection, scope: &Scope) -> Result<Vec<Agency>, StoreError> {
    let mut query = agencies::table.order(agencies::agency_id).into_boxed();
    if let Some(only) = scope.agency() {
        query = query.filter(agencies::agency_id.eq(only.as_str()));
    }
    query.load::<AgencyRow>(connection)?.into_iter().map(AgencyRow::agency).collect()
}

/// One agency, where it exists within `scope`.
pub fn get(connection: &mut DbConnection, scope: &Scope, id: &AgencyId) -> Result<Option<Agency>, StoreError> {
    if !scope.allows(id) {
        return Ok(None);
    }
    let row: Option<AgencyRow> = agencies::table.find(id.as_str()).first(connection).optional()?;
    row.map(AgencyRow::agency).transpose()
}

/// Keeps others from changing this agency's data until the transaction ends. SQLite has one writer anyway.
pub(super) fn lock(connection: &mut DbConnection, id: &AgencyId) -> Result<(), StoreError> {
    if let DbConnection::Postgres(c) = connection {
        let query = agencies::table.select(agencies::agency_id).find(id.as_str()).for_update();
        if query.first::<String>(c).optional()?.is_none() {
            return Err(StoreError::NoAgency(id.clone()));
        }
        return Ok(());
    }
    match get(connection, &Scope::Bank, id)? {
        Some(_) => Ok(()),
        None => Err(StoreError::NoAgency(id.clone())),
    }
}
