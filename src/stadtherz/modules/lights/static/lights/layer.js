import { Lamps, story } from "./lamps.js";

/**
 * The lamps on the town's map, for everyone.
 *
 * @param {any} map @param {{ key: string, tiles: string, topic: string }} layer
 */
export default async function draw(map, layer) {
  const levels = layer.tiles.replace(/kacheln\/.*$/, "stand/stadt");
  const lamps = new Lamps(map, { id: layer.key, tiles: layer.tiles, topic: layer.topic, levels });
  map.addEventListener("map-choose", (/** @type {CustomEvent} */ event) => {
    if (event.detail.layer === layer.key) map.showPopup(event.detail.lon, event.detail.lat, story(lamps, event.detail));
  });
}
