import { language } from "../ui/phrases.js";

const UNITS = /** @type {[number, Intl.RelativeTimeFormatUnit, number][]} */ ([[90, "second", 1], [5400, "minute", 60], [172_800, "hour", 3600], [Infinity, "day", 86_400]]);

/** The server's clock minus this device's: a wrong phone clock must not make a picture look young. */
let ahead_ms = 0;

/** @param {string|undefined} serverNow */
export function setClock(serverNow) {
  if (serverNow) ahead_ms = Date.parse(serverNow) - Date.now();
}

/** @param {number} seconds @returns {string} such as "vor 3 Min." */
export function ago(seconds) {
  const [, unit, size] = UNITS.find(([limit]) => seconds < limit) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(language(), { numeric: "always", style: "short" }).format(-Math.floor(Math.max(0, seconds) / size), unit);
}

/** Write every `<time data-age>` as its age. */
export function tick() {
  for (const element of document.querySelectorAll("time[data-age]")) {
    const time = /** @type {HTMLTimeElement} */ (element);
    const seconds = (Date.now() + ahead_ms - Date.parse(time.dateTime)) / 1000;
    time.title ||= time.textContent ?? "";
    const text = `${ago(seconds)} ${time.dataset.prefix ?? ""}`.trim();
    if (time.textContent !== text) time.textContent = text;
  }
}

/** Keep ages and the warning of a broken line true. */
export function keepTime() {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("live-state", (event) => {
    const { state } = /** @type {CustomEvent} */ (event).detail;
    for (const note of document.querySelectorAll("[data-stale]")) {
      /** @type {HTMLElement} */ (note).hidden = state === "live" || state === "connecting";
    }
    document.body.classList.toggle("lo-is-stale", state === "lost" || state === "revoked");
  });
}
