//! The tables as diesel sees them; `migrations/` makes them.

diesel::table! {
    agencies (agency_id) {
        agency_id -> Text,
        name -> Text,
        ruleset -> Text,
        agreement_from -> Date,
        agreement_to -> Nullable<Date>,
        time_zone -> Nullable<Text>,
        encoding -> Nullable<Text>,
    }
}

diesel::table! {
    submissions (agency_id, submission_id) {
        agency_id -> Text,
        submission_id -> Text,
        sender -> Text,
        week -> Text,
        version -> BigInt,
        state -> Text,
        superseded_by -> Nullable<Text>,
        received_at -> Timestamp,
        received_from -> Text,
        files_digest -> Text,
        row_count -> BigInt,
        accepted -> BigInt,
        refused -> BigInt,
        warnings -> BigInt,
        report -> Text,
    }
}

diesel::table! {
    submission_files (agency_id, submission_id, position) {
        agency_id -> Text,
        submission_id -> Text,
        position -> BigInt,
        name -> Text,
        sha256 -> Text,
        bytes -> BigInt,
        refused -> Bool,
        handed_in -> Bool,
    }
}

diesel::table! {
    sheets (agency_id, submission_id, sheet_no) {
        agency_id -> Text,
        submission_id -> Text,
        sheet_no -> BigInt,
        file_sha256 -> Text,
        file_name -> Text,
        sheet -> Text,
        field_columns -> Text,
    }
}

diesel::table! {
    evidence (agency_id, kind, natural_key, since_submission) {
        agency_id -> Text,
        kind -> Text,
        natural_key -> Text,
        since_submission -> Text,
        until_submission -> Nullable<Text>,
        day -> Nullable<Date>,
        deleted_on -> Nullable<Date>,
        linked_to -> Nullable<Text>,
        content_sha256 -> Nullable<Text>,
        sheet_no -> BigInt,
        row_no -> BigInt,
        payload -> Text,
        extra -> Text,
    }
}

diesel::table! {
    audits (agency_id, ruleset, quarter) {
        agency_id -> Text,
        ruleset -> Text,
        quarter -> Text,
        ruleset_digest -> Text,
        audited_at -> Timestamp,
    }
}

diesel::table! {
    findings (agency_id, ruleset, quarter, finding_id) {
        agency_id -> Text,
        ruleset -> Text,
        quarter -> Text,
        finding_id -> Text,
        fingerprint -> Text,
        rule_id -> Text,
        category -> Text,
        severity -> BigInt,
        urgency -> BigInt,
        kind -> Text,
        subject -> Text,
        day -> Date,
        status -> Text,
        found_at -> Timestamp,
        body -> Text,
    }
}

diesel::table! {
    verdicts (agency_id, fingerprint, seq) {
        agency_id -> Text,
        fingerprint -> Text,
        seq -> BigInt,
        finding_id -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        note -> Text,
        decided_by -> Text,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    appeals (agency_id, fingerprint) {
        agency_id -> Text,
        fingerprint -> Text,
        appeal_id -> Text,
        finding_id -> Text,
        state -> Text,
        reason -> Text,
        evidence -> Text,
        submitted_by -> Text,
        submitted_at -> Timestamp,
        assigned_to -> Nullable<Text>,
        assigned_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        answer -> Text,
    }
}

diesel::table! {
    counters (agency_id, ruleset, quarter, rule_id, day) {
        agency_id -> Text,
        ruleset -> Text,
        quarter -> Text,
        rule_id -> Text,
        day -> Date,
        exposure -> BigInt,
        undecided -> BigInt,
        confirmed -> BigInt,
        false_hit -> BigInt,
    }
}

diesel::table! {
    coverage (agency_id, ruleset, quarter, kind, day) {
        agency_id -> Text,
        ruleset -> Text,
        quarter -> Text,
        kind -> Text,
        day -> Date,
        expected -> BigInt,
        present -> BigInt,
    }
}

diesel::table! {
    scorecards (agency_id, quarter, version) {
        agency_id -> Text,
        quarter -> Text,
        version -> BigInt,
        ruleset -> Text,
        state -> Text,
        inputs_digest -> Text,
        score -> Nullable<BigInt>,
        grade -> Text,
        made_at -> Timestamp,
        body -> Text,
    }
}

diesel::table! {
    accounts (name) {
        name -> Text,
        display_name -> Text,
        role -> Text,
        agency_id -> Nullable<Text>,
        lang -> Nullable<Text>,
        disabled -> Bool,
        created_at -> Timestamp,
        password_hash -> Text,
    }
}

diesel::table! {
    sessions (token_sha256) {
        token_sha256 -> Text,
        account -> Text,
        csrf_token -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    api_keys (key_id) {
        key_id -> Text,
        label -> Text,
        role -> Text,
        agency_id -> Nullable<Text>,
        expires_at -> Timestamp,
        created_at -> Timestamp,
        revoked -> Bool,
        secret_sha256 -> Text,
    }
}

diesel::table! {
    jobs (job_id) {
        job_id -> Text,
        agency_id -> Text,
        kind -> Text,
        payload -> Text,
        state -> Text,
        owner -> Text,
        idempotency_key -> Nullable<Text>,
        merge_key -> Nullable<Text>,
        attempts -> BigInt,
        leased_until -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
        enqueued_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        result -> Nullable<Text>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    duties (agency_id, duty_id, seq) {
        agency_id -> Text,
        duty_id -> Text,
        seq -> BigInt,
        kind -> Text,
        cause -> Text,
        since -> Date,
        due -> Date,
        step -> Text,
        facts -> Text,
        outcome -> Nullable<Text>,
        done_on -> Nullable<Date>,
        note -> Text,
        done_by -> Text,
        done_at -> Timestamp,
    }
}

diesel::table! {
    ledger (sequence) {
        sequence -> BigInt,
        happened_at -> Timestamp,
        kind -> Text,
        subject -> Text,
        content_sha256 -> Text,
        previous_sha256 -> Text,
        entry_sha256 -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    agencies,
    submissions,
    submission_files,
    sheets,
    evidence,
    audits,
    findings,
    verdicts,
    appeals,
    counters,
    coverage,
    scorecards,
    accounts,
    sessions,
    api_keys,
    jobs,
    duties,
    ledger
);

diesel::joinable!(findings -> agencies (agency_id));
