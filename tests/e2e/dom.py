"""What any page must be able to show of itself, read from the page in the browser."""

# Returns sentences, each about one thing that is wrong; an empty list: all is well.
LOOK = """() => {
  const wrong = [];
  const words = (node) => node.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
  const width = document.documentElement.scrollWidth;
  if (width > window.innerWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((node) => {
      return node.getBoundingClientRect().right > window.innerWidth + 1
        && !node.closest(".table-scroll, pre") && !node.closest("svg");
    });
    wrong.push(`${width}px wide: ${wide.slice(-1).map(words)}`);
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const mains = headings.filter((node) => node.tagName === "H1");
  if (mains.length !== 1) wrong.push(`${mains.length} h1`);
  let before = 0;
  for (const node of headings) {
    const level = Number(node.tagName[1]);
    if (level > before + 1) wrong.push(`h${level} after h${before}: ${words(node)}`);
    if (!node.textContent.trim()) wrong.push(`empty: ${words(node)}`);
    before = level;
  }
  for (const node of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const label = [...node.labels].map((each) => each.textContent).join("") || node.getAttribute("aria-label");
    if (!label?.trim()) wrong.push(`no label: ${words(node)}`);
  }
  for (const node of document.querySelectorAll("button, a[href], summary")) {
    const name = node.textContent.trim() || node.getAttribute("aria-label");
    if (!name) wrong.push(`no name: ${words(node)}`);
  }
  for (const node of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")) {
    for (const kind of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      const lost = (node.getAttribute(kind) ?? "").split(/\\s+/).filter((id) => id && !document.getElementById(id));
      if (lost.length) wrong.push(`${kind} leads nowhere: ${lost}`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length) wrong.push(`twice: ${[...new Set(twice)].slice(0, 5)}`);
  if (!document.title.trim() || !document.documentElement.lang) wrong.push("no title or no language");
  return wrong;
}"""


def faults(page):
    """Return what is wrong with the page that is open."""
    return page.evaluate(LOOK)


def double_the_text(page):
    """Make the text twice as large, as a reader does who needs it."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
