//! What to do about missing tools: a pure function, so that every kind of machine is a row in a test.

use super::tools::Tool;

/// The kinds of machine this project knows how to equip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian, Ubuntu and their kin.
    Apt(Rights),
    MacOs,
    Other,
}

/// How `apt-get` may be run without asking anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rights {
    Root,
    Sudo,
    None,
}

/// What will happen.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    Nothing,
    /// Install these packages; `reasons` say what each missing tool is for.
    Apt {
        rights: Rights,
        packages: Vec<&'static str>,
        reasons: Vec<&'static str>,
    },
    /// Cannot act: the words that tell a person what to type.
    Tell(String),
}

pub(crate) fn plan(missing: &[&Tool], system: System) -> Plan {
    if missing.is_empty() {
        return Plan::Nothing;
    }
    let mut packages: Vec<&'static str> = missing.iter().flat_map(|tool| tool.apt.iter().copied()).collect();
    packages.dedup();
    match system {
        System::Apt(rights @ (Rights::Root | Rights::Sudo)) => {
            Plan::Apt { rights, packages, reasons: missing.iter().map(|tool| tool.name).collect() }
        }
        System::Apt(Rights::None) => Plan::Tell(format!(
            "some tools are missing and installing them needs rights:\n{}\n\nType:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
            list(missing),
            packages.join(" ")
        )),
        System::MacOs => {
            let mut lines: Vec<&str> = missing.iter().filter_map(|tool| tool.mac).collect();
            lines.dedup();
            Plan::Tell(format!("some tools are missing:\n{}\n\nType:\n  {}", list(missing), lines.join("\n  ")))
        }
        System::Other => Plan::Tell(format!(
            "some tools are missing and this system has no apt:\n{}\n\nInstall them with your package manager; on Debian they are: {}",
            list(missing),
            packages.join(" ")
        )),
    }
}

fn list(missing: &[&Tool]) -> String {
    missing.iter().map(|tool| format!("  - {}", tool.name)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::Need;
    use super::super::tools::{TOOLS, for_needs};
    use super::*;

    fn named(word: &str) -> &'static Tool {
        TOOLS.iter().find(|tool| tool.name.contains(word)).unwrap()
    }

    #[test]
    fn nothing_missing_nothing_done() {
        for system in [System::Apt(Rights::Root), System::MacOs, System::Other] {
            assert_eq!(plan(&[], system), Plan::Nothing);
        }
    }

    #[test]
    fn root_and_sudo_install_only_what_is_missing() {
        for rights in [Rights::Root, Rights::Sudo] {
            let Plan::Apt { packages, reasons, rights: with } =
                plan(&[named("wasm-opt"), named("wrk")], System::Apt(rights))
            else {
                panic!("expected an installation");
            };
            assert_eq!(packages, ["binaryen", "wrk"]);
            assert_eq!(reasons.len(), 2);
            assert_eq!(with, rights);
        }
    }

    #[test]
    fn without_rights_the_exact_line_is_told() {
        let Plan::Tell(words) = plan(&[named("WebKitGTK"), named("libxdo")], System::Apt(Rights::None)) else {
            panic!("expected words");
        };
        assert!(words.ends_with("libwebkit2gtk-4.1-dev libxdo-dev"), "{words}");
        assert!(words.contains("sudo apt-get install"), "{words}");
    }

    #[test]
    fn macos_is_told_its_own_names_and_needs_no_web_view() {
        let Plan::Tell(words) = plan(&[named("wasm-opt")], System::MacOs) else { panic!("expected words") };
        assert!(words.contains("brew install binaryen"), "{words}");
        assert!(!named("WebKitGTK").matters_on(System::MacOs));
        assert!(named("WebKitGTK").matters_on(System::Other));
    }

    #[test]
    fn another_system_learns_what_to_look_for() {
        let Plan::Tell(words) = plan(&[named("nginx")], System::Other) else { panic!("expected words") };
        assert!(words.contains("nginx-light") && words.contains("no apt"), "{words}");
    }

    #[test]
    fn every_need_has_a_tool_and_every_tool_a_package() {
        for need in
            [Need::Window, Need::Screen, Need::Web, Need::Browser, Need::Postgres, Need::Map, Need::Bench, Need::Python]
        {
            assert!(!for_needs(&[need]).is_empty(), "{need:?}");
        }
        assert!(TOOLS.iter().all(|tool| !tool.apt.is_empty() && !tool.needs.is_empty()));
    }
}
