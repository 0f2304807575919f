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

  // Each save says which it is: of two that arrive in another order the later one counts. The clock makes steps grow
  // also where a page comes back out of a cache and has forgotten how far it was.
  const steps = new WeakMap();
  const nextStep = (form) => {
    const step = Math.max((steps.get(form) ?? 0) + 1, Date.now());
    steps.set(form, step);
    return step;
  };
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.target.closest?.("form[data-respond]");
    if (form) event.detail.parameters["-step"] = nextStep(form);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-step]");
    if (field) field.value = nextStep(event.target);
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
