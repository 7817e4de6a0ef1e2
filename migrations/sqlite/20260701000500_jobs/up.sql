-- Background work. state: queued, running, done, failed. A running job whose lease ran out is claimed again.
-- owner and idempotency_key: the same request twice is one job. merge_key: a queued job with it stands for any further one.
CREATE TABLE jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    agency_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    idempotency_key TEXT,
    merge_key TEXT,
    attempts BIGINT NOT NULL,
    leased_until TEXT,
    leased_by TEXT,
    enqueued_at TEXT NOT NULL,
    finished_at TEXT,
    result TEXT,
    error TEXT,
    UNIQUE (owner, idempotency_key)
);
CREATE INDEX jobs_to_do ON jobs (state, enqueued_at, job_id);
