// The map of a screen: places as pins, heaped where they are dense, over the town's tiles or plain paper. The screen tells
// of a whole scene each time and this changes what is different; what a finger does here is told back: a word, a space, the rest.
// Loaded with MapLibre when a map is first opened, and never before.

import * as maplibre from "./maplibre-gl.mjs";
import { layers, marks, outline, tokens } from "./style.js";
import { info, source } from "./tiles.js";
import { picture } from "./pins.js";

maplibre.setWorkerUrl(new URL("./maplibre-gl-worker.mjs", import.meta.url).href);

const LONG_PRESS = 600;
const none = { type: "FeatureCollection", features: [] };
const collection = (features) => ({ type: "FeatureCollection", features });
const point = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });

let map;
let scene;
let basemap;
let tell = () => {};

export function hear(heard) {
  tell = (word, rest) => heard(`${word} ${rest}`);
}

const tellPoint = ({ lng, lat }) => tell("centre", `${lat},${lng}`);

// A scene: `{ element, bounds, pins, chosen, near, here, go, drawings, words }`, or `{ centre: true }`, which asks where the
// middle of the map is, or `{ element: null }`, which ends it.
export async function take(told) {
  if (told.centre) return map && tellPoint(map.getCenter());
  const before = scene;
  scene = told;
  if (!told.element) return end();
  const element = await mounted(told.element);
  if (!element || scene !== told) return;
  if (map?.getContainer() !== element) {
    end();
    return begin(element);
  }
  if (map.getSource("places")) show(before);
}

function end() {
  map?.remove();
  map = undefined;
}

// The screen may tell before its page holds the element.
async function mounted(id) {
  for (let frames = 0; frames < 60; frames++) {
    const element = document.getElementById(id);
    if (element) return element;
    await new Promise(requestAnimationFrame);
  }
  return null;
}

async function begin(element) {
  if (!document.createElement("canvas").getContext("webgl2")) return tell("ground", "no-webgl");
  await sheets();
  const known = await info();
  basemap = known?.basemap ?? null;
  if (!element.isConnected || map) return;
  if (basemap) maplibre.addProtocol("town", source(basemap.version));
  const { bounds } = scene;
  const wide = 0.3;
  const [west, south, east, north] = bounds;
  try {
    map = new maplibre.Map({
      container: element,
      style: dressed(),
      bounds: scene.go ? undefined : around() ?? bounds,
      center: scene.go?.slice(0, 2),
      zoom: scene.go?.[2],
      fitBoundsOptions: { padding: 48, maxZoom: 15 },
      maxBounds: [[west - wide * 2, south - wide], [east + wide * 2, north + wide]],
      minZoom: 7,
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: scene.words,
    });
  } catch (error) {
    console.warn("no map", error);
    return tell("ground", "no-webgl");
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.setMissingStyleImageResolver((id) => {
    const { data, ratio } = picture(id, scene.drawings);
    if (!map.hasImage(id)) map.addImage(id, data, { pixelRatio: ratio });
  });
  map.on("error", ({ error }) => console.warn("map", error?.message));
  listen();
  map.once("load", () => {
    show();
    tell("ground", basemap ? `tiles ${basemap.attribution}` : "paper");
  });
}

// MapLibre's own sheet and ours over it, once.
function sheets() {
  return Promise.all(["./maplibre-gl.css", "./map.css"].map(sheet));
}

function sheet(name) {
  const address = new URL(name, import.meta.url).href;
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  return new Promise((done) => {
    const link = document.createElement("link");
    [link.rel, link.href] = ["stylesheet", address];
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
}

function dressed() {
  const token = tokens();
  const geojson = (data, more) => ({ type: "geojson", data, ...more });
  const town = basemap && {
    type: "vector", tiles: ["town://{z}/{x}/{y}"], minzoom: basemap.min_zoom, maxzoom: basemap.max_zoom, bounds: basemap.bounds,
  };
  return {
    version: 8,
    sources: {
      ...(town ? { town } : {}),
      edge: geojson(town ? none : outline(scene.bounds)),
      near: geojson(references()),
      places: geojson(places(), { cluster: true, clusterRadius: 46, clusterMaxZoom: 15 }),
      chosen: geojson(chosen()),
    },
    layers: [...layers(token, Boolean(town)), ...marks(token)],
  };
}

const places = () => collection(scene.pins.filter(([id]) => id !== scene.chosen).map(feature));
const chosen = () => collection(scene.pins.filter(([id]) => id === scene.chosen).map(feature));

function feature([id, lon, lat, section, discount]) {
  return point([lon, lat], { id, section, discount });
}

function references() {
  const marked = (at, mark) => (at ? [point(at, { mark })] : []);
  return collection([...marked(scene.near, "near"), ...marked(scene.here, "here")]);
}

// The places shown, when they are in sight of each other.
function around() {
  const inside = scene.pins.filter(([, lon, lat]) => {
    const [west, south, east, north] = scene.bounds;
    return lon >= west && lon <= east && lat >= south && lat <= north;
  });
  if (!inside.length) return null;
  const [lons, lats] = [inside.map((pin) => pin[1]), inside.map((pin) => pin[2])];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function show(before) {
  map.getContainer().dataset.places = scene.pins.map(([id]) => id).join(" ");
  const anew = (id, data) => map.getSource(id)?.setData(data);
  if (!before || !same(before.pins, scene.pins) || before.chosen !== scene.chosen) {
    anew("places", places());
    anew("chosen", chosen());
  }
  if (!before || !same([before.near, before.here], [scene.near, scene.here])) anew("near", references());
  if (scene.go && !same(before?.go, scene.go)) move({ center: scene.go.slice(0, 2), zoom: scene.go[2] });
}

// Without motion where the person asked for none.
function move(camera) {
  if (document.documentElement.dataset.motion === "reduced") map.jumpTo(camera);
  else map.easeTo({ ...camera, duration: 500 });
}

function listen() {
  map.on("click", ({ point: at }) => {
    const [hit] = map.queryRenderedFeatures([[at.x - 4, at.y - 4], [at.x + 4, at.y + 4]], { layers: ["pins", "heaps"] });
    if (!hit) return;
    const { id, cluster_id: heap } = hit.properties;
    if (heap === undefined) return tell("chosen", id);
    const center = hit.geometry.coordinates;
    map.getSource("places").getClusterExpansionZoom(heap).then((zoom) => move({ center, zoom: zoom + 0.3 }));
  });
  map.on("mousemove", ({ point: at }) => {
    const over = map.queryRenderedFeatures(at, { layers: ["pins", "heaps"] }).length;
    map.getCanvas().style.cursor = over ? "pointer" : "";
  });
  // A long press takes a point by hand. Android and mice say so themselves, iOS does not.
  const pick = ({ lngLat }) => tellPoint(lngLat);
  map.on("contextmenu", pick);
  let press;
  const leave = () => clearTimeout(press);
  map.on("touchstart", (event) => {
    leave();
    if (event.points.length === 1 && /iPhone|iPad|Mac/.test(navigator.platform)) press = setTimeout(pick, LONG_PRESS, event);
  });
  for (const name of ["touchend", "touchmove", "touchcancel", "movestart"]) map.on(name, leave);
}

// Another theme is another style: its pictures too are drawn anew.
function redress() {
  if (!map) return;
  for (const id of map.listImages()) map.removeImage(id);
  map.setStyle(dressed(), { diff: false });
}

new MutationObserver(redress).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redress);
