//! The papers that readers look for.

use crate::sources::{hold, paper};

#[test]
fn the_readme_begins_with_the_two_commands() {
    let readme = paper("README.md");
    let top: String = readme.lines().take(20).collect::<Vec<_>>().join("\n");
    for command in ["cargo run --release -- demo", "./check"] {
        assert!(top.contains(command), "README.md shows '{command}' in its first 20 lines: it is what people come for");
    }
}

#[test]
fn four_recipes_of_at_most_ten_lines() {
    let contributing = paper("CONTRIBUTING.md");
    let recipes: Vec<&str> = contributing.split("\n## ").skip(1).filter(|part| part.starts_with("Add a")).collect();
    let titles: Vec<&str> = recipes.iter().map(|recipe| recipe.lines().next().unwrap()).collect();
    assert_eq!(
        titles,
        ["Add a rule", "Add a check kind", "Add a page", "Add a migration"],
        "CONTRIBUTING.md has these four recipes"
    );
    let steps = |recipe: &str| recipe.lines().skip(1).filter(|line| !line.trim().is_empty()).count();
    let long =
        recipes.iter().filter(|recipe| steps(recipe) > 10).map(|recipe| format!("{} lines: {recipe}", steps(recipe)));
    hold("A recipe has at most ten lines: when it grows, the design is wrong.", long.collect());
}

#[test]
fn the_changelog_tells_agencies_what_changed_in_the_rules() {
    let changelog = paper("CHANGELOG.md");
    let entries: Vec<&str> = changelog.split("\n## ").skip(1).collect();
    assert!(!entries.is_empty(), "CHANGELOG.md has an entry per version");
    let without = entries.iter().filter(|entry| !entry.contains("\n### Rules")).map(|entry| (*entry).to_owned());
    hold("Each version in CHANGELOG.md has a section 'Rules': agencies read it.", without.collect());
}

#[test]
fn both_licences_are_there() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(paper(name).len() > 500, "{name} is the whole text");
    }
}

#[test]
fn the_build_server_runs_what_people_run() {
    assert!(paper(".ci/run").contains("/check"), ".ci/run calls ./check and nothing else");
}
