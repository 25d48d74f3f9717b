//! Accounts to try the staff's console with, made by the server's own command.
//!
//! Each run gives them new passwords, printed and kept nowhere. A data folder in which real people have accounts is left
//! alone.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Names and roles of the accounts.
const DEMO: [(&str, &str); 2] = [("demo-admin", "admin"), ("demo-agent", "agent")];

/// Names and passwords to sign in with; none when others work here.
pub(crate) fn demo_accounts(binary: &Path, data: &Path) -> Result<Vec<(&'static str, String)>> {
    let listed = guichet(binary, data, &["staff", "list"])?;
    if !all_ours(&listed) {
        return Ok(Vec::new());
    }
    DEMO.into_iter()
        .map(|(name, role)| {
            let said = guichet(binary, data, &["staff", "add", name, "--role", role])?;
            Ok((name, password(&said).context("the server's command printed no password")?))
        })
        .collect()
}

fn all_ours(listed: &str) -> bool {
    listed.lines().all(|line| DEMO.iter().any(|(name, _)| line.split(" · ").next() == Some(name)))
}

fn password(said: &str) -> Option<String> {
    said.lines().find_map(|line| line.strip_prefix("password: ")).map(str::to_owned)
}

fn guichet(binary: &Path, data: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(binary)
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not run {}", binary.display()))?;
    ensure!(output.status.success(), "guichet {} ended with {}", arguments.join(" "), output.status);
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_accounts_are_left_alone() {
        assert!(all_ours(""));
        assert!(all_ours("demo-admin · admin\ndemo-agent · agent\n"));
        assert!(!all_ours("demo-admin · admin\nNadia · agent\n"));
    }

    #[test]
    fn the_password_is_found_in_what_the_command_says() {
        assert_eq!(password("Nadia may sign in at /staff\npassword: abc-def\n").as_deref(), Some("abc-def"));
        assert_eq!(password("Nadia may sign in at /staff\n"), None);
    }
}
