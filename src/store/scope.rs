//! Whose data a query may see: an argument of every query over agency data, so that forgetting it does not compile.

use crate::domain::account::Access;
use crate::domain::ids::AgencyId;

/// Whose data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody's: the bank's own people and programs.
    Bank,
    /// One agency's; anything of another is as if it did not exist.
    Agency(AgencyId),
}

impl Scope {
    /// Whether `agency` lies within it.
    pub fn allows(&self, agency: &AgencyId) -> bool {
        self.agency().is_none_or(|only| only == agency)
    }

    /// The one agency it is limited to.
    pub fn agency(&self) -> Option<&AgencyId> {
        match self {
            Self::Bank => None,
            Self::Agency(agency) => Some(agency),
        }
    }
}

impl From<&Access> for Scope {
    fn from(access: &Access) -> Self {
        access.agency().map_or(Self::Bank, |agency| Self::Agency(agency.clone()))
    }
}
