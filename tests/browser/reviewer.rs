//! The reviewer: works through the queue with one key a verdict, and just the same without scripts.

use crate::demo::{Demo, REVIEWER};
use crate::driver::{Browser, until};
use std::time::Duration;

const QUEUE: &str = "/findings?status=undecided";

/// How many the queue still holds, from its own words.
async fn left(browser: &Browser) -> u64 {
    browser.go(QUEUE).await;
    let sentence = browser.text("main .sub").await;
    let digits: String = sentence.split('条').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no count in '{sentence}'"))
}

/// Opens the first finding that has marked characters.
async fn open_a_conversation(browser: &Browser) {
    browser.go(&format!("{QUEUE}&kind=transcripts&severity=critical")).await;
    browser.click("a.open").await;
    browser.arrives("/findings/F-").await;
}

pub async fn works_through_the_queue(demo: &Demo, name: &str) {
    let browser = demo.signed_in(REVIEWER, name).await;
    browser.arrives(QUEUE).await;
    browser.picture("queue").await;
    let before = left(&browser).await;

    open_a_conversation(&browser).await;
    assert!(browser.count(".talk li.here mark").await > 0, "the offending characters are marked");
    assert!(browser.count(".way a[href^='/files/']").await > 0, "the original file is a link away");
    browser.picture("call").await;

    let first = browser.at().await;
    browser.fill("textarea[name=note]", "ixu1jk").await;
    composes(&browser).await;
    assert_eq!(browser.at().await, first, "keys do nothing in a field or while an input method composes");

    browser.go(&first).await;
    browser.press("\u{e007}").await;
    browser.leaves(&first).await;
    let second = browser.at().await;
    assert!(second.contains("status=undecided"), "the next one of the same list: {second}");
    browser.press("1").await;
    browser.leaves(&second).await;
    assert_eq!(left(&browser).await, before - 2, "two were decided");

    browser.go(&second).await;
    let history = browser.texts(".plain li").await;
    assert!(history.iter().any(|line| line.contains("误判（说话人不对）")), "the reason stays on record: {history:?}");
    browser.press("u").await;
    let taken_back = || async { (browser.count("button[value=open]").await == 0).then_some(()) };
    until("taking a verdict back", Duration::from_secs(30), taken_back).await;
    assert_eq!(left(&browser).await, before - 1, "one was taken back");

    browser.go(&second).await;
    browser.press("x").await;
    assert_eq!(browser.run("return document.activeElement.dataset.key").await, "1", "X leads to the reasons");
    browser.go("/findings?kind=visits").await;
    if browser.count("a.open").await > 0 {
        browser.click("a.open").await;
        assert!(browser.count("tr.here, mark").await > 0, "the offending fields are marked");
        browser.picture("visit").await;
    }
    browser.go("/help").await;
    browser.picture("help").await;
    browser.close().await;
}

/// What a browser sends while an input method composes.
async fn composes(browser: &Browser) {
    let script = "for (const key of ['Enter', 'x', '1', 'i']) document.body.dispatchEvent(new KeyboardEvent('keydown', \
                  { key, isComposing: true, bubbles: true }))";
    browser.run(script).await;
}

pub async fn works_without_scripts(demo: &Demo, name: &str) {
    let browser = Browser::open_without_scripts(&demo.base, name).await;
    browser.sign_in(REVIEWER, crate::demo::PASSWORD).await;
    let before = left(&browser).await;
    open_a_conversation(&browser).await;
    let first = browser.at().await;
    browser.click("button[value=confirmed]").await;
    browser.leaves(&first).await;
    assert_eq!(left(&browser).await, before - 1, "a form is enough");
    browser.close().await;
}
