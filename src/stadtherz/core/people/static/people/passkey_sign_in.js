// <passkey-sign-in>: signs in by passkey, from its button or from the name field's autofill.
import { canUsePasskeys, post } from "./webauthn.js";

class PasskeySignIn extends HTMLElement {
  connectedCallback() {
    if (!canUsePasskeys()) return;
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => this.#signIn("optional"));
    this.#offerInNameField();
  }

  /** @type {AbortController} */
  #waiting = new AbortController();
  #isAnswered = false;

  async #offerInNameField() {
    const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
    if (can) await this.#signIn("conditional");
  }

  /** @param {"optional"|"conditional"} mediation */
  async #signIn(mediation) {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    this.#showError(false);
    try {
      const asked = await post(this.dataset.ask ?? "", {});
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
      const credential = await navigator.credentials.get({ publicKey, mediation, signal });
      if (this.#isAnswered) return; // autofill and button answered at the same moment
      this.#isAnswered = true;
      const body = { state: asked.state, credential, next: this.dataset.next ?? "" };
      const answer = await post(this.dataset.answer ?? "", body);
      window.location.assign(answer.next);
    } catch (error) {
      this.#isAnswered = false;
      if (!signal.aborted && mediation !== "conditional") this.#showError(true);
    }
  }

  /** @param {boolean} isShown */
  #showError(isShown) {
    const place = this.querySelector("[role=alert]");
    if (place instanceof HTMLElement) place.hidden = !isShown;
  }
}

customElements.define("passkey-sign-in", PasskeySignIn);
