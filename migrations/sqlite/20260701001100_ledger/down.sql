DROP INDEX verdicts_by_finding;
DROP TABLE ledger;
