/* The web form of a survey: what a filter opens appears at once. Without script it appears on going on. */
(() => {
  "use strict";

  document.addEventListener("htmx:afterSwap", (event) => {
    const told = event.target.querySelector?.("[data-shown]");
    const form = event.target.closest?.("form[data-respond]");
    if (!told || !form) return;
    const shown = new Set(told.dataset.shown.split(" "));
    for (const place of form.querySelectorAll("[data-place]")) {
      place.hidden = !shown.has(place.dataset.place);
    }
    form.querySelector("[data-seen]").value = told.dataset.shown;
  });

  // Who takes an option that excludes all others takes no other.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked || !box.form?.matches("[data-respond]")) return;
    for (const other of box.form.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(box.name)}"]`)) {
      if (other === box) continue;
      if ("exclusive" in box.dataset || "exclusive" in other.dataset) other.checked = false;
    }
  }, true);
})();
