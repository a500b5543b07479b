// What every page carries: the theme switch and dialogs. Islands load their own module.
import "./theme.js";

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element ? event.target.closest("[data-dialog]") : null;
  if (!opener) return;
  const dialog = document.getElementById(opener.getAttribute("data-dialog") ?? "");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
});

document.querySelector(".sh-alert[tabindex='-1'][role='alert']")?.focus();
