//! CPU time of this process and of the children it has waited for: what a shared machine can't blur.

use crate::cli::CliError;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// CPU seconds used so far, in user and system mode.
fn used() -> Result<f64, CliError> {
    let mut microseconds = 0;
    for who in [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN] {
        let usage = getrusage(who)?;
        microseconds += usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    }
    Ok(microseconds as f64 / 1e6)
}

/// CPU seconds that `work` takes.
pub fn seconds<T>(work: impl FnOnce() -> Result<T, CliError>) -> Result<f64, CliError> {
    let before = used()?;
    std::hint::black_box(work()?);
    // The clock of the kernel may stand still for a very short work.
    Ok((used()? - before).max(1e-6))
}

/// One measured work: its name and what it does.
pub type Work<'a> = (String, &'a mut dyn FnMut() -> Result<(), CliError>);

/// The least of `rounds` rounds of each work; the rounds of all go in turn, so that a busy stretch meets them alike.
pub fn best(rounds: u32, works: &mut [Work<'_>]) -> Result<Vec<(String, f64)>, CliError> {
    let mut least = vec![f64::INFINITY; works.len()];
    for _ in 0..rounds {
        for ((_, work), least) in works.iter_mut().zip(&mut least) {
            *least = least.min(seconds(&mut **work)?);
        }
    }
    Ok(works.iter().zip(least).map(|((name, _), seconds)| (name.clone(), seconds)).collect())
}
