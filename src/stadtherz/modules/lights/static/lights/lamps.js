import { Levels } from "./levels.js";
import { word } from "./words.js";

/**
 * The lamps on a map, live.
 *
 * The map is told of those lamps alone that its tiles hold: a city has 250,000, a view a few
 * thousand.
 */
export class Lamps {
  #map;
  #id;
  #levels;
  #drawn = /** @type {Set<number>} */ (new Set());

  /**
   * @param {any} map a ready `<city-map>`
   * @param {{ id: string, tiles: string, topic: string, levels: string, clock?: (text: string) => void }} wish
   */
  constructor(map, { id, tiles, topic, levels, clock }) {
    this.#map = map;
    this.#id = id;
    map.addPointLayer(id, { tiles, layer: "lamps", key: "id", look: "lamp", minzoom: 10, maxzoom: 15, attribution: word("attribution") });
    this.#markUnknown();
    map.gl.on("sourcedata", (/** @type {any} */ event) => {
      if (event.sourceId === id && event.tile) this.#meet(event.tile);
    });
    this.#levels = new Levels({ topic, url: levels, clock, changed: (row) => this.#show(row) });
  }

  /** @param {number} row @returns {{ level: number, known: string }} */
  at(row) {
    return this.#levels.at(row);
  }

  /** @param {number} row */
  #show(row) {
    if (this.#drawn.has(row)) this.#map.setState(this.#id, row, this.#levels.at(row));
    this.#map.toggleAttribute("data-lit", true);
  }

  /** Tell the map of the lamps in a tile that has come. @param {any} tile of MapLibre */
  #meet(tile) {
    const found = /** @type {{ id: number }[]} */ ([]);
    tile.querySourceFeatures(found, { sourceLayer: "lamps" });
    for (const { id } of found) {
      if (this.#drawn.has(id)) continue;
      this.#drawn.add(id);
      if (this.#levels.has(id)) this.#map.setState(this.#id, id, this.at(id));
    }
  }

  /** A question mark on lamps of which nothing is known: colour alone would not say it. */
  #markUnknown() {
    const night = this.#map.tone === "dark";
    this.#map.gl.addLayer({
      id: `${this.#id}-question`, type: "symbol", source: this.#id, "source-layer": "lamps", minzoom: 15,
      layout: { "text-field": "?", "text-font": ["Fira Sans Medium"], "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: {
        "text-color": night ? "#efe9e2" : "#221c1a",
        "text-opacity": ["case", ["==", ["coalesce", ["feature-state", "known"], "unknown"], "unknown"], 1, 0],
      },
    });
  }
}

/**
 * What a chosen lamp says.
 *
 * @param {Lamps} lamps @param {{ id: number, properties: any }} chosen
 * @returns {HTMLElement}
 */
export function story(lamps, { id, properties }) {
  const box = document.createElement("div");
  box.className = "li-popup";
  const { level, known } = lamps.at(id);
  const title = document.createElement("strong");
  title.textContent = properties.s ? `${word("lamp")}, ${properties.s}` : word("lamp");
  const light = document.createElement("p");
  light.textContent = known === "unknown" ? word("unknown") : `${level} % · ${word(/** @type {any} */ (known))}`;
  box.append(title, light);
  if (properties.d) {
    const derived = document.createElement("p");
    derived.textContent = word("derived");
    box.append(derived);
  }
  return box;
}
