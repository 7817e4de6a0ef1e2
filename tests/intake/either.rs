//! A recording list with one column for calls and visits: split by which log knows the id, or whose ids look like it.

use crate::common::{context, counts, file, records};
use plumbline::domain::evidence::Record;
use plumbline::domain::submission::Intake;
use plumbline::intake::{InputFile, read};

fn calls(ids: &[&str]) -> InputFile {
    let row = |id: &&str| format!("{id},K1,E1,13800000001,debtor,2026-07-03 10:00:00,200,connected\n");
    let head = "call_id,case_no,collector_id,called_number,party,started_at,duration,outcome\n";
    file("calls.csv", head.to_owned() + &ids.iter().map(row).collect::<String>())
}

fn visits(ids: &[&str]) -> InputFile {
    let row = |id: &&str| format!("{id},K1,E1;E2,2026-07-03 14:00,2026-07-03 14:30,Street 1,debtor,debtor\n");
    let head = "visit_id,case_no,visitors,arrived_at,left_at,address,person_met,party\n";
    file("visits.csv", head.to_owned() + &ids.iter().map(row).collect::<String>())
}

fn recordings(header: &str, ids: &[&str]) -> InputFile {
    let row = |(number, id): (u32, &&str)| format!("R{number},{id},r{number}.wav,200,2026-07-03 10:00:00\n");
    let head = format!("recording_id,{header},file_name,duration,recorded_at\n");
    file("recordings.csv", head + &(1..).zip(ids).map(row).collect::<String>())
}

/// `call C1` or `visit V1` of each recording that was taken.
fn named(intake: &Intake) -> Vec<String> {
    let of = |record: &Record| match record {
        Record::Recording(recording) => match (&recording.call_id, &recording.visit_id) {
            (Some(call), None) => Some(format!("call {call}")),
            (None, Some(visit)) => Some(format!("visit {visit}")),
            both => Some(format!("{both:?}")),
        },
        _ => None,
    };
    records(intake).into_iter().filter_map(of).collect()
}

#[test]
fn the_log_that_knows_the_id_decides() {
    for header in
        ["通话编号/外访编号", "通話編號／外訪編號", "call_id|visit_id", "外访编号 或 通话编号", "通话编号、外访编号"]
    {
        let files = [recordings(header, &["17", "18"]), calls(&["17"]), visits(&["18"])];
        let intake = read(&files, &context());
        assert_eq!(named(&intake), ["call 17", "visit 18"], "{header}: {:?}", intake.issues);
        assert!(intake.issues.is_empty() && intake.unrecognised_columns.is_empty(), "{header}: {:?}", intake.issues);
    }
}

#[test]
fn an_id_that_no_log_has_goes_where_the_others_look_like_it() {
    let files =
        [calls(&["HD01-C00017"]), visits(&["HD01-V3"]), recordings("通话编号/外访编号", &["HD01-C9", "HD01-V0004"])];
    assert_eq!(named(&read(&files, &context())), ["call HD01-C9", "visit HD01-V0004"]);
}

#[test]
fn what_nothing_tells_is_refused_with_what_to_do() {
    let list = |ids: &[&str]| recordings("通话编号/外访编号", ids);
    for (why, files, taken, code) in [
        ("no log at all", vec![list(&["C1"])], vec![], "call-or-visit"),
        ("both have it", vec![calls(&["1"]), visits(&["1"]), list(&["1"])], vec![], "call-or-visit"),
        ("both look like it", vec![calls(&["1"]), visits(&["2"]), list(&["3", "1"])], vec!["call 1"], "call-or-visit"),
        ("neither looks like it", vec![calls(&["C1"]), visits(&["V1"]), list(&["X1"])], vec![], "call-or-visit"),
        ("blank", vec![calls(&["C1"]), list(&["C1", ""])], vec!["call C1"], "one-of-missing"),
    ] {
        let intake = read(&files, &context());
        assert_eq!(named(&intake), taken, "{why}");
        let [issue] = &intake.issues[..] else { panic!("{why}: {:?}", intake.issues) };
        assert_eq!((issue.code.as_str(), issue.field.as_str()), (code, "call_id"), "{why}");
        assert!(!issue.hint.is_empty(), "{why}");
    }
    let refused = read(&[list(&["C1", "C2"])], &context());
    assert_eq!(counts(&refused), ["recordings 2/0/2/0"]);
    assert!(refused.issues[0].message.contains("C1") && refused.issues[0].cell.ends_with('2'), "{:?}", refused.issues);
}

#[test]
fn two_columns_stay_two_columns() {
    let list = "recording_id,call_id,visit_id,file_name,duration,recorded_at\nR1,C1,,r.wav,200,2026-07-03 10:00:00\n";
    assert_eq!(named(&read(&[file("recordings.csv", list)], &context())), ["call C1"]);
}
