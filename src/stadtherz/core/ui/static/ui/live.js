import { LiveStream } from "./live_stream.js";
import { language, say } from "./phrases.js";

/** @type {Map<string, Set<(data: any, id: string) => void>>} */
const listeners = new Map();
const url = new URL(document.querySelector("meta[name='live-url']")?.getAttribute("content") ?? "/live", location.href).href;

/** @type {{ state: import("./live_stream.js").State, since: number }} */
export const connection = { state: "connecting", since: Date.now() };

/** @type {MessagePort|null} */
let port = null;
/** @type {LiveStream|null} */
let own = null;

/**
 * Hear a topic of the live stream.
 *
 * Whatever happened before the stream was live is missing, at the first time as after a broken
 * line: listen to the document's event `live-state` and fetch the present picture when
 * `detail.missed` is true.
 *
 * @param {string} topic
 * @param {(data: any, id: string) => void} fn
 * @returns {() => void} ends the subscription
 */
export function subscribe(topic, fn) {
  const heard = listeners.get(topic) ?? new Set();
  heard.add(fn);
  listeners.set(topic, heard);
  want();
  return () => {
    heard.delete(fn);
    if (!heard.size) listeners.delete(topic);
    want();
  };
}

function want() {
  const topics = [...listeners.keys()];
  if (!port && !own && topics.length) connect();
  port?.postMessage({ do: "want", url, topics });
  own?.want(topics);
}

function connect() {
  if ("SharedWorker" in globalThis) {
    try {
      // A stream has the rights of who opened it: another person on this browser gets another one.
      const actor = document.querySelector("meta[name='live-actor']")?.getAttribute("content") ?? "";
      const name = `stadtherz-live ${actor}`;
      const worker = new SharedWorker(new URL("live_worker.js", import.meta.url), { type: "module", name });
      worker.addEventListener("error", alone);
      port = worker.port;
      port.addEventListener("message", ({ data }) => take(data));
      port.start();
      return;
    } catch {
      // Some browsers know the name and refuse the module: then this tab has its own stream.
    }
  }
  alone();
}

function alone() {
  port = null;
  own = new LiveStream(url, (topic, data, id) => take({ topic, data, id }), (state, since) => take({ state, since }));
  own.want([...listeners.keys()]);
}

/** @param {any} message */
function take(message) {
  if (message.ping) port?.postMessage({ do: "pong" });
  else if (message.again) want();
  else if (message.state) tell(message.state, message.since);
  else for (const fn of listeners.get(message.topic) ?? []) fn(message.data, message.id);
}

/** @param {import("./live_stream.js").State} state @param {number} since */
function tell(state, since) {
  if (state === connection.state && since === connection.since) return;
  Object.assign(connection, { state, since });
  const missed = state === "live";
  document.dispatchEvent(new CustomEvent("live-state", { detail: { state, since, missed } }));
}

addEventListener("pagehide", () => {
  port?.postMessage({ do: "bye" });
  own?.close();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) want();
});

/** Says whether the picture is live: "verbunden" or "getrennt seit 22:41:07". */
class LiveState extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "status");
    this.#show();
    document.addEventListener("live-state", this.#show);
  }

  disconnectedCallback() {
    document.removeEventListener("live-state", this.#show);
  }

  #show = () => {
    const time = new Date(connection.since).toLocaleTimeString(language());
    this.setAttribute("state", connection.state);
    this.textContent = say(`live.${connection.state}`, { time });
  };
}

customElements.define("live-state", LiveState);
