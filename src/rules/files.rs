//! Where ruleset files come from, and the form in which they are digested.

use super::load::{RuleError, Source};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(rust_embed::RustEmbed)]
#[folder = "rulesets/"]
struct Embedded;

/// Every file of a rulesets folder: path with '/' → text with plain newlines.
pub(super) type Files = BTreeMap<String, String>;

/// The list of clauses; taken from the program where a folder has none of its own.
pub(super) const CLAUSES: &str = "clauses.toml";

/// Reads all files of `source`.
pub(super) fn read(source: &Source) -> Result<Files, Vec<RuleError>> {
    let mut files = Files::new();
    let mut errors = Vec::new();
    match source {
        Source::Embedded => {
            for path in Embedded::iter() {
                add_embedded(&path, &mut files, &mut errors);
            }
        }
        Source::Folder(root) => {
            walk(root, root, &mut files, &mut errors);
            if errors.is_empty() && !files.contains_key(CLAUSES) {
                add_embedded(CLAUSES, &mut files, &mut errors);
            }
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn add_embedded(path: &str, files: &mut Files, errors: &mut Vec<RuleError>) {
    let bytes = Embedded::get(path).map(|file| file.data.into_owned()).unwrap_or_default();
    add(path.to_owned(), bytes, files, errors);
}

fn add(path: String, bytes: Vec<u8>, files: &mut Files, errors: &mut Vec<RuleError>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            files.insert(path, text.replace("\r\n", "\n"));
        }
        Err(_) => errors.push(RuleError::whole_file(&path, "this file is not UTF-8: save it as UTF-8")),
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Files, errors: &mut Vec<RuleError>) {
    let shown = folder.display().to_string();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            errors.push(RuleError::whole_file(&shown, format!("this folder can't be read: {error}")));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, files, errors);
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "txt") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match std::fs::read(&path) {
                Ok(bytes) => add(name, bytes, files, errors),
                Err(error) => errors.push(RuleError::whole_file(&name, format!("this file can't be read: {error}"))),
            }
        }
    }
}
