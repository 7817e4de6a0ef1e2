//! Exit code 2: one line on stderr that says what could not be done and how to mend it.

use crate::program::Desk;

#[test]
fn wrong_arguments_are_said_in_one_line() {
    #[rustfmt::skip]
    let table = [
        ("", &["no command", "--help"][..]),
        ("fly", &["'fly'", "--help"]),
        ("scorecard", &["--quarter", "--agency", "--help"]),
        ("scorecard --quarter 2026Q5 --agency A1", &["2026Q5", "2026Q3"]),
        ("scorecard --quarter 1999Q1 --agency A1", &["1999Q1", "2000 to 2100"]),
        ("scorecard --quarter 2026Q3 --agency a/b", &["a/b", "letters, digits"]),
        ("scorecard --quarter 2026Q3 --agency A1 --format tiff", &["tiff", "pdf"]),
        ("scorecard --quarter 2026Q3 --agency A1 --lang fr", &["fr", "zh-Hans"]),
        ("settings --format tiff", &["tiff", "jsonl"]),
        ("settings --no-such-flag", &["--no-such-flag", "--help"]),
    ];
    for (arguments, words) in table {
        Desk::new().run(arguments).refused(words);
    }
}

#[test]
fn settings_that_cannot_be_are_said_in_one_line() {
    #[rustfmt::skip]
    let table = [
        ("settings --database-url mysql://x", &["mysql://x", "sqlite:PATH", "postgres://"][..]),
        ("settings --database-url mysql://joe:secret@x/y", &["mysql://joe@x/y"]),
        ("settings --objects ftp://x", &["ftp://x", "file:///", "s3://"]),
        ("settings --rulesets no-such-folder", &["no-such-folder", "--rulesets"]),
        ("settings --config no-such.toml", &["no-such.toml", "--config"]),
        ("scorecard --quarter 2026Q3 --agency A1 --database-url postgres://127.0.0.1:1/x", &["127.0.0.1:1", "running"]),
    ];
    for (arguments, words) in table {
        Desk::new().run(arguments).refused(words);
    }
    Desk::new().with("PLUMBLINE_LOG", "x=y=z").run("settings").refused(&["x=y=z", "PLUMBLINE_LOG"]);
    Desk::new().with("PLUMBLINE_LOG_FORMAT", "xml").run("settings").refused(&["xml", "plain or json"]);
    Desk::new().with("PLUMBLINE_BIND", "everywhere").run("settings").refused(&["everywhere", "127.0.0.1:8080"]);
}

#[test]
fn a_settings_file_with_a_wrong_key_names_the_right_ones() {
    let desk = Desk::new();
    desk.file("plumbline.toml", "databse_url = 'sqlite:x.db'\n");
    desk.run("settings").refused(&["plumbline.toml", "databse_url", "database_url"]);
}

#[test]
fn a_paper_that_cannot_be_written_says_where_to() {
    let desk = Desk::new();
    desk.run("agency add --id A1 --name One --ruleset cn-bank-card --agreement-from 2025-01-01").clean();
    desk.run("audit --quarter 2026Q3");
    desk.run("score --quarter 2026Q3");
    desk.run("scorecard --quarter 2026Q3 --agency A1 --format html -o no/such/folder/card.html")
        .refused(&["no/such/folder/card.html", "folder"]);
}
