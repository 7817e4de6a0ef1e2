//! The agency's uploader: hands in, gets back what is wrong, reads findings and scorecard, sees nothing of others.

use crate::demo::{Demo, QUARTER};
use crate::driver::until;
use std::time::Duration;

/// Two good calls and one whose start lacks its day.
const SHEET: &str = "通话编号,案件编号,工号,被叫号码,对象关系,开始时间,结束时间,通话结果
BROWSER-1,BK1,T900,13800000001,本人,2026-09-21 10:00:00,2026-09-21 10:01:00,未接
BROWSER-2,BK1,T900,13800000001,本人,2026-09-21 11:00:00,2026-09-21 11:01:00,未接
BROWSER-3,BK1,T900,13800000001,本人,21:30,2026-09-21 21:31:00,未接
";

pub async fn hands_in_and_reads(demo: &Demo, name: &str) {
    let browser = demo.signed_in(&demo.agencies[0], name).await;
    browser.arrives("/submissions").await;
    assert_eq!(browser.text("h1").await, "交件");
    assert!(browser.count("main tbody tr").await >= 13, "thirteen weeks are listed");
    browser.picture("agency-weeks").await;

    let sheet = demo.write("calls.csv", SHEET);
    browser.run("document.querySelector('select[name=week]').value = '2026-W39'").await;
    browser.fill("input[type=file]", &sheet.display().to_string()).await;
    browser.click("form[data-upload] button").await;
    browser.arrives("/submissions/S-").await;
    assert!(browser.text("h1").await.starts_with("第 39 周"));
    assert_eq!(browser.texts(".figures dd").await[..3], ["3", "2", "1"], "rows, accepted, refused");
    assert_eq!(browser.count("#main .tag.critical").await, 1, "one kind of problem");
    assert!(browser.text("main td code").await.ends_with("!F4"), "the bad cell is named");
    browser.picture("agency-submission").await;

    browser.click("main td.n a").await;
    assert!(browser.at().await.contains("/issues?"));
    assert_eq!(browser.count("main tbody tr").await, 1, "the number opens exactly what it counted");
    browser.picture("agency-issues").await;

    browser.go("/findings").await;
    assert_eq!(browser.text("h1").await, "本公司的发现");
    browser.picture("agency-findings").await;
    if browser.count("a.open").await > 0 {
        browser.click("a.open").await;
        browser.arrives("/findings/F-").await;
        assert_eq!(browser.count("form[data-review]").await, 0, "an agency decides nothing");
        assert!(!browser.text("main").await.contains("置信"), "and is told nothing of the review");
        browser.picture("agency-finding").await;
    }
    browser.go("/findings?status=confirmed&quarter=2026Q2").await;
    browser.click("a.open").await;
    browser.arrives("/findings/F-").await;
    browser.fill("#appeal textarea[name=reason]", "录音里是客户本人在说话，请重听。").await;
    browser.picture("agency-appeal").await;
    browser.click("#appeal button.main").await;
    let made = || async { (browser.count("#appeal .tag").await == 1).then_some(()) };
    until("the appeal", Duration::from_secs(30), made).await;
    assert_eq!(browser.text("#appeal .tag").await, "已提交");
    assert_eq!(browser.count("#appeal textarea").await, 0, "there is no second one");

    browser.go("/scorecards").await;
    browser.arrives(&format!("/scorecards/{QUARTER}/")).await;
    browser.picture("agency-scorecard").await;
    browser.close().await;
}

pub async fn sees_nothing_of_others(demo: &Demo, name: &str) {
    let browser = demo.signed_in(&demo.agencies[0], name).await;
    let other = demo.agencies[1].to_uppercase();
    browser.go("/scorecards/2026Q3/NOSUCH").await;
    let nothing = browser.text("main").await;
    for path in [format!("/scorecards/{QUARTER}/{other}"), format!("/submissions?agency={other}")] {
        browser.go(&path).await;
        assert_eq!(browser.text("main").await, nothing, "{path} looks as if it did not exist");
    }
    browser.picture("not-found").await;
    browser.click("header a[hreflang=zh-Hant]").await;
    assert_eq!(browser.run("return document.documentElement.lang").await, "zh-Hant");
    assert_eq!(browser.text("header nav a").await, "交件");
    browser.click("header a[hreflang=en]").await;
    assert_eq!(browser.text("header nav a").await, "Hand-ins");
    browser.close().await;
}
