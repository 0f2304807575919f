/* The marks of a chart: Tab comes to one of them, arrows lead to the others. Without it the table says the same. */
(() => {
  "use strict";

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest?.(".chart-mark[tabindex]");
    const ends = event.key === "Home" || event.key === "End";
    if (!mark || !(event.key in STEPS || ends)) return;
    const marks = [...mark.closest("svg").querySelectorAll(".chart-mark[tabindex]")];
    const last = marks.length - 1;
    const place = ends
      ? (event.key === "Home" ? 0 : last)
      : Math.min(last, Math.max(0, marks.indexOf(mark) + STEPS[event.key]));
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    marks[place].setAttribute("tabindex", "0");
    marks[place].focus();
  });
})();
