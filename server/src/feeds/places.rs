//! Places as GeoJSON (RFC 7946): any map reads it.

use serde_json::json;
use shared::domain::Place;

/// All places that have a position.
pub(super) fn geojson(places: &[Place]) -> Result<String, serde_json::Error> {
    let features: Vec<_> = places
        .iter()
        .filter_map(|place| {
            let point = place.point?;
            Some(json!({
                "type": "Feature",
                "id": place.id,
                "geometry": { "type": "Point", "coordinates": [point.lon, point.lat] },
                "properties": {
                    "name": place.name,
                    "place_kind": place.kind,
                    "sections": place.sections,
                    "summary": place.summary,
                    "address": place.address,
                    "postcode": place.postcode,
                    "city": place.city,
                    "opening_hours": place.opening_hours,
                    "phones": place.phones,
                    "website": place.website,
                    "accessibility": place.accessibility,
                    "source": place.sourced.sources,
                    "verified_on": place.sourced.verified_on,
                    "to_confirm": place.sourced.to_confirm,
                    "example": place.sourced.example,
                },
            }))
        })
        .collect();
    serde_json::to_string(&json!({ "type": "FeatureCollection", "features": features }))
}
