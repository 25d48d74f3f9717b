//! `bench serve`: sync reads against nginx serving the same bytes as a file.
//!
//! Both run at once and are asked in turn, several rounds in the same run, by the same `wrk`; the figure is the ratio of
//! their medians. The server is the `guichet` program, so that its memory is its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use journeys::process::free_port;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Rounds of each, the first one to warm up.
const ROUNDS: usize = 4;

/// Length of a round.
const SECONDS: u32 = 4;

const CONNECTIONS: u32 = 64;

/// Measures. Keys: `ours_rps, nginx_rps, ratio, p99_ms, rss_mb`, besides `bytes`, the size of the answer, and the same
/// ratio for an answer of « nothing new »: `unchanged_rps`.
pub async fn run() -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let program = program()?;
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/chalons");
    let (mut ours, address) = start(&program, folder.path(), &territory).await?;
    let http = client()?;
    let asked = || http.get(format!("{address}/api/v1/sync?since=0")).header("accept-encoding", "br");
    let answer = asked().send().await?.error_for_status()?;
    ensure!(
        answer.headers().get("content-encoding").is_some_and(|encoding| encoding == "br"),
        "the answer is not compressed"
    );
    let tag = answer.headers().get("etag").context("no entity tag")?.to_str()?.to_owned();
    let bytes = answer.bytes().await?;
    let port = free_port()?;
    let mut nginx = Nginx::start(&folder.path().join("nginx"), &bytes, port).await?;
    let theirs = format!("http://127.0.0.1:{port}/sync");
    let same = http.get(&theirs).send().await?.error_for_status()?.bytes().await?;
    ensure!(same.len() == bytes.len(), "nginx serves {} bytes, not {}", same.len(), bytes.len());

    let (mut our_rates, mut their_rates, mut worst) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        eprintln!("round {} of {ROUNDS}", round + 1);
        let (our, p99) = wrk(&format!("{address}/api/v1/sync?since=0"), &["accept-encoding: br"]).await?;
        let (their, _) = wrk(&theirs, &["accept-encoding: br"]).await?;
        if round > 0 {
            our_rates.push(our);
            their_rates.push(their);
            worst.push(p99);
        }
    }
    let seq = tag.trim_matches('"').rsplit('.').next().unwrap_or_default().to_owned();
    let (unchanged, _) =
        wrk(&format!("{address}/api/v1/sync?since={seq}"), &[&format!("if-none-match: {tag}")]).await?;
    let rss = peak_memory(ours.id().context("the server ended")?)?;
    nginx.stop().await;
    ours.kill().await?;
    let (our, their) = (median(&mut our_rates), median(&mut their_rates));
    Ok(json!({
        "ours_rps": our.round(),
        "nginx_rps": their.round(),
        "ratio": (our / their * 1000.0).round() / 1000.0,
        "p99_ms": median(&mut worst),
        "rss_mb": rss,
        "bytes": bytes.len(),
        "unchanged_rps": unchanged.round(),
    }))
}

pub(crate) fn client() -> Result<reqwest::Client> {
    // Fails only when a provider is installed already.
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(reqwest::Client::builder().no_proxy().no_brotli().no_gzip().timeout(Duration::from_secs(30)).build()?)
}

/// `GUICHET_BIN`, else the program built beside this one.
pub(crate) fn program() -> Result<PathBuf> {
    let beside = std::env::current_exe()?.with_file_name("guichet");
    let program = std::env::var_os("GUICHET_BIN").map_or(beside, PathBuf::from);
    ensure!(program.exists(), "{} is missing: cargo build --release -p server", program.display());
    Ok(program)
}

/// Starts the server and reads where it listens.
pub(crate) async fn start(program: &Path, folder: &Path, territory: &Path) -> Result<(Child, String)> {
    start_with(program, folder, territory, &[]).await
}

/// The same, with settings.
pub(crate) async fn start_with(
    program: &Path,
    folder: &Path,
    territory: &Path,
    settings: &[(&str, &str)],
) -> Result<(Child, String)> {
    let mut child = Command::new(program)
        .envs(settings.iter().copied())
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--territory")
        .arg(territory)
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(address) = line.strip_prefix("listening on ") {
            // It has more to say, and ends when nobody listens.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((child, address.to_owned()));
        }
    }
    bail!("the server ended before it listened")
}

struct Nginx(Child);

impl Nginx {
    async fn start(folder: &Path, bytes: &[u8], port: u16) -> Result<Self> {
        std::fs::create_dir_all(folder.join("files"))?;
        std::fs::write(folder.join("files/sync"), bytes)?;
        let at = folder.display();
        let user = if is_root() { "user root;" } else { "" };
        std::fs::write(
            folder.join("nginx.conf"),
            format!(
                "{user} worker_processes auto; daemon off; pid {at}/pid; error_log {at}/error.log;\n\
                 events {{ worker_connections 4096; }}\n\
                 http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;\n\
                 client_body_temp_path {at}/t1; proxy_temp_path {at}/t2; fastcgi_temp_path {at}/t3; uwsgi_temp_path {at}/t4; scgi_temp_path {at}/t5;\n\
                 server {{ listen 127.0.0.1:{port}; root {at}/files; location = /sync {{ default_type application/json;\n\
                 add_header content-encoding br; add_header cache-control \"max-age=0, s-maxage=1\"; add_header vary accept-encoding; }} }} }}\n"
            ),
        )?;
        let program =
            ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().find(|path| Path::new(path).exists()).unwrap_or("nginx");
        let child = Command::new(program)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("nginx is missing: apt-get install nginx-light")?;
        let mut nginx = Self(child);
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(nginx);
            }
            ensure!(
                nginx.0.try_wait()?.is_none(),
                "nginx did not start: {}",
                std::fs::read_to_string(folder.join("error.log"))?
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("nginx does not answer")
    }

    /// Its workers end only when the master is asked, not killed.
    async fn stop(&mut self) {
        if let Some(id) = self.0.id() {
            drop(Command::new("kill").arg("-TERM").arg(id.to_string()).status().await);
            drop(self.0.wait().await);
        }
    }
}

fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|status| status.lines().any(|line| line.starts_with("Uid:\t0\t")))
}

/// Requests per second and the 99th percentile in milliseconds.
async fn wrk(address: &str, headers: &[&str]) -> Result<(f64, f64)> {
    let mut command = Command::new("wrk");
    command.args(["-t2", &format!("-c{CONNECTIONS}"), &format!("-d{SECONDS}s"), "--latency"]);
    for header in headers {
        command.args(["-H", header]);
    }
    let output = command.arg(address).output().await.context("wrk is missing: apt-get install wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success() && !text.contains("Non-2xx") && !text.contains("Socket errors"), "wrk: {text}");
    let after = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    let rate = after("Requests/sec:").context("wrk told no rate")?.parse()?;
    let p99 = after("99%").and_then(milliseconds).context("wrk told no latency")?;
    Ok((rate, p99))
}

fn milliseconds(text: &str) -> Option<f64> {
    for (unit, factor) in [("us", 0.001), ("ms", 1.0), ("s", 1000.0)] {
        if let Some(number) = text.strip_suffix(unit) {
            return number.parse::<f64>().ok().map(|number| number * factor);
        }
    }
    None
}

/// The most memory it ever held, in MB.
pub(crate) fn peak_memory(process: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no memory figure")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok((kilobytes / 102.4).round() / 10.0)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
