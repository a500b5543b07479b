import { figure, say } from "./phrases.js";

const STEPS_DEG = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const LINES = 6;

/**
 * The lines of longitude and latitude of a view, and their labels at its left and lower edge.
 *
 * @param {number[]} view west, south, east, north in degrees
 * @param {number[]|null} sheet the town's bounds: no label inside
 * @returns {any} a GeoJSON collection of lines and of points with `label` and `anchor`
 */
export function graticule([west, south, east, north], sheet) {
  const step = STEPS_DEG.find((deg) => (east - west) / deg >= LINES) ?? 0.0001;
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const features = /** @type {any[]} */ ([]);
  for (const lon of multiples(west, east, step)) {
    features.push(line([[lon, south], [lon, north]]));
    label(features, [lon, south], `${figure(Math.abs(lon), digits)}° ${say(lon < 0 ? "map.west" : "map.east")}`, "bottom-left", sheet);
  }
  for (const lat of multiples(south, north, step)) {
    features.push(line([[west, lat], [east, lat]]));
    label(features, [west, lat], `${figure(Math.abs(lat), digits)}° ${say(lat < 0 ? "map.south" : "map.north")}`, "bottom-left", sheet);
  }
  return { type: "FeatureCollection", features };
}

/** @param {number[]} a @param {number[]} b both west, south, east, north @returns {boolean} */
export function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** @param {number} from @param {number} to @param {number} step */
function multiples(from, to, step) {
  const first = Math.ceil(from / step);
  const count = Math.min(60, Math.floor(to / step) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** @param {number[][]} coordinates */
function line(coordinates) {
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
}

/** @param {any[]} features @param {number[]} at @param {string} text @param {string} anchor @param {number[]|null} sheet */
function label(features, at, text, anchor, sheet) {
  if (sheet && overlap([at[0], at[1], at[0], at[1]], sheet)) return;
  features.push({ type: "Feature", properties: { label: text, anchor }, geometry: { type: "Point", coordinates: at } });
}
