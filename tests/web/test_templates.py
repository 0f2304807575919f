"""What a strict content security policy and a closed network ask of every template and asset."""

import re
from pathlib import Path

import pytest

import yakusoku

SOURCE = Path(yakusoku.__file__).parent
STATIC = SOURCE / "web/static/web"
TEMPLATES = sorted(file for file in SOURCE.rglob("*.html") if "templates" in file.parts)
OWN_ASSETS = sorted(file for file in STATIC.glob("*.*"))

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without src": r"<script\b(?![^>]*\bsrc=)",
    "an inline handler": r"\son[a-z]+\s*=",
    "a handler of htmx": r"\shx-on",
    "script in an address": r"javascript:",
    "evaluated values": r"hx-vals=.js:",
    "something from outside": r"(?:src|href|action)=[\"'](?:https?:)?//",
    "unescaped output": r"\|\s*safe\b|autoescape\s+off",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [
        str(file.relative_to(SOURCE))
        for file in TEMPLATES
        if re.search(FORBIDDEN[what], file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("file", OWN_ASSETS, ids=lambda file: file.name)
def test_no_asset_reaches_outside(file):
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|url\(|@import", text)


def test_every_style_sheet_is_linked_and_there():
    linked = re.findall(
        r"'web/([\w.-]+\.css)'", (SOURCE / "web/templates/styles.html").read_text(encoding="utf-8")
    )
    assert sorted(linked) == sorted(file.name for file in STATIC.glob("*.css"))


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda folder: folder.name)
def test_what_others_made_comes_with_licence_and_version(folder):
    assert (folder / "LICENSE").stat().st_size > 100
    assert re.match(r"\d+\.\d+\.\d+\n", (folder / "VERSION").read_text(encoding="utf-8"))


def test_the_script_stays_small():
    assert len((STATIC / "app.js").read_text(encoding="utf-8").splitlines()) <= 80
