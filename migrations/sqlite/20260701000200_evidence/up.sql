-- Hand-ins. agency_id and week are '' for the bank's lists that name the agency row by row; sender is 'agency' or 'bank'.
CREATE TABLE submissions (
    agency_id TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    week TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    superseded_by TEXT,
    received_at TEXT NOT NULL,
    received_from TEXT NOT NULL,
    files_digest TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (agency_id, submission_id),
    UNIQUE (agency_id, sender, week, version)
);
CREATE INDEX submissions_by_id ON submissions (submission_id);
CREATE INDEX submissions_newest_first ON submissions (received_at DESC, submission_id DESC);

-- Files of a hand-in: those handed in, and the members of archives among them.
CREATE TABLE submission_files (
    agency_id TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    refused BOOLEAN NOT NULL,
    handed_in BOOLEAN NOT NULL,
    PRIMARY KEY (agency_id, submission_id, position)
);
CREATE INDEX submission_files_by_content ON submission_files (sha256);

-- Sheets of a hand-in: what turns a row number and a field into the address of a cell.
CREATE TABLE sheets (
    agency_id TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    sheet_no BIGINT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sheet TEXT NOT NULL,
    field_columns TEXT NOT NULL,
    PRIMARY KEY (agency_id, submission_id, sheet_no)
);

-- Rows of evidence of every kind. A row stands until another submission replaces it (until_submission), and stays readable after.
-- day: when it happened (UTC). deleted_on: when a recording was deleted. linked_to: the recording a call or visit names; the call or
-- visit that a recording names. content_sha256: of a recording's file. payload: the record as JSON; of a transcript only its address.
CREATE TABLE evidence (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    kind TEXT NOT NULL,
    natural_key TEXT NOT NULL,
    since_submission TEXT NOT NULL,
    until_submission TEXT,
    day TEXT,
    deleted_on TEXT,
    linked_to TEXT,
    content_sha256 TEXT,
    sheet_no BIGINT NOT NULL,
    row_no BIGINT NOT NULL,
    payload TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (agency_id, kind, natural_key, since_submission)
);
CREATE INDEX evidence_by_day ON evidence (agency_id, kind, day) WHERE until_submission IS NULL;
CREATE INDEX evidence_by_deletion ON evidence (agency_id, kind, deleted_on) WHERE until_submission IS NULL AND deleted_on IS NOT NULL;
CREATE INDEX evidence_by_link ON evidence (agency_id, kind, linked_to) WHERE until_submission IS NULL AND linked_to IS NOT NULL;
CREATE INDEX evidence_by_content ON evidence (agency_id, kind, content_sha256) WHERE until_submission IS NULL AND content_sha256 IS NOT NULL;
CREATE INDEX evidence_by_submission ON evidence (agency_id, since_submission);
