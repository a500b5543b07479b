/**
 * The town's map style: calm paper by day, warm dark at night where lamps glow.
 * Built from the base map's layers roads, buildings, landuse, water, rail, pois, trees (each with `kind`,
 * OpenStreetMap's own words) and labels (`kind`, `name`).
 *
 * @typedef {Record<keyof typeof DAY, string>} Palette
 */

const DAY = {
  outside: "#efebe4", ground: "#f8f5ef", grid: "#d6cec2", gridText: "#665c51",
  green: "#e1ebd3", wood: "#d3e2c4", sport: "#d9ead5", built: "#f3eee6", work: "#f0eaec",
  solemn: "#dfe6d3", water: "#b5d3df", waterText: "#3d6f83",
  building: "#e6ddd2", buildingEdge: "#d5c9bb", tree: "#a9c793",
  road: "#ffffff", roadEdge: "#ddd3c6", main: "#fff3d6", mainEdge: "#e2cfa6",
  motorway: "#ffe0b0", path: "#d8c9b6", steps: "#cdb9a3", rail: "#b9aea6",
  text: "#3d3632", halo: "#fbf9f5", place: "#2b2523", poi: "#7a6456",
};

/** @type {Palette} */
const NIGHT = {
  outside: "#111014", ground: "#17161a", grid: "#37333a", gridText: "#a49a90",
  green: "#1a211d", wood: "#18221c", sport: "#1b2620", built: "#1a181c", work: "#1c191f",
  solemn: "#1b211e", water: "#142834", waterText: "#7fb0c4",
  building: "#24212a", buildingEdge: "#302c36", tree: "#24352a",
  road: "#35313a", roadEdge: "#1d1b20", main: "#453d3a", mainEdge: "#211d1c",
  motorway: "#574838", path: "#332f36", steps: "#3a3339", rail: "#4a444c",
  text: "#cfc6bc", halo: "#17161a", place: "#f1eae1", poi: "#a3968a",
};

const MAIN = ["trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"];
const LINKED = ["tertiary", "tertiary_link"];
const SMALL = ["residential", "unclassified", "living_street", "pedestrian", "road", "busway"];
const MOTORWAY = ["motorway", "motorway_link"];
const PLACES = ["city", "town", "village", "suburb", "quarter", "neighbourhood", "locality", "hamlet"];
const PATHS = ["footway", "path", "cycleway", "track", "bridleway", "platform", "construction"];
const KIND = ["get", "kind"];
const TEXT = ["Fira Sans Medium"];
const PLAIN = ["Fira Sans Regular"];

/** @param {"light"|"dark"} theme @returns {Palette} */
export function palette(theme) {
  return theme === "dark" ? NIGHT : DAY;
}

/**
 * @param {{ theme: "light"|"dark", tiles: string|null, bounds: number[]|null, attribution: string }} wish
 *   `tiles` is an absolute template, `bounds` is west, south, east, north in degrees
 * @returns {any} a MapLibre style of the bare paper and all sources; `townLayers` come onto it
 */
export function cityStyle({ theme, tiles, bounds, attribution }) {
  const colours = palette(theme);
  const sources = /** @type {Record<string, any>} */ ({ graticule: { type: "geojson", data: nothing() } });
  if (tiles) {
    sources.town = { type: "vector", tiles: [tiles], minzoom: 10, maxzoom: 15, attribution, ...(bounds && { bounds }) };
    sources.sheet = { type: "geojson", data: bounds ? sheet(bounds) : nothing() };
  }
  return {
    version: 8,
    "font-faces": fontFaces(),
    sources,
    layers: [{ id: "outside", type: "background", paint: { "background-color": colours.outside } }, mark(GROUND_END), mark(WORDS_START), mark(WORDS_END)],
  };
}

/** Points of other modules lie above the ground and under the words. */
const GROUND_END = "ground-end";
export const WORDS_START = "words-start";
const WORDS_END = "words-end";

/**
 * What is drawn on the bare paper, and the layer under which it goes.
 *
 * @param {"light"|"dark"} theme @param {boolean} isTown false: lines of longitude and latitude alone
 * @returns {{ layer: any, under?: string }[]}
 */
export function townLayers(theme, isTown) {
  const colours = palette(theme);
  const ground = [grid(colours), ...(isTown ? town(colours) : [])];
  const above = [...(isTown ? words(colours) : []), gridText(colours)];
  return [...ground.map((layer) => ({ layer, under: GROUND_END })), ...above.map((layer) => ({ layer, under: WORDS_END }))];
}

/** A place in the order of layers, which draws nothing. @param {string} id */
function mark(id) {
  return { id, type: "background", layout: { visibility: "none" }, paint: {} };
}

function nothing() {
  return { type: "FeatureCollection", features: [] };
}

/** @param {number[]} bounds */
function sheet([west, south, east, north]) {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

function fontFaces() {
  const file = (/** @type {string} */ name) => new URL(`../vendor/fira-sans/fira-sans-${name}-normal.woff2`, import.meta.url).href;
  const face = (/** @type {number} */ weight) => [
    { url: file(`latin-${weight}`), "unicode-range": ["U+0000-00FF", "U+2000-206F"] },
    { url: file(`latin-ext-${weight}`), "unicode-range": ["U+0100-02FF", "U+1E00-1EFF"] },
  ];
  return { "Fira Sans Medium": face(500), "Fira Sans Regular": face(400) };
}

/** @param {Palette} c */
function grid(c) {
  return { id: "graticule", type: "line", source: "graticule", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": c.grid, "line-width": 1 } };
}

/** @param {Palette} c */
function gridText(c) {
  return {
    id: "graticule-text", type: "symbol", source: "graticule", filter: ["==", ["geometry-type"], "Point"],
    layout: { "text-field": ["get", "label"], "text-font": PLAIN, "text-size": 12, "text-anchor": ["get", "anchor"], "text-offset": [0.4, 0] },
    paint: { "text-color": c.gridText, "text-halo-color": c.outside, "text-halo-width": 2 },
  };
}

/** @param {Palette} c */
function town(c) {
  return [
    { id: "ground", type: "fill", source: "sheet", paint: { "fill-color": c.ground } },
    ...ground(c), ...ways(c),
  ];
}

/** @param {Palette} c */
function ground(c) {
  const kinds = [
    "match", KIND,
    ["forest", "wood"], c.wood,
    ["park", "garden", "grass", "meadow", "village_green", "recreation_ground", "allotments", "orchard", "scrub", "heath", "greenfield", "farmland", "nature_reserve"], c.green,
    ["pitch", "playground", "sports_centre", "stadium", "track", "golf_course"], c.sport,
    ["cemetery", "grave_yard"], c.solemn,
    ["industrial", "commercial", "retail", "railway", "military", "construction", "brownfield", "parking", "education", "hospital"], c.work,
    ["basin", "reservoir", "swimming_pool", "pool", "water"], c.water,
    c.built,
  ];
  const areas = ["==", ["geometry-type"], "Polygon"];
  return [
    area("landuse", "landuse", { "fill-color": kinds, "fill-antialias": true }),
    { ...area("water", "water", { "fill-color": c.water }), filter: areas },
    line("water-line", "water", ["==", ["geometry-type"], "LineString"], c.water, [10, 0.8, 16, 5]),
    { ...area("buildings", "buildings", { "fill-color": c.building, "fill-outline-color": c.buildingEdge, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13.5, 0.4, 15, 1] }), minzoom: 13 },
    {
      id: "trees", type: "circle", source: "town", "source-layer": "trees", minzoom: 14,
      paint: { "circle-color": c.tree, "circle-opacity": 0.75, "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 14, 1.5, 19, 18] },
    },
  ];
}

/** @param {Palette} c */
function ways(c) {
  const tracks = ["in", KIND, ["literal", PATHS]];
  const stairs = ["==", KIND, "steps"];
  return [
    { ...line("paths", "roads", tracks, c.path, [13, 0.5, 18, 3.5]), minzoom: 13 },
    { ...line("steps", "roads", stairs, c.steps, [14, 1, 18, 5], [0.6, 0.4]), minzoom: 14 },
    line("service-edge", "roads", classes(["service"]), c.roadEdge, [13, 0.7, 18, 11]),
    line("small-edge", "roads", classes(SMALL), c.roadEdge, [11, 0.6, 14, 4, 18, 22]),
    line("linked-edge", "roads", classes(LINKED), c.roadEdge, [10, 0.8, 14, 6.5, 18, 28]),
    line("main-edge", "roads", classes(MAIN), c.mainEdge, [10, 1.6, 14, 8.5, 18, 34]),
    line("motorway-edge", "roads", classes(MOTORWAY), c.mainEdge, [9, 2, 14, 9.5, 18, 38]),
    line("service", "roads", classes(["service"]), c.road, [13, 0.4, 18, 9]),
    line("small", "roads", classes(SMALL), c.road, [11, 0.4, 14, 2.8, 18, 19]),
    line("linked", "roads", classes(LINKED), c.road, [10, 0.6, 14, 5, 18, 25]),
    line("main", "roads", classes(MAIN), c.main, [10, 1, 14, 6.5, 18, 30]),
    line("motorway", "roads", classes(MOTORWAY), c.motorway, [9, 1.2, 14, 7.5, 18, 34]),
    line("rail", "rail", true, c.rail, [10, 0.7, 14, 1.4, 18, 3]),
    { ...line("sleepers", "rail", true, c.rail, [14, 4, 18, 9], [0.25, 2.5]), minzoom: 14, layout: { "line-cap": "butt" } },
  ];
}

/** @param {Palette} c */
function words(c) {
  const halo = { "text-halo-color": c.halo, "text-halo-width": 1.6 };
  const name = ["get", "name"];
  return [
    {
      id: "road-names", type: "symbol", source: "town", "source-layer": "roads", minzoom: 13.5,
      filter: ["all", ["has", "name"], ["!", ["in", KIND, ["literal", ["platform", "steps", "service"]]]]],
      layout: { "symbol-placement": "line", "symbol-spacing": 320, "text-field": name, "text-font": PLAIN, "text-size": ["interpolate", ["linear"], ["zoom"], 13, 10.5, 18, 15], "text-max-angle": 35, "text-padding": 4 },
      paint: { "text-color": c.text, ...halo },
    },
    {
      id: "water-names", type: "symbol", source: "town", "source-layer": "water", minzoom: 13, filter: ["has", "name"],
      layout: { "symbol-placement": "point", "text-field": name, "text-font": PLAIN, "text-size": 12 },
      paint: { "text-color": c.waterText, ...halo },
    },
    {
      id: "poi-names", type: "symbol", source: "town", "source-layer": "pois", minzoom: 16.5,
      filter: ["all", ["has", "name"], ["!", ["in", ["get", "kind"], ["literal", ["crossing", "traffic_signals", "bench", "bus_stop", "vending_machine", "recycling", "post_box", "atm"]]]]],
      layout: { "text-field": name, "text-font": PLAIN, "text-size": 11.5, "text-max-width": 8, "text-padding": 8, "text-optional": true },
      paint: { "text-color": c.poi, ...halo },
    },
    {
      id: "area-names", type: "symbol", source: "town", "source-layer": "labels", minzoom: 14.5, filter: ["!", ["in", KIND, ["literal", PLACES]]],
      layout: { "text-field": name, "text-font": PLAIN, "text-size": 12, "text-max-width": 8, "text-padding": 6 },
      paint: { "text-color": c.poi, ...halo },
    },
    {
      id: "place-names", type: "symbol", source: "town", "source-layer": "labels", filter: ["in", KIND, ["literal", PLACES]],
      layout: { "text-field": name, "text-font": TEXT, "text-size": ["interpolate", ["linear"], ["zoom"], 10, 13, 16, 19], "text-letter-spacing": 0.02, "text-max-width": 7, "text-padding": 12 },
      paint: { "text-color": c.place, ...halo, "text-halo-width": 2 },
    },
  ];
}

/** @param {string[]} names */
function classes(names) {
  return ["in", KIND, ["literal", names]];
}

/** @param {string} id @param {string} layer @param {any} paint */
function area(id, layer, paint) {
  return { id, type: "fill", source: "town", "source-layer": layer, paint };
}

/**
 * @param {string} id @param {string} layer @param {any} filter @param {string} colour
 * @param {number[]} widths zoom, width in px, zoom, width in px, … @param {number[]} [dash]
 */
function line(id, layer, filter, colour, widths, dash) {
  const paint = { "line-color": colour, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], ...widths], ...(dash && { "line-dasharray": dash }) };
  const layout = { "line-cap": dash ? "butt" : "round", "line-join": "round" };
  return { id, type: "line", source: "town", "source-layer": layer, ...(filter !== true && { filter }), layout, paint };
}
