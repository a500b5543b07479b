import { EventStreamReader } from "./sse.js";

const STALE_MS = 35_000;
const READY_WITHIN_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * @typedef {"connecting"|"live"|"lost"|"revoked"} State
 * @typedef {(topic: string, data: unknown, id: string) => void} OnMessage
 * @typedef {(state: State, since: number) => void} OnState
 */

/**
 * One connection to the live stream: reads, notices silence, comes back with growing waits.
 *
 * It uses `fetch`, not `EventSource`: only so are heartbeats (comments) and status codes seen, and an
 * old picture is never taken for a live one. 401, 403 and the event `revoked` end it for good.
 */
export class LiveStream {
  #url;
  #onMessage;
  #onState;
  #topics = /** @type {string[]} */ ([]);
  #abort = /** @type {AbortController|null} */ (null);
  #wait = FIRST_WAIT_MS;
  #timer = /** @type {ReturnType<typeof setTimeout>|undefined} */ (undefined);
  #lastId = "";
  state = /** @type {State} */ ("connecting");
  since = Date.now();

  /** @param {string} url @param {OnMessage} onMessage @param {OnState} onState */
  constructor(url, onMessage, onState) {
    this.#url = url;
    this.#onMessage = onMessage;
    this.#onState = onState;
  }

  /** @param {string[]} topics everything that is wanted now; the stream opens anew when it changed */
  want(topics) {
    const sorted = [...new Set(topics)].sort();
    if (sorted.join() === this.#topics.join()) return;
    const grown = sorted.some((topic) => !this.#topics.includes(topic));
    this.#topics = sorted;
    if (!sorted.length) this.close();
    else if (grown || !this.#abort) this.#soon(20);
  }

  close() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
    if (this.state !== "revoked") this.#tell("connecting");
  }

  /** @param {number} wait_ms */
  #soon(wait_ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), wait_ms);
  }

  async #open() {
    if (this.state === "revoked") return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    if (this.state === "live") this.#tell("connecting");
    try {
      await this.#read(abort);
    } catch {
      // A broken line and a stopped server look alike here: both are answered by coming back.
    }
    if (this.#abort !== abort) return;
    this.#abort = null;
    if (this.state === "revoked") return;
    this.#tell("lost");
    this.#soon(this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  /** @param {AbortController} abort */
  async #read(abort) {
    let silence = setTimeout(() => abort.abort(), READY_WITHIN_MS);
    const query = new URLSearchParams({ topics: this.#topics.join(",") });
    if (this.#lastId) query.set("after", this.#lastId);
    try {
      const headers = { accept: "text/event-stream" };
      const answer = await fetch(`${this.#url}?${query}`, { headers, signal: abort.signal, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) this.#tell("revoked");
      if (!answer.ok || !answer.body) return;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const stream = new EventStreamReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), STALE_MS);
        if (this.#abort !== abort) return;
        for (const message of stream.feed(value)) this.#take(message);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  /** @param {import("./sse.js").Message} message */
  #take({ event, data, id }) {
    if (id) this.#lastId = id;
    if (event === "ready") {
      this.#wait = FIRST_WAIT_MS;
      this.#tell("live");
    } else if (event === "revoked") {
      this.#tell("revoked");
      this.close();
    } else {
      this.#onMessage(event, JSON.parse(data), id);
    }
  }

  /** @param {State} state "live" is told each time: whatever came before it may be missing */
  #tell(state) {
    if (state === this.state && state !== "live") return;
    this.state = state;
    this.since = Date.now();
    this.#onState(state, this.since);
  }
}
