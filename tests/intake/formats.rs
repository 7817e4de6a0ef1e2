//! Files of every format.

use crate::common::{counts, errors, only_call, read_one};

#[test]
fn a_call_log_as_csv() {
    let intake = read_one(
        "通话记录.csv",
        "通话编号,案件编号,工号,被叫号码,对象关系,开始时间,结束时间,通话结果\n\
         C1,K1,E1,13800000001,本人,2026/7/3 10:00,2026/7/3 10:05,接通\n\
         C2,K1,E1,13800000001,本人,2026/7/3,2026/7/3 10:05,接通\n",
    );
    assert_eq!(counts(&intake), ["calls 2/1/1/0"]);
    assert_eq!(errors(&intake), ["F3 time-missing"]);
    assert_eq!(only_call(&intake).seconds(), 300);
}
