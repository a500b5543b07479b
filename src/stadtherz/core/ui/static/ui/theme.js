import { say } from "./phrases.js";

const KEY = "stadtherz-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light"|"dark"} the theme that is shown now */
export function theme() {
  return document.documentElement.dataset.kernTheme === "dark" ? "dark" : "light";
}

/** @param {(theme: "light"|"dark") => void} fn called after every change, whoever made it */
export function onTheme(fn) {
  document.addEventListener("theme-changed", () => fn(theme()));
}

/** @param {"light"|"dark"} next */
function show(next) {
  document.documentElement.dataset.kernTheme = next;
  document.dispatchEvent(new CustomEvent("theme-changed", { detail: { theme: next } }));
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

system.addEventListener("change", () => {
  if (!stored()) show(system.matches ? "dark" : "light");
});

addEventListener("storage", (event) => {
  if (event.key === KEY && event.newValue) show(event.newValue === "dark" ? "dark" : "light");
});

/** A button that changes between day and night; remembers the choice on this device only. */
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => {
      const next = theme() === "dark" ? "light" : "dark";
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // The choice then lasts as long as the page.
      }
      show(next);
    });
    const label = () => {
      button.textContent = say(theme() === "dark" ? "theme.light" : "theme.dark");
    };
    label();
    document.addEventListener("theme-changed", label);
    this.append(button);
  }
}

customElements.define("theme-switch", ThemeSwitch);
