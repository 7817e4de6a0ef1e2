//! Signing in and out.

use super::error::AppError;
use actix_web::HttpResponse;

/// `POST /login`
pub async fn sign_in() -> Result<HttpResponse, AppError> {
    Err(AppError::WrongPassword)
}

/// `POST /logout`
pub async fn sign_out() -> Result<HttpResponse, AppError> {
    Err(AppError::NotSignedIn)
}
