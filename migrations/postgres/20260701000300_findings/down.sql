DROP TABLE scorecards;
DROP TABLE coverage;
DROP TABLE counters;
DROP TABLE verdicts;
DROP TABLE findings;
DROP TABLE audits;
