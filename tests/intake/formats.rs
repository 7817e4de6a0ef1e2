//! CSV, JSON Lines and archives.

use crate::common::{
    CALL_HEADERS, context, counts, errors, file, good_call, only, only_call, read_one, records, warnings, zipped,
};
use plumbline::domain::contact::Speaker;
use plumbline::domain::evidence::{EvidenceKind, Record};
use plumbline::intake::{Sender, read, read_within};

const CHINESE: &str = "通话编号,案件编号,工号,被叫号码,对象关系,开始时间,结束时间,通话结果\n\
                       C1,K1,E1,13800000001,本人,2026/7/3 10:00,2026/7/3 10:05,接通\n";
const TRADITIONAL: &str = "通話編號,案件編號,工號,被叫號碼,對象關係,開始時間,結束時間,通話結果\n\
                           C1,K1,E1,0912000001,本人,115/07/03 10:00,115/07/03 10:05,接通\n";

fn english() -> String {
    format!("{}\n{}\n", CALL_HEADERS.join(","), good_call("C1").join(","))
}

#[test]
fn a_bad_cell_refuses_its_row_and_is_named_by_its_column_and_line() {
    let text = format!("{CHINESE}C2,K1,E1,13800000001,本人,2026/7/3,2026/7/3 10:05,接通\n");
    let intake = read_one("通话记录.csv", text);
    assert_eq!(counts(&intake), ["calls 2/1/1/0"]);
    assert_eq!(errors(&intake), ["F3 time-missing"]);
    let issue = &intake.issues[0];
    assert_eq!(
        (issue.sheet.as_str(), issue.field.as_str(), issue.value.as_str()),
        ("通话记录.csv", "started_at", "2026/7/3")
    );
    assert_eq!(only(&intake).origin.cell("started_at").cell, "F2");
    assert_eq!(only(&intake).origin.cell("summary").cell, "L2");
}

#[test]
fn lines_count_as_an_editor_counts_them() {
    let head = format!("{}summary\n", CALL_HEADERS.map(|header| format!("{header},")).concat());
    let row = |id: &str, summary: &str| format!("{},\"{summary}\"\r\n", good_call(id).join(","));
    let text = format!(
        "\n{head}{}\r\n{}{}",
        row("C1", "two\r\nlines"),
        row("C2", ""),
        row("C3", "x").replace("2026-07-03", "?")
    );
    let intake = read_one("calls.csv", text);
    let rows: Vec<u32> = intake.rows.iter().map(|(_, row)| row.origin.row).collect();
    assert_eq!(rows, [3, 6]);
    assert_eq!(errors(&intake), ["F7 date-invalid"]);
}

#[test]
fn separators_ragged_rows_and_title_rows() {
    for separator in [",", ";", "\t", "|"] {
        let text = format!("某公司通话记录{0}{0}\n\n{1}C2{0}K1\n", separator, CHINESE.replace(',', separator));
        let intake = read_one("calls.csv", text);
        assert_eq!(counts(&intake), ["calls 2/1/1/0"], "{separator:?}: {:?}", intake.issues);
    }
    let longer = CHINESE.replace("接通\n", "接通,more,cells\n");
    assert_eq!(only(&read_one("calls.csv", longer)).extra.get("I").map(String::as_str), Some("more"));
    assert_eq!(counts(&read_one("calls.csv", format!("sep=,\n{CHINESE}"))), ["calls 1/1/0/0"]);
}

#[test]
fn encodings() {
    let gb = encoding_rs::GB18030.encode(CHINESE).0.into_owned();
    let big5 = encoding_rs::BIG5.encode(TRADITIONAL).0.into_owned();
    let wide = |text: &str, big: bool| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>()
    };
    for (name, bytes) in [
        ("utf-8", CHINESE.as_bytes().to_vec()),
        ("utf-8 with mark", [b"\xef\xbb\xbf", CHINESE.as_bytes()].concat()),
        ("utf-16 le", wide(CHINESE, false)),
        ("utf-16 be", wide(TRADITIONAL, true)),
        ("gb18030 detected", gb.clone()),
        ("big5 detected", big5.clone()),
    ] {
        assert_eq!(counts(&read_one("a.csv", bytes)), ["calls 1/1/0/0"], "{name}");
    }
    // English headers are known in either encoding: nobody can tell.
    let mixed =
        format!("{}summary\n{},已还款\n", CALL_HEADERS.map(|h| format!("{h},")).concat(), good_call("C1").join(","));
    let bytes = encoding_rs::GB18030.encode(&mixed).0.into_owned();
    let refused = read_one("calls.csv", bytes.clone());
    assert_eq!(errors(&refused), ["encoding-ambiguous"]);
    assert!(refused.issues[0].message.contains("gb18030 / Big5"), "{}", refused.issues[0].message);
    let mut declared = context();
    declared.encoding = Some("gb18030".to_owned());
    assert_eq!(only_call(&read(&[file("calls.csv", bytes)], &declared)).summary.as_deref(), Some("已还款"));
    // An unknown column leaves no candidate.
    let unknown = encoding_rs::GB18030.encode(&CHINESE.replacen("通话结果", "通话结果,自编列", 1)).0.into_owned();
    assert_eq!(errors(&read_one("calls.csv", unknown)), ["encoding-unknown"]);
    assert_eq!(errors(&read_one("calls.csv", b"\xff\xfe\x00".to_vec())), ["encoding-unknown"]);
}

#[test]
fn json_lines_by_field_ids() {
    let line = r#"{"call_id":"C1","case_no":"K1","collector_id":7,"called_number":13800000001,"party":"debtor","started_at":"2026-07-03T10:00:00+08:00","ended_at":"2026-07-03T10:05:00+08:00","outcome":"connected","agreed_time":null,"mood":"calm"}"#;
    for name in ["calls.jsonl", "export.jsonl", "通话记录_27周.ndjson"] {
        let intake = read_one(name, format!("{line}\n\n{{broken\n"));
        assert_eq!(counts(&intake), ["calls 2/1/1/0"], "{name}");
        assert_eq!(errors(&intake), ["L3 json-invalid"]);
        let row = only(&intake);
        assert_eq!((row.origin.cell("party").cell.as_str(), row.extra["mood"].as_str()), ("L1", "calm"));
        assert_eq!(only_call(&intake).collector_id, "7");
        assert_eq!(intake.unrecognised_columns[0].header, "mood");
    }
    let intake =
        read_one("x.jsonl", "{\"kind\":\"lines\",\"line_number\":\"02100000001\",\"recorded\":true}\n{\"tea\":1}\n");
    assert_eq!(
        (counts(&intake), errors(&intake)),
        (vec!["lines 2/1/1/0".to_owned()], vec!["L2 line-unknown".to_owned()])
    );
    let fixed = read_one("x.jsonl", r#"{"kind":"fixed","line_number":"02100000001","recorded":true}"#);
    assert_eq!(counts(&fixed), ["lines 1/1/0/0"]);
}

#[test]
fn transcripts_as_screen_takes_them() {
    let line = r#"{"call_id":"C1","agency_id":"A1","case_no":"K9","party":"spouse","started_at":"2026-07-03T21:30:00+08:00","turns":[{"speaker":"agent","start_ms":0,"end_ms":900,"text":"您好"},{"text":""},{"speaker":"third","text":"哪位"}]}"#;
    let intake = read_one("transcripts.jsonl", line);
    assert_eq!(counts(&intake), ["transcripts 1/1/0/0"], "{:?}", intake.issues);
    assert!(intake.unrecognised_columns.is_empty());
    let turns: Vec<(u32, Speaker, &str)> = records(&intake)
        .into_iter()
        .map(|record| match record {
            Record::Turn(turn) => (turn.turn_no, turn.speaker, turn.text.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(turns, [(1, Speaker::Agent, "您好"), (2, Speaker::Unknown, ""), (3, Speaker::Third, "哪位")]);
    let foreign = read_one("transcripts.jsonl", line.replace("A1", "A2"));
    assert_eq!(errors(&foreign), ["L1 agency-mismatch"]);
    let wrong = read_one("transcripts.jsonl", r#"{"call_id":"C1","turns":[{"speaker":"robot","text":"x"}]}"#);
    assert_eq!(errors(&wrong), ["L1 role-unknown"]);
}

#[test]
fn transcripts_one_call_a_cell() {
    let read = |cell: &str| read_one("transcripts.csv", format!("通话编号,内容\nC1,\"{cell}\"\n"));
    for cell in [
        "坐席: 您好，这里是某某公司。\n客户：你好\n坐席：请问是本人吗",
        "坐席: 您好，这里是某某公司。 / 客户: 你好 / 坐席: 请问是本人吗",
        "催收员(E1)：您好，这里是某某公司。\n債務人：你好\n客服：请问是本人吗",
        "[00:01] Agent: 您好，这里是某某公司。\n[00:05] Customer: 你好\n[00:07] Agent: 请问是本人吗",
    ] {
        let intake = read(cell);
        assert_eq!(counts(&intake), ["transcripts 1/1/0/0"], "{cell}: {:?}", intake.issues);
        match records(&intake)[0] {
            Record::Turn(turn) => {
                assert_eq!((turn.speaker, turn.text.as_str()), (Speaker::Agent, "您好，这里是某某公司。"))
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(intake.rows[2].1.origin.cell("text").cell, "B2");
    }
    let amounts = read("坐席: 金额 3/5 已还，比例 1/2\n客户: 好");
    assert_eq!(counts(&amounts), ["transcripts 1/1/0/0"]);
    assert_eq!(errors(&read("您好")), ["B2 conversation-unreadable"]);
    assert_eq!(errors(&read("机器人: 您好\n客户: 好")), ["B2 role-unknown"]);
    let half = read_one("transcripts.csv", "通话编号,序号,内容\nC1,1,您好\n");
    assert_eq!((errors(&half), half.issues[0].field.as_str()), (vec!["column-missing".to_owned()], "speaker"));
}

#[test]
fn archives() {
    let lines = "线路号码,是否录音\n02100000001,是\n";
    let bytes = zipped(&[
        ("周报/calls.csv", english().as_bytes()),
        ("lines.csv", lines.as_bytes()),
        ("audio/R1.wav", b"RIFF"),
        ("__MACOSX/._calls.csv", b"x"),
        (".DS_Store", b"x"),
        ("inner.zip", &zipped(&[("calls.csv", b"x")])),
    ]);
    let intake = read_one("week.zip", bytes);
    assert_eq!(counts(&intake), ["calls 1/1/0/0", "lines 1/1/0/0"]);
    let files: Vec<&str> = intake.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        files,
        ["week.zip", "week.zip/周报/calls.csv", "week.zip/lines.csv", "week.zip/audio/R1.wav", "week.zip/inner.zip"]
    );
    assert_eq!(
        (warnings(&intake), errors(&intake)),
        (vec!["zip-member-ignored".to_owned()], vec!["zip-nested".to_owned()])
    );
    assert_eq!(intake.rows[0].1.origin.sheet.sheet, "calls.csv");
    assert_eq!(errors(&read_one("audio.zip", zipped(&[("R1.wav", b"RIFF")]))), ["zip-nothing-inside"]);
    assert_eq!(errors(&read_one("cut.zip", b"PK\x03\x04 and no more".to_vec())), ["file-unreadable"]);
}

#[test]
fn names_that_contradict_the_content_are_remarked() {
    let intake = read_one("calls.xls", english());
    assert_eq!(
        (counts(&intake), warnings(&intake)),
        (vec!["calls 1/1/0/0".to_owned()], vec!["wrong-extension".to_owned()])
    );
}

#[test]
fn every_limit_allows_itself_and_refuses_one_more() {
    let limits = plumbline::intake::limits::Limits::default();
    let two = format!("{}{}\n", english(), good_call("C2").join(","));
    let archive = zipped(&[("calls.csv", english().as_bytes()), ("lines.csv", b"line_number\n02100000001\n")]);
    let inflated = english().len() as u64 + 24;
    let long = english().replace("K1", &"K".repeat(100));
    type Set = fn(&mut plumbline::intake::limits::Limits, u64);
    let cases: [(&str, &str, Vec<u8>, Set, u64); 9] = [
        ("file-too-large", "calls.csv", two.clone().into_bytes(), |l, n| l.file_bytes = n, two.len() as u64),
        ("too-many-rows", "calls.csv", two.clone().into_bytes(), |l, n| l.rows = n as u32, 3),
        ("too-many-rows", "calls.jsonl", b"{\"call_id\":1}\n{\"call_id\":2}".to_vec(), |l, n| l.rows = n as u32, 2),
        ("too-many-columns", "calls.csv", two.clone().into_bytes(), |l, n| l.columns = n as u32, 8),
        ("too-many-cells", "calls.csv", two.clone().into_bytes(), |l, n| l.cells = n, 24),
        ("zip-too-many-members", "week.zip", archive.clone(), |l, n| l.zip_members = n as usize, 2),
        ("zip-too-large", "week.zip", archive.clone(), |l, n| l.zip_inflated = n, inflated),
        ("text-too-long", "calls.csv", long.into_bytes(), |l, n| l.cell_characters = n as usize, 100),
        ("too-many-issues", "calls.csv", two.replace("K1", "").into_bytes(), |l, n| l.issues = n as usize, 2),
    ];
    for (code, name, bytes, set, bound) in cases {
        for (bound, refused) in [(bound, false), (bound - 1, true)] {
            let mut limits = limits;
            set(&mut limits, bound);
            let intake = read_within(&[file(name, bytes.clone())], &context(), limits);
            let found = intake.issues.iter().any(|issue| issue.code == code);
            assert_eq!(found, refused, "{code} at {bound}: {:?}", intake.issues);
        }
    }
}

#[test]
fn an_archive_that_swells_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("calls.csv", packed).unwrap();
    zip.write_all(&vec![b' '; 8 << 20]).unwrap();
    assert_eq!(errors(&read_one("bomb.zip", zip.finish().unwrap().into_inner())), ["zip-ratio"]);
}

#[test]
fn who_hands_in_what() {
    let cases = "案件编号,债务人姓名,电话,余额,委托日,时区\nK1,测试甲,13800000001、13800000002,\"12,800.50\",2026/1/5,Asia/Urumqi\n";
    assert_eq!(errors(&read_one("cases.csv", cases)), ["sheet-of-bank"]);
    let as_sender = |sender: Sender, name: &str, text: &str| {
        let mut context = context();
        context.sender = sender;
        read(&[file(name, text)], &context)
    };
    let agency = |id: &str| Some(id.parse().unwrap());
    let named = as_sender(Sender::Bank(agency("A1")), "cases.csv", cases);
    assert_eq!(only(&named).agency, agency("A1"));
    match &only(&named).record {
        Record::Case(case) => {
            assert_eq!((case.balance, case.phones.len()), (Some(1_280_050), 2));
            assert_eq!(case.entrusted_at.unwrap().to_rfc3339(), "2026-01-04T16:00:00+00:00");
            assert_eq!(case.time_zone, Some(chrono_tz::Asia::Urumqi));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(errors(&as_sender(Sender::Bank(None), "cases.csv", cases)), ["L2 agency-missing"]);
    let rows = "agency_id,case_no\nA1,K1\nA2,K1\n";
    let both = as_sender(Sender::Bank(None), "cases.csv", rows);
    assert_eq!(both.rows.len(), 2, "the same number at two agencies is two cases");
    assert_eq!(errors(&as_sender(Sender::Bank(agency("A1")), "cases.csv", rows)), ["A3 agency-mismatch"]);
    assert_eq!(errors(&as_sender(Sender::Bank(None), "calls.csv", &english())), ["sheet-of-agency"]);
    let preflight = as_sender(Sender::Preflight, "calls.csv", &english().replace("2026-07-03", "2026-01-03"));
    assert!(preflight.issues.is_empty() && preflight.sheets[0].kind == Some(EvidenceKind::Calls));
}
