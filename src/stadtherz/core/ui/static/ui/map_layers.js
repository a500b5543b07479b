import { look } from "./map_looks.js";
import { WORDS_START } from "./map_style.js";

/**
 * @typedef {object} PointWish
 * @property {any} [data] GeoJSON or its address
 * @property {string} [tiles] template of a vector tile source, such as `/licht/karte/{z}/{x}/{y}.mvt`
 * @property {string} [layer] the source layer in the tiles
 * @property {number} [minzoom] of the tiles
 * @property {number} [maxzoom] of the tiles
 * @property {string} [key] the property that identifies a point, `id` unless told
 * @property {"lamp"|"point"|"mover"} [look]
 * @property {string} [label] property that is written beside the point from zoom 16 on
 *
 * @typedef {object} ShapeWish
 * @property {any} data GeoJSON
 * @property {string} [colour] `#rrggbb`
 * @property {boolean} [dashed] for estimates and exercises
 */

/** The layers that other modules put on the map. */
export class MapLayers {
  #gl;
  #theme;
  #points = /** @type {Map<string, PointWish>} */ (new Map());
  #hidden = new Set();

  /** @param {any} gl the MapLibre map @param {() => "light"|"dark"} theme */
  constructor(gl, theme) {
    this.#gl = gl;
    this.#theme = theme;
  }

  /** @param {string} id @param {PointWish} wish @param {(id: string, event: any) => void} chosen */
  addPoints(id, wish, chosen) {
    const promoteId = wish.key ?? "id";
    this.#gl.addSource(id, wish.tiles
      ? { type: "vector", tiles: [absolute(wish.tiles)], minzoom: wish.minzoom ?? 10, maxzoom: wish.maxzoom ?? 15, attribution: wish.attribution ?? "", promoteId }
      : { type: "geojson", data: wish.data ?? { type: "FeatureCollection", features: [] }, promoteId });
    this.#points.set(id, wish);
    for (const part of look(wish.look ?? "point", this.#theme())) {
      const { suffix, ...rest } = part;
      const name = `${id}-${suffix}`;
      this.#gl.addLayer({ id: name, type: "circle", source: id, ...(wish.tiles && { "source-layer": wish.layer }), ...rest }, WORDS_START); // words stay readable in the light
      if (suffix !== "dot") continue;
      this.#gl.on("click", name, (/** @type {any} */ event) => chosen(id, event));
      this.#gl.on("mouseenter", name, () => (this.#gl.getCanvas().style.cursor = "pointer"));
      this.#gl.on("mouseleave", name, () => (this.#gl.getCanvas().style.cursor = ""));
    }
    if (wish.label) this.#addLabel(id, wish);
  }

  /** @returns {boolean} whether points stand on the map, with all tiles of the present view */
  get areDrawn() {
    return this.#points.size > 0 && [...this.#points.keys()].every((id) => this.#gl.isSourceLoaded(id));
  }

  /** @param {string} id @param {PointWish} wish */
  #addLabel(id, wish) {
    const night = this.#theme() === "dark";
    this.#gl.addLayer({
      id: `${id}-label`, type: "symbol", source: id, minzoom: 16, ...(wish.tiles && { "source-layer": wish.layer }),
      layout: { "text-field": ["get", wish.label], "text-font": ["Fira Sans Medium"], "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.8] },
      paint: { "text-color": night ? "#efe9e2" : "#221c1a", "text-halo-color": night ? "#17161a" : "#ffffff", "text-halo-width": 1.6 },
    });
  }

  /** @param {string} id @param {any} data GeoJSON, replaces what a point or shape layer shows */
  setData(id, data) {
    this.#gl.getSource(id)?.setData(data);
  }

  /** @param {string} id @param {string|number} key @param {Record<string, unknown>} state */
  setState(id, key, state) {
    const wish = this.#points.get(id);
    this.#gl.setFeatureState({ source: id, id: key, ...(wish?.tiles && { sourceLayer: wish.layer }) }, state);
  }

  /** @param {string} id @param {boolean} visible */
  setVisible(id, visible) {
    if (visible) this.#hidden.delete(id);
    else this.#hidden.add(id);
    for (const layer of this.#gl.getStyle().layers) {
      if (layer.source === id) this.#gl.setLayoutProperty(layer.id, "visibility", visible ? "visible" : "none");
    }
  }

  /** @param {string} id @param {ShapeWish} wish */
  addShape(id, { data, colour = "#c8102e", dashed = false }) {
    this.#gl.addSource(id, { type: "geojson", data });
    this.#gl.addLayer({ id: `${id}-fill`, type: "fill", source: id, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.12 } });
    this.#gl.addLayer({ id: `${id}-line`, type: "line", source: id, paint: { "line-color": colour, "line-width": 2, ...(dashed && { "line-dasharray": [2, 1.5] }) } });
  }

  /**
   * @param {string} id @param {string} url
   * @param {number[][]} corners lon, lat of the picture's top left, top right, bottom right, bottom left
   * @param {number} opacity
   */
  addImage(id, url, corners, opacity) {
    const source = this.#gl.getSource(id);
    if (source) return source.updateImage({ url, coordinates: corners });
    this.#gl.addSource(id, { type: "image", url, coordinates: corners });
    const first = this.#gl.getStyle().layers.find((/** @type {any} */ layer) => this.#points.has(layer.source));
    this.#gl.addLayer({ id: `${id}-image`, type: "raster", source: id, paint: { "raster-opacity": opacity, "raster-fade-duration": 0 } }, first?.id);
  }

  /** @param {string} id a layer of any kind; unknown ones are no error */
  remove(id) {
    if (!this.#gl.getSource(id)) return;
    for (const layer of this.#gl.getStyle().layers) if (layer.source === id) this.#gl.removeLayer(layer.id);
    this.#gl.removeSource(id);
    this.#points.delete(id);
  }

  /** Paint every point layer for the theme that is shown now. */
  repaint() {
    for (const [id, wish] of this.#points) {
      for (const part of look(wish.look ?? "point", this.#theme())) {
        for (const [name, value] of Object.entries(part.paint)) this.#gl.setPaintProperty(`${id}-${part.suffix}`, name, value);
      }
      if (!wish.label) continue;
      this.#gl.removeLayer(`${id}-label`);
      this.#addLabel(id, wish);
      if (this.#hidden.has(id)) this.setVisible(id, false);
    }
  }
}

/** @param {string} address may hold `{z}`, which `URL` would encode @returns {string} */
export function absolute(address) {
  return /^https?:/.test(address) ? address : location.origin + address;
}
