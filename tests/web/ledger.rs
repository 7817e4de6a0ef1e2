//! The ledger's end, for everybody who is signed in.

use crate::setup::{Site, agency, on_both};
use crate::world::hand_in;
use plumbline::domain::account::Access;
use serde_json::{Value, json};

on_both! { rules: everybody_sees_the_same_checkpoint_and_it_moves_with_each_act a_scorecard_names_its_own_entry }

const CHECKPOINT: &str = "/api/v1/ledger/checkpoint";

fn everybody_sees_the_same_checkpoint_and_it_moves_with_each_act(site: Site) {
    let mut key = site.with_key(Access::Agency(agency("A")));
    let before = key.get(CHECKPOINT).json();
    // Four accounts and one key.
    assert_eq!((&before["sequence"], &before["entries"]), (&json!(5), &json!(5)));
    assert_eq!(before["at"], "2026-08-03T09:00:00Z");
    assert!(before["digest"].as_str().is_some_and(|digest| digest.starts_with("sha256:") && digest.len() == 71));
    for name in ["ann", "quinn", "sue"] {
        assert_eq!(site.signed_in(name).get(CHECKPOINT).json(), before, "{name}");
    }
    assert_eq!(site.visitor().get(CHECKPOINT).status, 401);
    hand_in(&site, &mut key, "A");
    let after = key.get(CHECKPOINT).json();
    assert!(after["sequence"].as_u64() > before["sequence"].as_u64(), "{after}");
    assert_ne!(after["digest"], before["digest"]);
    assert_eq!(after["entries"], after["sequence"]);
}

fn a_scorecard_names_its_own_entry(site: Site) {
    let mut key = site.with_key(Access::Agency(agency("A")));
    hand_in(&site, &mut key, "A");
    let end = key.get(CHECKPOINT).json();
    let digest = end["digest"].as_str().map(|digest| digest.trim_start_matches("sha256:")).expect("a digest");
    let page = site.signed_in("ann").get("/scorecards/2026Q3/A?lang=en").body;
    let line = format!("<dt>Ledger entry</dt><dd><code>{}:{digest}</code></dd>", end["sequence"]);
    assert!(page.contains(&line), "the scorecard was the last act: {line} in {page}");
    let card: Value = key.get("/api/v1/scorecards/2026Q3/A").json();
    assert!(!card.to_string().contains(digest), "the card's data is the same whatever stands in the ledger");
}
