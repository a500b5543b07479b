import { Draped } from "./draped.js";

const LEAST_PART = 0.25;

/**
 * Photos on the map: each lies on its ground, turned as the camera looked; one without an outline
 * is a pin; the chosen one shows its outline and how far off it may be.
 */
export class GroundPhotos {
  /** @type {import("../ui/map_pins.js").Pin|null} */
  incident = null;
  #map;
  #colour;
  #draped = /** @type {Draped|null} */ (null);
  #sharper = /** @type {Map<string, HTMLImageElement>} */ (new Map());
  #imageOf;
  #photos = /** @type {any[]} */ ([]);
  #isLed = false;
  #hasChoice = false;
  #fitted = "";
  #outlined = "";

  /**
   * @param {import("../ui/city_map.js").CityMap} map
   * @param {boolean} isExercise
   * @param {(id: string) => HTMLImageElement|null} imageOf the small picture that the page shows already
   */
  constructor(map, isExercise, imageOf) {
    this.#map = map;
    this.#imageOf = imageOf;
    this.#colour = isExercise ? "#7a3e9d" : "#c8102e";
    for (const name of ["pointerdown", "wheel", "keydown"]) {
      map.addEventListener(name, () => (this.#isLed = true), { passive: true });
    }
  }

  /** @param {any[]} photos all of the incident */
  show(photos) {
    this.#photos = photos;
    if (!this.incident) return;
    const wanted = new Set();
    const pins = [this.incident];
    const oldest = [...photos].sort((a, b) => a.feature.properties.received_at.localeCompare(b.feature.properties.received_at));
    for (const photo of oldest) {
      const { id, properties, geometry } = photo.feature;
      if (photo.corners && photo.thumb) {
        wanted.add(id);
        this.#lay(id, photo);
      } else if (geometry && properties.camera) {
        pins.push({ id, lon: properties.camera[0], lat: properties.camera[1], label: properties.filename, kind: properties.is_exercise ? "exercise" : "photo" });
      }
    }
    this.#draped?.keep(wanted);
    this.#map.setPins(pins);
    this.#outlines();
    this.#fit();
  }

  /** @param {any} photo its outline, its possible error, its sharper copy */
  choose(photo) {
    if (!this.incident) return;
    const { geometry, properties } = photo.feature;
    const features = geometry ? [{ type: "Feature", properties: {}, geometry }] : [];
    if (properties.centre && properties.error_ce90_m) features.push({ type: "Feature", properties: {}, geometry: circle(properties.centre, properties.error_ce90_m) });
    const data = { type: "FeatureCollection", features };
    if (this.#hasChoice) this.#map.setData("chosen", data);
    else this.#map.addShape("chosen", { data, colour: "#0b63c5", dashed: true });
    this.#hasChoice = true;
    if (photo.corners && photo.view !== photo.thumb) this.#sharpen(photo.feature.id, photo);
  }

  /** @param {number} lon @param {number} lat @returns {any} the newest photo whose ground holds the point */
  at(lon, lat) {
    return this.#photos.filter((photo) => photo.corners && inside(photo.corners, lon, lat)).sort((a, b) => b.feature.properties.received_at.localeCompare(a.feature.properties.received_at))[0];
  }

  /** @param {string} id @param {any} photo its small picture, or the sharper one once it was chosen */
  #lay(id, photo) {
    this.#draped ??= new Draped(this.#map.gl);
    const sharper = this.#sharper.get(id);
    const image = sharper?.getAttribute("src") === photo.view ? sharper : this.#imageOf(id);
    if (image) this.#draped.lay(id, image, photo.corners);
  }

  /** @param {string} id @param {any} photo */
  #sharpen(id, photo) {
    if (this.#sharper.get(id)?.getAttribute("src") !== photo.view) {
      const image = new Image();
      image.src = photo.view;
      this.#sharper.set(id, image);
    }
    this.#lay(id, photo);
  }

  #outlines() {
    const features = this.#photos.filter((photo) => photo.feature.geometry?.type === "Polygon").map(({ feature }) => ({ type: "Feature", properties: {}, geometry: feature.geometry }));
    const data = { type: "FeatureCollection", features };
    const state = JSON.stringify(data);
    if (state === this.#outlined) return;
    this.#outlined = state;
    if (!this.#map.gl.getSource("outlines")) {
      this.#map.addShape("outlines", { data, colour: this.#colour });
      this.#map.gl.setPaintProperty("outlines-fill", "fill-opacity", 0);
      return;
    }
    this.#map.setData("outlines", data);
  }

  /** Keep all photos in sight until the dispatcher moves the map by hand. */
  #fit() {
    const points = this.#photos.flatMap((photo) => photo.corners ?? (photo.feature.properties.camera && photo.feature.geometry ? [photo.feature.properties.camera] : []));
    const state = String(points);
    if (this.#isLed || !points.length || state === this.#fitted) return;
    this.#fitted = state;
    const lons = points.map(([lon]) => lon);
    const lats = points.map(([, lat]) => lat);
    const box = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
    if (this.#isSeen(box)) return; // to move for every photo costs a slow machine many frames
    // Without an animation: a new photo is seen at once, also on a slow machine.
    this.#map.gl.fitBounds(box, { padding: 80, maxZoom: 18, duration: 0 });
  }

  /** Whether the map shows the box whole, and not from too far. @param {number[][]} box south west, north east */
  #isSeen([[west, south], [east, north]]) {
    const seen = this.#map.gl.getBounds();
    if (west < seen.getWest() || east > seen.getEast() || south < seen.getSouth() || north > seen.getNorth()) return false;
    return Math.max((east - west) / (seen.getEast() - seen.getWest()), (north - south) / (seen.getNorth() - seen.getSouth())) >= LEAST_PART;
  }
}

/** @param {number[]} centre lon, lat @param {number} radius_m */
function circle([lon, lat], radius_m) {
  const lat_m = 111_320;
  const lon_m = lat_m * Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: 49 }, (_, at) => {
    const angle = (at / 48) * 2 * Math.PI;
    return [lon + (radius_m * Math.cos(angle)) / lon_m, lat + (radius_m * Math.sin(angle)) / lat_m];
  });
  return { type: "Polygon", coordinates: [ring] };
}

/** @param {number[][]} ring @param {number} x @param {number} y */
function inside(ring, x, y) {
  let odd = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [ax, ay] = ring[at];
    const [bx, by] = ring[before];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}
