/* Keying paper: Enter and the arrows go from line to line. Without script Enter saves what is there. */
(() => {
  "use strict";

  const lines = (form) => [...form.querySelectorAll(".key-line input")];

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-keying]");
    if (!form || event.isComposing || !event.target.matches(".key-line input")) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const all = lines(form);
    const next = all[all.indexOf(event.target) + step];
    if (next) {
      next.focus();
      next.select();
    } else if (step > 0) {
      form.querySelector(".button-primary").focus();
    }
  });
})();
