"""Going through a page by the keyboard alone."""

import pytest

MOST_STEPS = 60
# Where the focus is, in words, and whether it can be seen: an outline or a shadow on it or on its label.
FOCUS = """() => {
  const here = document.activeElement;
  const shown = [here, here.closest("label"), here.closest(".todo-row")].filter(Boolean).some((node) => {
    const style = getComputedStyle(node);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined || style.boxShadow !== "none";
  });
  const told = here.textContent.trim().replace(/\\s+/g, " ") || here.name || here.tagName;
  const value = ["radio", "checkbox"].includes(here.type) ? here.value : "";
  return {name: told, value, shown, page: here === document.body};
}"""


def tab_to(page, name, value=""):
    """Go on with the tab key until the focus is on what has this name (and value); it is seen all the way."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["page"]:
            continue
        assert focus["shown"], focus
        if focus["name"].startswith(name) and focus["value"] == value:
            return
    pytest.fail(f"{name} {value}: {MOST_STEPS}回のTabでは届きません")
