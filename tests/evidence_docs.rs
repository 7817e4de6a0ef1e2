//! `docs/evidence.md` is what the schemas say (`UPDATE=1` writes it), and the schemas name clauses that exist.

use plumbline::intake::{docs, schema};
use std::collections::BTreeSet;
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

#[test]
fn schemas_name_clauses_that_exist() {
    let list = fs::read_to_string("rulesets/clauses.toml").expect("the list of clauses");
    let list: toml::Table = list.parse().expect("TOML");
    let clauses = list["clause"].as_array().expect("clauses");
    let known: BTreeSet<&str> =
        clauses.iter().flat_map(|clause| clause["ids"].as_array().expect("ids")).filter_map(|id| id.as_str()).collect();
    for schema in schema::all() {
        let unknown: Vec<&str> =
            schema.clauses.iter().map(|clause| clause.as_str()).filter(|clause| !known.contains(clause)).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", schema.kind);
    }
}
