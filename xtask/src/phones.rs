//! Type-checks the real app for Android and iOS on any machine, so that the core never drifts from the phones.
//!
//! A check links nothing, so the C code inside needs no phone SDK: a stand-in compiler answers each compilation with an
//! empty object, and on Linux a stand-in `xcrun` names an empty SDK. What comes out is a verdict, never a program:
//! packages for the stores are built with the real SDKs by `dx`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::{self, say};
use crate::setup::{self, Need};
use crate::toolchain::{self, Target, Toolchain};
use crate::workspace::Workspace;

/// Hands probes (`-E`, `--version`, no `-o`) to the real compiler; anything else becomes an empty object.
const COMPILER: &str = r#"#!/bin/sh
out=""
probe=""
previous=""
for word in "$@"; do
  [ "$previous" = "-o" ] && out="$word"
  [ "$word" = "-E" ] && probe=yes
  previous="$word"
done
if [ -n "$probe" ] || [ -z "$out" ]; then
  exec {{compiler}} "$@"
fi
exec {{compiler}} -x c -c /dev/null -o "$out"
"#;

/// Answers what build scripts ask of Xcode.
const XCRUN: &str = r#"#!/bin/sh
for word in "$@"; do
  case "$word" in
    --show-sdk-path) echo "{{sdk}}"; exit 0 ;;
    --show-sdk-version) echo "17.0"; exit 0 ;;
    --show-sdk-platform-path) echo "{{sdk}}"; exit 0 ;;
    -f|--find) found=yes ;;
  esac
  last="$word"
done
echo "$last"
"#;

/// Checks both phones.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    for target in [Target::Android, Target::Ios] {
        check_one(workspace, target)?;
    }
    Ok(())
}

fn check_one(workspace: &Workspace, target: Target) -> Result<()> {
    let toolchain = Toolchain::choose(workspace, target)?;
    if matches!(toolchain, Toolchain::Distribution { .. }) {
        setup::ensure(&[Need::Phones])?;
    }
    let stand_ins = write_stand_ins(workspace)?;
    let triple = target.triple().replace('-', "_");
    let compiler = stand_ins.join("cc");
    say(&format!("checking the app for {}", target.triple()));
    let mut cargo = toolchain.cargo(workspace, target, "check");
    cargo
        .current_dir(workspace.root())
        .args(["-p", "app", "--no-default-features", "--features", "mobile"])
        .env(format!("CC_{triple}"), &compiler)
        .env(format!("CXX_{triple}"), &compiler)
        .env(format!("AR_{triple}"), "ar");
    if target == Target::Ios && !cfg!(target_os = "macos") {
        let sdk = stand_ins.join("iPhoneOS.sdk");
        cargo.env("SDKROOT", &sdk).env("PATH", command::path_with(&stand_ins.join("bin"))?);
    }
    command::run(&mut cargo).with_context(|| format!("the app no longer compiles for {}", target.triple()))
}

fn write_stand_ins(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.made("phone-stand-ins");
    let sdk = folder.join("iPhoneOS.sdk");
    // Only `xcrun` is found by name: a stand-in `cc` on `PATH` would link the build scripts of this very machine.
    let bin = folder.join("bin");
    fs::create_dir_all(&sdk)?;
    fs::create_dir_all(&bin)?;
    let compiler = toolchain::clang().map_or_else(|| "cc".to_owned(), |path| path.display().to_string());
    write_program(&folder.join("cc"), &COMPILER.replace("{{compiler}}", &compiler))?;
    write_program(&bin.join("xcrun"), &XCRUN.replace("{{sdk}}", &sdk.display().to_string()))?;
    Ok(folder)
}

fn write_program(path: &Path, text: &str) -> Result<()> {
    command::write_if_changed(path, text.as_bytes())?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn the_stand_in_compiler_makes_an_object_of_anything() {
        let folder = tempfile::tempdir().unwrap();
        let compiler = folder.path().join("cc");
        write_program(&compiler, &COMPILER.replace("{{compiler}}", "cc")).unwrap();
        let object = folder.path().join("a.o");
        command::quiet(Command::new(&compiler).args(["-arch", "arm64", "-c", "no-such-file.c", "-o"]).arg(&object))
            .unwrap();
        assert!(fs::metadata(&object).unwrap().len() > 0);
        // A probe goes to the real one, which refuses a file that is not there.
        assert!(command::quiet(Command::new(&compiler).args(["-E", "no-such-file.c"])).is_err());
    }

    #[test]
    fn the_stand_in_xcrun_names_an_sdk() {
        let folder = tempfile::tempdir().unwrap();
        let xcrun = folder.path().join("xcrun");
        write_program(&xcrun, &XCRUN.replace("{{sdk}}", "/here/iPhoneOS.sdk")).unwrap();
        let ask = |words: &[&str]| command::answer(&xcrun, words);
        assert_eq!(ask(&["--sdk", "iphoneos", "--show-sdk-path"]).as_deref(), Some("/here/iPhoneOS.sdk"));
        assert_eq!(ask(&["--show-sdk-version", "--sdk", "iphoneos"]).as_deref(), Some("17.0"));
        assert_eq!(ask(&["-f", "clang"]).as_deref(), Some("clang"));
    }
}
