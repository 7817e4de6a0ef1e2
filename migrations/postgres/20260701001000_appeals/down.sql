DROP TABLE appeals;
ALTER TABLE findings DROP COLUMN found_at;
