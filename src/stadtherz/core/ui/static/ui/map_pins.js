import { Marker } from "../vendor/maplibre-gl/maplibre-gl.mjs";

const SHAPE = "M12 1.500c-4.700 0-8.500 3.700-8.500 8.400 0 5.900 6.700 11 8.500 12.600 1.800-1.600 8.500-6.700 8.500-12.600 0-4.700-3.800-8.400-8.500-8.400Zm0 5.200a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400Z";

/**
 * @typedef {object} Pin
 * @property {string} id
 * @property {number} lon
 * @property {number} lat
 * @property {string} label read out, and shown when `shown` is true
 * @property {"incident"|"photo"|"unit"|"exercise"} [kind]
 * @property {boolean} [shown]
 */

/** Few, important places as buttons over the map: reached by keyboard, read by screen readers. */
export class MapPins {
  #gl;
  #chosen;
  #pins = /** @type {Map<string, Marker>} */ (new Map());

  /** @param {any} gl @param {(pin: Pin) => void} chosen */
  constructor(gl, chosen) {
    this.#gl = gl;
    this.#chosen = chosen;
  }

  /** @param {Pin[]} pins all that are to be seen now; others go */
  set(pins) {
    const wanted = new Set(pins.map((pin) => pin.id));
    for (const [id, marker] of this.#pins) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.#pins.delete(id);
    }
    for (const pin of pins) this.put(pin);
  }

  /** @param {Pin} pin added, or replaced by its id */
  put(pin) {
    this.#pins.get(pin.id)?.remove();
    const marker = new Marker({ element: this.#button(pin), anchor: "bottom" });
    marker.setLngLat([pin.lon, pin.lat]).addTo(this.#gl);
    this.#pins.set(pin.id, marker);
  }

  /** @param {Pin} pin */
  #button(pin) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `sh-pin sh-pin--${pin.kind ?? "incident"}`;
    button.setAttribute("aria-label", pin.label);
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", SHAPE);
    shape.setAttribute("fill", "currentColor");
    shape.setAttribute("stroke", "#fff");
    drawing.append(shape);
    button.append(drawing);
    if (pin.shown) {
      const label = document.createElement("span");
      label.className = "sh-pin__label";
      label.textContent = pin.label;
      button.append(label);
    }
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#chosen(pin);
    });
    return button;
  }
}
