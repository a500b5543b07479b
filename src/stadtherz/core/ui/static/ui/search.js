import { say } from "./phrases.js";

const PAUSE_MS = 150;

/**
 * @typedef {{ label: string, detail?: string, lon: number, lat: number, value?: string }} Place
 */

/**
 * A search for places over an ordinary input (ARIA 1.2 combobox with a list box).
 *
 * Attribute `src`: asked with `?q=`, answers a JSON list of places. Inputs inside that carry
 * `data-place="lon|lat|value|label|detail"` receive the chosen place; fires `place-chosen` with it.
 */
class PlaceSearch extends HTMLElement {
  static #count = 0;
  #input = /** @type {HTMLInputElement} */ (/** @type {unknown} */ (null));
  #list = document.createElement("ul");
  #status = document.createElement("span");
  #places = /** @type {Place[]} */ ([]);
  #at = -1;
  #timer = /** @type {ReturnType<typeof setTimeout>|undefined} */ (undefined);
  #abort = /** @type {AbortController|null} */ (null);

  connectedCallback() {
    const input = this.querySelector("input:not([type=hidden])");
    if (!(input instanceof HTMLInputElement) || input.getAttribute("role") === "combobox") return;
    this.#input = input;
    const id = `places_${(PlaceSearch.#count += 1)}`;
    Object.assign(this.#list, { id, className: "sh-hits", hidden: true });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? "");
    this.#status.className = "kern-sr-only";
    this.#status.setAttribute("role", "status");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option) this.#choose([...this.#list.children].indexOf(option));
    });
    this.append(this.#list, this.#status);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#fill(null);
    const question = this.#input.value.trim();
    if (question.length < 2) return this.#close();
    this.#timer = setTimeout(() => this.#ask(question), PAUSE_MS);
  }

  /** @param {string} question */
  async #ask(question) {
    const abort = (this.#abort = new AbortController());
    const url = new URL(this.getAttribute("src") ?? "", location.href);
    url.searchParams.set("q", question);
    try {
      const answer = await fetch(url, { signal: abort.signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#show(await answer.json());
    } catch {
      if (abort.signal.aborted) return;
      this.#close();
      this.#status.textContent = say("search.broken");
    }
  }

  /** @param {Place[]} places */
  #show(places) {
    this.#places = places;
    this.#at = -1;
    this.#list.replaceChildren(...places.map((place, index) => this.#option(place, index)));
    this.#list.hidden = !places.length;
    this.#input.setAttribute("aria-expanded", String(places.length > 0));
    this.#input.removeAttribute("aria-activedescendant");
    this.#status.textContent = places.length ? say("search.count", { count: places.length }) : say("search.none");
  }

  /** @param {Place} place @param {number} index */
  #option(place, index) {
    const option = document.createElement("li");
    option.id = `${this.#list.id}_${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = place.label;
    const detail = document.createElement("small");
    detail.textContent = place.detail ?? "";
    option.append(label, detail);
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      if (this.#list.hidden) this.#input.value = "";
      return this.#close();
    }
    if (this.#list.hidden) return;
    const last = this.#places.length - 1;
    const next = { ArrowDown: this.#at < last ? this.#at + 1 : 0, ArrowUp: this.#at > 0 ? this.#at - 1 : last, Home: 0, End: last }[event.key];
    if (next !== undefined && (event.key.startsWith("Arrow") || this.#at >= 0)) {
      event.preventDefault();
      this.#mark(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#choose(Math.max(this.#at, 0));
    }
  }

  /** @param {number} index */
  #mark(index) {
    this.#list.children[this.#at]?.setAttribute("aria-selected", "false");
    this.#at = index;
    const option = this.#list.children[index];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {number} index */
  #choose(index) {
    const place = this.#places[index];
    if (!place) return;
    this.#input.value = place.label;
    this.#fill(place);
    this.#close();
    this.dispatchEvent(new CustomEvent("place-chosen", { bubbles: true, detail: place }));
  }

  /** @param {Place|null} place null empties the hidden inputs: a typed change is not a chosen place */
  #fill(place) {
    for (const input of this.querySelectorAll("input[data-place]")) {
      const name = /** @type {keyof Place} */ (input.getAttribute("data-place"));
      /** @type {HTMLInputElement} */ (input).value = String(place?.[name] ?? "");
    }
  }

  #close() {
    this.#list.hidden = true;
    this.#at = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

customElements.define("place-search", PlaceSearch);
