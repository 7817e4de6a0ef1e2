//! Who was trained, in what, and with what result.

use chrono::NaiveDate;

record! {
    /// One row of the training register: one person at one training.
    Training {
        /// The agency's number for the training; with the collector the natural key.
        training_id: String,
        /// Who took part.
        collector_id: String,
        /// What for.
        training_kind: TrainingKind,
        /// When it was held; its first day.
        held_on: NaiveDate,
        /// How long, in hundredths of an hour.
        hours: i64,
    }
    may {
        /// What it was about.
        topic: String,
        /// Who taught.
        trainer: String,
        /// Mean score, in hundredths of a point.
        mean_score: i64,
        /// Whether it was passed.
        passed: bool,
        /// Where its papers are.
        file_no: String,
        /// Planned end of keeping them.
        retain_until: NaiveDate,
        /// When they were destroyed.
        destroyed_on: NaiveDate,
    }
}

words! {
    /// What a training is for.
    TrainingKind { Entry, Serving, Certificate, Other, }
}
