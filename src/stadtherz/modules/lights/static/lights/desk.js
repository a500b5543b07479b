// The operator's desk: lamps by level and knowledge, overrides that follow the engine.
import "../ui/city_map.js";
import { subscribe } from "../ui/live.js";
import { Lamps, story } from "./lamps.js";
import { word } from "./words.js";

const map = /** @type {any} */ (document.querySelector("city-map"));
const wishes = /** @type {HTMLElement|null} */ (document.querySelector("[data-wishes]"));
const clock = document.querySelector("[data-clock]");
const override = document.querySelector("#override form");
const LAYER = "lights.lamps";
const REACH_PX = 80;

async function start() {
  await map.ready;
  const lamps = new Lamps(map, {
    id: LAYER,
    tiles: map.dataset.lampTiles,
    topic: "lights.levels",
    levels: map.dataset.levels,
    clock: (text) => {
      if (clock) clock.textContent = text;
    },
  });
  map.addEventListener("map-choose", (/** @type {CustomEvent} */ event) => {
    if (event.detail.layer === LAYER) tell(lamps, event.detail);
  });
  map.gl.getCanvas().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const chosen = event.key === "Enter" && inTheMiddle();
    if (!chosen) return;
    event.preventDefault(); // else the same key would press the button that gets the focus
    tell(lamps, chosen);
  });
}

/** What a lamp says, its street for the form, the way to its page. @param {Lamps} lamps @param {any} chosen */
function tell(lamps, chosen) {
  const box = story(lamps, chosen);
  const street = chosen.properties.s;
  if (street && override) {
    const take = document.createElement("button");
    take.type = "button";
    take.textContent = word("take");
    take.addEventListener("click", () => fill(street));
    box.append(take);
  }
  const link = document.createElement("a");
  link.href = map.dataset.lamp.replace(/0$/, String(chosen.id));
  link.textContent = word("page");
  box.append(link);
  map.showPopup(chosen.lon, chosen.lat, box);
}

/** The form takes a street and asks for the level next. @param {string} street */
function fill(street) {
  map.showPopup(0, 0, null);
  for (const name of ["street", "group", "numbers"]) {
    const field = /** @type {HTMLInputElement|null} */ (override?.querySelector(`[name=${name}]`));
    if (field) field.value = name === "street" ? street : "";
  }
  const level = /** @type {HTMLInputElement|null} */ (override?.querySelector("[name=level_percent]"));
  level?.focus();
  level?.select();
}

/** The lamp next to the middle of the map: by keyboard one moves the map, not a pointer. */
function inTheMiddle() {
  const { clientWidth: wide, clientHeight: high } = map.gl.getCanvas();
  const [x, y] = [wide / 2, high / 2];
  const found = map.gl.queryRenderedFeatures([[x - REACH_PX, y - REACH_PX], [x + REACH_PX, y + REACH_PX]], { layers: [`${LAYER}-dot`] });
  const away = (/** @type {any} */ one) => {
    const at = map.gl.project(one.geometry.coordinates);
    return Math.hypot(at.x - x, at.y - y);
  };
  const [nearest] = found.sort((/** @type {any} */ a, /** @type {any} */ b) => away(a) - away(b));
  if (!nearest) return null;
  const [lon, lat] = nearest.geometry.coordinates;
  return { id: nearest.id, properties: nearest.properties, lon, lat };
}

/** Show the list anew, unless somebody's focus is in it: then when it leaves. */
async function renew() {
  if (!wishes) return;
  if (wishes.contains(document.activeElement)) return void wishes.addEventListener("focusout", () => setTimeout(renew), { once: true });
  const answer = await fetch(wishes.dataset.wishes ?? "");
  if (answer.ok) wishes.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
}

subscribe("lights.wishes", renew);
document.addEventListener("live-state", (event) => {
  if (/** @type {CustomEvent} */ (event).detail.missed) renew();
});
if (map) start().catch(() => {});
