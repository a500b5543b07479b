import { keepTime, setClock, tick } from "./ages.js";
import { element, feed, put } from "./photo_feed.js";

const page = /** @type {HTMLElement} */ (document.querySelector("[data-crew]"));
const facts = page.dataset;
const list = /** @type {HTMLElement} */ (document.querySelector("[data-sents]"));

setClock(facts.now);
keepTime();

/** @param {any[]} photos @param {boolean} all */
function take(photos, all) {
  if (all) list.replaceChildren();
  for (const photo of all ? [...photos].reverse() : photos) {
    const made = element(photo.sent);
    put(list, `[data-photo="${photo.feature.id}"]`, made);
    const told = made.querySelector("strong")?.textContent ?? "";
    const state = made.querySelector(".sh-badge")?.textContent ?? "";
    /** @type {HTMLElement} */ (document.querySelector("[data-told]")).textContent = `${told}: ${state}`;
  }
  /** @type {HTMLElement} */ (document.querySelector("[data-none]")).hidden = list.children.length > 0;
  tick();
}

/** @param {string} address send the committed sample photos the way that dropped ones go */
async function sendSamples(address) {
  await relocateFirst();
  const { samples } = await (await fetch(address)).json();
  const drop = /** @type {any} */ (document.querySelector("photo-drop"));
  for (const { name, url } of samples) {
    const content = await (await fetch(url)).blob();
    drop.add([new File([content], name, { type: "image/jpeg" })]);
  }
}

/** The samples come from another continent: an exercise shows them here. */
async function relocateFirst() {
  const form = document.querySelector("form[data-relocate]");
  if (!(form instanceof HTMLFormElement) || form.dataset.relocate) return;
  await fetch(form.action, { method: "POST", body: new FormData(form) });
  form.dataset.relocate = "1";
  form.hidden = true;
}

document.querySelector("[data-samples]")?.addEventListener("click", async (event) => {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  button.disabled = true;
  try {
    await sendSamples(button.dataset.samples ?? "");
  } finally {
    button.disabled = false;
  }
});

feed({ incident: facts.crew ?? "", one: facts.one ?? "", list: facts.list ?? "", take });
