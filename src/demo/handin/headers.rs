//! Names of sheets and columns in the three languages, as agencies write them: the older sheets in words of their own, all others in the
//! template's.

use crate::domain::evidence::EvidenceKind;
use crate::domain::lang::Lang;
use crate::intake::schema;

/// Field, zh-Hans, zh-Hant, English.
type Header = (&'static str, [&'static str; 3]);

const CALLS: &[Header] = &[
    ("call_id", ["通话编号", "通話編號", "Call ID"]),
    ("case_no", ["案件编号", "案件編號", "Case No"]),
    ("collector_id", ["工号", "工號", "Collector ID"]),
    ("called_number", ["被叫号码", "被叫號碼", "Called Number"]),
    ("party", ["对象关系", "對象關係", "Party"]),
    ("contact_name", ["对象姓名", "對象姓名", "Contact Name"]),
    ("started_at", ["开始时间", "開始時間", "Started At"]),
    ("ended_at", ["结束时间", "結束時間", "Ended At"]),
    ("duration", ["时长", "時長", "Duration"]),
    ("outcome", ["通话结果", "通話結果", "Outcome"]),
    ("caller_number", ["主叫号码", "主叫號碼", "Caller Number"]),
    ("direction", ["方向", "方向", "Direction"]),
    ("channel", ["渠道", "管道", "Channel"]),
    ("recording_id", ["录音编号", "錄音編號", "Recording ID"]),
    ("agreed_time", ["特约时间", "特約時間", "Agreed Time"]),
    ("agreed_reason", ["特约原因", "特約原因", "Agreed Reason"]),
    ("promise_date", ["承诺还款日", "承諾還款日", "Promise Date"]),
    ("summary", ["摘要", "摘要", "Summary"]),
];

const TRANSCRIPTS: &[Header] = &[
    ("call_id", ["通话编号", "通話編號", "Call ID"]),
    ("turn_no", ["序号", "序號", "Turn No"]),
    ("speaker", ["角色", "角色", "Speaker"]),
    ("text", ["内容", "內容", "Text"]),
];

const VISITS: &[Header] = &[
    ("visit_id", ["外访编号", "外訪編號", "Visit ID"]),
    ("case_no", ["案件编号", "案件編號", "Case No"]),
    ("visitors", ["外访人员", "外訪人員", "Visitors"]),
    ("arrived_at", ["到达时间", "到達時間", "Arrived At"]),
    ("left_at", ["离开时间", "離開時間", "Left At"]),
    ("address", ["地址", "地址", "Address"]),
    ("person_met", ["接触对象", "接觸對象", "Person Met"]),
    ("party", ["对象关系", "對象關係", "Party"]),
    ("planned_on", ["计划日", "計畫日", "Planned On"]),
    ("handed_over_on", ["交接日", "交接日", "Handed Over On"]),
    ("badge_worn", ["佩戴证件", "佩戴證件", "Badge Worn"]),
    ("authorisation_shown", ["出示授权书", "出示授權書", "Authorisation Shown"]),
    ("entered", ["是否入内", "是否入內", "Entered"]),
    ("entry_consent", ["入内同意", "入內同意", "Entry Consent"]),
    ("recording_id", ["录音编号", "錄音編號", "Recording ID"]),
    ("photos", ["照片编号", "照片編號", "Photos"]),
    ("items_taken", ["收取财物", "收取財物", "Items Taken"]),
    ("narrative", ["经过", "經過", "Narrative"]),
    ("reviewed_by", ["主管复核人", "主管覆核人", "Reviewed By"]),
    ("reviewed_at", ["复核时间", "覆核時間", "Reviewed At"]),
];

const RECORDINGS: &[Header] = &[
    ("recording_id", ["录音编号", "錄音編號", "Recording ID"]),
    ("call_id", ["通话编号", "通話編號", "Call ID"]),
    ("visit_id", ["外访编号", "外訪編號", "Visit ID"]),
    ("file_name", ["文件名", "檔名", "File Name"]),
    ("duration", ["时长", "時長", "Duration"]),
    ("recorded_at", ["录制时间", "錄製時間", "Recorded At"]),
    ("sha256", ["sha256", "sha256", "sha256"]),
    ("backup_location", ["备份位置", "備份位置", "Backup Location"]),
    ("retain_until", ["保留至", "保留至", "Retain Until"]),
    ("deleted_at", ["删除时间", "刪除時間", "Deleted At"]),
];

const STAFF: &[Header] = &[
    ("collector_id", ["工号", "工號", "Collector ID"]),
    ("name", ["姓名", "姓名", "Name"]),
    ("hired_on", ["入职日期", "到職日期", "Hired On"]),
    ("left_on", ["离职日期", "離職日期", "Left On"]),
    ("certificate_no", ["证书编号", "證書編號", "Certificate No"]),
    ("certificate_valid_until", ["证书有效期", "證書有效期", "Certificate Valid Until"]),
    ("confidentiality_signed_on", ["保密承诺签署日", "保密承諾簽署日", "Confidentiality Signed On"]),
];

const LINES: &[Header] = &[
    ("line_number", ["线路号码", "線路號碼", "Line Number"]),
    ("kind", ["类型", "類型", "Kind"]),
    ("recorded", ["是否录音", "是否錄音", "Recorded"]),
    ("registered_on", ["登记日期", "登記日期", "Registered On"]),
    ("removed_on", ["停用日期", "停用日期", "Removed On"]),
];

const CASES: &[Header] = &[
    ("agency_id", ["机构编号", "機構編號", "Agency ID"]),
    ("case_no", ["案件编号", "案件編號", "Case No"]),
    ("debtor_name", ["债务人姓名", "債務人姓名", "Debtor Name"]),
    ("phones", ["电话", "電話", "Phones"]),
    ("balance", ["余额", "餘額", "Balance"]),
    ("entrusted_at", ["委托日", "委託日", "Entrusted At"]),
    ("due_at", ["到期日", "到期日", "Due At"]),
    ("withdrawn_at", ["撤案日", "撤案日", "Withdrawn At"]),
    ("settled_at", ["结清日", "結清日", "Settled At"]),
    ("time_zone", ["时区", "時區", "Time Zone"]),
];

/// Name of the sheet, its columns; none where the template's will do.
fn kind(kind: EvidenceKind) -> Option<([&'static str; 3], &'static [Header])> {
    Some(match kind {
        EvidenceKind::Calls => (["通话记录", "通話紀錄", "calls"], CALLS),
        EvidenceKind::Transcripts => (["通话转写", "通話轉寫", "transcripts"], TRANSCRIPTS),
        EvidenceKind::Visits => (["外访报告", "外訪報告", "visits"], VISITS),
        EvidenceKind::Recordings => (["录音清单", "錄音清單", "recordings"], RECORDINGS),
        EvidenceKind::Staff => (["人员名册", "人員名冊", "staff"], STAFF),
        EvidenceKind::Lines => (["线路登记", "線路登記", "lines"], LINES),
        EvidenceKind::Cases => (["委案清单", "委案清單", "cases"], CASES),
        _ => return None,
    })
}

/// The language of a sheet.
pub fn lang(language: &str) -> Lang {
    language.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn place(language: &str) -> usize {
    Lang::ALL.iter().position(|each| *each == lang(language)).unwrap_or(0)
}

/// The sheet's name in `language`.
pub fn sheet(of: EvidenceKind, language: &str) -> &'static str {
    kind(of).map_or_else(|| schema::of(of).name.get(lang(language)), |(names, _)| names[place(language)])
}

/// The header of `field` in `language`.
pub fn header(of: EvidenceKind, field: &str, language: &str) -> &'static str {
    let own = kind(of).and_then(|(_, headers)| headers.iter().find(|(name, _)| *name == field));
    let known = || schema::of(of).field(field).unwrap_or_else(|| panic!("{of} has no field '{field}'"));
    own.map_or_else(|| known().header.get(lang(language)), |(_, headers)| headers[place(language)])
}
