-- People. agency_id is filled for the role 'agency' only.
CREATE TABLE accounts (
    name TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    agency_id TEXT REFERENCES agencies (agency_id),
    lang TEXT,
    disabled BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    password_hash TEXT NOT NULL
);

-- Browser sessions, by the sha256 of their token: who reads the table can't log in with it.
CREATE TABLE sessions (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    csrf_token TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Keys of programs, by the sha256 of their secret.
CREATE TABLE api_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    role TEXT NOT NULL,
    agency_id TEXT REFERENCES agencies (agency_id),
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked BOOLEAN NOT NULL,
    secret_sha256 TEXT NOT NULL
);
