/* Each save of a page says which it is: of two that arrive in another order the later one counts. */
(() => {
  "use strict";

  // The clock makes steps grow also where a page comes back out of a cache and has forgotten how far it was.
  const steps = new WeakMap();
  const nextStep = (form) => {
    const step = Math.max((steps.get(form) ?? 0) + 1, Date.now());
    steps.set(form, step);
    return step;
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form?.querySelector("[data-step]")) event.detail.parameters["-step"] = nextStep(form);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-step]");
    if (field) field.value = nextStep(event.target);
  });
})();
