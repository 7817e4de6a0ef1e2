-- Text is ordered by bytes (COLLATE "C"), as SQLite does: the same order and the same pages on both.
-- Who collects, and on which terms.
CREATE TABLE agencies (
    agency_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    ruleset TEXT COLLATE "C" NOT NULL,
    agreement_from DATE NOT NULL,
    agreement_to DATE,
    time_zone TEXT COLLATE "C",
    encoding TEXT COLLATE "C"
);
