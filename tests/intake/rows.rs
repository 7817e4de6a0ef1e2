//! Rows: every kind, duplicates, weeks, columns.

use crate::common::{CALL_HEADERS, context, counts, errors, file, good_call, only, read_one, records, warnings};
use plumbline::domain::contact::DayOrMoment;
use plumbline::domain::evidence::Record;
use plumbline::domain::lang::Lang;
use plumbline::intake::codes::Code;
use plumbline::intake::{read, schema};

fn calls(rows: &[[&str; 8]]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    format!("{}\n{}\n", CALL_HEADERS.join(","), rows.join("\n"))
}

#[test]
fn the_same_row_twice_counts_once_and_differing_ones_are_both_refused() {
    let mut other = good_call("C2");
    other[6] = "201";
    let intake =
        read_one("calls.csv", calls(&[good_call("C1"), good_call("C1"), good_call("C2"), other, good_call("C3")]));
    assert_eq!(counts(&intake), ["calls 5/2/2/1"]);
    assert_eq!(errors(&intake), ["A4 duplicate-conflict", "A5 duplicate-conflict"]);
    assert_eq!(warnings(&intake), ["A3 row-duplicate"]);
    let messages: Vec<&str> = intake.issues.iter().map(|issue| issue.message.as_str()).collect();
    assert!(messages[0].contains("A2") && messages[1].contains("A5") && messages[2].contains("A4"), "{messages:?}");
}

#[test]
fn duplicates_are_seen_across_files() {
    let mut other = good_call("C1");
    other[1] = "K2";
    let files = [file("calls.csv", calls(&[good_call("C1")])), file("calls-more.csv", calls(&[other]))];
    let intake = read(&files, &context());
    assert_eq!(counts(&intake), ["calls 1/0/1/0", "calls 1/0/1/0"]);
    assert!(intake.issues[0].message.contains("calls-more.csv!A2"), "{}", intake.issues[0].message);
    assert_eq!(intake.issues[1].file, "calls-more.csv");
}

#[test]
fn rows_outside_the_week_are_taken_with_a_warning() {
    let on = |start: &'static str| {
        let mut row = good_call("C1");
        row[5] = start;
        let intake = read_one("calls.csv", calls(&[row]));
        assert_eq!(intake.rows.len(), 1);
        warnings(&intake)
    };
    for (start, warned) in [
        ("2026-06-28 23:59:59", true),
        ("2026-06-29 00:00:00", false),
        ("2026-07-05 23:59:59", false),
        ("2026-07-06 00:00:00", true),
        ("2026-07-05T16:30:00Z", true),
    ] {
        assert_eq!(on(start), if warned { vec!["F2 outside-week"] } else { vec![] }, "{start}");
    }
}

#[test]
fn visits_name_their_people_however_separated() {
    let visitors = |cell: &str| {
        let text = format!(
            "外访编号,案件编号,外访人员,到达时间,离开时间,地址,接触对象,对象关系,佩戴证件,出示授权书,是否入内,入内同意,照片编号/散列\n\
             V1,K1,\"{cell}\",2026/7/3 10:00,2026/7/3 10:30,测试路1号,无人,未知,是,Y,✗,,P1、P2\n"
        );
        let intake = read_one("visits.csv", text);
        match &only(&intake).record {
            Record::Visit(visit) => {
                assert_eq!(
                    (visit.badge_worn, visit.authorisation_shown, visit.entered),
                    (Some(true), Some(true), Some(false))
                );
                assert_eq!((visit.entry_consent, visit.photos.len()), (None, 2));
                visit.visitors.clone()
            }
            other => panic!("{other:?}"),
        }
    };
    for cell in [
        "E01、E02",
        "E01,E02",
        "E01，E02",
        "E01;E02",
        "E01/E02",
        "E01 E02",
        "E01\nE02",
        "E01和E02",
        "E01 and E02",
        "E01 & E02",
        "E01＋E02",
        "E01及E02",
        "E01　E02",
    ] {
        assert_eq!(visitors(cell), ["E01", "E02"], "{cell:?}");
    }
    assert_eq!(visitors("张和平、李四"), ["张和平", "李四"]);
    assert_eq!(visitors("张三和李四"), ["张三", "李四"]);
    assert_eq!(visitors("Mary Wong, John Smith"), ["Mary Wong", "John Smith"]);
    assert_eq!(visitors("E01"), ["E01"]);
}

#[test]
fn recordings_name_exactly_one_contact() {
    let read = |call: &str, visit: &str| {
        let hash = "AB".repeat(32);
        read_one(
            "recordings.csv",
            format!(
                "录音编号,通话编号,外访编号,文件名,时长,录制时间,sha256,保留至,删除时间\nR1,{call},{visit},a.wav,3分20秒,2026/7/3 10:00,{hash},2027/1/3,2027/1/3 08:00\n"
            ),
        )
    };
    match &only(&read("C1", "")).record {
        Record::Recording(recording) => {
            assert_eq!((recording.duration_s, recording.sha256.as_deref()), (200, Some("ab".repeat(32).as_str())));
            assert!(matches!(recording.retain_until, Some(DayOrMoment::Day(_))));
            assert!(matches!(recording.deleted_at, Some(DayOrMoment::Moment(_))));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(errors(&read("", "")), ["B2 one-of-missing"]);
    assert_eq!(errors(&read("C1", "V1")), ["B2 one-of-both"]);
}

#[test]
fn registers() {
    let staff =
        read_one("人员名册.csv", "工号,姓名,入职日期,离职日期\nE1,测试员,2020-01-01,\nE2,测试员乙,2026/7/4,2026/7/3\n");
    assert_eq!(
        (counts(&staff), errors(&staff)),
        (vec!["staff 2/1/1/0".to_owned()], vec!["D3 end-before-start".to_owned()])
    );
    let lines = read_one(
        "線路登記.csv",
        "線路號碼,類型,是否錄音\n02-1000-0001,固定電話,✓\n02-1000-0002,網路電話,0\n02-1000-0003,衛星,1\n",
    );
    assert_eq!((records(&lines).len(), errors(&lines)), (2, vec!["B4 value-unknown".to_owned()]));
}

#[test]
fn columns_without_a_known_name_are_kept_and_reported() {
    let text = calls(&[good_call("C1")]).replacen("outcome", "outcome,开始时间2,mood", 1).replacen(
        "connected",
        "connected,x,calm",
        1,
    );
    let intake = read_one("calls.csv", text);
    let extra = &only(&intake).extra;
    assert_eq!((extra["开始时间2"].as_str(), extra["mood"].as_str()), ("x", "calm"));
    let columns: Vec<(&str, &str)> =
        intake.unrecognised_columns.iter().map(|column| (column.header.as_str(), column.nearest.as_str())).collect();
    assert_eq!(columns[0], ("开始时间2", "开始时间"));
    assert!(intake.issues.is_empty());
}

#[test]
fn a_column_that_stands_twice_refuses_the_sheet_but_an_alias_yields() {
    let text = calls(&[good_call("C1")]);
    let twice = read_one("calls.csv", text.replacen("outcome", "outcome,outcome", 1));
    assert_eq!((counts(&twice), errors(&twice)), (vec!["calls 1/0/1/0".to_owned()], vec!["column-twice".to_owned()]));
    let alias =
        read_one("calls.csv", text.replacen("outcome", "outcome,result", 1).replacen("connected", "connected,ok", 1));
    assert_eq!((counts(&alias), alias.unrecognised_columns.len()), (vec!["calls 1/1/0/0".to_owned()], 1));
}

#[test]
fn a_local_time_that_never_was_or_came_twice_is_an_issue() {
    let mut context = context();
    context.zone = chrono_tz::America::New_York;
    let on = |start: &'static str| {
        let mut row = good_call("C1");
        row[5] = start;
        errors(&read(&[file("calls.csv", calls(&[row]))], &context))
    };
    assert_eq!(on("2026-03-08 02:30:00"), ["F2 time-nonexistent"]);
    assert_eq!(on("2026-11-01 01:30:00"), ["F2 time-ambiguous"]);
    assert!(on("2026-11-01T01:30:00-04:00").is_empty());
}

#[test]
fn all_faults_of_a_row_are_named_at_once() {
    let intake = read_one("calls.csv", calls(&[["", "K1", "", "x", "?", "?", "?", "?"]]));
    assert_eq!(
        errors(&intake),
        [
            "A2 required-missing",
            "C2 required-missing",
            "D2 phone-invalid",
            "E2 value-unknown",
            "F2 date-invalid",
            "G2 duration-invalid",
            "H2 value-unknown"
        ]
    );
}

/// Each text exists, names its value and speaks the language asked for.
#[test]
fn every_code_has_its_texts() {
    for &code in Code::ALL {
        for lang in Lang::ALL {
            assert!(!code.message(lang, &[]).is_empty() && !code.hint(lang, &[]).is_empty(), "{code:?}");
        }
        assert_ne!(code.message(Lang::ZhHans, &[]), code.message(Lang::En, &[]));
    }
    let mut context = context();
    context.lang = Lang::ZhHant;
    let intake = read(
        &[file("calls.csv", calls(&[["C1", "K1", "E1", "13800000001", "甲方", "2026-07-03 10:00", "5", "busy"]]))],
        &context,
    );
    assert_eq!(intake.issues[0].message, "「對象關係」裡沒有這個值");
    assert!(
        intake.issues[0].hint.contains("債務人") || intake.issues[0].hint.contains("鄰居"),
        "{}",
        intake.issues[0].hint
    );
}

#[test]
fn headers_are_known_in_three_languages_whatever_their_dress() {
    for schema in schema::all() {
        for (index, field) in schema.fields.iter().enumerate() {
            for header in [&field.id, &field.header.zh_hans, &field.header.zh_hant, &field.header.en] {
                for dressed in [
                    header.clone(),
                    format!(" {header} *"),
                    format!("【{header}】"),
                    header.to_uppercase(),
                    header.replace('_', " "),
                ] {
                    let found = schema.by_header(&plumbline::intake::fold::fold(&dressed)).map(|found| found.0);
                    assert_eq!(found, Some(index), "{} {dressed:?}", schema.kind);
                }
            }
        }
    }
}

#[test]
fn a_conversation_in_one_cell_is_one_row() {
    let sheet = |second: &str| {
        let first = "坐席：您好，请问是本人吗？\n客户：是的。";
        read_one("transcripts.csv", format!("通话编号,内容\nC1,\"{first}\"\nC2,\"{first}\"\n{second}\n"))
    };
    for (second, expected) in [
        ("C3,\"坐席：喂\n客户：喂\"", "transcripts 3/3/0/0"),
        // The same again; the same with another word; the same with one turn more; with one turn less.
        ("C2,\"坐席：您好，请问是本人吗？\n客户：是的。\"", "transcripts 3/2/0/1"),
        ("C2,\"坐席：您好，请问是本人吗？\n客户：不是。\"", "transcripts 3/1/2/0"),
        ("C2,\"坐席：您好，请问是本人吗？\n客户：是的。\n坐席：好。\"", "transcripts 3/1/2/0"),
    ] {
        let intake = sheet(second);
        assert_eq!(counts(&intake), [expected], "{second}");
        let turns = records(&intake).len();
        assert_eq!(turns, if expected.contains("/2/0/1") { 4 } else { turns }, "a refused row leaves no turn behind");
        assert!(turns.is_multiple_of(2), "{second}: {turns} turns");
    }
}

#[test]
fn a_header_that_says_another_unit_is_not_taken_for_ours() {
    let text = calls(&[good_call("C1")]);
    for (header, taken) in
        [("时长(秒)", true), ("时长(分钟)", false), ("duration (min)", false), ("时长（hh:mm:ss）", true)]
    {
        let intake = read_one("calls.csv", text.replacen("duration", header, 1));
        assert_eq!(intake.rows.len() == 1, taken, "{header}: {:?}", intake.issues);
    }
    assert_eq!(errors(&read_one("calls.csv", text.replacen("started_at", "开始时间(UTC)", 1))), ["column-missing"]);
}

#[test]
fn what_people_write_into_blank_cells_is_blank() {
    for blank in ["-", "—", "/", "N/A", "NULL", "无", "無", "　"] {
        let text = format!("工号,姓名,入职日期,离职日期,证书编号\nE1,测试员,2020-01-01,{blank},{blank}\n");
        match &only(&read_one("staff.csv", text)).record {
            Record::Staff(staff) => assert_eq!((staff.left_on, &staff.certificate_no), (None, &None), "{blank}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn registers_that_share_columns_are_told_apart() {
    let trainings = "工号,姓名,培训日期,学时\nE1,测试员,2026-07-01,8\n";
    for name in ["培训记录.csv", "training-hours.csv"] {
        let intake = read_one(name, trainings);
        assert_eq!(counts(&intake), ["trainings 1/0/1/0"], "{name}: the training has no number");
        assert_eq!(errors(&intake), ["column-missing", "column-missing"]);
    }
    assert_eq!(read_one("人员.csv", "工号,姓名,入职日期,备注\nE1,测试员,2026-07-01,x\n").rows.len(), 1);
    assert_eq!(counts(&read_one("通話紀錄.csv", calls(&[good_call("C1")]))), ["calls 1/1/0/0"]);
}
