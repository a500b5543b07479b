import "../vendor/tus-js-client/tus.min.js";
import { figure, say } from "./phrases.js";

/** The library is a classic script that puts itself on the window. @type {any} */
const tus = /** @type {any} */ (globalThis).tus;
const CHUNK_BYTES = 4 * 1024 * 1024;
const WAITS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
const AT_ONCE = 2;

/**
 * A place to drop photos. Attributes: `endpoint` (tus 1.0 creation URL), `metadata` (JSON object that
 * goes with every file), `headers` (JSON object), `accept`. Fires `photo-uploaded` with
 * `{ name, url, size }` and `photo-refused` with `{ name, message, fix, code }`.
 */
class PhotoDrop extends HTMLElement {
  #list = document.createElement("ul");
  #waiting = /** @type {PhotoUpload[]} */ ([]);
  #running = 0;

  connectedCallback() {
    if (this.querySelector(".sh-drop")) return;
    const zone = this.#zone();
    this.#list.className = "sh-uploads";
    this.#list.setAttribute("aria-live", "polite");
    this.replaceChildren(zone, this.#list);
    addEventListener("online", this.#again);
  }

  disconnectedCallback() {
    removeEventListener("online", this.#again);
  }

  /** @param {Iterable<File>} files start these; same as dropping them */
  add(files) {
    for (const file of files) {
      const upload = new PhotoUpload(file, this);
      this.#list.append(upload.row);
      this.#waiting.push(upload);
    }
    this.next();
  }

  /** Start waiting uploads while there is room. @param {boolean} [freed] one has just ended */
  next(freed = false) {
    if (freed) this.#running -= 1;
    while (this.#running < AT_ONCE && this.#waiting.length) {
      this.#running += 1;
      this.#waiting.shift()?.start();
    }
  }

  /** @param {PhotoUpload} upload queue it once more */
  retry(upload) {
    this.#waiting.push(upload);
    this.next();
  }

  /** @param {string} name @returns {Record<string, string>} */
  json(name) {
    return JSON.parse(this.getAttribute(name) ?? "{}");
  }

  #again = () => {
    for (const row of this.#list.children) row.dispatchEvent(new CustomEvent("try-again"));
  };

  #zone() {
    const zone = document.createElement("label");
    zone.className = "sh-drop";
    const title = document.createElement("strong");
    title.textContent = this.getAttribute("label") ?? say("drop.title");
    const hint = document.createElement("span");
    hint.textContent = say("drop.hint");
    const input = document.createElement("input");
    Object.assign(input, { type: "file", multiple: true, accept: this.getAttribute("accept") ?? "image/jpeg" });
    input.addEventListener("change", () => {
      this.add([...(input.files ?? [])]);
      input.value = "";
    });
    zone.append(title, hint, input);
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("sh-drop--over", name === "dragenter" || name === "dragover");
        if (name === "drop") this.add(/** @type {DragEvent} */ (event).dataTransfer?.files ?? []);
      });
    }
    return zone;
  }
}

/** One file on its way, and its row. */
class PhotoUpload {
  row = document.createElement("li");
  #file;
  #home;
  #bar = document.createElement("progress");
  #state = document.createElement("span");
  #message = document.createElement("p");
  #button = document.createElement("button");
  #tus = /** @type {any} */ (null);
  #phase = "waiting";

  /** @param {File} file @param {PhotoDrop} home */
  constructor(file, home) {
    this.#file = file;
    this.#home = home;
    const name = document.createElement("span");
    name.className = "sh-upload__name";
    name.textContent = file.name;
    this.#state.className = "sh-upload__state";
    this.#message.className = "sh-upload__message";
    this.#bar.max = 100;
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", file.name);
    this.#button.type = "button";
    this.#button.addEventListener("click", () => this.#press());
    this.row.append(name, this.#state, this.#bar, this.#message, this.#button);
    this.row.addEventListener("try-again", () => {
      if (this.#phase === "lost") this.#requeue();
    });
    this.#show("waiting", say("drop.waiting"));
  }

  start() {
    if (this.#phase === "cancelled") return this.#home.next(true);
    this.#show("running", say("drop.waiting"));
    this.#tus = new tus.Upload(this.#file, {
      endpoint: this.#home.getAttribute("endpoint"),
      headers: this.#home.json("headers"),
      metadata: { ...this.#home.json("metadata"), filename: this.#file.name, filetype: this.#file.type },
      chunkSize: CHUNK_BYTES,
      retryDelays: WAITS_MS,
      removeFingerprintOnSuccess: true,
      onShouldRetry: (/** @type {any} */ error) => isPassing(error),
      onProgress: (/** @type {number} */ sent, /** @type {number} */ all) => this.#progress(sent, all),
      onSuccess: () => this.#done(),
      onError: (/** @type {any} */ error) => this.#failed(error),
    });
    // A file that was cut off earlier goes on where it stopped, also after a reload.
    this.#tus.findPreviousUploads().then((/** @type {any[]} */ earlier) => {
      if (earlier.length) this.#tus.resumeFromPreviousUpload(earlier[0]);
      this.#tus.start();
    });
  }

  /** @param {number} sent @param {number} all */
  #progress(sent, all) {
    const share = all ? (100 * sent) / all : 100;
    this.#bar.value = share;
    this.#state.textContent = `${figure(share)} %`;
  }

  #done() {
    this.#show("done", say("drop.done"));
    this.#bar.value = 100;
    this.#home.next(true);
    const detail = { name: this.#file.name, url: this.#tus.url, size: this.#file.size };
    this.#home.dispatchEvent(new CustomEvent("photo-uploaded", { bubbles: true, detail }));
  }

  /** @param {any} error */
  #failed(error) {
    this.#home.next(true);
    const answer = error.originalResponse;
    if (!answer || isPassing(error)) return this.#show("lost", say("drop.lost"), say("drop.network"));
    const told = parsed(answer.getBody());
    const message = told.message ? `${told.message} ${told.fix ?? ""}${told.code ? ` [${told.code}]` : ""}` : say("drop.refused");
    this.#show("failed", say("drop.failed"), message);
    const detail = { name: this.#file.name, ...told };
    this.#home.dispatchEvent(new CustomEvent("photo-refused", { bubbles: true, detail }));
  }

  #press() {
    if (this.#phase === "failed" || this.#phase === "lost" || this.#phase === "cancelled") return this.#requeue();
    const wasRunning = this.#phase === "running";
    this.#show("cancelled", say("drop.cancelled"));
    if (!wasRunning) return;
    this.#tus?.abort(true).catch(() => {});
    this.#home.next(true);
  }

  #requeue() {
    this.#show("waiting", say("drop.waiting"));
    this.#home.retry(this);
  }

  /** @param {string} phase @param {string} state @param {string} [message] */
  #show(phase, state, message = "") {
    this.#phase = phase;
    this.row.className = `sh-upload sh-upload--${phase}`;
    this.#state.textContent = state;
    this.#message.textContent = message;
    this.#message.hidden = !message;
    this.#button.hidden = phase === "done";
    const running = phase === "waiting" || phase === "running";
    this.#button.textContent = say(running ? "drop.cancel" : "drop.retry");
    this.#button.setAttribute("aria-label", `${this.#button.textContent}: ${this.#file.name}`);
  }
}

/** @param {any} error @returns {boolean} worth another try: no answer, a busy or a broken server */
function isPassing(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

/** @param {string} body @returns {{ message?: string, fix?: string, code?: string }} */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

customElements.define("photo-drop", PhotoDrop);
