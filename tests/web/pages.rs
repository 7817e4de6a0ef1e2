//! What pages show of the evidence behind them.

use crate::setup::{Site, agency, on_both};
use crate::world::{HEAD, calls, hand_in, send, text, work};
use plumbline::domain::account::Access;
use plumbline::domain::agency::Agency;
use plumbline::store::{Scope, agencies};

on_both! { rules: a_finding_names_the_rules_that_made_it a_rule_shows_its_parameters_and_what_its_examples_are_about the_refused_rows_come_back_alone findings_are_paged_back_one_page lists_tell_the_time_by_the_agencys_clock each_side_gets_its_own_template }

/// A server that knows no rulesets any more stands for one whose rulesets were changed.
mod changed {
    use crate::setup::on_both;
    on_both! { plain: an_old_finding_keeps_its_sentence_and_says_that_the_rules_have_changed }
    use super::an_old_finding_keeps_its_sentence_and_says_that_the_rules_have_changed;
}

const CHANGED: &str = "The ruleset has changed since then";

fn finding_page(site: &Site) -> String {
    let ours = hand_in(site, &mut site.with_key(Access::Agency(agency("A"))), "A");
    let page = site.signed_in("ann").get(&format!("/findings/{}?lang=en", ours.finding));
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.body.contains("Why it fired: contact from 2026-07-22 21:30"), "{}", page.body);
    assert!(page.body.contains("Made by version 1 of the rule"), "{}", page.body);
    page.body
}

fn a_finding_names_the_rules_that_made_it(site: Site) {
    let digest = site.app.rulesets[0].digest.as_str()[..12].to_owned();
    let page = finding_page(&site);
    assert!(page.contains(&format!("<code>{digest}</code>")), "{page}");
    assert!(!page.contains(CHANGED), "{page}");
}

fn an_old_finding_keeps_its_sentence_and_says_that_the_rules_have_changed(site: Site) {
    assert!(finding_page(&site).contains(CHANGED));
}

fn each_side_gets_its_own_template(site: Site) {
    for (who, address, link, file) in [
        ("ann", "/submissions", "/template?language=zh-Hant\"", "plumbline-zh-Hant"),
        ("sue", "/submissions", "/template?language=zh-Hant&amp;as=bank\"", "plumbline-bank-zh-Hant"),
    ] {
        let mut caller = site.signed_in(who);
        let page = caller.get(address).body;
        assert!(page.contains(link), "{who}: {page}");
        let template = caller.get(&link.replace("&amp;", "&").replace('"', ""));
        assert_eq!(template.status, 200);
        let named = template.header("content-disposition").map(|name| name.replace("%2D", "-").replace("%2d", "-"));
        assert!(named.as_ref().is_some_and(|name| name.contains(file)), "{who}: {named:?}");
    }
}

fn a_rule_shows_its_parameters_and_what_its_examples_are_about(site: Site) {
    let mut ann = site.signed_in("ann");
    for (lang, heading, list, none) in [
        ("zh-Hans", "<h2>参数</h2>", "词表，共 COUNT 条", "这种检查没有参数。"),
        ("zh-Hant", "<h2>參數</h2>", "詞表，共 COUNT 條", "這種檢查沒有參數。"),
        ("en", "<h2>Parameters</h2>", "phrase list, COUNT phrases", "This kind of check has no parameters."),
    ] {
        let hours = ann.get(&format!("/rules/cn-bank-card/contact-outside-hours?lang={lang}")).body;
        for part in [heading, "<code>contact-hours</code>", "<code>until</code>", "21:00:00", "both limits themselves"]
        {
            assert!(hours.contains(part), "{lang}: no {part} in {hours}");
        }
        let words = ann.get(&format!("/rules/cn-bank-card/third-party-alarm?lang={lang}")).body;
        let count = site.app.rulesets[0].phrase_lists["third-party-alarm"].to_string();
        for part in [heading, "<code>find 1</code>", &list.replace("COUNT", &count)] {
            assert!(words.contains(part), "{lang}: no {part} in {words}");
        }
        let missing = ann.get(&format!("/rules/cn-bank-card/recording-missing?lang={lang}")).body;
        assert!(missing.contains(none), "{missing}");
    }
}

fn the_refused_rows_come_back_alone(site: Site) {
    let mut key = site.with_key(Access::Agency(agency("A")));
    let bad = format!("{}A-3,K1,W1,13900000001,debtor,sometime,2026-07-22T21:31:00+08:00,connected\n", calls("A"));
    send(&mut key, &[], &bad);
    work(&site);
    let listed = key.get("/api/v1/submissions").json();
    let path = format!("/submissions/{}", text(&listed["items"][0]["submission_id"]));
    let mut ann = site.signed_in("ann");
    for (lang, words) in [
        ("zh-Hans", "只下载退回的行（1 行）"),
        ("zh-Hant", "只下載退回的列（1 列）"),
        ("en", "Download only the refused rows (1)"),
    ] {
        let page = ann.get(&format!("{path}?lang={lang}")).body;
        assert!(page.contains(&format!("<a class=\"button\" href=\"{path}/refused\" download>{words}</a>")), "{page}");
    }
    for answer in [ann.get(&format!("{path}/refused")), key.get(&format!("/api/v1{path}/refused"))] {
        assert_eq!(answer.status, 200, "{answer:?}");
        let name = format!("attachment; filename=\"{}-refused.xlsx\"", path.trim_start_matches("/submissions/"));
        assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
        assert!(answer.body.starts_with("PK"), "a workbook is a zip archive");
    }
    let clean = hand_in(&site, &mut site.with_key(Access::Agency(agency("B"))), "B");
    let page = site.signed_in("bob").get(&format!("/submissions/{}", clean.submission)).body;
    assert!(!page.contains("/refused\""), "nothing was refused: {page}");
}

fn findings_are_paged_back_one_page(site: Site) {
    let mut key = site.with_key(Access::Agency(agency("A")));
    let late = |number: u32| {
        let (hour, minute) = (22 + number / 60, number % 60);
        format!(
            "A-{number},K1,W1,13900000001,debtor,2026-07-21T{hour}:{minute:02}:00+08:00,2026-07-21T{hour}:{minute:02}:30+08:00,connected\n"
        )
    };
    send(&mut key, &[], &(HEAD.to_owned() + &(0..120).map(late).collect::<String>()));
    work(&site);
    let mut ann = site.signed_in("ann");
    let start = "/findings?rule=contact-outside-hours&lang=en".to_owned();
    let href = |page: &str, text: &str| {
        let before = page.split(&format!(">{text}</a>")).next().filter(|before| before.len() < page.len())?;
        let href = before.rsplit("href=\"").next()?.split('"').next()?;
        Some(href.replace("&amp;", "&").replace("&#38;", "&"))
    };
    let mut walk = |at: &str| ann.get(at).body;
    let first = walk(&start);
    assert!(first.contains("120 findings") && first.contains("shown: 1 to 50"), "{first}");
    assert_eq!((href(&first, "First page"), href(&first, "Previous page")), (None, None));
    let second = walk(&href(&first, "Next page").expect("a second page"));
    assert!(second.contains("shown: 51 to 100"), "{second}");
    assert_eq!(href(&second, "First page"), None, "the page before is the first");
    let third = walk(&href(&second, "Next page").expect("a third page"));
    assert!(third.contains("shown: 101 to 120"), "{third}");
    assert_eq!(href(&third, "Next page"), None);
    let back = walk(&href(&third, "Previous page").expect("a way back"));
    assert!(back.contains("shown: 51 to 100"), "{back}");
    let begin = walk(&href(&third, "First page").expect("a way to the start"));
    assert!(begin.contains("shown: 1 to 50"), "{begin}");
    assert!(walk(&href(&back, "Previous page").expect("a way back")).contains("shown: 1 to 50"));
}

fn lists_tell_the_time_by_the_agencys_clock(site: Site) {
    let urumqi = |db: &mut plumbline::store::DbConnection| {
        let zoned = Agency {
            time_zone: Some(chrono_tz::Asia::Urumqi),
            ..agencies::get(db, &Scope::Bank, &agency("B"))?.expect("B")
        };
        agencies::update(db, &zoned)
    };
    site.store().write(urumqi).expect("B lies in the west");
    for id in ["A", "B"] {
        send(&mut site.with_key(Access::Agency(agency(id))), &[], &calls(id));
        work(&site);
    }
    let mut bank = site.with_key(Access::Supervisor);
    let cases = "agency_id,case_no,debtor_name,phones,balance,entrusted_at\nA,K1,Debtor,13900000001,1000,2026-07-01\n";
    let sent = bank.upload("/api/v1/submissions", &[], &[("as", "bank")], &[("cases.csv", cases.as_bytes())]);
    assert_eq!(sent.status, 202, "{sent:?}");
    work(&site);
    let mut sue = site.signed_in("sue");
    for (lang, shanghai, urumqi) in [
        ("zh-Hans", "2026-08-03 17:00（上海）", "2026-08-03 15:00（乌鲁木齐）"),
        ("zh-Hant", "2026-08-03 17:00（上海）", "2026-08-03 15:00（烏魯木齊）"),
        ("en", "2026-08-03 17:00 (Shanghai)", "2026-08-03 15:00 (Urumqi)"),
    ] {
        let page = sue.get(&format!("/submissions?lang={lang}")).body;
        assert_eq!(page.matches(shanghai).count(), 2, "A's hand-in and, the zones being even, the bank's list: {page}");
        assert_eq!(page.matches(urumqi).count(), 1, "B's hand-in: {page}");
        assert!(!page.contains("09:00"), "nothing is told in UTC: {page}");
    }
    let page = sue.get("/submissions?agency=B&lang=en").body;
    assert!(page.contains("2026-08-03 15:00 (Urumqi)"), "{page}");
}
