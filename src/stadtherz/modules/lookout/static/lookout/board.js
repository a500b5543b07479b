import { subscribe } from "../ui/live.js";
import { keepTime, tick } from "./ages.js";

const board = /** @type {HTMLElement} */ (document.querySelector("[data-board]"));
let waiting = false;

async function refresh() {
  if (waiting) return;
  waiting = true;
  await new Promise((done) => setTimeout(done, 150));
  waiting = false;
  const answer = await fetch(board.dataset.board ?? "", { headers: { accept: "text/html" } });
  if (answer.redirected || !answer.ok) return location.reload();
  const open = board.querySelector("details")?.open;
  board.innerHTML = await answer.text();
  const details = board.querySelector("details");
  if (details && open) details.open = true;
  tick();
}

keepTime();
subscribe("lookout.incidents", refresh);
subscribe("lookout.photos", refresh);
document.addEventListener("live-state", (event) => {
  if (/** @type {CustomEvent} */ (event).detail.missed) refresh();
});
