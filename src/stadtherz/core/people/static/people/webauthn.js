// What both passkey islands share: JSON to and from the server, and what the browser can do.

/** @returns {boolean} whether this browser and address can use passkeys */
export function canUsePasskeys() {
  return (
    window.isSecureContext &&
    "PublicKeyCredential" in window &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function"
  );
}

/**
 * POST JSON with the page's form token.
 * @param {string} url
 * @param {object} body
 * @returns {Promise<any>}
 */
export async function post(url, body) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "",
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  return answer.json();
}
