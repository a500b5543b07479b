// <passkey-add>: makes a new passkey for the signed-in person.
import { canUsePasskeys, post } from "./webauthn.js";

class PasskeyAdd extends HTMLElement {
  connectedCallback() {
    const refusal = this.querySelector("[data-cannot]");
    if (!canUsePasskeys()) {
      if (refusal instanceof HTMLElement) refusal.hidden = false;
      return;
    }
    const form = this.querySelector("form");
    if (!form) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add(String(new FormData(form).get("name") ?? ""));
    });
  }

  /** @param {string} name */
  async #add(name) {
    const place = this.querySelector("[role=alert]");
    if (place instanceof HTMLElement) place.hidden = true;
    try {
      const options = await post(this.dataset.ask ?? "", {});
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const credential = await navigator.credentials.create({ publicKey });
      const answer = await post(this.dataset.answer ?? "", { name, credential });
      window.location.assign(answer.next);
    } catch {
      if (place instanceof HTMLElement) place.hidden = false;
    }
  }
}

customElements.define("passkey-add", PasskeyAdd);
