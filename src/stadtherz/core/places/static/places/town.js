// The town's page: the map with every layer, the search, what lies at a place.
import "../ui/city_map.js";
import "../ui/live.js";
import "../ui/search.js";
import { language, say } from "../ui/phrases.js";

/**
 * @typedef {{ key: string, label: string, script: string, tiles: string, topic: string, table: string }} Layer
 * @typedef {{ kind: string, label: string, detail: string, lon: number, lat: number, utmref: string }} Place
 */

const map = /** @type {any} */ (document.querySelector("city-map"));
const spot = document.querySelector("[data-spot]");

/** @type {Layer[]} */
const layers = JSON.parse(map?.dataset.layers ?? "[]");

/**
 * A layer's module exports `default async function (map, layer)`; one that exports nothing has
 * put itself on the map when it was loaded. A layer that fails leaves the others alone.
 *
 * @param {Layer} layer
 */
async function draw(layer) {
  const module = await import(layer.script);
  await module.default?.(map, layer);
}

async function start() {
  // Fetched while the map starts; what fails is told below, where it is drawn.
  for (const layer of layers) import(layer.script).catch(() => {});
  await map.ready;
  for (const layer of layers) {
    try {
      await draw(layer);
    } catch (error) {
      console.error(`layer ${layer.key}`, error);
      document.querySelector(`[data-layer="${layer.key}"]`)?.closest("li")?.setAttribute("data-broken", "");
    }
  }
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box instanceof HTMLInputElement && box.dataset.layer) map.setVisible(box.dataset.layer, box.checked);
});

document.addEventListener("place-chosen", (event) => {
  const place = /** @type {CustomEvent<Place>} */ (event).detail;
  map.ready.then(() => {
    map.flyTo(place.lon, place.lat, 17);
    map.setPins([{ id: "found", lon: place.lon, lat: place.lat, label: place.label, kind: "unit" }]);
  }).catch(() => {});
  tell(place);
});

/** @param {Place} place */
function tell(place) {
  if (!spot) return;
  const detail = place.kind === "coordinates" ? place.detail.replace(/^[^A-Za-z]*, /, "") : place.detail;
  const parts = [place.label, detail, degrees(place), place.utmref].filter(
    (part, index, all) => part && all.indexOf(part) === index,
  );
  const [name, ...rest] = parts;
  const strong = document.createElement("strong");
  strong.textContent = name;
  spot.replaceChildren(strong, rest.length ? ` · ${rest.join(" · ")}` : "");
}

/** @param {Place} place @returns {string} as the pages write it: "49,44470° N, 7,76900° O" */
function degrees({ lon, lat }) {
  const figure = new Intl.NumberFormat(language(), { minimumFractionDigits: 5, maximumFractionDigits: 5 });
  const north = say(lat < 0 ? "map.south" : "map.north");
  const east = say(lon < 0 ? "map.west" : "map.east");
  return `${figure.format(Math.abs(lat))}° ${north}, ${figure.format(Math.abs(lon))}° ${east}`;
}

if (map) start().catch(() => {});
