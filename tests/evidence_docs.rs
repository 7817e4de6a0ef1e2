//! `docs/evidence.md` is what the schemas say. `UPDATE=1` writes it.

use plumbline::intake::docs;
use std::fs;

#[test]
fn the_page_in_docs_is_the_one_made_from_the_schemas() {
    let path = "docs/evidence.md";
    let wanted = docs::page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &wanted).expect("written");
    }
    let there = fs::read_to_string(path).expect("docs/evidence.md: run with UPDATE=1");
    assert!(there == wanted, "docs/evidence.md is stale: run with UPDATE=1");
}
