//! Limits on what is checked in: files a person can read in one go, and nothing heavy.

use std::fs;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::command::{self, say};
use crate::workspace::Workspace;

/// A Rust file beyond this is split into a folder.
const LINES: usize = 600;
/// Worth a word, not a failure.
const LINES_TO_WATCH: usize = 400;
/// A checked-in file beyond this belongs elsewhere.
const BYTES: u64 = 1_500_000;

/// Looks at every file that git knows.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let listed = command::quiet(Command::new("git").args(["ls-files", "-z"]).current_dir(workspace.root()))?;
    let mut faults = Vec::new();
    for name in String::from_utf8_lossy(&listed.stdout).split('\0').filter(|name| !name.is_empty()) {
        // A file deleted but not yet committed is no fault.
        let Ok(about) = fs::metadata(workspace.path(name)) else {
            continue;
        };
        let lines = if name.ends_with(".rs") { fs::read_to_string(workspace.path(name))?.lines().count() } else { 0 };
        faults.extend(fault(name, about.len(), lines));
        if (LINES_TO_WATCH + 1..=LINES).contains(&lines) {
            say(&format!("{name} has {lines} lines: think of splitting it"));
        }
    }
    ensure!(faults.is_empty(), "too large:\n  {}", faults.join("\n  "));
    Ok(())
}

fn fault(name: &str, bytes: u64, lines: usize) -> Option<String> {
    if bytes > BYTES {
        Some(format!("{name}: {bytes} bytes, at most {BYTES}"))
    } else if lines > LINES {
        Some(format!("{name}: {lines} lines, at most {LINES}"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_name_the_file() {
        assert_eq!(fault("a.rs", 1000, LINES), None);
        assert!(fault("a.rs", 1000, LINES + 1).unwrap().contains("a.rs"));
        assert!(fault("film.mp4", BYTES + 1, 0).unwrap().contains("film.mp4"));
    }
}
