/**
 * Pictures on the map's ground. Each is drawn when its bytes are there already, so that the next
 * frame shows it: a map that fetches and decodes by itself is seconds late on a slow machine, where
 * every step of that waits behind a frame.
 */
export class Draped {
  #gl;
  #wanted = /** @type {Map<string, string>} */ (new Map());

  /** @param {any} gl the MapLibre map */
  constructor(gl) {
    this.#gl = gl;
  }

  /**
   * Called from the oldest to the newest.
   *
   * @param {string} id of the photo
   * @param {HTMLImageElement} image loaded, or on its way
   * @param {number[][]} corners lon, lat of the picture's top left, top right, bottom right, bottom left
   */
  lay(id, image, corners) {
    const state = `${image.src} ${JSON.stringify(corners)}`;
    if (this.#wanted.get(id) === state) return;
    this.#wanted.set(id, state);
    const draw = () => {
      if (this.#wanted.get(id) === state) this.#draw(`photo-${id}`, image, corners);
    };
    if (image.complete && image.naturalWidth) return draw();
    image.addEventListener("load", draw, { once: true });
    // Forgotten when it cannot be had, so that the next change of the photo tries again.
    image.addEventListener("error", () => this.#wanted.get(id) === state && this.#wanted.delete(id), { once: true });
  }

  /** Take away what is no longer there. @param {Set<string>} kept ids of photos */
  keep(kept) {
    for (const id of [...this.#wanted.keys()]) {
      if (kept.has(id)) continue;
      this.#remove(`photo-${id}`);
      this.#wanted.delete(id);
    }
  }

  /** @param {string} name @param {HTMLImageElement} image @param {number[][]} corners */
  #draw(name, image, corners) {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    this.#remove(name);
    this.#gl.addSource(name, { type: "canvas", canvas, coordinates: corners, animate: false });
    this.#gl.addLayer({ id: `${name}-image`, type: "raster", source: name, paint: { "raster-opacity": 0.92, "raster-fade-duration": 0 } }, this.#above(name));
  }

  /** Later ones lie on top, whichever came first over the line. @param {string} name @returns {string|undefined} */
  #above(name) {
    const names = [...this.#wanted.keys()].map((id) => `photo-${id}`);
    const later = names.slice(names.indexOf(name) + 1).map((other) => `${other}-image`);
    return [...later, "outlines-fill"].find((layer) => this.#gl.getLayer(layer));
  }

  /** @param {string} name */
  #remove(name) {
    if (!this.#gl.getSource(name)) return;
    this.#gl.removeLayer(`${name}-image`);
    this.#gl.removeSource(name);
  }
}
