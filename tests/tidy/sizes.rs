//! How long things may get.

use crate::sources::{Source, below, hold};

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

fn rust() -> Vec<Source> {
    below(&["src", "tests", "benches"], &[".rs"])
}

#[test]
fn files_are_short() {
    let mut lengths: Vec<usize> = rust().iter().map(|source| source.text.lines().count()).collect();
    lengths.sort_unstable();
    let (median, ninth) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    assert!(median <= 150, "The median file has {median} lines, at most 150 are allowed: let each file do one thing.");
    assert!(ninth <= 350, "Nine files of ten have up to {ninth} lines, at most 350 are allowed: split the long ones.");
}

#[test]
fn no_file_is_too_long() {
    let long = rust().into_iter().filter(|source| source.text.lines().count() > LONGEST_FILE);
    let broken = long.map(|source| format!("{}: {} lines", source.path, source.text.lines().count()));
    hold(&format!("No file has more than {LONGEST_FILE} lines: split it by what its parts do."), broken.collect());
}

#[test]
fn no_function_is_too_long() {
    let mut broken = Vec::new();
    for source in rust() {
        for (line, name, length) in functions(&source.text) {
            if length > LONGEST_FUNCTION {
                broken.push(format!("{}:{line} {name} has {length} lines", source.path));
            }
        }
    }
    let sentence =
        format!("No function has more than {LONGEST_FUNCTION} lines: name its steps and make them functions.");
    hold(&sentence, broken);
}

/// First line, name and length of each function; relies on the formatter's indentation.
fn functions(text: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        if line.ends_with('}') || line.ends_with(';') {
            continue;
        }
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        let ends = |line: &&str| **line == format!("{indent}}}") || **line == format!("{indent});");
        if let Some(length) = lines[start..].iter().position(ends) {
            found.push((start + 1, name.to_owned(), length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().peekable();
    while words.next_if(|word| word.starts_with("pub") || ["const", "async", "unsafe", "in"].contains(word)).is_some() {
    }
    if words.next() != Some("fn") {
        return None;
    }
    words.next()?.split(['(', '<']).next()
}

#[test]
fn lengths_of_functions_are_counted_from_fn_to_brace() {
    let text = "impl A {\n    pub(crate) async fn one(\n        a: u8,\n    ) -> u8 {\n        if a {\n        }\n    }\n\n    fn two() {}\n}\nfn three() {\n}\n";
    let counted = functions(text);
    assert_eq!(counted, [(2, "one".to_owned(), 6), (11, "three".to_owned(), 2)]);
}
