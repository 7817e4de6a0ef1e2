//! Passwords, session tokens and API keys: random where made, only their digests kept.

use crate::domain::ids::Digest;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::OnceLock;

/// Why a password can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum PasswordError {
    #[error("the password has {0} characters: use at least {SHORTEST}")]
    TooShort(usize),
    #[error("the password has more than {LONGEST} bytes: use a shorter one")]
    TooLong,
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Characters that a password needs at least.
pub const SHORTEST: usize = 10;
/// Bytes that a password may have at most; longer ones only cost time.
pub const LONGEST: usize = 1024;

/// A random 256-bit token in 64 hexadecimal digits.
pub fn token() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// A key's secret: its id, which finds it, and a token, which proves it.
pub fn api_key(id: &str) -> String {
    format!("plk_{id}_{}", token())
}

/// The id within a key's secret.
pub fn key_id(secret: &str) -> Option<&str> {
    secret.strip_prefix("plk_")?.rsplit_once('_').map(|(id, _)| id)
}

/// What is kept of a token: enough to recognise it, useless to log in with.
pub fn digest(token: &str) -> Digest {
    Digest::of(token.as_bytes())
}

/// A random password of 20 letters and digits, none easily taken for another, for `user add --generate`.
pub fn password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<u8> =
        rand::random::<[u8; 20]>().iter().map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()]).collect();
    let groups: Vec<_> = letters.chunks(5).map(String::from_utf8_lossy).collect();
    groups.join("-")
}

/// Hashes a password with argon2id and a fresh salt.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    let characters = password.chars().count();
    if characters < SHORTEST {
        return Err(PasswordError::TooShort(characters));
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let hash: PasswordHash =
        Argon2::default().hash_password(password.as_bytes()).map_err(|error| PasswordError::Hash(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. Takes as long where there is no hash at all, so that nobody learns which accounts
/// exist.
pub fn verify_password(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| hash_password("nobody has this password").unwrap_or_default()).as_str();
    let password = if password.len() > LONGEST { "" } else { password };
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or_else(nobody)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// Compares two secrets in a time that says nothing about where they differ.
pub fn equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
