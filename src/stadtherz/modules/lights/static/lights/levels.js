import { connection, subscribe } from "../ui/live.js";
import { fromBase64, readDelta } from "./delta.js";

const KEPT_MS = 6_000;
const SLACK_MS = 500;
const SILENT_MS = 15_000;
const ASK_AGAIN_MS = 500;
const TRIES = 8;

/**
 * Level and knowledge of every lamp of the town, as they are now.
 *
 * The server keeps a picture that is up to a second old, and tells changes from the moment on at
 * which the stream is live. So a picture counts only if it was taken after that moment, and the
 * changes that came since are laid over it. When nothing comes any more all lamps are unknown: an
 * old level is never shown as the present one.
 */
export class Levels {
  #url;
  #changed;
  #level = /** @type {number[]} */ ([]);
  #known = /** @type {string[]} */ ([]);
  #kept = /** @type {{ at: number, delta: Uint8Array }[]} */ ([]);
  #liveAt = Infinity;
  #heardAt = performance.now();
  #isFetching = false;

  /**
   * @param {{ topic: string, url: string, clock?: (text: string) => void, changed: (row: number) => void }} wish
   *   `changed` is called for each lamp whose level or knowledge became another one
   */
  constructor({ topic, url, clock, changed }) {
    this.#url = url;
    this.#changed = changed;
    subscribe(topic, (data) => {
      clock?.(data.clock);
      this.#take(fromBase64(data.delta));
    });
    document.addEventListener("live-state", () => this.#follow());
    setInterval(() => this.#listen(), 1000);
    this.#follow();
  }

  /** @param {number} row @returns {{ level: number, known: string }} */
  at(row) {
    return { level: this.#level[row] ?? 0, known: this.#known[row] ?? "unknown" };
  }

  /** @param {number} row @returns {boolean} whether anything was ever told of it */
  has(row) {
    return row in this.#level;
  }

  #follow() {
    this.#liveAt = connection.state === "live" ? performance.now() : Infinity;
    this.#kept = [];
    this.fetch();
  }

  /** Fetch the picture, once more as long as it is older than the live stream. */
  async fetch() {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const takenAt = await this.#ask().catch(() => -Infinity);
        if (takenAt >= this.#liveAt || this.#liveAt === Infinity) return;
        await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
      }
    } finally {
      this.#isFetching = false;
    }
  }

  /** @returns {Promise<number>} when the picture was taken at the earliest, on this page's clock */
  async #ask() {
    const askedAt = performance.now();
    const answer = await fetch(this.#url);
    if (answer.status !== 200) return -Infinity;
    const picture = new Uint8Array(await answer.arrayBuffer());
    const takenAt = askedAt - 1000 * Number(answer.headers.get("Picture-Age") ?? Infinity);
    this.#heardAt = performance.now();
    this.#lay([picture, ...this.#since(takenAt - SLACK_MS)]);
    return takenAt;
  }

  /** @param {number} moment */
  #since(moment) {
    return this.#kept.filter(({ at }) => at >= moment).map(({ delta }) => delta);
  }

  /** @param {Uint8Array} delta */
  #take(delta) {
    const now = performance.now();
    this.#heardAt = now;
    this.#kept = this.#kept.filter(({ at }) => at > now - KEPT_MS);
    this.#kept.push({ at: now, delta });
    this.#lay([delta]);
  }

  /** Lay several over each other and tell of each lamp once. @param {Uint8Array[]} deltas */
  #lay(deltas) {
    const latest = /** @type {Map<number, { level: number, known: string }>} */ (new Map());
    for (const delta of deltas) readDelta(delta, (row, level, known) => latest.set(row, { level, known }));
    for (const [row, { level, known }] of latest) this.#put(row, level, known);
  }

  /** @param {number} row @param {number} level @param {string} known */
  #put(row, level, known) {
    if (this.#level[row] === level && this.#known[row] === known) return;
    this.#level[row] = level;
    this.#known[row] = known;
    this.#changed(row);
  }

  /** Call everything unknown when nothing has come for too long. */
  #listen() {
    if (performance.now() - this.#heardAt < SILENT_MS) return;
    this.#level.forEach((level, row) => this.#put(row, level, "unknown"));
    this.fetch();
  }
}
