-- What events lay upon the bank, step by step: raised, noted, settled, lapsed. Rows are only ever added.
-- facts: what the duty rests on, as JSON; empty for other steps than the first.
CREATE TABLE duties (
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id),
    duty_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    cause TEXT NOT NULL,
    since TEXT NOT NULL,
    due TEXT NOT NULL,
    step TEXT NOT NULL,
    facts TEXT NOT NULL,
    outcome TEXT,
    done_on TEXT,
    note TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL,
    PRIMARY KEY (agency_id, duty_id, seq)
);
-- An entry of the ledger names a step by duty and number.
CREATE UNIQUE INDEX duties_by_id ON duties (duty_id, seq);
