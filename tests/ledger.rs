//! The chain: what it takes, and where it says that it breaks.

use chrono::{DateTime, TimeDelta, Utc};
use plumbline::domain::ids::Digest;
use plumbline::ledger::{Act, Broken, Chain, Content, Entry, Kind, ORIGIN};
use std::collections::BTreeSet;

fn begun() -> DateTime<Utc> {
    "2026-07-01T00:00:00Z".parse().expect("a moment")
}

fn act(number: u64) -> Act {
    let at = begun() + TimeDelta::minutes(number.cast_signed());
    Act { kind: Kind::Verdict, subject: format!("F-{number} 1"), content: Digest::of(&number.to_be_bytes()), at }
}

/// A chain of `count` entries.
fn entries(count: u64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for number in 0..count {
        let (sequence, previous) =
            entries.last().map_or((0, ORIGIN.clone()), |last| (last.sequence, last.digest.clone()));
        entries.push(Entry::after(sequence, previous, act(number)));
    }
    entries
}

fn walk(entries: &[Entry]) -> Result<Chain, Broken> {
    let mut chain = Chain::default();
    entries.iter().try_for_each(|entry| chain.take(entry))?;
    Ok(chain)
}

#[test]
fn a_chain_is_walked_to_its_end() {
    let entries = entries(5);
    let chain = walk(&entries).expect("a whole chain");
    let end = chain.end();
    assert_eq!((end.sequence, end.entries, end.at), (5, 5, Some(begun() + TimeDelta::minutes(4))));
    assert_eq!(end.digest, entries[4].digest);
    assert_eq!(Chain::default().end().digest.as_str(), "0".repeat(64));
    assert_eq!(entries[4].checkpoint(), format!("5:{}", entries[4].digest));
}

type Change = fn(&mut Vec<Entry>);

#[test]
fn whatever_is_changed_breaks_it_there() {
    let cases: [(&str, Change, Broken); 9] = [
        ("a content", |all| all[2].act.content = Digest::of(b"other"), Broken::Altered(3)),
        ("a subject", |all| all[2].act.subject = "F-9 1".into(), Broken::Altered(3)),
        ("a kind", |all| all[2].act.kind = Kind::Audit, Broken::Altered(3)),
        ("a moment", |all| all[2].act.at += TimeDelta::seconds(1), Broken::Altered(3)),
        ("a link", |all| all[2].previous = Digest::of(b"other"), Broken::Unlinked(3)),
        ("an entry left out", |all| drop(all.remove(2)), Broken::Gap { expected: 3, found: 4 }),
        ("the first left out", |all| drop(all.remove(0)), Broken::Gap { expected: 1, found: 2 }),
        ("two in each other's place", |all| all.swap(2, 3), Broken::Gap { expected: 3, found: 4 }),
        (
            "an entry made anew",
            |all| {
                let content = Digest::of(b"other");
                all[2] = Entry::after(2, all[1].digest.clone(), Act { content, ..act(2) });
            },
            Broken::Unlinked(4),
        ),
    ];
    for (what, change, broken) in cases {
        let mut entries = entries(5);
        change(&mut entries);
        assert_eq!(walk(&entries).err(), Some(broken), "{what}");
    }
}

#[test]
fn no_two_contents_are_the_same_bytes() {
    let digest = |fill: fn(&mut Content)| {
        let mut content = Content::of("test");
        fill(&mut content);
        content.digest()
    };
    let different = [
        digest(|_| {}),
        digest(|content| content.text("")),
        digest(|content| content.option(None)),
        digest(|content| content.text("ab")),
        digest(|content| ["a", "b"].into_iter().for_each(|text| content.text(text))),
        digest(|content| content.number(1)),
        digest(|content| content.moment(begun())),
        Content::of("another").digest(),
    ];
    assert_eq!(different.iter().collect::<BTreeSet<_>>().len(), different.len());
    assert_eq!(digest(|content| content.option(Some("ab"))), digest(|content| content.text("ab")));
}

#[test]
fn kinds_have_names_of_their_own() {
    for kind in Kind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
    }
}
