/* Small courtesies. Every page works without them. */
(() => {
  "use strict";

  const clock = () => new Date().toTimeString().slice(0, 5);
  const unsaved = new Set();

  // Ask before an act that cannot be undone: data-confirm on the form or on its button.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || window.confirm(question)) return void unsaved.delete(event.target);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A form with data-autosave says what has become of the last change.
  const say = (form, state) => {
    const mark = form.querySelector("[data-saved]");
    if (!mark) return;
    mark.dataset.state = state;
    mark.textContent = state === "done" ? `${mark.dataset.done} ${clock()}` : mark.dataset[state];
  };
  const autosaved = (event) => event.target.closest?.("form[data-autosave]");

  document.addEventListener("input", (event) => {
    if (autosaved(event)) unsaved.add(autosaved(event));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = autosaved(event);
    if (!form) return;
    unsaved.delete(form);
    say(form, "saving");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = autosaved(event);
    if (!form) return;
    // A refusal (409, 422) is shown like an answer, but nothing was kept: something is still to be written.
    const status = event.detail.xhr.status;
    const kept = event.detail.successful && status < 400;
    if (!kept) unsaved.add(form);
    say(form, kept ? "done" : status === 409 || status === 422 ? "refused" : "failed");
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  // A page that has to be loaded anew waits while something stands in it that was not sent yet.
  const typed = (field) => field.type === "file" ? field.files.length : field.type !== "hidden" && field.value !== field.defaultValue;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Refresh")) return;
    if ([...document.querySelectorAll("main :is(input, textarea)")].some(typed)) event.preventDefault();
  });

  // Where what had the focus went away, the part that came instead takes it: whoever uses keys goes on from there.
  document.addEventListener("htmx:load", (event) => {
    const part = event.detail.elt;
    if (document.activeElement === document.body && part.matches("[tabindex='-1']")) part.focus({ preventScroll: true });
  });

  const tellOffline = () => {
    const line = document.querySelector("[data-offline]");
    if (line) line.hidden = navigator.onLine;
  };
  for (const event of ["online", "offline"]) window.addEventListener(event, tellOffline);
  tellOffline();
})();
