//! The server as `run` and `screenshots` hold it: started, waited for, always stopped.
//!
//! It runs in a process group of its own: a Ctrl-C in the terminal reaches this program alone, which then stops the
//! server in order instead of both racing.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

/// One look at whether the server answers.
const LOOK: Duration = Duration::from_millis(100);
/// The first start fills the database and scales pictures: two minutes of looks.
const LOOKS: usize = 1200;
/// Looks left to a server that was asked to stop.
const LAST_LOOKS: usize = 100;

/// What starting one takes.
pub(crate) struct Setting<'a> {
    pub(crate) binary: &'a Path,
    pub(crate) port: u16,
    pub(crate) data: &'a Path,
    pub(crate) territory: &'a Path,
    pub(crate) site: &'a Path,
}

/// A running server; dropped, it is stopped.
pub(crate) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub(crate) fn start(setting: &Setting<'_>) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, setting.port));
        drop(TcpListener::bind(address).with_context(|| {
            format!("port {} is taken: stop what listens there, or choose another with --port", setting.port)
        })?);
        let child = Command::new(setting.binary)
            .arg("serve")
            .args(["--port", &setting.port.to_string()])
            .arg("--data")
            .arg(setting.data)
            .arg("--territory")
            .arg(setting.territory)
            .arg("--site")
            .arg(setting.site)
            .stdin(Stdio::null())
            // What the server says goes to standard error, so that our own last line stays `ready …`.
            .stdout(Stdio::from(std::io::stderr()))
            .process_group(0)
            .spawn()
            .with_context(|| format!("could not start {}", setting.binary.display()))?;
        Ok(Self { child, port: setting.port })
    }

    /// Waits until it answers. `false` when someone asked to stop meanwhile.
    pub(crate) fn ready(&mut self, stop: &Receiver<()>) -> Result<bool> {
        for _ in 0..LOOKS {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended at once with {status}");
            }
            if answers(self.port) {
                return Ok(true);
            }
            if stop.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
                return Ok(false);
            }
        }
        bail!("the server did not answer on port {} within two minutes", self.port);
    }

    /// Whether it still runs.
    pub(crate) fn alive(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Where it answers.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Asks a program to end, and ends it if it does not.
pub(crate) fn stop(child: &mut Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
    // Nobody sends on this channel: receiving from it is a wait.
    let (_keep, never) = std::sync::mpsc::channel::<()>();
    for _ in 0..LAST_LOOKS {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        let _ = never.recv_timeout(LOOK);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A port nobody listens on now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, LOOK)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut head = [0; 8];
        stream.read_exact(&mut head)?;
        Ok(&head == b"HTTP/1.1")
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_taken_port_is_said_in_words() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let nowhere = Path::new("/nonexistent");
        let port = taken.local_addr().unwrap().port();
        let setting = Setting { binary: nowhere, port, data: nowhere, territory: nowhere, site: nowhere };
        let words = Server::start(&setting).err().unwrap().to_string();
        assert!(words.contains("is taken") && words.contains("--port"), "{words}");
    }

    #[test]
    fn only_an_http_answer_counts() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let talk = thread::spawn(move || {
            for words in ["nonsense", "HTTP/1.1 200 OK\r\n\r\n"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 16];
                stream.read_exact(&mut asked).unwrap();
                stream.write_all(words.as_bytes()).unwrap();
            }
        });
        assert!(!answers(port));
        assert!(answers(port));
        talk.join().unwrap();
    }

    #[test]
    fn a_program_that_is_asked_to_stop_stops() {
        let mut child = Command::new("sh").args(["-c", "read -r line"]).stdin(Stdio::piped()).spawn().unwrap();
        stop(&mut child);
        assert!(child.try_wait().unwrap().is_some());
    }
}
