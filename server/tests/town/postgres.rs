//! A PostgreSQL of its own for one test: made in a temporary folder, gone with it.
//!
//! From Debian's packages (`apt-get install postgresql`); it listens on a socket in its folder only.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    databases: std::cell::Cell<u32>,
}

impl Postgres {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // PostgreSQL refuses to run as root: its own user then needs to reach its folder.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let postgres = Self { programs: programs(), folder, databases: std::cell::Cell::new(0) };
        let data = postgres.data();
        postgres.run(
            "initdb",
            &["-D", &data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
        );
        let options =
            format!("-F -c listen_addresses='' -c unix_socket_directories={}", postgres.folder.path().display());
        let log = format!("{}/log", postgres.folder.path().display());
        postgres.run("pg_ctl", &["-D", &data, "-w", "-o", &options, "-l", &log, "start"]);
        postgres
    }

    /// Address of a new, empty database.
    pub fn database(&self) -> String {
        let number = self.databases.get() + 1;
        self.databases.set(number);
        let name = format!("town{number}");
        let socket = self.folder.path().display().to_string();
        self.run("createdb", &["-h", &socket, "-U", "postgres", &name]);
        format!("postgres://postgres@localhost/{name}?host={}", socket.replace('/', "%2F"))
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = self.command(program, arguments);
        let status = command.status().unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(status.success(), "{program} {arguments:?}: {status}");
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .args(arguments)
            .current_dir("/")
            .env("LC_ALL", "C")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        if id(&["-u"]) == 0 {
            command.uid(id(&["-u", "postgres"])).gid(id(&["-g", "postgres"]));
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.command("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]).status());
    }
}

fn id(arguments: &[&str]) -> u32 {
    let output = Command::new("id").args(arguments).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}

/// Debian keeps them out of PATH, by version; the newest is taken.
fn programs() -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    versions.retain(|folder| folder.join("initdb").exists());
    versions.sort();
    versions
        .pop()
        .or_else(|| Path::new("/usr/local/bin/initdb").exists().then(|| PathBuf::from("/usr/local/bin")))
        .expect("PostgreSQL is not on this machine: apt-get install postgresql")
}
