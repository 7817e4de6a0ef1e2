//! Pages and HTTP API; the only module that knows actix-web and askama.
//!
//! `routes` the whole URL table · `server` listens · `state` what handlers share · `access` who may come in · `session`, `csrf`, `login` ·
//! `page` what every page needs to know · `pages/` one file per page · `api/` one file per resource · `error` every refusal and failure,
//! as page or problem · `body`, `upload` bodies within limits · `headers`, `assets`, `metrics`, `health`.

pub mod access;
pub mod api;
pub mod assets;
pub mod body;
pub mod csrf;
pub mod error;
pub mod hand_in;
pub mod headers;
pub mod health;
pub mod limiter;
pub mod login;
pub mod metrics;
pub mod observe;
pub mod page;
pub mod pages;
pub mod routes;
pub mod rule_record;
pub mod server;
pub mod session;
pub mod state;
pub mod upload;
