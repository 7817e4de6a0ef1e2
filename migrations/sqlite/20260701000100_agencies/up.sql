-- Who collects, and on which terms.
CREATE TABLE agencies (
    agency_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    ruleset TEXT NOT NULL,
    agreement_from TEXT NOT NULL,
    agreement_to TEXT,
    time_zone TEXT,
    encoding TEXT
);
