//! `docs/rules/` is what the rule files say. `UPDATE=1` writes it.

use plumbline::rules::docs;
use plumbline::rules::load::{self, Source};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn the_pages_in_docs_are_those_made_from_the_rule_files() {
    let ids = load::list(&Source::Embedded).expect("a list");
    let rulesets: Vec<_> =
        ids.iter().map(|id| load::load(&Source::Embedded, id).unwrap_or_else(|errors| panic!("{errors:?}"))).collect();
    let wanted = docs::pages(&rulesets);
    let folder = Path::new("docs/rules");
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).expect("a folder");
        wanted.iter().for_each(|(name, text)| fs::write(folder.join(name), text).expect("written"));
    }
    let mut there = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("docs/rules: run with UPDATE=1").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a page");
        there.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    let stale: Vec<_> =
        wanted.iter().filter(|(name, text)| there.get(*name) != Some(*text)).map(|(name, _)| name).collect();
    let orphans: Vec<_> = there.keys().filter(|name| !wanted.contains_key(*name)).collect();
    assert!(stale.is_empty() && orphans.is_empty(), "run with UPDATE=1: stale {stale:?}, without a rule {orphans:?}");
}
