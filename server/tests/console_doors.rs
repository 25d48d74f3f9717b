//! Every door of the console against everybody: each route of its table, each role and nobody, each place that a page which
//! asks could be at. The API's doors are in `doors.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::json;
use server::staff::{Access, routes};
use server::storage::Role;
use shared::domain::Record;
use town::colleague::{Colleague, apply, counter};

const EVIL: &str = "https://evil.example";

#[tokio::test]
async fn every_route_of_the_console_lets_in_its_roles_and_nobody_else() {
    let town = counter().await;
    let shop: Vec<Record> = vec![
        serde_json::from_value(json!({
            "kind": "place", "id": "librairie", "name": "Librairie", "place_kind": "shop", "sections": ["se-divertir"],
            "summary": "Livres", "city": "Bourg"
        }))
        .unwrap(),
    ];
    town.publish(&shop).await;
    let anonymous = Colleague::outside(&town);
    let mut colleagues = Vec::new();
    for role in Role::ALL {
        colleagues.push((role, Colleague::with(&town, role).await));
    }
    let (card, _) = apply(&town, 'A', "Zoé", "Martin").await;
    let mut seen = 0;
    for route in routes() {
        let id = if route.path.contains("commerces") || route.path.contains("contenus") {
            "librairie"
        } else {
            card.id.as_str()
        };
        let path = route
            .path
            .replace("{id}", id)
            .replace("{noun}", "lieux")
            .replace("{code}", "ABCD")
            .replace("{file}", "rien");
        let here = town.running.url();
        let ask = async |colleague: &Colleague<'_>, origin: Option<&str>| {
            if route.method == Method::GET {
                return colleague.get(&path).await.status();
            }
            // A form with nothing in it: understood, and refused for what is missing.
            let asked = colleague.ask(Method::POST, &path).body("decision=approve");
            let asked = asked.header("content-type", "application/x-www-form-urlencoded");
            let asked = match origin {
                Some(origin) => asked.header("origin", origin),
                None => asked,
            };
            asked.send().await.unwrap().status()
        };
        let nobody = ask(&anonymous, Some(&here)).await;
        match (route.access, &route.method) {
            (Access::Public, &Method::GET) => assert!(
                [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::SEE_OTHER].contains(&nobody),
                "{path} {nobody}"
            ),
            (Access::Public, _) => {
                assert!(nobody.is_client_error() && nobody != StatusCode::FORBIDDEN, "{path} {nobody}");
            }
            (Access::Roles(_), &Method::GET) => assert_eq!(nobody, StatusCode::SEE_OTHER, "{path}"),
            (Access::Roles(_), _) => assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{path}"),
        }
        if route.method == Method::POST {
            // Signing in and accepting an invitation too: nobody is signed in by another site.
            for elsewhere in [Some(EVIL), Some("null"), Some("http://127.0.0.1:1"), None] {
                let status = ask(&anonymous, elsewhere).await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{path} from {elsewhere:?}");
            }
        }
        for (role, colleague) in &colleagues {
            if route.method == Method::POST {
                let elsewhere = ask(colleague, Some(EVIL)).await;
                assert_eq!(elsewhere, StatusCode::FORBIDDEN, "{path} from elsewhere as {role:?}");
            }
            if path == "/staff/sortir" {
                // Walked last, below: it ends the session.
                continue;
            }
            let status = ask(colleague, Some(&here)).await;
            let may = route.access == Access::Public || route.access.allows(*role);
            if may {
                assert!(!status.is_server_error(), "{path} {role:?} {status}");
                assert_ne!(status, StatusCode::FORBIDDEN, "{path} {role:?}");
                assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{path} {role:?}");
                let awaits_code = path == "/staff/entrer/code";
                assert!(awaits_code || status != StatusCode::UNAUTHORIZED, "{path} {role:?}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{path} {role:?}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen, (routes().len() - 1) * Role::ALL.len());
    for (role, colleague) in &colleagues {
        assert_eq!(colleague.get("/staff/rien/ici").await.status(), StatusCode::NOT_FOUND, "{role:?}");
        assert_eq!(colleague.post("/staff/sortir", &[]).await.status(), StatusCode::SEE_OTHER, "{role:?}");
    }
    assert_eq!(anonymous.get("/staff/rien/ici").await.status(), StatusCode::SEE_OTHER);
}

/// Another method at a console's address is no way around its door.
#[tokio::test]
async fn no_other_method_opens_a_door() {
    let town = counter().await;
    let anonymous = Colleague::outside(&town);
    drop(Colleague::with(&town, Role::Agent).await);
    let paths: BTreeSet<&str> = routes().iter().map(|route| route.path).collect();
    for path in paths {
        let taken: Vec<Method> =
            routes().into_iter().filter(|route| route.path == path).map(|route| route.method).collect();
        let path = path.replace("{id}", "x").replace("{noun}", "lieux").replace("{code}", "x").replace("{file}", "x");
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
            Method::from_bytes(b"LINK").unwrap(),
        ] {
            if taken.contains(&method) {
                continue;
            }
            let status = anonymous
                .ask(method.clone(), &path)
                .header("origin", town.running.url())
                .send()
                .await
                .unwrap()
                .status();
            let refused = [
                StatusCode::METHOD_NOT_ALLOWED,
                StatusCode::UNAUTHORIZED,
                StatusCode::SEE_OTHER,
                StatusCode::NOT_FOUND,
            ];
            assert!(refused.contains(&status), "{method} {path}: {status}");
        }
    }
}
