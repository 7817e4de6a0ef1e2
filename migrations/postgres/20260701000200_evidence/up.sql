-- Hand-ins. agency_id and week are '' for the bank's lists that name the agency row by row; sender is 'agency' or 'bank'.
CREATE TABLE submissions (
    agency_id TEXT COLLATE "C" NOT NULL,
    submission_id TEXT COLLATE "C" NOT NULL,
    sender TEXT COLLATE "C" NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    superseded_by TEXT COLLATE "C",
    received_at TIMESTAMP NOT NULL,
    received_from TEXT COLLATE "C" NOT NULL,
    files_digest TEXT COLLATE "C" NOT NULL,
    row_count BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    report TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, submission_id),
    UNIQUE (agency_id, sender, week, version)
);
CREATE INDEX submissions_by_id ON submissions (submission_id);
CREATE INDEX submissions_newest_first ON submissions (received_at DESC, submission_id DESC);

-- Files of a hand-in: those handed in, and the members of archives among them.
CREATE TABLE submission_files (
    agency_id TEXT COLLATE "C" NOT NULL,
    submission_id TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    refused BOOLEAN NOT NULL,
    handed_in BOOLEAN NOT NULL,
    PRIMARY KEY (agency_id, submission_id, position)
);
CREATE INDEX submission_files_by_content ON submission_files (sha256);

-- Sheets of a hand-in: what turns a row number and a field into the address of a cell.
CREATE TABLE sheets (
    agency_id TEXT COLLATE "C" NOT NULL,
    submission_id TEXT COLLATE "C" NOT NULL,
    sheet_no BIGINT NOT NULL,
    file_sha256 TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    sheet TEXT COLLATE "C" NOT NULL,
    field_columns TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, submission_id, sheet_no)
);

-- Rows of evidence of every kind. A row stands until another submission replaces it (until_submission), and stays readable after.
-- day: when it happened (UTC). deleted_on: when a recording was deleted. linked_to: the recording a call or visit names; the call or
-- visit that a recording names. content_sha256: of a recording's file. payload: the record as JSON; of a transcript only its address.
CREATE TABLE evidence (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    kind TEXT COLLATE "C" NOT NULL,
    natural_key TEXT COLLATE "C" NOT NULL,
    since_submission TEXT COLLATE "C" NOT NULL,
    until_submission TEXT COLLATE "C",
    day DATE,
    deleted_on DATE,
    linked_to TEXT COLLATE "C",
    content_sha256 TEXT COLLATE "C",
    sheet_no BIGINT NOT NULL,
    row_no BIGINT NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    extra TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, kind, natural_key, since_submission)
);
CREATE INDEX evidence_by_day ON evidence (agency_id, kind, day) WHERE until_submission IS NULL;
CREATE INDEX evidence_by_deletion ON evidence (agency_id, kind, deleted_on) WHERE until_submission IS NULL AND deleted_on IS NOT NULL;
CREATE INDEX evidence_by_link ON evidence (agency_id, kind, linked_to) WHERE until_submission IS NULL AND linked_to IS NOT NULL;
CREATE INDEX evidence_by_content ON evidence (agency_id, kind, content_sha256) WHERE until_submission IS NULL AND content_sha256 IS NOT NULL;
CREATE INDEX evidence_by_submission ON evidence (agency_id, since_submission);
