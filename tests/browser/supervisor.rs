//! The supervisor: from the table of agencies to the evidence of each lost point, and a verdict that changes the score at once.

use crate::demo::{Demo, QUARTER, SUPERVISOR};
use crate::driver::Browser;

/// The number in the words of an element.
async fn number(browser: &Browser, css: &str) -> u64 {
    let digits: String = browser.text(css).await.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number at {css}"))
}

pub async fn follows_every_point_to_its_evidence(demo: &Demo, name: &str) {
    let browser = demo.signed_in(SUPERVISOR, name).await;
    browser.arrives(&format!("/scorecards/{QUARTER}")).await;
    assert!(browser.count("main tbody tr").await >= 5, "every agency has its line");
    browser.picture("agencies").await;

    browser.click("main tbody tr:last-child a.open").await;
    browser.arrives(&format!("/scorecards/{QUARTER}/")).await;
    let card = browser.at().await;
    assert!(browser.count("svg.bar").await > 0, "scores are drawn");
    browser.picture("scorecard").await;

    let confirmed = "td a[href*='rule='][href$='status=confirmed']";
    if browser.count(confirmed).await > 0 {
        let said = number(&browser, confirmed).await;
        browser.go(&browser.href(confirmed).await).await;
        assert_eq!(number(&browser, "main .sub").await, said, "a number opens exactly what it counted");
    }

    browser.go(&card).await;
    let open = "td a[href*='rule='][href$='status=undecided']";
    let before = number(&browser, open).await;
    let list = browser.href(open).await;
    let rule = list.split("rule=").nth(1).and_then(|rest| rest.split('&').next()).expect("a rule").to_owned();
    browser.go(&list).await;
    browser.click("a.open").await;
    browser.arrives("/findings/F-").await;
    let finding = browser.at().await;
    browser.click("button[value='false-hit:negated-or-quoted']").await;
    browser.leaves(&finding).await;
    browser.go(&card).await;
    let same = format!("td a[href*='rule={rule}&'][href$='status=undecided']");
    let after = if browser.count(&same).await == 0 { 0 } else { number(&browser, &same).await };
    assert_eq!(after, before - 1, "the verdict shows on the scorecard at once");

    for (path, picture) in [("/rules", "rules"), (&format!("/rules/cn-bank-card/{rule}"), "rule"), ("/users", "users")]
    {
        browser.go(path).await;
        browser.picture(picture).await;
    }
    browser.close().await;
}
