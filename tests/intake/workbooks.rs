//! Spreadsheets, through the child process.

use crate::common::{
    CALL_HEADERS, HandMade, counts, errors, good_call, only_call, read_one, text_row, warnings, zipped,
};

fn hand_made(sheets: Vec<(&'static str, &'static str, String)>) -> Vec<u8> {
    HandMade { sheets, from_1904: false, shared: r#"count="0" uniqueCount="0">"# }.bytes()
}

fn one_sheet(rows: &str) -> Vec<u8> {
    hand_made(vec![("calls", "", rows.to_owned())])
}

#[test]
fn inline_strings_shared_strings_formula_results_and_real_dates() {
    let headers = text_row(1, "", &CALL_HEADERS);
    let row = r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><f>"K"&amp;1</f><v>K1</v></c><c r="C2"><v>1001</v></c>
        <c r="D2"><v>1.3800000001E10</v></c><c r="E2" t="inlineStr"><is><t>本人</t></is></c><c r="F2" s="2"><v>46206.895833333336</v></c>
        <c r="G2" s="3"><v>2.3148148148148147E-3</v></c><c r="H2" t="inlineStr"><is><t>接通</t></is></c></row>"#;
    let book = HandMade {
        sheets: vec![("通话记录", "", headers + row)],
        from_1904: false,
        shared: r#"count="1" uniqueCount="1"><si><t>C1</t></si>"#,
    };
    let intake = read_one("week.xlsx", book.bytes());
    assert_eq!(counts(&intake), ["calls 1/1/0/0"], "{:?}", intake.issues);
    let call = only_call(&intake);
    assert_eq!((call.call_id.as_str(), call.case_no.as_str(), call.collector_id.as_str()), ("C1", "K1", "1001"));
    assert_eq!(call.called_number, "13800000001");
    assert_eq!(call.started_at.to_rfc3339(), "2026-07-03T13:30:00+00:00");
    assert_eq!(call.seconds(), 200);
    assert!(intake.issues.is_empty());
}

/// As programs write it that don't calculate; a formula whose result is an empty text is blank indeed.
#[test]
fn a_formula_without_its_result_does_not_read_as_blank() {
    let sheet = |summary: &str, started: &str| {
        let headers: Vec<&str> = CALL_HEADERS.into_iter().chain(["summary"]).collect();
        let cells = text_row(2, "", &good_call("C1")).replace("</row>", &format!("{summary}</row>"));
        let cells = match started {
            "" => cells,
            _ => cells.replace(r#"<c r="F2" t="inlineStr"><is><t>2026-07-03 10:00:00</t></is></c>"#, started),
        };
        read_one("week.xlsx", one_sheet(&(text_row(1, "", &headers) + &cells)))
    };
    for cell in [
        r#"<c r="I2"><f>A1&amp;"x"</f></c>"#,
        r#"<c r="I2"><f>A1</f><v></v></c>"#,
        r#"<c r="I2" s="0"><f>A1</f><v/></c>"#,
        r#"<c r="I2"><f t="shared" si="0"/></c>"#,
        r#"<c r="I2" t="str"><f>A1</f></c>"#,
    ] {
        let intake = sheet(cell, "");
        assert_eq!(errors(&intake), ["I2 formula-without-result"], "{cell}: {:?}", intake.issues);
        assert_eq!(counts(&intake), ["calls 1/0/1/0"], "{cell}");
        assert!(!intake.issues[0].hint.is_empty());
    }
    for cell in [r#"<c r="I2" t="str"><f>""</f><v></v></c>"#, r#"<c r="I2"><v></v></c>"#, r#"<c r="I2" s="1"/>"#] {
        assert_eq!(counts(&sheet(cell, "")), ["calls 1/1/0/0"], "{cell}");
    }
    let required = sheet("", r#"<c r="F2" s="2"><f>NOW()</f></c>"#);
    assert_eq!(errors(&required), ["F2 formula-without-result"], "not as a missing value");
}

/// The sheet's text is searched in pieces: a formula on their seam is seen as any other.
#[test]
fn formulas_without_results_are_found_anywhere_in_a_large_sheet() {
    let headers: Vec<&str> = CALL_HEADERS.into_iter().chain(["summary"]).collect();
    let ids: Vec<String> = (2..3000).map(|row| format!("C{row}")).collect();
    let row = |(number, id): (u32, &String)| {
        text_row(number, "", &good_call(id))
            .replace("</row>", &format!(r#"<c r="I{number}"><f>A{number}</f></c></row>"#))
    };
    let rows: String = (2..).zip(&ids).map(row).collect();
    let intake = read_one("week.xlsx", one_sheet(&(text_row(1, "", &headers) + &rows)));
    assert_eq!(counts(&intake), ["calls 2998/0/2998/0"]);
    assert!(intake.issues.iter().all(|issue| issue.code == "formula-without-result"));
}

#[test]
fn dates_count_from_1904_where_the_workbook_says_so() {
    let headers = text_row(1, "", &CALL_HEADERS);
    let cells = |f: &str| {
        format!(
            r#"{headers}<row r="2"><c t="inlineStr"><is><t>C1</t></is></c><c t="inlineStr"><is><t>K1</t></is></c><c t="inlineStr"><is><t>E1</t></is></c><c><v>13800000001</v></c><c t="inlineStr"><is><t>debtor</t></is></c>{f}<c><v>200</v></c><c t="inlineStr"><is><t>busy</t></is></c></row>"#
        )
    };
    for cell in [r#"<c s="2"><v>44744.895833333336</v></c>"#, "<c><v>44744.895833333336</v></c>"] {
        let book = HandMade { sheets: vec![("calls", "", cells(cell))], from_1904: true, shared: r#"count="0">"# };
        let intake = read_one("mac.xlsx", book.bytes());
        assert_eq!(only_call(&intake).started_at.to_rfc3339(), "2026-07-03T13:30:00+00:00", "{cell}");
    }
}

#[test]
fn a_date_cell_without_time_is_no_midnight_unless_it_shows_one() {
    let with = |style: u8| {
        let headers = text_row(1, "", &CALL_HEADERS);
        let row = format!(
            r#"<row r="2"><c r="A2" t="inlineStr"><is><t>C1</t></is></c><c r="B2" t="inlineStr"><is><t>K1</t></is></c><c r="C2" t="inlineStr"><is><t>E1</t></is></c><c r="D2"><v>13800000001</v></c><c r="E2" t="inlineStr"><is><t>debtor</t></is></c><c r="F2" s="{style}"><v>46206</v></c><c r="G2"><v>200</v></c><c r="H2" t="inlineStr"><is><t>busy</t></is></c></row>"#
        );
        read_one("week.xlsx", one_sheet(&(headers + &row)))
    };
    let date_only = with(1);
    assert_eq!(errors(&date_only), ["F2 time-missing"]);
    assert_eq!(date_only.issues[0].value, "2026-07-03");
    assert_eq!(only_call(&with(2)).started_at.to_rfc3339(), "2026-07-02T16:00:00+00:00");
}

#[test]
fn hidden_sheets_and_rows_are_read_and_mentioned() {
    let rows = text_row(1, "", &CALL_HEADERS)
        + &text_row(2, "", &good_call("C1"))
        + &text_row(3, r#"hidden="1""#, &good_call("C2"));
    let intake = read_one("week.xlsx", hand_made(vec![("calls", r#"state="hidden""#, rows)]));
    assert_eq!(counts(&intake), ["calls 2/2/0/0"]);
    assert_eq!(warnings(&intake), ["sheet-hidden", "rows-hidden"]);
    assert!(intake.issues[1].message.starts_with("1 rows"), "{}", intake.issues[1].message);
}

#[test]
fn title_rows_and_headers_over_two_rows() {
    let rows = text_row(1, "", &["某某公司 2026 年第 27 周"])
        + &text_row(3, "", &["通话编号", "案件编号", "催收员", "", "时间", "", "通话", "", "其他"])
        + &text_row(4, "", &["", "", "工号", "被叫号码", "开始", "结束", "结果", "对象关系", "备注2"])
        + &text_row(5, "", &["C1", "K1", "E1", "13800000001", "2026/7/3 10:00", "2026/7/3 10:05", "接通", "本人", "x"]);
    let intake = read_one("week.xlsx", hand_made(vec![("通话记录", "", rows)]));
    assert_eq!(counts(&intake), ["calls 1/1/0/0"], "{:?}", intake.issues);
    let column = &intake.unrecognised_columns[0];
    assert_eq!((column.header.as_str(), column.nearest.as_str()), ("其他/备注2", "摘要"));
    assert_eq!(intake.rows[0].1.extra["其他/备注2"], "x");
}

/// Our problems column stands in the last header row, beside a header that was merged downwards.
#[test]
fn the_problems_column_is_ours_under_two_header_rows_too() {
    let rows =
        text_row(1, "", &["通话编号", "案件编号", "工号", "被叫号码", "对象关系", "时间", "", "结果", "备注2", ""])
            + &text_row(2, "", &["", "", "", "", "", "开始", "结束", "", "", "问题"])
            + &text_row(
                3,
                "",
                &["C1", "K1", "E1", "13800000001", "本人", "2026/7/3 10:00", "2026/7/3 10:05", "接通", "x", "改过"],
            );
    let intake = read_one("week.xlsx", hand_made(vec![("通话记录", "", rows)]));
    assert_eq!(counts(&intake), ["calls 1/1/0/0"], "{:?}", intake.issues);
    let headers: Vec<&str> = intake.unrecognised_columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["备注2"]);
    assert_eq!(intake.rows[0].1.extra.len(), 1);
}

#[test]
fn sheets_that_fit_no_kind_are_reported_and_a_workbook_of_them_is_refused() {
    let calls = text_row(1, "", &CALL_HEADERS) + &text_row(2, "", &good_call("C1"));
    let other = text_row(1, "", &["Product", "Price"]) + &text_row(2, "", &["Tea", "3"]);
    let both = read_one("week.xlsx", hand_made(vec![("Sheet1", "", calls), ("Prices", "", other.clone())]));
    assert_eq!(counts(&both), ["calls 1/1/0/0", "- 0/0/0/0"]);
    assert_eq!(warnings(&both), ["sheet-unknown"]);
    let none = read_one("prices.xlsx", hand_made(vec![("Prices", "", other)]));
    assert_eq!(errors(&none), ["wrong-workbook"]);
    assert!(none.files[0].refused);
}

#[test]
fn a_missing_column_refuses_its_sheet_only() {
    let headers: Vec<&str> = CALL_HEADERS.into_iter().filter(|header| *header != "party").collect();
    let rows = text_row(1, "", &headers)
        + &text_row(2, "", &["C1", "K1", "E1", "13800000001", "2026-07-03 10:00", "5", "busy"]);
    let lines = text_row(1, "", &["线路号码", "是否录音"]) + &text_row(2, "", &["02100000001", "是"]);
    let intake = read_one("week.xlsx", hand_made(vec![("calls", "", rows), ("lines", "", lines)]));
    assert_eq!(counts(&intake), ["calls 1/0/1/0", "lines 1/1/0/0"]);
    assert_eq!(errors(&intake), ["column-missing"]);
    assert_eq!((intake.issues[0].sheet.as_str(), intake.issues[0].field.as_str()), ("calls", "party"));
}

/// What once took the whole process down is refused, and the next file is read.
#[test]
fn hostile_workbooks_are_refused_and_we_live_on() {
    let rows = text_row(1, "", &CALL_HEADERS) + &text_row(2, "", &good_call("C1"));
    let bomb = HandMade {
        sheets: vec![("calls", "", rows.clone())],
        from_1904: false,
        shared: r#"count="1" uniqueCount="4000000000"><si><t>x</t></si>"#,
    };
    let far = rows.clone() + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let wide = rows.clone() + r#"<row r="3"><c r="XFD3"><v>1</v></c></row>"#;
    let broken = rows.clone() + "<row r=\"3\"><c";
    for (name, bytes, codes) in [
        ("bomb.xlsx", bomb.bytes(), vec!["parser-failed", "file-unreadable"]),
        ("far.xlsx", one_sheet(&far), vec!["too-many-rows"]),
        ("wide.xlsx", one_sheet(&wide), vec!["too-many-columns"]),
        ("broken.xlsx", one_sheet(&broken), vec!["file-unreadable"]),
        ("forged.xls", forged_xls(), vec!["parser-failed", "file-unreadable"]),
        ("cut.xlsx", one_sheet(&rows)[..400].to_vec(), vec!["file-unreadable"]),
    ] {
        let intake = read_one(name, bytes);
        assert!(intake.files[0].refused && intake.rows.is_empty(), "{name}: {:?}", intake.issues);
        let found = errors(&intake);
        assert!(found.len() == 1 && codes.contains(&found[0].as_str()), "{name}: {:?}", intake.issues);
        assert!(!intake.issues[0].hint.is_empty());
    }
    assert_eq!(counts(&read_one("good.xlsx", one_sheet(&rows))), ["calls 1/1/0/0"]);
}

/// An OLE head that promises a workbook in sectors that aren't there.
fn forged_xls() -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(512, 0);
    bytes[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    bytes[44..48].copy_from_slice(&0x00ff_ffffu32.to_le_bytes());
    bytes[48..52].copy_from_slice(&1u32.to_le_bytes());
    bytes[56..60].copy_from_slice(&0x1000u32.to_le_bytes());
    bytes[60..64].copy_from_slice(&0xffff_fffeu32.to_le_bytes());
    bytes[68..72].copy_from_slice(&0u32.to_le_bytes());
    bytes[72..76].copy_from_slice(&0x00ff_ffffu32.to_le_bytes());
    bytes.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0xff);
    bytes
}

#[test]
fn unusable_files_say_what_to_do() {
    let mut encrypted = forged_xls();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (name, bytes, code) in [
        ("week.xlsx", encrypted, "file-encrypted"),
        ("week.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "html-as-workbook"),
        ("week.xlsx", b"%PDF-1.7".to_vec(), "file-type-unknown"),
        ("week.xlsx", vec![0, 1, 2, 3], "file-type-unknown"),
        ("week.xlsx", Vec::new(), "file-empty"),
        (
            "week.docx",
            zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
            "file-type-unknown",
        ),
    ] {
        let intake = read_one(name, bytes);
        assert_eq!(errors(&intake), [code], "{name}");
        assert!(intake.files[0].refused && !intake.issues[0].hint.is_empty());
    }
}
