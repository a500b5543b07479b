// One stream for all tabs of this browser. Tabs say hello, what they want, and goodbye.
import { LiveStream } from "./live_stream.js";

const SILENT_MS = 90_000;

/** @type {Map<MessagePort, { topics: string[], seen: number }>} */
const tabs = new Map();
/** @type {Map<string, LiveStream>} */
const streams = new Map();

/** @param {MessagePort} port @param {{ do: string, url: string, topics: string[] }} message */
function take(port, message) {
  const tab = tabs.get(port) ?? { topics: [], seen: 0 };
  tab.seen = Date.now();
  // A tab that slept longer than we waited for it says what it wants once more.
  if (message.do === "pong" && !tabs.has(port)) port.postMessage({ again: true });
  if (message.do === "bye") tabs.delete(port);
  else tabs.set(port, tab);
  if (message.do === "want") {
    tab.topics = message.topics;
    const stream = streamAt(message.url);
    port.postMessage({ state: stream.state, since: stream.since });
  }
  if (message.do !== "pong") tune();
}

/** @param {string} url */
function streamAt(url) {
  let stream = streams.get(url);
  if (!stream || stream.state === "revoked") {
    stream = new LiveStream(
      url,
      (topic, data, id) => tell((topics) => topics.includes(topic), { topic, data, id }),
      (state, since) => tell(() => true, { state, since }),
    );
    streams.set(url, stream);
  }
  return stream;
}

/** @param {(topics: string[]) => boolean} wants @param {object} message */
function tell(wants, message) {
  for (const [port, tab] of tabs) if (wants(tab.topics)) port.postMessage(message);
}

function tune() {
  const topics = [...tabs.values()].flatMap((tab) => tab.topics);
  for (const stream of streams.values()) stream.want(topics);
}

// A tab that crashed says no goodbye: it is asked, and dropped when it stays silent.
setInterval(() => {
  for (const [port, tab] of tabs) {
    if (Date.now() - tab.seen > SILENT_MS) tabs.delete(port);
    else port.postMessage({ ping: true });
  }
  tune();
}, 20_000);

self.addEventListener("connect", (event) => {
  const port = /** @type {MessageEvent} */ (event).ports[0];
  port.addEventListener("message", ({ data }) => take(port, data));
  port.start();
});
