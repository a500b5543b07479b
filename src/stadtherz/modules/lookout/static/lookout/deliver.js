import "../ui/upload.js";

const place = /** @type {HTMLElement} */ (document.querySelector("[data-deliver]"));
const key = decodeURIComponent(location.hash.slice(1));
if (/^sth_[\w-]{20,}$/.test(key)) {
  const drop = document.createElement("photo-drop");
  drop.setAttribute("endpoint", "/upload/");
  drop.setAttribute("metadata", JSON.stringify({ occasion: place.dataset.deliver }));
  drop.setAttribute("headers", JSON.stringify({ Authorization: `Bearer ${key}` }));
  place.append(drop);
  // The key leaves the address bar, so that nobody reads it over a shoulder or in a screenshot.
  history.replaceState(null, "", location.pathname);
} else {
  /** @type {HTMLElement} */ (document.querySelector("[data-no-key]")).hidden = false;
}
