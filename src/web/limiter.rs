//! How often somebody may try to sign in: per account name and per address.

use super::error::AppError;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// Attempts at once, and one more after each pause.
#[derive(Debug, Clone, Copy)]
pub struct Attempts {
    /// At once.
    pub burst: NonZeroU32,
    /// Pause.
    pub pause: Duration,
}

/// For one account name, whether or not there is such an account.
pub const PER_ACCOUNT: Attempts =
    Attempts { burst: NonZeroU32::new(8).expect("not 0"), pause: Duration::from_secs(60) };
/// For one address; many people may sit behind it.
pub const PER_ADDRESS: Attempts =
    Attempts { burst: NonZeroU32::new(60).expect("not 0"), pause: Duration::from_secs(5) };

/// Keys kept before those long unused are forgotten.
const MOST_KEYS: usize = 10_000;

/// Counts attempts to sign in.
pub struct Limiter {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Default for Limiter {
    fn default() -> Self {
        let accounts = RateLimiter::keyed(quota(PER_ACCOUNT));
        let addresses = RateLimiter::keyed(quota(PER_ADDRESS));
        Self { accounts, addresses, clock: DefaultClock::default() }
    }
}

impl Limiter {
    /// Counts one attempt, or refuses it and says how long to wait.
    pub fn attempt(&self, account: &str, address: Option<IpAddr>) -> Result<(), AppError> {
        if self.accounts.len() > MOST_KEYS {
            self.accounts.retain_recent();
        }
        if self.addresses.len() > MOST_KEYS {
            self.addresses.retain_recent();
        }
        let now = self.clock.now();
        let wait = |wait: Duration| AppError::TooMany { wait_seconds: wait.as_secs() + 1 };
        if let Some(address) = address {
            self.addresses.check_key(&address).map_err(|not| wait(not.wait_time_from(now)))?;
        }
        self.accounts.check_key(&account.to_owned()).map_err(|not| wait(not.wait_time_from(now)))
    }
}

fn quota(attempts: Attempts) -> Quota {
    Quota::with_period(attempts.pause).expect("a pause above 0").allow_burst(attempts.burst)
}
