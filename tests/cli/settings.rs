//! Settings: flag > environment > file > default.

use crate::program::Desk;

fn setting(desk: &Desk, flags: &str, name: &str) -> String {
    let json = desk.run(&format!("settings --format json {flags}")).clean();
    let settings: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    settings.iter().find(|setting| setting["name"] == name).unwrap()["value"].as_str().unwrap().to_owned()
}

#[test]
fn the_stronger_layer_wins() {
    let file = |desk: Desk| {
        desk.file("plumbline.toml", "database_url = 'sqlite:file.db'\n");
        desk
    };
    let (nothing, in_file) = (Desk::new(), file(Desk::new()));
    let in_both = file(Desk::new().with("PLUMBLINE_DATABASE_URL", "sqlite:env.db"));
    let empty = file(Desk::new().with("PLUMBLINE_DATABASE_URL", ""));
    assert_eq!(setting(&nothing, "", "database_url"), "sqlite:plumbline-data/plumbline.db");
    assert_eq!(setting(&in_file, "", "database_url"), "sqlite:file.db");
    assert_eq!(setting(&in_both, "", "database_url"), "sqlite:env.db");
    assert_eq!(setting(&in_both, "--database-url sqlite:flag.db", "database_url"), "sqlite:flag.db");
    assert_eq!(setting(&empty, "", "database_url"), "sqlite:file.db", "an empty variable counts as absent");
}

#[test]
fn objects_lie_next_to_the_database_unless_said_otherwise() {
    let desk = Desk::new();
    let below = |part: &str, objects: &str| assert!(objects.ends_with(part), "{objects} does not end in {part}");
    below("/plumbline-data/objects", &setting(&desk, "", "objects"));
    below("/there/objects", &setting(&desk, "--database-url sqlite:there/x.db", "objects"));
    below("/there/objects", &setting(&desk, "--data there", "objects"));
    below("/plumbline-data/objects", &setting(&desk, "--database-url postgres://127.0.0.1/x", "objects"));
    assert_eq!(setting(&desk, "--objects s3://bucket/a", "objects"), "s3://bucket/a");
}

#[test]
fn a_data_folder_sets_aside_what_weaker_layers_said() {
    let desk =
        Desk::new().with("PLUMBLINE_DATABASE_URL", "postgres://127.0.0.1/x").with("PLUMBLINE_OBJECTS", "s3://bucket");
    assert_eq!(setting(&desk, "--data here", "database_url"), "sqlite:here/plumbline.db");
    assert!(setting(&desk, "--data here", "objects").ends_with("/here/objects"));
    let both = setting(&desk, "--data here --database-url postgres://127.0.0.1/y", "database_url");
    assert_eq!(both, "postgres://127.0.0.1/y", "in the same layer both count");
}

#[test]
fn a_password_is_never_shown() {
    let shown = setting(&Desk::new(), "--database-url postgres://joe:secret@127.0.0.1/x", "database_url");
    assert_eq!(shown, "postgres://joe@127.0.0.1/x");
}

#[test]
fn rows_are_printed_in_every_format() {
    let desk = Desk::new();
    assert!(desk.run("settings").clean().starts_with("setting       value\n"));
    assert!(desk.run("settings --format csv").clean().starts_with("setting,value\ndata,plumbline-data\n"));
    let jsonl = desk.run("settings --format jsonl").clean();
    assert!(jsonl.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}
