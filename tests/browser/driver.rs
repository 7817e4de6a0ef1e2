//! A browser of its own for each journey: chromedriver on a free port, Chromium without a window.

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const CHROMIUM: &str = "/usr/bin/chromium";
const DRIVER: &str = "/usr/bin/chromedriver";

/// A started program; it ends when this is dropped.
pub struct Started(pub Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// Tries until `attempt` gives something, or fails with `what` after `limit`.
pub async fn until<T, F>(what: &str, limit: Duration, mut attempt: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let begun = Instant::now();
    loop {
        if let Some(found) = attempt().await {
            return found;
        }
        assert!(begun.elapsed() < limit, "{what}: not within {limit:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A browser.
pub struct Browser {
    pub client: Client,
    base: String,
    shots: PathBuf,
    _driver: Started,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser for the site at `base`; pictures of its pages go to `target/screenshots/<name>`.
    pub async fn open(base: &str, name: &str) -> Self {
        Self::opened(base, name, true).await
    }

    /// The same with scripts switched off.
    pub async fn open_without_scripts(base: &str, name: &str) -> Self {
        Self::opened(base, name, false).await
    }

    async fn opened(base: &str, name: &str, scripts: bool) -> Self {
        for program in [CHROMIUM, DRIVER] {
            assert!(
                Path::new(program).exists(),
                "{program} is missing: run ./check, which installs what the tests need"
            );
        }
        let port = free_port();
        let mut driver = Command::new(DRIVER);
        driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = Started(driver.spawn().expect("chromedriver starts"));
        let profile = tempfile::tempdir().expect("a folder");
        let client =
            until("a browser session", Duration::from_secs(60), || session(port, profile.path(), scripts)).await;
        client.set_window_size(1280, 900).await.expect("a window");
        let shots = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots").join(name);
        std::fs::create_dir_all(&shots).expect("a folder for pictures");
        Self { client, base: base.to_owned(), shots, _driver: driver, _profile: profile }
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("the browser closes");
    }

    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("a page");
    }

    /// Path and query of the page shown.
    pub async fn at(&self) -> String {
        let url = self.client.current_url().await.expect("an address");
        url.as_str().strip_prefix(&self.base).unwrap_or(url.as_str()).to_owned()
    }

    /// Waits until the address begins with `path`.
    pub async fn arrives(&self, path: &str) {
        let arrived = || async { self.at().await.starts_with(path).then_some(()) };
        until(&format!("arriving at {path}"), Duration::from_secs(30), arrived).await;
    }

    /// Waits until the address is another than `path`.
    pub async fn leaves(&self, path: &str) {
        let left = || async { (self.at().await != path).then_some(()) };
        until(&format!("leaving {path}"), Duration::from_secs(30), left).await;
    }

    pub async fn sign_in(&self, name: &str, password: &str) {
        self.go("/login?lang=zh-Hans").await;
        self.fill("input[name=name]", name).await;
        self.fill("input[name=password]", password).await;
        self.click("main form button").await;
        let inside = || async { (!self.at().await.starts_with("/login")).then_some(()) };
        until("signing in", Duration::from_secs(30), inside).await;
    }

    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    pub async fn click(&self, css: &str) {
        let target = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        target.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// The text that people see at `css`; waits for it to be there.
    pub async fn text(&self, css: &str) -> String {
        let found = || async { self.client.find(Locator::Css(css)).await.ok()?.text().await.ok() };
        until(&format!("{css} on {}", self.at().await), Duration::from_secs(30), found).await
    }

    /// Texts of all that match `css`.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.expect("a selector") {
            texts.push(element.text().await.expect("a text"));
        }
        texts
    }

    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("a selector").len()
    }

    /// The address that the link at `css` leads to.
    pub async fn href(&self, css: &str) -> String {
        let link = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        link.attr("href").await.expect("an attribute").unwrap_or_default()
    }

    /// Presses keys on the page itself.
    pub async fn press(&self, keys: &str) {
        self.fill("body", keys).await;
    }

    pub async fn run(&self, script: &str) -> serde_json::Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Takes a picture, and makes sure that nothing sticks out at the side, on a desk and on a phone.
    pub async fn picture(&self, name: &str) {
        for (device, width, height) in [("desk", 1280, 900), ("phone", 390, 844)] {
            self.client.set_window_size(width, height).await.expect("a window");
            let wide =
                self.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth").await;
            assert_eq!(wide, json!(false), "{} sticks out on a {device}", self.at().await);
            let picture = self.client.screenshot().await.expect("a picture");
            std::fs::write(self.shots.join(format!("{name}-{device}.png")), picture).expect("a picture is kept");
        }
        self.client.set_window_size(1280, 900).await.expect("a window");
    }
}

async fn session(port: u16, profile: &Path, scripts: bool) -> Option<Client> {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let flags = flags.map(str::to_owned).into_iter().chain([format!("--user-data-dir={}", profile.display())]);
    let preferences = json!({ "profile.managed_default_content_settings.javascript": if scripts { 1 } else { 2 } });
    let options = json!({ "binary": CHROMIUM, "args": flags.collect::<Vec<_>>(), "prefs": preferences });
    let capabilities = [("goog:chromeOptions".to_owned(), options)].into_iter().collect();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities).connect(&format!("http://127.0.0.1:{port}")).await.ok()
}
