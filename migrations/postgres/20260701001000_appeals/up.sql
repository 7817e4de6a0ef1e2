-- When a finding was first made: the time to appeal begins there. Of older ones only the latest audit is known.
ALTER TABLE findings ADD COLUMN found_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
UPDATE findings
SET found_at = audits.audited_at
FROM audits
WHERE audits.agency_id = findings.agency_id AND audits.ruleset = findings.ruleset AND audits.quarter = findings.quarter;

-- An agency's objections, one a finding at most. evidence: ids of hand-ins and files, as JSON.
CREATE TABLE appeals (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    fingerprint TEXT COLLATE "C" NOT NULL,
    appeal_id TEXT COLLATE "C" NOT NULL,
    finding_id TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    submitted_by TEXT COLLATE "C" NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    assigned_to TEXT COLLATE "C",
    assigned_at TIMESTAMP,
    ended_by TEXT COLLATE "C",
    ended_at TIMESTAMP,
    answer TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, fingerprint)
);
CREATE UNIQUE INDEX appeals_by_id ON appeals (appeal_id);
CREATE INDEX appeals_by_finding ON appeals (finding_id);
