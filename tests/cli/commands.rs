//! Every command of the manual is there and helps.

use crate::program::Desk;

/// The commands that `--help` lists.
fn listed(help: &str) -> Vec<String> {
    let commands = help.split("Commands:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    let name = |line: &str| line.strip_prefix("  ")?.split_whitespace().next().map(str::to_owned);
    commands.lines().filter(|line| !line.starts_with("   ")).filter_map(name).filter(|name| name != "help").collect()
}

#[test]
fn the_manuals_commands_are_there() {
    let commands = listed(&Desk::new().run("--help").clean());
    for command in [
        "demo",
        "serve",
        "worker",
        "import",
        "template",
        "screen",
        "audit",
        "score",
        "scorecard",
        "findings",
        "rules",
        "agency",
        "user",
        "migrate",
    ] {
        assert!(commands.iter().any(|listed| listed == command), "{command} is not among {commands:?}");
    }
    assert!(!commands.iter().any(|listed| listed == "parse-workbook"), "what nobody calls by hand is hidden");
}

#[test]
fn every_command_and_subcommand_helps() {
    let desk = Desk::new();
    let mut paths = vec![vec![]];
    let mut seen = 0;
    while let Some(path) = paths.pop() {
        let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = desk.run_all(&arguments).clean();
        assert!(help.contains("Usage: plumbline"), "{arguments:?}: {help}");
        seen += 1;
        paths.extend(listed(&help).into_iter().map(|name| [path.clone(), vec![name]].concat()));
    }
    assert!(seen > 10, "only {seen} helps were found");
}

#[test]
fn the_version_is_printed() {
    assert_eq!(Desk::new().run("--version").clean(), format!("plumbline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_scorecard_is_told_how_to_get() {
    let desk = Desk::new();
    desk.run("scorecard --quarter 2026Q3 --agency A1").refused(&["no agency A1", "plumbline agency list"]);
    desk.run("agency add --id A1 --name One --ruleset cn-bank-card --agreement-from 2025-01-01").clean();
    desk.run("scorecard --quarter 2026Q3 --agency A1").refused(&["A1 has no scorecard for 2026Q3", "plumbline score"]);
}

#[test]
fn an_empty_quarter_is_scored_with_null_and_printed_in_every_form() {
    let desk = Desk::new();
    desk.run("agency add --id A1 --name One --ruleset cn-bank-card --agreement-from 2025-01-01").clean();
    assert!(desk.run("audit --quarter 2026Q3").code < 2);
    assert!(desk.run("score --quarter 2026Q3").code < 2);
    let json: serde_json::Value =
        serde_json::from_str(&desk.run("scorecard --quarter 2026Q3 --agency A1 --format json").clean()).unwrap();
    assert!(json["score"].is_null() && json["interval"].is_null(), "{json}");
    assert_eq!(json["grade"], "N");
    let pretty = desk.run("scorecard --quarter 2026Q3 --agency A1 --lang zh-Hant").clean();
    assert!(pretty.contains("評分卡"), "{pretty}");
    for (form, begins) in [("html", "<!doctype html>"), ("xlsx", "PK"), ("pdf", "%PDF-")] {
        let file = desk.path("card");
        desk.run_all(&[
            "scorecard",
            "--quarter",
            "2026Q3",
            "--agency",
            "A1",
            "--format",
            form,
            "-o",
            file.to_str().unwrap(),
        ])
        .clean();
        assert!(std::fs::read(&file).unwrap().starts_with(begins.as_bytes()), "{form}");
    }
}
