import { subscribe } from "../ui/live.js";
import { fromBase64, readDelta } from "./delta.js";
import { word } from "./words.js";

/**
 * The lamps on a map, live.
 *
 * Levels come as one picture, then as changes. While the picture is on its way changes are kept
 * and laid over it, so that an older picture never overwrites a newer change. The map is told of
 * those lamps alone that its tiles hold: a city has 250,000, a view a few thousand.
 */
export class Lamps {
  #map;
  #id;
  #levelsUrl;
  #level = /** @type {number[]} */ ([]);
  #known = /** @type {string[]} */ ([]);
  #drawn = /** @type {Set<number>} */ (new Set());
  #waiting = /** @type {Uint8Array[]|null} */ ([]);

  /**
   * @param {any} map a ready `<city-map>`
   * @param {{ id: string, tiles: string, topic: string, levels: string, clock?: (text: string) => void }} wish
   */
  constructor(map, { id, tiles, topic, levels, clock }) {
    this.#map = map;
    this.#id = id;
    this.#levelsUrl = levels;
    map.addPointLayer(id, { tiles, layer: "lamps", key: "id", look: "lamp", minzoom: 10, maxzoom: 15, attribution: word("attribution") });
    this.#markUnknown();
    map.gl.on("sourcedata", (/** @type {any} */ event) => {
      if (event.sourceId === id && event.tile) this.#meet(event.tile);
    });
    subscribe(topic, (data) => {
      clock?.(data.clock);
      this.#take(fromBase64(data.delta));
    });
    document.addEventListener("live-state", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.again) this.fetch();
    });
    this.fetch();
  }

  /** Fetch the present picture and lay what arrived meanwhile over it. */
  async fetch() {
    this.#waiting ??= [];
    try {
      const answer = await fetch(this.#levelsUrl);
      if (answer.status === 200) this.#lay(new Uint8Array(await answer.arrayBuffer()));
    } finally {
      const later = this.#waiting ?? [];
      this.#waiting = null;
      for (const delta of later) this.#lay(delta);
      this.#map.toggleAttribute("data-lit", this.#level.length > 0);
    }
  }

  /** @param {number} row @returns {{ level: number, known: string }} */
  at(row) {
    return { level: this.#level[row] ?? 0, known: this.#known[row] ?? "unknown" };
  }

  /** @param {Uint8Array} delta */
  #take(delta) {
    if (this.#waiting) this.#waiting.push(delta);
    else this.#lay(delta);
  }

  /** @param {Uint8Array} delta */
  #lay(delta) {
    readDelta(delta, (row, level, known) => {
      if (this.#level[row] === level && this.#known[row] === known) return;
      this.#level[row] = level;
      this.#known[row] = known;
      if (this.#drawn.has(row)) this.#map.setState(this.#id, row, { level, known });
    });
  }

  /** Tell the map of the lamps in a tile that has come. @param {any} tile of MapLibre */
  #meet(tile) {
    const found = /** @type {{ id: number }[]} */ ([]);
    tile.querySourceFeatures(found, { sourceLayer: "lamps" });
    for (const { id } of found) {
      if (this.#drawn.has(id)) continue;
      this.#drawn.add(id);
      if (id in this.#level) this.#map.setState(this.#id, id, this.at(id));
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
