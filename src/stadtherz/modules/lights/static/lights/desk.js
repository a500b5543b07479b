// The operator's desk: lamps by level and knowledge, overrides that follow the engine.
import "../ui/city_map.js";
import { subscribe } from "../ui/live.js";
import { Lamps, story } from "./lamps.js";
import { word } from "./words.js";

const map = /** @type {any} */ (document.querySelector("city-map"));
const wishes = /** @type {HTMLElement|null} */ (document.querySelector("[data-wishes]"));
const clock = document.querySelector("[data-clock]");
const LAYER = "lights.lamps";

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
    if (event.detail.layer !== LAYER) return;
    const box = story(lamps, event.detail);
    const link = document.createElement("a");
    link.href = map.dataset.lamp.replace(/0$/, String(event.detail.id));
    link.textContent = word("page");
    box.append(link);
    map.showPopup(event.detail.lon, event.detail.lat, box);
  });
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
