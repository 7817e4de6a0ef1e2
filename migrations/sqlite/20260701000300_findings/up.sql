-- One audit of an agency's quarter by one ruleset; run again, it replaces itself.
CREATE TABLE audits (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT NOT NULL,
    quarter TEXT NOT NULL,
    ruleset_digest TEXT NOT NULL,
    audited_at TEXT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter)
);

-- What the rules say. severity: 0 observation to 3 critical. body: the finding as JSON.
CREATE TABLE findings (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT NOT NULL,
    quarter TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    category TEXT NOT NULL,
    severity BIGINT NOT NULL,
    urgency BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    day TEXT NOT NULL,
    status TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, finding_id)
);
CREATE INDEX findings_by_fingerprint ON findings (agency_id, fingerprint);
CREATE INDEX findings_by_id ON findings (finding_id);
CREATE INDEX findings_by_subject ON findings (agency_id, kind, subject);
CREATE INDEX findings_in_order ON findings (quarter, urgency DESC, day, finding_id);

-- What people decided about a fingerprint: the latest stands, none is deleted.
CREATE TABLE verdicts (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    fingerprint TEXT NOT NULL,
    seq BIGINT NOT NULL,
    finding_id TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (agency_id, fingerprint, seq)
);

-- Units a rule could have failed on, and findings by what people decided: a score reads these instead of the rows.
CREATE TABLE counters (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT NOT NULL,
    quarter TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    day TEXT NOT NULL,
    exposure BIGINT NOT NULL,
    undecided BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    false_hit BIGINT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, rule_id, day)
);
CREATE INDEX counters_by_ruleset ON counters (ruleset, quarter);

-- Evidence expected and handed in.
CREATE TABLE coverage (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT NOT NULL,
    quarter TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    expected BIGINT NOT NULL,
    present BIGINT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, kind, day)
);

-- Scorecards: a version is appended, never overwritten. score is in hundredths of a point.
CREATE TABLE scorecards (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    quarter TEXT NOT NULL,
    version BIGINT NOT NULL,
    ruleset TEXT NOT NULL,
    state TEXT NOT NULL,
    inputs_digest TEXT NOT NULL,
    score BIGINT,
    grade TEXT NOT NULL,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (agency_id, quarter, version)
);
