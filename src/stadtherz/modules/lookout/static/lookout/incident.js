import "../ui/city_map.js";
import { keepTime, setClock, tick } from "./ages.js";
import { element, feed, keepPictures, put } from "./photo_feed.js";
import { GroundPhotos } from "./ground.js";

const facts = /** @type {HTMLElement} */ (document.querySelector("[data-incident]")).dataset;
const map = /** @type {import("../ui/city_map.js").CityMap} */ (document.querySelector("city-map"));
const cards = /** @type {HTMLElement} */ (document.querySelector("[data-cards]"));
const rows = /** @type {HTMLElement} */ (document.querySelector("[data-rows]"));
const viewer = /** @type {HTMLDialogElement} */ (document.getElementById("viewer"));
const photos = /** @type {Map<string, any>} */ (new Map());
const PICTURE_MS = 1500;
/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const ground = new GroundPhotos(map, facts.exercise === "1", pictureOf);

setClock(facts.now);
keepTime();

/** @param {string} id @returns {HTMLImageElement|null} the card's picture, which the map shows as well: fetched once */
function pictureOf(id) {
  const image = /** @type {HTMLImageElement|null} */ (cards.querySelector(`[data-photo="${id}"] img`));
  if (image) image.loading = "eager";
  return image;
}

/** @param {any[]} changed @param {boolean} all */
async function take(changed, all) {
  const focused = document.activeElement?.closest("[data-photo]")?.getAttribute("data-photo");
  const had = all ? [...cards.querySelectorAll("img")] : [];
  if (all) {
    photos.clear();
    cards.replaceChildren();
    rows.replaceChildren();
    changed = [...changed].reverse();
  }
  for (const photo of changed) {
    const id = photo.feature.id;
    photos.set(id, photo);
    const card = element(photo.card);
    const settle = keepPictures(card, had);
    put(cards, `[data-photo="${id}"]`, card);
    settle();
    const table = element(`<table><tbody>${photo.row}</tbody></table>`);
    put(rows, `[data-row="${id}"]`, /** @type {Element} */ (table.querySelector("tr")));
  }
  if (focused) focus(focused);
  count();
  tick();
  // The map draws for a while after each change: what it shall show is fetched before it begins.
  if (!all) await Promise.race([Promise.allSettled(changed.map((photo) => pictureOf(photo.feature.id)?.decode())), pause(PICTURE_MS)]);
  ground.show([...photos.values()]);
  if (!all) tell(changed.map((photo) => photo.feature.properties.filename).join(", "));
}

function count() {
  /** @type {HTMLElement} */ (document.querySelector("[data-count]")).textContent = String(photos.size);
  /** @type {HTMLElement} */ (document.querySelector("[data-none]")).hidden = photos.size > 0;
}

/** @param {string} names */
function tell(names) {
  /** @type {HTMLElement} */ (document.querySelector("[data-told]")).textContent = `${facts.new}: ${names}`;
}

/** A card may have been replaced since: the focus goes to the one that stands there now. @param {string} id */
function focus(id) {
  /** @type {HTMLElement|null} */ (cards.querySelector(`[data-photo="${id}"] [data-open]`))?.focus({ preventScroll: true });
}

/** @param {string} id */
function open(id) {
  const photo = photos.get(id);
  if (!photo?.view) return;
  viewer.dataset.shown = id;
  const title = /** @type {HTMLElement} */ (document.getElementById("viewer_title"));
  title.textContent = photo.feature.properties.filename;
  const image = /** @type {HTMLImageElement} */ (viewer.querySelector("img"));
  image.src = photo.view;
  image.alt = photo.feature.properties.filename;
  /** @type {HTMLAnchorElement} */ (viewer.querySelector("[data-original]")).href = photo.view.replace(/[^/]+$/, "original");
  const card = cards.querySelector(`[data-photo="${id}"]`)?.cloneNode(true);
  const told = /** @type {HTMLElement} */ (viewer.querySelector("[data-viewer-facts]"));
  const parts = card instanceof Element ? [...card.querySelectorAll(".lo-facts, .lo-badges, .lo-words")] : [];
  told.replaceChildren(...parts.map((part) => element(`<span>${part.innerHTML}</span>`)));
  viewer.showModal();
  ground.choose(photo);
}

for (const photo of JSON.parse(document.getElementById("photos")?.textContent ?? "[]")) photos.set(photo.feature.id, photo);

cards.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-open]");
  if (button) open(button.getAttribute("data-open") ?? "");
});
viewer.addEventListener("close", () => focus(viewer.dataset.shown ?? ""));
cards.addEventListener("pointerover", (event) => point(event));
cards.addEventListener("focusin", (event) => point(event));
map.addEventListener("map-click", (event) => {
  const { lon, lat } = /** @type {CustomEvent} */ (event).detail;
  const hit = ground.at(lon, lat);
  if (hit) open(hit.feature.id);
});
map.addEventListener("map-pin", (event) => {
  const { id } = /** @type {CustomEvent} */ (event).detail;
  if (photos.has(id)) open(id);
});

/** @param {Event} event */
function point(event) {
  const card = /** @type {Element} */ (event.target).closest("[data-photo]");
  const photo = photos.get(card?.getAttribute("data-photo") ?? "");
  if (photo) ground.choose(photo);
}

map.ready.then(() => {
  ground.incident = { id: "incident", lon: Number(facts.lon), lat: Number(facts.lat), label: facts.label ?? "", kind: facts.exercise ? "exercise" : "incident", shown: true };
  ground.show([...photos.values()]);
}, () => {});

feed({
  incident: facts.incident ?? "",
  one: facts.one ?? "",
  list: facts.list ?? "",
  take,
  changed: () => location.reload(),
});
