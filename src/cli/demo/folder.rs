//! The demo's data folder: fresh at each start, and never anybody else's.

use crate::cli::CliError;
use crate::clock::Clock;
use crate::config::{Layer, Settings};
use crate::demo::DemoQuarter;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the hand-ins are left to be looked at.
pub const HAND_INS: &str = "hand-ins";

/// What tells a demo's folder from others.
const MARK: &str = "this-is-a-plumbline-demo.txt";

/// What the demo makes in its folder, and may therefore remove.
const OWN: [&str; 6] = ["plumbline.db", "plumbline.db-wal", "plumbline.db-shm", "objects", HAND_INS, MARK];

/// The settings of the demo: its own folder unless one is named, and its own clock.
pub fn settings(given: &Settings, clock: Clock) -> Result<Settings, CliError> {
    let defaults = Settings::resolve(&[Layer { data: Some(given.data.clone()), ..Layer::default() }])?;
    let unnamed = Settings::resolve(&[])?;
    let data = if given.data == unnamed.data { PathBuf::from("plumbline-demo") } else { given.data.clone() };
    let named = |given: &str, default: &str| (given != default).then(|| given.to_owned());
    let own = Settings::resolve(&[Layer {
        data: Some(data),
        database_url: named(&given.database_url, &defaults.database_url),
        objects: named(&given.objects, &defaults.objects),
        ..Layer::default()
    }])?;
    Ok(Settings { data: own.data, database_url: own.database_url, objects: own.objects, clock, ..given.clone() })
}

/// Whether the database is the one in the folder, which is emptied with it.
pub fn holds_database(settings: &Settings) -> bool {
    settings.database_url == format!("sqlite:{}", settings.data.join(OWN[0]).display())
}

/// Empties the folder of an earlier demo, refuses any other that is not empty, and leaves the hand-ins in it.
pub fn prepare(settings: &Settings, quarter: &DemoQuarter) -> Result<(), CliError> {
    let folder = &settings.data;
    let cant = |error: std::io::Error| {
        let what = format!("can't write to {} ({error})", folder.display());
        CliError::new(what, "name a folder that you may write to with --data")
    };
    let entries: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.file_name()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(cant(error)),
    };
    if !entries.is_empty() && !folder.join(MARK).exists() {
        let what = format!("{} is not empty, and no demo's folder", folder.display());
        return Err(CliError::new(what, "name another with --data"));
    }
    for own in OWN {
        let path = folder.join(own);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        if let Err(error) = removed
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(cant(error));
        }
    }
    write(folder, quarter).map_err(cant)
}

fn write(folder: &Path, quarter: &DemoQuarter) -> std::io::Result<()> {
    let hand_ins = folder.join(HAND_INS);
    fs::create_dir_all(&hand_ins)?;
    fs::write(folder.join(MARK), "`plumbline demo` empties this folder each time it starts.\n")?;
    for hand_in in &quarter.hand_ins {
        let place = hand_ins.join(hand_in.folder());
        fs::create_dir_all(&place)?;
        for file in &hand_in.files {
            fs::write(place.join(&file.name), &file.bytes)?;
        }
    }
    let manifest = serde_json::to_vec_pretty(&quarter.manifest)?;
    fs::write(hand_ins.join("manifest.json"), manifest)
}
