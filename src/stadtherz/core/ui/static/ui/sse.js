/**
 * @typedef {{ event: string, data: string, id: string }} Message
 */

/** Reads a server-sent event stream from text in pieces (WHATWG HTML, section 9.2.6). */
export class EventStreamReader {
  #rest = "";
  #event = "";
  #data = /** @type {string[]} */ ([]);
  #id = "";

  /**
   * @param {string} text the next piece, cut anywhere
   * @returns {Message[]} the messages that it completed; comments complete none
   */
  feed(text) {
    const messages = /** @type {Message[]} */ ([]);
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") this.#finish(messages);
      else this.#take(line);
    }
    return messages;
  }

  /** @param {Message[]} messages */
  #finish(messages) {
    if (this.#data.length) {
      messages.push({ event: this.#event || "message", data: this.#data.join("\n"), id: this.#id });
    }
    this.#event = "";
    this.#data = [];
  }

  /** @param {string} line */
  #take(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }
}
