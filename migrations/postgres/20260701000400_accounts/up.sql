-- People. agency_id is filled for the role 'agency' only.
CREATE TABLE accounts (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    display_name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    agency_id TEXT COLLATE "C" REFERENCES agencies (agency_id),
    lang TEXT COLLATE "C",
    disabled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL
);

-- Browser sessions, by the sha256 of their token: who reads the table can't log in with it.
CREATE TABLE sessions (
    token_sha256 TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account TEXT COLLATE "C" NOT NULL REFERENCES accounts (name),
    csrf_token TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Keys of programs, by the sha256 of their secret.
CREATE TABLE api_keys (
    key_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    label TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    agency_id TEXT COLLATE "C" REFERENCES agencies (agency_id),
    expires_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked BOOLEAN NOT NULL,
    secret_sha256 TEXT COLLATE "C" NOT NULL
);
