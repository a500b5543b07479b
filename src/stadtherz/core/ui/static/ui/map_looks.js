/**
 * How points look. A look is a list of circle layers for MapLibre; feature-state wins over properties.
 *
 * Lamps: `level` is 0 to 100 percent, `known` says how we know it: `confirmed` and `commanded` are
 * filled (commanded with a dashed feel: a bright rim), `expected` is a hollow ring, `unknown` is grey and
 * hollow. An expected level is never drawn as measured.
 *
 * @typedef {{ suffix: string, type?: string, layout?: any, paint: any, minzoom?: number }} Part
 */

/** @param {string} name @param {any} fallback */
function felt(name, fallback) {
  return ["coalesce", ["feature-state", name], ["get", name], fallback];
}

const LEVEL = ["to-number", felt("level", 0)];
const KNOWN = felt("known", "unknown");
const SHOWN = ["in", KNOWN, ["literal", ["confirmed", "commanded"]]];

/** @param {any} small @param {any} large radius in px at zoom 11 and 18 */
function grown(small, large) {
  return ["interpolate", ["exponential", 1.7], ["zoom"], 11, small, 18, large];
}

/** @param {boolean} night @returns {Part[]} */
function lamp(night) {
  const light = night ? "#ffc66e" : "#f0a020";
  const strength = ["/", LEVEL, 100];
  const halo = (/** @type {number} */ share) =>
    ["case", SHOWN, ["*", share * (night ? 0.55 : 0.4), strength], ["*", share * (night ? 0.12 : 0), strength]];
  return [
    {
      suffix: "glow",
      paint: {
        "circle-color": night ? "#ffb655" : "#ffd48a",
        "circle-blur": 1,
        "circle-radius": grown(["+", 2, ["*", 5, strength]], ["+", 14, ["*", 62, strength]]),
        // Seen from far, halos overlap: fainter there, so that streets stay streets.
        "circle-opacity": ["interpolate", ["linear"], ["zoom"], 12, halo(0.4), 16.5, halo(1)],
        "circle-pitch-alignment": "map",
      },
    },
    {
      suffix: "dot",
      paint: {
        "circle-radius": grown(1.1, 7),
        "circle-color": [
          "case",
          ["!", SHOWN], night ? "#17161a" : "#f8f5ef",
          ["interpolate", ["linear"], LEVEL, 0, night ? "#57483a" : "#b9a58c", 20, night ? "#a87c48" : "#d9a256", 100, night ? "#fff0cf" : light],
        ],
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 13, 0.4, 17, 1.6],
        "circle-stroke-color": [
          "case",
          ["==", KNOWN, "unknown"], night ? "#8f8891" : "#8d857e",
          ["==", KNOWN, "expected"], light,
          ["==", KNOWN, "commanded"], night ? "#ffffff" : "#1b4f64",
          night ? "#6d5433" : "#8a5a10",
        ],
      },
    },
  ];
}

/** @param {boolean} night @returns {Part[]} */
function point(night) {
  return [
    {
      suffix: "dot",
      paint: {
        "circle-radius": grown(3, 9),
        "circle-color": felt("colour", night ? "#ff6478" : "#c8102e"),
        "circle-stroke-color": night ? "#17161a" : "#ffffff",
        "circle-stroke-width": 1.5,
      },
    },
  ];
}

/** @param {boolean} night @returns {Part[]} moving people and vehicles of the simulation */
function mover(night) {
  return [
    {
      suffix: "dot",
      paint: {
        "circle-radius": grown(1.6, 6),
        "circle-color": ["match", ["get", "kind"], "car", night ? "#9bb7ff" : "#3d59a8", "bike", night ? "#8fe0c0" : "#1f7a59", night ? "#f0e7ff" : "#6a4b93"],
        "circle-stroke-color": night ? "#17161a" : "#ffffff",
        "circle-stroke-width": 1,
      },
    },
  ];
}

const LOOKS = { lamp, point, mover };

/** @param {keyof typeof LOOKS} name @param {"light"|"dark"} theme @returns {Part[]} */
export function look(name, theme) {
  return LOOKS[name](theme === "dark");
}
