// How the town looks on the map: flat papers in the theme's own colours, from tiles in the OpenMapTiles schema. Made anew
// from the page's tokens whenever the theme changes, so that map and screen are always printed with the same ink.
// Letters are drawn with the page's own two fonts: the style names no address for glyphs, MapLibre then draws them itself.

const TITLE = ["Bricolage Grotesque"];
const TEXT = ["Atkinson Hyperlegible Next"];

export function tokens() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

// So much of `b` in `a`, both `#rrggbb`.
export function mix(a, b, share) {
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [from, to] = [parts(a), parts(b)];
  return `#${from.map((part, i) => Math.round(part + (to[i] - part) * share).toString(16).padStart(2, "0")).join("")}`;
}

const zoomed = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
const among = (...classes) => ["match", ["get", "class"], classes, true, false];
const name = ["coalesce", ["get", "name:latin"], ["get", "name"]];

// Roads, from paths to motorways: where they appear, and how wide they are at 12, 15 and 18.
const ROADS = [
  ["path", ["path", "track"], 14, [0.4, 1, 3]],
  ["lane", ["service", "minor", "unclassified", "residential", "living_street", "pedestrian"], 12, [0.6, 3, 16]],
  ["street", ["tertiary", "secondary"], 9, [1.4, 5, 22]],
  ["avenue", ["primary", "trunk", "motorway"], 6, [2.2, 7, 26]],
];

// Layers over the source `town`. The ground alone when there are no tiles.
export function layers(token, hasTiles) {
  // Bare paper is told from the page around it.
  const ground = token(hasTiles ? "--bg" : "--sunk");
  const [sheet, sunk, text, quiet] = ["--sheet", "--sunk", "--text", "--text-2"].map(token);
  const night = getComputedStyle(document.documentElement).colorScheme === "dark";
  const share = night ? 0.22 : 0.42;
  const water = mix(ground, token("--c-travailler"), share);
  const green = mix(ground, token("--c-bouger"), share * 0.75);
  const road = night ? mix(sheet, text, 0.14) : sheet;
  const edge = mix(ground, text, night ? 0.08 : 0.2);
  const drawn = [{ id: "ground", type: "background", paint: { "background-color": ground } }];
  if (!hasTiles) return drawn;
  const layer = (id, type, of, more) => drawn.push({ id, type, source: "town", "source-layer": of, ...more });
  const halo = { "text-halo-color": ground, "text-halo-width": 1.6, "text-color": text };

  layer("built", "fill", "landuse", { filter: among("residential", "commercial", "industrial", "retail"), paint: { "fill-color": mix(ground, sunk, 0.5) } });
  layer("campus", "fill", "landuse", { filter: among("school", "university", "college", "hospital", "stadium"), paint: { "fill-color": mix(ground, token("--c-se-former"), share * 0.5) } });
  layer("green", "fill", "landcover", { filter: among("grass", "wood", "farmland", "wetland"), paint: { "fill-color": green, "fill-opacity": ["match", ["get", "class"], "farmland", 0.35, "wood", 1, 0.7] } });
  layer("park", "fill", "park", { paint: { "fill-color": green } });
  layer("water", "fill", "water", { paint: { "fill-color": water } });
  layer("stream", "line", "waterway", { paint: { "line-color": water, "line-width": zoomed(10, 0.8, 14, 2.5, 18, 9) } });
  layer("houses", "fill", "building", { minzoom: 14, paint: { "fill-color": mix(sunk, text, night ? 0.08 : 0.07), "fill-outline-color": edge } });
  layer("rails", "line", "transportation", { filter: among("rail", "transit"), minzoom: 11, paint: { "line-color": edge, "line-width": zoomed(11, 0.6, 16, 2.4), "line-dasharray": [4, 2] } });
  for (const [suffix, colour, more] of [["edge", edge, 2], ["face", road, 0]]) {
    for (const [id, classes, minzoom, [far, mid, near]] of ROADS) {
      if (id === "path" && !more) continue;
      const dashes = id === "path" ? { "line-dasharray": [2, 1.5] } : {};
      layer(`${id}-${suffix}`, "line", "transportation", {
        filter: among(...classes), minzoom,
        layout: { "line-cap": id === "path" ? "butt" : "square", "line-join": "bevel" },
        paint: { "line-color": colour, "line-width": zoomed(12, far + more * 0.4, 15, mid + more, 18, near + more), ...dashes },
      });
    }
  }
  layer("border", "line", "boundary", { filter: ["<=", ["get", "admin_level"], 8], paint: { "line-color": quiet, "line-opacity": 0.5, "line-width": 1.2, "line-dasharray": [5, 3] } });
  layer("street-names", "symbol", "transportation_name", {
    minzoom: 13.5, filter: ["!=", ["get", "class"], "ferry"],
    layout: { "symbol-placement": "line", "text-field": name, "text-font": TEXT, "text-size": zoomed(14, 11, 18, 15) },
    paint: { ...halo, "text-color": quiet },
  });
  layer("water-names", "symbol", "water_name", {
    layout: { "text-field": name, "text-font": TEXT, "text-size": 12 },
    paint: { ...halo, "text-halo-color": water },
  });
  layer("house-numbers", "symbol", "housenumber", {
    minzoom: 17,
    layout: { "text-field": ["get", "housenumber"], "text-font": TEXT, "text-size": 11 },
    paint: { ...halo, "text-color": quiet },
  });
  layer("district-names", "symbol", "place", {
    minzoom: 11, filter: among("suburb", "quarter", "neighbourhood", "hamlet", "village"),
    layout: { "text-field": name, "text-font": TEXT, "text-size": zoomed(11, 11, 15, 15), "text-max-width": 7 },
    paint: halo,
  });
  layer("town-names", "symbol", "place", {
    maxzoom: 15, filter: among("city", "town"),
    layout: { "text-field": name, "text-font": TITLE, "text-size": zoomed(7, 13, 13, 22), "text-max-width": 7 },
    paint: halo,
  });
  return drawn;
}

// The edge of the town's map, for a ground without tiles.
export function outline([west, south, east, north]) {
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [[west, south], [east, south], [east, north], [west, north], [west, south]] } };
}

// What stands on the map: the edge of a bare one, where one is, where distances are taken from, then places, alone or heaped.
export function marks(token) {
  const ink = token("--ink");
  const pin = (chosen) => ["concat", "pin-", ["get", "section"], ["case", ["get", "discount"], "-discount", ""], chosen];
  return [
    { id: "edge", type: "line", source: "edge", paint: { "line-color": token("--text-2"), "line-width": 2, "line-dasharray": [3, 2] } },
    { id: "near", type: "symbol", source: "near", layout: { "icon-image": ["concat", "mark-", ["get", "mark"]], "icon-allow-overlap": true } },
    {
      id: "heaps", type: "symbol", source: "places", filter: ["has", "point_count"],
      layout: {
        "icon-image": "heap", "icon-allow-overlap": true, "text-field": ["get", "point_count_abbreviated"], "text-font": TITLE,
        "text-size": 16, "text-allow-overlap": true, "icon-size": ["step", ["get", "point_count"], 0.85, 10, 1, 100, 1.25],
      },
      paint: { "text-color": ink },
    },
    { id: "pins", type: "symbol", source: "places", filter: ["!", ["has", "point_count"]], layout: { "icon-image": pin(""), "icon-anchor": "bottom", "icon-allow-overlap": true } },
    { id: "chosen", type: "symbol", source: "chosen", layout: { "icon-image": pin(""), "icon-anchor": "bottom", "icon-size": 1.4, "icon-allow-overlap": true } },
  ];
}
