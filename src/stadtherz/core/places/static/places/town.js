// The town's page: the map with every layer, the search, what lies at a place.
import "../ui/city_map.js";
import "../ui/live.js";
import "../ui/search.js";

/**
 * @typedef {{ key: string, label: string, script: string, tiles: string, topic: string, table: string }} Layer
 * @typedef {{ label: string, detail: string, lon: number, lat: number, utmref: string }} Place
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
  const degrees = `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`;
  const parts = [place.label, place.detail, degrees, place.utmref].filter(
    (part, index, all) => part && all.findIndex((other) => other.includes(part)) === index,
  );
  const [name, ...rest] = parts;
  const strong = document.createElement("strong");
  strong.textContent = name;
  spot.replaceChildren(strong, rest.length ? ` · ${rest.join(" · ")}` : "");
}

if (map) start().catch(() => {});
