//! A map's file as a town has it, and a source of tiles and addresses on this machine.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::write::GzEncoder;
use serde_json::json;
use server::Config;
use shared::domain::Point;
use shared::map::{NewSpot, Writer};
use shared::protocol::{Basemap, SpotKind};

use crate::town::territory;

/// A tile that is one as far as anybody looks: one layer of three bytes.
pub const PLAIN: [u8; 5] = [0x1a, 3, 1, 2, 3];

/// In the middle of Demo-Bourg.
pub const HERE: &str = "14/8305/5795";

pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(plain).unwrap();
    packed.finish().unwrap()
}

/// Puts a map where the server looks for it, as `guichet map build` does: made elsewhere, renamed.
pub fn lay(data: &Path, version: &str) {
    std::fs::create_dir_all(data).unwrap();
    let made = data.join("made");
    let mut writer = Writer::create(&made).unwrap();
    writer.tiles([(14, 8305, 5795, gzip(&PLAIN))]).unwrap();
    writer.glyphs("0-255", b"letters").unwrap();
    let street = NewSpot {
        kind: SpotKind::Street,
        name: "Rue Basse".to_owned(),
        context: "18000 Demo-Bourg".to_owned(),
        point: Point { lat: 46.5, lon: 2.5 },
        rank: 5,
        houses: BTreeMap::new(),
    };
    writer.spots(vec![street]).unwrap();
    let info = Basemap {
        version: version.to_owned(),
        min_zoom: 5,
        max_zoom: 14,
        bounds: [2.42, 46.45, 2.58, 46.55],
        attribution: "© les contributeurs d’OpenStreetMap".to_owned(),
        online: false,
    };
    writer.finish(&info, 1_790_000_000, "").unwrap();
    std::fs::rename(made, data.join("map.mbtiles")).unwrap();
}

/// A source on this machine that answers as it is told, and remembers what it heard.
#[derive(Clone)]
pub struct Source {
    pub address: String,
    pub heard: Arc<Mutex<Vec<(String, HeaderMap)>>>,
    says: Arc<Mutex<Reply>>,
    going: Arc<tokio::sync::watch::Sender<bool>>,
}

#[derive(Clone)]
pub enum Reply {
    Body(StatusCode, &'static str, Vec<u8>),
    Away(String),
    /// Nothing before [`Source::go_on`].
    Stall(Vec<u8>),
}

impl Source {
    pub async fn open(says: Reply) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let source = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            heard: Arc::default(),
            says: Arc::new(Mutex::new(says)),
            going: Arc::new(tokio::sync::watch::channel(false).0),
        };
        let serving = source.clone();
        let router = axum::Router::new().fallback(move |request: Request| {
            let source = serving.clone();
            async move { source.serve(request).await }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        source
    }

    async fn serve(&self, request: Request) -> Response {
        let path = request.uri().to_string();
        self.heard.lock().unwrap().push((path.clone(), request.headers().clone()));
        if path == "/tiles.json" {
            let template = format!("{}/{{z}}/{{x}}/{{y}}.pbf", self.address);
            let about = json!({ "tilejson": "3.0.0", "tiles": [template], "minzoom": 0, "maxzoom": 14,
                "attribution": "<a href=\"https://example.org\">Exemple</a> &copy; OpenStreetMap" });
            return axum::Json(about).into_response();
        }
        let says = self.says.lock().unwrap().clone();
        match says {
            Reply::Body(status, kind, body) => (status, [(header::CONTENT_TYPE, kind)], body).into_response(),
            Reply::Away(address) => (StatusCode::FOUND, [(header::LOCATION, address)]).into_response(),
            Reply::Stall(body) => {
                let mut going = self.going.subscribe();
                going.wait_for(|going| *going).await.unwrap();
                Body::from(body).into_response()
            }
        }
    }

    pub fn says(&self, reply: Reply) {
        *self.says.lock().unwrap() = reply;
    }

    pub fn go_on(&self) {
        self.going.send_replace(true);
    }

    /// Paths that were asked for, without the description.
    pub fn heard(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|(path, _)| path.clone()).filter(|path| path != "/tiles.json").collect()
    }
}

pub fn tile() -> Reply {
    Reply::Body(StatusCode::OK, "application/x-protobuf", PLAIN.to_vec())
}

pub fn page(status: StatusCode) -> Reply {
    Reply::Body(status, "text/html; charset=utf-8", b"<!doctype html><title>Sorry</title>".to_vec())
}

pub fn online(source: &Source) -> impl Fn(&mut Config) + use<> {
    let address = source.address.clone();
    move |config| {
        config.territory = Some(territory("demo-bourg"));
        config.map_source = format!("{address}/tiles.json");
        config.geocoder = format!("{address}/search");
        (config.private_map, config.map_timeout_seconds) = (true, 1);
    }
}
