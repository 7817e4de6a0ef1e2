//! Pages and HTTP API; the only module that knows actix-web and askama.
