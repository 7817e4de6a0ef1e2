//! Imports point one way.

use crate::sources::{Source, below, hold};

/// Who may use whom, at most. `rules::docs` means that only this part of `rules` may be used. Who is not named may use anything.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &[]),
    ("clock", &[]),
    ("scoring", &["domain"]),
    ("review", &["domain"]),
    ("ledger", &["domain"]),
    ("rules", &["domain", "text"]),
    ("intake", &["domain", "text"]),
    ("store", &["domain", "ledger"]),
    ("i18n", &["domain"]),
    ("secrets", &["domain"]),
    ("config", &["clock", "rules::load"]),
    ("telemetry", &["config"]),
    ("report", &["domain", "i18n", "rules", "scoring"]),
    (
        "web",
        &[
            "clock",
            "config",
            "domain",
            "i18n",
            "intake::schema",
            "intake::shown",
            "intake::template",
            "ledger",
            "review",
            "secrets",
            "store",
            "jobs::queue",
            "scoring::change",
            "scoring::explain",
            "scoring::number",
            "rules::checklist",
            "rules::docs",
            "rules::duties",
            "rules::engine",
            "rules::examples",
            "rules::explain",
            "rules::load",
            "rules::ruleset",
        ],
    ),
    ("jobs", &["clock", "config", "domain", "text", "intake", "ledger", "review", "rules", "scoring", "store"]),
];

/// Crates that belong to one module.
const OWNED: &[(&str, &str)] = &[
    ("diesel", "store"),
    ("diesel_migrations", "store"),
    ("actix_web", "web"),
    ("actix_multipart", "web"),
    ("askama", "web"),
];

#[test]
fn imports_point_one_way() {
    let mut broken = Vec::new();
    for source in below(&["src"], &[".rs"]) {
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == layer_of(&source.path)) else { continue };
        for used in uses(&source) {
            let own = used.split("::").next() == Some(layer_of(&source.path));
            let fits = |allowed: &&str| used == **allowed || used.starts_with(&format!("{allowed}::"));
            if !own && !allowed.iter().any(fits) {
                broken.push(format!("{} uses crate::{used}", source.path));
            }
        }
    }
    hold(
        "A lower layer knows nothing of a higher one: pass in what it needs, or move the code (docs/architecture.md).",
        broken,
    );
}

#[test]
fn nothing_but_the_command_line_uses_web_or_jobs() {
    let mut broken = Vec::new();
    for source in below(&["src"], &[".rs"]) {
        let layer = layer_of(&source.path);
        for used in uses(&source) {
            let of_jobs = used.starts_with("jobs") && !["jobs", "cli", "demo"].contains(&layer);
            let queue = layer == "web" && ["jobs::queue", "jobs::verdict", "jobs::Context"].contains(&used.as_str());
            let of_web = used.starts_with("web") && !["web", "cli"].contains(&layer);
            if of_web || (of_jobs && !queue) {
                broken.push(format!("{} uses crate::{used}", source.path));
            }
        }
    }
    hold(
        "Pages and jobs are the top of the house: only `cli` starts them; `web` puts jobs into the queue and decides findings.",
        broken,
    );
}

#[test]
fn a_crate_that_belongs_to_one_module_stays_in_it() {
    let mut broken = Vec::new();
    for source in below(&["src"], &[".rs"]) {
        for (owned, owner) in OWNED {
            let used = code(&source.text).any(|line| {
                line.contains(&format!("{owned}::")) || line.trim_start().starts_with(&format!("use {owned}"))
            });
            if used && layer_of(&source.path) != *owner {
                broken.push(format!("{} uses {owned}, which belongs to {owner}", source.path));
            }
        }
    }
    hold(
        "The database is known to `store` alone, HTTP and templates to `web` alone: go through their functions.",
        broken,
    );
}

#[test]
fn the_map_names_every_module_in_a_sentence() {
    let map = below(&["src"], &["src/lib.rs"]).remove(0).text;
    let lines: Vec<&str> = map.lines().filter(|line| !line.starts_with("#[")).collect();
    let broken = lines
        .windows(2)
        .filter(|pair| pair[1].starts_with("pub mod") && !(pair[0].starts_with("///") && pair[0].ends_with('.')))
        .map(|pair| pair[1].to_owned());
    hold("src/lib.rs is the map: above each module stands one sentence that says what it is.", broken.collect());
}

#[test]
fn main_only_calls_the_library() {
    let main = below(&["src"], &["src/main.rs"]).remove(0).text;
    assert!(main.lines().count() <= 40, "src/main.rs has at most 40 lines: what the program does is in the library");
}

#[test]
fn both_databases_have_the_same_migrations() {
    let of = |side: &str| -> Vec<String> {
        let files = below(&[&format!("migrations/{side}")], &[".sql"]);
        files.iter().map(|file| file.path.replace(&format!("migrations/{side}/"), "")).collect()
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    let missing = |here: &[String], there: &[String], side: &str| -> Vec<String> {
        let lacking = here.iter().filter(|file| !there.contains(file));
        lacking.map(|file| format!("{file} is missing from migrations/{side}")).collect()
    };
    let broken = [missing(&sqlite, &postgres, "postgres"), missing(&postgres, &sqlite, "sqlite")].concat();
    hold("A migration has the same name on both databases, and an up.sql and a down.sql.", broken);
}

/// `src/web/pages/call.rs` → `web`.
fn layer_of(path: &str) -> &str {
    path.trim_start_matches("src/").split(['/', '.']).next().unwrap()
}

/// The lines without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Paths within this crate that a file uses, `rules::docs`, at most two names deep; `crate::{a, b::c}` counts as two.
fn uses(source: &Source) -> Vec<String> {
    let text: String = code(&source.text).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (start, _) in text.match_indices("crate::") {
        expand(&text[start + "crate::".len()..], String::new(), &mut found);
    }
    let depth = source.path.trim_end_matches("/mod.rs").matches('/').count();
    let climb = "super::".repeat(depth);
    for (start, _) in text.match_indices(&climb) {
        let inside_a_test_module = text[start..].starts_with(&format!("{climb}super::"));
        if !inside_a_test_module && !text[..start].ends_with("super::") {
            expand(&text[start + climb.len()..], String::new(), &mut found);
        }
    }
    found.retain(|path| path.chars().next().is_some_and(char::is_lowercase));
    found.sort();
    found.dedup();
    found
}

/// Follows one path of a `use` tree from the beginning of `text`.
fn expand(text: &str, before: String, found: &mut Vec<String>) {
    let joined = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") };
    if let Some(group) = text.strip_prefix('{') {
        for part in parts(group) {
            expand(part.trim_start(), before.clone(), found);
        }
        return;
    }
    let name: &str = &text[..text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())];
    let rest = &text[name.len()..];
    match rest.strip_prefix("::") {
        Some(rest) if joined(name).matches("::").count() < 1 => expand(rest, joined(name), found),
        _ if !name.is_empty() => found.push(joined(name)),
        _ => {}
    }
}

/// The members of a group, up to its closing brace.
fn parts(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (index, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..index]);
                return parts;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn imports_are_read_as_the_compiler_reads_them() {
    let uses = |path: &str, text: &str| uses(&Source { path: path.to_owned(), text: text.to_owned() });
    for (path, text, expected) in [
        ("src/rules/load.rs", "use crate::domain::ids::RuleId;", vec!["domain::ids"]),
        (
            "src/rules/load.rs",
            "use crate::{text, domain::{ids::A, score}};",
            vec!["domain::ids", "domain::score", "text"],
        ),
        ("src/rules/load.rs", "fn f() { crate::store::open() } // crate::cli\n// crate::web::x", vec!["store::open"]),
        ("src/rules/checks/hours.rs", "use super::super::super::web::page;", vec!["web::page"]),
        ("src/rules/mod.rs", "use super::web::page;", vec!["web::page"]),
        ("src/rules/load.rs", "use super::ruleset::Rule;", vec![]),
        ("src/config.rs", "use super::rules::load;", vec!["rules::load"]),
    ] {
        let mut found = uses(path, text);
        found.retain(|path| path != "cli");
        assert_eq!(found, expected, "{path}: {text}");
    }
}

#[test]
fn tests_stand_outside() {
    let inside = |source: &Source| ["#[cfg(test)]", "#[test]", "/// ```"].iter().any(|sign| source.text.contains(sign));
    let broken = below(&["src"], &[".rs"]).into_iter().filter(inside).map(|source| source.path).collect();
    hold("Tests stand in tests/ and use the public surface; those in src/ or in docs would never run.", broken);
}
