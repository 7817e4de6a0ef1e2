//! Many write at once, and nobody is turned away.

use crate::on_both;
use crate::setup::*;
use plumbline::domain::evidence::EvidenceKind;
use plumbline::store::submissions::{self, Filter};
use plumbline::store::{Scope, agencies, evidence};

on_both! {
    fn read_then_write_never_fails_for_want_of_the_lock(db) {
        add_agencies(db, &["A1"]);
        let failures: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let rename = |_: &u32| {
                            let renamed = db.store.write(|c| {
                                let mut agency = agencies::get(c, &Scope::Bank, &id("A1"))?.expect("there");
                                agency.name.push('+');
                                agencies::update(c, &agency)
                            });
                            renamed.is_err()
                        };
                        (0..25).filter(rename).count()
                    })
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum()
        });
        assert_eq!(failures, 0);
    }

    fn hand_ins_at_once_get_a_version_each_and_lose_nothing(db) {
        add_agencies(db, &["A1"]);
        std::thread::scope(|scope| {
            for n in 0..6 {
                scope.spawn(move || {
                    let records = vec![call("shared", "2026-07-01T02:00:00"), call(&format!("C{n}"), "2026-07-01T03:00:00")];
                    parcel("A1", "2026-W27", &format!("file {n}"), records).send(db);
                });
            }
        });
        let all = db.store.read(|c| submissions::list(c, &Scope::Bank, &Filter::default(), None, 10)).unwrap();
        let mut versions: Vec<_> = all.items.iter().map(|submission| submission.version).collect();
        versions.sort_unstable();
        assert_eq!(versions, [1, 2, 3, 4, 5, 6]);
        for n in 0..6 {
            let key = format!("C{n}");
            let kept = db.store.read(|c| evidence::get(c, &Scope::Bank, &id("A1"), EvidenceKind::Calls, &key)).unwrap();
            assert!(kept.is_some(), "{key}");
        }
    }
}
