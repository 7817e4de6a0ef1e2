//! Who may do what: accounts of people, and keys of programs.

use super::ids::{AgencyId, InvalidId};
use super::lang::Lang;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What somebody may do, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Access {
    /// Hands in for one agency and sees nothing of any other.
    Agency(AgencyId),
    /// Decides findings of all agencies.
    Qa,
    /// Sees and decides everything, and looks after accounts.
    Supervisor,
}

/// The role's name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Role {
    Agency,
    Qa,
    Supervisor,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Agency, Self::Qa, Self::Supervisor];

    /// The id, as on the command line and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Qa => "qa",
            Self::Supervisor => "supervisor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| format!("'{text}' is no role: agency, qa or supervisor"))
    }
}

impl Access {
    /// Joins a role with the agency that it is for; the agency role needs one, the bank's roles must have none.
    pub fn new(role: Role, agency: Option<AgencyId>) -> Result<Self, String> {
        match (role, agency) {
            (Role::Agency, Some(agency)) => Ok(Self::Agency(agency)),
            (Role::Agency, None) => Err("the role 'agency' needs the agency it is for: --agency ID".into()),
            (Role::Qa, None) => Ok(Self::Qa),
            (Role::Supervisor, None) => Ok(Self::Supervisor),
            (role, Some(_)) => Err(format!("the role '{role}' belongs to the bank: leave --agency out")),
        }
    }

    /// The role's name.
    pub fn role(&self) -> Role {
        match self {
            Self::Agency(_) => Role::Agency,
            Self::Qa => Role::Qa,
            Self::Supervisor => Role::Supervisor,
        }
    }

    /// The one agency it is limited to.
    pub fn agency(&self) -> Option<&AgencyId> {
        match self {
            Self::Agency(agency) => Some(agency),
            Self::Qa | Self::Supervisor => None,
        }
    }
}

/// The name that somebody logs in with: 1 to 64 characters without blanks, compared in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

impl AccountName {
    /// The name, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountName {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let name = text.to_lowercase();
        let plain = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
        if (1..=64).contains(&name.chars().count()) && name.chars().all(plain) {
            Ok(Self(name))
        } else {
            let expected = "1 to 64 letters, digits, '-', '_', '.' or '@'";
            Err(InvalidId { kind: "account name", value: text.to_owned(), expected })
        }
    }
}

impl TryFrom<String> for AccountName {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> String {
        name.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person's account, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Logs in with it; stands beside each verdict.
    pub name: AccountName,
    /// How the person is called on pages.
    pub display_name: String,
    /// What they may do.
    pub access: Access,
    /// The language of their pages; the browser's where absent.
    pub lang: Option<Lang>,
    /// Disabled accounts stay for the record and can't log in.
    pub disabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A program's key to the API, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Names the key in lists and logs; the secret is `id.random`.
    pub id: String,
    /// What it is for, in the bank's words.
    pub label: String,
    /// What it may do.
    pub access: Access,
    /// Useless from then on.
    pub expires_at: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Withdrawn before its time.
    pub revoked: bool,
}
