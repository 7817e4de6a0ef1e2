-- What events lay upon the bank, step by step: raised, noted, settled, lapsed. Rows are only ever added.
-- facts: what the duty rests on, as JSON; empty for other steps than the first.
CREATE TABLE duties (
    agency_id TEXT COLLATE "C" NOT NULL REFERENCES agencies (agency_id),
    duty_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C" NOT NULL,
    since DATE NOT NULL,
    due DATE NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C",
    done_on DATE,
    note TEXT COLLATE "C" NOT NULL,
    done_by TEXT COLLATE "C" NOT NULL,
    done_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agency_id, duty_id, seq)
);
-- An entry of the ledger names a step by duty and number.
CREATE UNIQUE INDEX duties_by_id ON duties (duty_id, seq);
