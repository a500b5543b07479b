// Runs before the first paint, so that a chosen theme never flashes. Stored only once a person chose.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("stadtherz-theme");
  } catch {
    // Storage may be forbidden; then the system's preference holds.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.kernTheme = chosen ?? (dark ? "dark" : "light");
})();
