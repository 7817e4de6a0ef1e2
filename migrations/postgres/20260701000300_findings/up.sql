-- One audit of an agency's quarter by one ruleset; run again, it replaces itself.
CREATE TABLE audits (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT COLLATE "C" NOT NULL,
    quarter TEXT COLLATE "C" NOT NULL,
    ruleset_digest TEXT COLLATE "C" NOT NULL,
    audited_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter)
);

-- What the rules say. severity: 0 observation to 3 critical. body: the finding as JSON.
CREATE TABLE findings (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT COLLATE "C" NOT NULL,
    quarter TEXT COLLATE "C" NOT NULL,
    finding_id TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    rule_id TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    severity BIGINT NOT NULL,
    urgency BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    day DATE NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, finding_id)
);
CREATE INDEX findings_by_fingerprint ON findings (agency_id, fingerprint);
CREATE INDEX findings_by_id ON findings (finding_id);
CREATE INDEX findings_by_subject ON findings (agency_id, kind, subject);
CREATE INDEX findings_in_order ON findings (quarter, urgency DESC, day, finding_id);

-- What people decided about a fingerprint: the latest stands, none is deleted.
CREATE TABLE verdicts (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    fingerprint TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    finding_id TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    note TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agency_id, fingerprint, seq)
);

-- Units a rule could have failed on, and findings by what people decided: a score reads these instead of the rows.
CREATE TABLE counters (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT COLLATE "C" NOT NULL,
    quarter TEXT COLLATE "C" NOT NULL,
    rule_id TEXT COLLATE "C" NOT NULL,
    day DATE NOT NULL,
    exposure BIGINT NOT NULL,
    undecided BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    false_hit BIGINT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, rule_id, day)
);
CREATE INDEX counters_by_ruleset ON counters (ruleset, quarter);

-- Evidence expected and handed in.
CREATE TABLE coverage (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    ruleset TEXT COLLATE "C" NOT NULL,
    quarter TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    day DATE NOT NULL,
    expected BIGINT NOT NULL,
    present BIGINT NOT NULL,
    PRIMARY KEY (agency_id, ruleset, quarter, kind, day)
);

-- Scorecards: a version is appended, never overwritten. score is in hundredths of a point.
CREATE TABLE scorecards (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    quarter TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    ruleset TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    inputs_digest TEXT COLLATE "C" NOT NULL,
    score BIGINT,
    grade TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agency_id, quarter, version)
);
