//! The files of this project.

use std::path::{Path, PathBuf};

/// One text file, its path relative to the project.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folders` whose name ends in one of `endings`, sorted by path.
pub fn below(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut paths);
    }
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    let wanted = |path: &PathBuf| endings.iter().any(|ending| path.to_str().is_some_and(|path| path.ends_with(ending)));
    let read = |path: &PathBuf| Source { path: name(path), text: std::fs::read_to_string(path).unwrap() };
    paths.iter().filter(|path| wanted(path)).map(read).collect()
}

/// A file that must be there.
pub fn paper(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name} is missing ({error}): write it"))
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, paths) } else { paths.push(path) }
    }
}

/// Fails with `sentence` and what breaks it, where anything does.
pub fn hold(sentence: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "\n\n{sentence}\n\n  {}\n", broken.join("\n  "));
}
