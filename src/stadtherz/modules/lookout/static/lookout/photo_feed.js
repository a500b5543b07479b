import { subscribe } from "../ui/live.js";

const ARRIVED_MS = 700;

/**
 * Photos of one incident as they change: one by one by live message, all of them after a broken line.
 *
 * @param {{ incident: string, one: string, list: string, take: (photos: any[], all: boolean) => void, changed?: () => void }} wish
 */
export function feed({ incident, one, list, take, changed }) {
  const all = async () => {
    const answer = await asked(list);
    if (answer) take(answer.photos, true);
  };
  const latest = /** @type {Map<string, number>} */ (new Map());
  const newest = /** @type {Map<string, number>} */ (new Map());
  let count = 0;
  subscribe("lookout.photos", async (told) => {
    if (told.occasion_id !== incident) return;
    const mine = (count += 1);
    newest.set(told.photo_id, mine);
    // One that merely arrived is mostly placed in a moment: not asked for twice.
    if (told.state === "received") await new Promise((done) => setTimeout(done, ARRIVED_MS));
    if (newest.get(told.photo_id) !== mine && told.state === "received") return;
    const photo = await asked(one.replace(incident, told.photo_id));
    // Answers may overtake each other: one asked for earlier never replaces a later one.
    if (!photo || mine < (latest.get(told.photo_id) ?? 0)) return;
    latest.set(told.photo_id, mine);
    take([photo], false);
  });
  subscribe("lookout.incidents", (told) => {
    if (told.occasion_id !== incident) return;
    if (told.change === "relocated") all();
    else changed?.();
  });
  document.addEventListener("live-state", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.missed) all();
  });
}

/** @param {string} url @returns {Promise<any>} null when it cannot be had now: the next message asks again */
async function asked(url) {
  try {
    const answer = await fetch(url, { headers: { accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {string} html one element @returns {Element} */
export function element(html) {
  const box = document.createElement("template");
  box.innerHTML = html.trim();
  return /** @type {Element} */ (box.content.firstElementChild);
}

/** Put an element in place of the one with the same key, or first. @param {Element} into @param {string} selector @param {Element} made */
export function put(into, selector, made) {
  const old = into.querySelector(selector);
  if (!old) return into.prepend(made);
  const settle = keepPictures(made, old.querySelectorAll("img"));
  old.replaceWith(made);
  settle();
}

/**
 * Have pictures that were shown before stand in a new element: each fetch of one costs time, and
 * stands in the journal as a look.
 *
 * @param {Element} made not yet on the page @param {Iterable<HTMLImageElement>} had
 * @returns {() => void} to be called when it is on the page: a picture that leaves its document is fetched again
 */
export function keepPictures(made, had) {
  const known = new Map([...had].map((image) => [image.getAttribute("src"), image]));
  const places = /** @type {[Comment, HTMLImageElement][]} */ ([]);
  for (const wants of made.querySelectorAll("img")) {
    const image = known.get(wants.getAttribute("src"));
    if (!image) continue;
    const place = document.createComment("");
    wants.replaceWith(place);
    places.push([place, image]);
  }
  return () => places.forEach(([place, image]) => place.replaceWith(image));
}
