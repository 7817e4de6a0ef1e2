//! Reads the corpus from its folder.

use super::{Kind, Labelled, Part, Style};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The labels of a line; the call itself is read as `screen` reads it.
#[derive(Deserialize)]
struct Labels {
    call_id: String,
    kind: Kind,
    style: Style,
    about: String,
    labels: Vec<String>,
}

/// Every call below `folder`, in `develop/*.jsonl` and `measure/*.jsonl`, in the order of the files' names; the error says where it lies.
pub fn read(folder: &Path) -> Result<Vec<Labelled>, String> {
    let mut calls = Vec::new();
    for part in Part::ALL {
        for path in files(&folder.join(part.as_str()))? {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("{}/{name}:{}", part.as_str(), number + 1);
                calls.push(labelled(part, place, line)?);
            }
        }
    }
    if calls.is_empty() {
        let parts = "develop/*.jsonl and measure/*.jsonl";
        return Err(format!("there is no labelled call in {}: name a folder with {parts}", folder.display()));
    }
    Ok(calls)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| unreadable(folder, &error))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    Ok(paths)
}

fn labelled(part: Part, place: String, line: &str) -> Result<Labelled, String> {
    let read: Labels = serde_json::from_str(line).map_err(|error| format!("{place}: {error}: mend the line"))?;
    Ok(Labelled {
        part,
        call_id: read.call_id,
        kind: read.kind,
        style: read.style,
        about: read.about,
        labels: read.labels,
        place,
        line: line.to_owned(),
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("can't read {}: {error}: mend it or name another folder", path.display())
}
