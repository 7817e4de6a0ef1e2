-- Background work. state: queued, running, done, failed. A running job whose lease ran out is claimed again.
-- owner and idempotency_key: the same request twice is one job. merge_key: a queued job with it stands for any further one.
CREATE TABLE jobs (
    job_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    agency_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C",
    merge_key TEXT COLLATE "C",
    attempts BIGINT NOT NULL,
    leased_until TIMESTAMP,
    leased_by TEXT COLLATE "C",
    enqueued_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    result TEXT COLLATE "C",
    error TEXT COLLATE "C",
    UNIQUE (owner, idempotency_key)
);
CREATE INDEX jobs_to_do ON jobs (state, enqueued_at, job_id);
