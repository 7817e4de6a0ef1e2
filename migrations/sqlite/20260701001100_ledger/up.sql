-- Every act, in one chain: each entry holds the digest of what was done and of the entry before. Nothing personal in it, and nothing of the
-- evidence but digests.
CREATE TABLE ledger (
    sequence BIGINT NOT NULL PRIMARY KEY,
    happened_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    entry_sha256 TEXT NOT NULL
);
CREATE INDEX ledger_by_subject ON ledger (kind, subject, sequence);
-- An entry names a verdict by its finding.
CREATE INDEX verdicts_by_finding ON verdicts (finding_id, seq);
