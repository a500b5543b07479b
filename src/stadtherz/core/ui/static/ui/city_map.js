import { AttributionControl, Map as GlMap, NavigationControl, Popup, prewarm, ScaleControl, setWorkerUrl } from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { graticule, overlap } from "./map_graticule.js";
import { absolute, MapLayers } from "./map_layers.js";
import { MapPins } from "./map_pins.js";
import { cityStyle, townLayers } from "./map_style.js";
import { say } from "./phrases.js";
import { onTheme, theme } from "./theme.js";

setWorkerUrl(new URL("../vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);
// The worker reads its half megabyte while the page's own thread sets the drawing up.
prewarm();

/** No longer than this does the town wait for points that are to be seen first. */
const POINTS_FIRST_MS = 2000;

/** @param {string|null} text @returns {number[]|null} */
function numbers(text) {
  return text ? text.split(",").map(Number) : null;
}

/**
 * The town's map. Attributes: `tiles` (`/karte/{z}/{x}/{y}.mvt`; without it a plain graticule), `bounds`
 * (west,south,east,north), `centre` (lon,lat), `zoom`, `attribution`, `label`, `tone` (`night` keeps the map dark
 * whatever the page's theme, so that lamps glow). Children: an
 * `<img class="map-still">` seen until the map stands and where it cannot, and an element with
 * `data-map-table` that says the same in words. With `points-first` the first point layer is drawn
 * before the town: half a second sooner on a machine without graphics.
 *
 * Events: `map-ready`; `map-choose` `{ layer, id, properties, lon, lat }`; `map-pin` (a pin);
 * `map-click` `{ lon, lat }`; `map-move` `{ bounds, zoom }`.
 */
export class CityMap extends HTMLElement {
  /** The MapLibre map, for what this element does not offer. @type {any} */
  gl = null;
  #layers = /** @type {MapLayers} */ (/** @type {unknown} */ (null));
  #pins = /** @type {MapPins} */ (/** @type {unknown} */ (null));
  #popup = /** @type {any} */ (null);
  #hasTown = false;
  #bounds = /** @type {number[]|null} */ (null);
  #settled = /** @type {{ resolve: (map: CityMap) => void, reject: (error: unknown) => void }} */ (/** @type {unknown} */ (null));

  /** Resolves with this element when layers can be added; rejects where the browser cannot draw. */
  ready = new Promise((resolve, reject) => {
    this.#settled = { resolve, reject };
  });

  /** How the map is painted: the night's way by `tone`, else the page's. @returns {"light"|"dark"} */
  get tone() {
    return this.getAttribute("tone") === "night" ? "dark" : theme();
  }

  connectedCallback() {
    if (this.gl) return;
    this.ready.catch(() => {});
    this.#bounds = numbers(this.getAttribute("bounds"));
    this.#addTools();
    try {
      this.#start();
    } catch (error) {
      this.#fail(error);
    }
  }

  disconnectedCallback() {
    // A moved element is connected again in the same task; a removed one frees the graphics memory.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.gl?.remove();
      this.gl = null;
    });
  }

  /** @param {string} id @param {import("./map_layers.js").PointWish} wish */
  addPointLayer(id, wish) {
    this.#layers.addPoints(id, wish, (layer, event) => {
      const [feature] = event.features;
      const { lng: lon, lat } = event.lngLat;
      this.#fire("map-choose", { layer, id: feature.id, properties: feature.properties, lon, lat });
    });
  }

  /** @param {string} id @param {string|number} key @param {Record<string, unknown>} state */
  setState(id, key, state) {
    this.#layers.setState(id, key, state);
  }

  /** @param {string} id @param {any} data */
  setData(id, data) {
    this.#layers.setData(id, data);
  }

  /** @param {string} id @param {boolean} visible */
  setVisible(id, visible) {
    this.#layers.setVisible(id, visible);
  }

  /** @param {string} id @param {import("./map_layers.js").ShapeWish} wish */
  addShape(id, wish) {
    this.#layers.addShape(id, wish);
  }

  /** @param {string} id @param {string} url @param {number[][]} corners @param {number} [opacity] */
  addImageOverlay(id, url, corners, opacity = 0.92) {
    this.#layers.addImage(id, url, corners, opacity);
  }

  /** @param {string} id */
  removeLayer(id) {
    this.#layers.remove(id);
  }

  /** @param {import("./map_pins.js").Pin[]} pins */
  setPins(pins) {
    this.#pins.set(pins);
  }

  /** @param {import("./map_pins.js").Pin} pin */
  putPin(pin) {
    this.#pins.put(pin);
  }

  /** @param {number} lon @param {number} lat @param {Node|null} content null closes it */
  showPopup(lon, lat, content) {
    this.#popup?.remove();
    this.#popup = null;
    if (content) this.#popup = new Popup({ maxWidth: "20rem", offset: 12 }).setLngLat([lon, lat]).setDOMContent(content).addTo(this.gl);
  }

  /** @param {number} lon @param {number} lat @param {number} [zoom] */
  flyTo(lon, lat, zoom = 16) {
    this.gl.flyTo({ center: [lon, lat], zoom, maxDuration: 1500 });
  }

  /** @param {number[]} bounds west, south, east, north @param {number} [padding] in px */
  fit(bounds, padding = 40) {
    this.gl.fitBounds([bounds.slice(0, 2), bounds.slice(2)], { padding, maxZoom: 18, duration: 600 });
  }

  #start() {
    const canvas = document.createElement("div");
    canvas.className = "sh-map__canvas";
    this.prepend(canvas);
    this.gl = new GlMap({
      container: canvas,
      style: this.#style(),
      center: /** @type {[number, number]} */ (numbers(this.getAttribute("centre")) ?? this.#middle()),
      zoom: Number(this.getAttribute("zoom") ?? 14),
      minZoom: 3,
      maxZoom: 20,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: {
        "NavigationControl.ZoomIn": say("map.zoom_in"),
        "NavigationControl.ZoomOut": say("map.zoom_out"),
        "AttributionControl.ToggleAttribution": say("map.attribution"),
        "Map.Title": say("map.canvas"),
        "Popup.Close": say("map.close"),
      },
    });
    this.gl.touchZoomRotate.disableRotation();
    this.gl.keyboard.disableRotation();
    this.gl.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.gl.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    this.gl.addControl(new AttributionControl({ compact: false, customAttribution: this.getAttribute("tiles") ? "" : (this.getAttribute("attribution") ?? "") }), "bottom-right");
    this.#layers = new MapLayers(this.gl, () => this.tone);
    this.#pins = new MapPins(this.gl, (pin) => this.#fire("map-pin", pin));
    this.#listen();
  }

  #listen() {
    this.gl.once("style.load", () => {
      this.#settled.resolve(this);
      this.#fire("map-ready", {});
      this.#addTown();
    });
    this.gl.on("moveend", () => {
      this.#grid();
      this.#fire("map-move", { bounds: this.#view(), zoom: this.gl.getZoom() });
    });
    this.gl.on("click", (/** @type {any} */ event) => this.#fire("map-click", { lon: event.lngLat.lng, lat: event.lngLat.lat }));
    onTheme(() => this.#repaint());
  }

  /** Draw the town, with `points-first` as soon as the points are there. */
  async #addTown() {
    const until = performance.now() + (this.hasAttribute("points-first") ? POINTS_FIRST_MS : 0);
    while (performance.now() < until && this.gl && !this.#layers.areDrawn) await new Promise((done) => setTimeout(done, 20));
    if (!this.gl) return;
    this.#hasTown = true;
    this.#grid();
    for (const { layer, under } of townLayers(this.tone, this.hasAttribute("tiles"))) this.gl.addLayer(layer, under);
    this.gl.once("idle", () => this.toggleAttribute("data-ready", true));
  }

  /** Only paint differs between day and night: layers of others stay where they are. */
  #repaint() {
    if (!this.gl?.isStyleLoaded()) return void this.gl?.once("idle", () => this.#repaint());
    const town = townLayers(this.tone, this.hasAttribute("tiles")).map(({ layer }) => layer);
    for (const layer of [...this.#style().layers, ...town].filter(({ id }) => this.gl.getLayer(id))) {
      for (const [name, value] of Object.entries(layer.paint)) this.gl.setPaintProperty(layer.id, name, value);
    }
    this.#layers.repaint();
  }

  #style() {
    const tiles = this.getAttribute("tiles");
    const attribution = this.getAttribute("attribution") ?? "";
    return cityStyle({ theme: this.tone, tiles: tiles && absolute(tiles), bounds: this.#bounds, attribution });
  }

  #grid() {
    const view = this.#view();
    const sheet = this.hasAttribute("tiles") ? this.#bounds : null;
    if (this.#hasTown) this.gl.getSource("graticule")?.setData(graticule(view, sheet));
    this.toggleAttribute("data-outside", Boolean(sheet) && !overlap(view, /** @type {number[]} */ (sheet)));
    this.#notice(this.hasAttribute("data-outside") ? say("map.outside") : "");
  }

  /** @returns {number[]} west, south, east, north of what is seen */
  #view() {
    const bounds = this.gl.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  #middle() {
    const [west, south, east, north] = this.#bounds ?? [-180, -60, 180, 75];
    return [(west + east) / 2, (south + north) / 2];
  }

  #addTools() {
    this.dataset.view = "map";
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", this.getAttribute("label") ?? say("map.label"));
    if (!this.querySelector("[data-map-table]")) return;
    const button = document.createElement("button");
    button.type = "button";
    const show = () => {
      button.textContent = say(this.dataset.view === "map" ? "map.as_table" : "map.as_map");
    };
    button.addEventListener("click", () => {
      this.dataset.view = this.dataset.view === "map" ? "table" : "map";
      show();
    });
    show();
    const tools = document.createElement("div");
    tools.className = "sh-map__tools";
    tools.append(button);
    this.prepend(tools);
  }

  /** @param {string} text empty takes it away */
  #notice(text) {
    let notice = this.querySelector(".sh-map__notice");
    if (!text) return notice?.remove();
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "sh-map__notice";
      notice.setAttribute("role", "status");
      this.append(notice);
    }
    notice.textContent = text;
  }

  /** @param {unknown} error */
  #fail(error) {
    this.querySelector(".sh-map__canvas")?.remove();
    this.#notice(say("map.broken"));
    this.#settled.reject(error);
  }

  /** @param {string} name @param {any} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("city-map", CityMap);
