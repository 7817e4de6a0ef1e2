-- When a finding was first made: the time to appeal begins there. Of older ones only the latest audit is known.
ALTER TABLE findings ADD COLUMN found_at TEXT NOT NULL DEFAULT '1970-01-01 00:00:00';
UPDATE findings
SET found_at = COALESCE((
    SELECT audits.audited_at
    FROM audits
    WHERE audits.agency_id = findings.agency_id AND audits.ruleset = findings.ruleset AND audits.quarter = findings.quarter
), found_at);

-- An agency's objections, one a finding at most. evidence: ids of hand-ins and files, as JSON.
CREATE TABLE appeals (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    fingerprint TEXT NOT NULL,
    appeal_id TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    assigned_to TEXT,
    assigned_at TEXT,
    ended_by TEXT,
    ended_at TEXT,
    answer TEXT NOT NULL,
    PRIMARY KEY (agency_id, fingerprint)
);
CREATE UNIQUE INDEX appeals_by_id ON appeals (appeal_id);
CREATE INDEX appeals_by_finding ON appeals (finding_id);
