"""Every pair of colours that carries words is read with a ratio of at least 4.5, in light and in dark."""

import re
from pathlib import Path

import pytest

import yakusoku.web

STATIC = Path(yakusoku.web.__file__).parent / "static/web"
TOKENS = (STATIC / "vendor/design-tokens/tokens.css").read_text(encoding="utf-8")
OWN = (STATIC / "base.css").read_text(encoding="utf-8")

GROUNDS = ["paper", "sheet", "tint"]
WORDS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "ink-quiet", "accent", "harm") for ground in GROUNDS],
    *[(ink, ground) for ink in ("ink", "accent") for ground in ("care-tint", "harm-tint")],
    ("harm", "harm-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent-strong", "tint"),
]
SIGNS = [
    *[("edge", ground) for ground in GROUNDS],
    ("kept", "sheet"),
    ("kept", "paper"),
    ("care", "care-tint"),
    ("focus-ring", "paper"),
    ("focus-ring", "sheet"),
]


def properties(css):
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css))


def schemes():
    light, dark = OWN.split("@media (prefers-color-scheme: dark)", 1)
    dark = dark[: dark.index("\n}")]
    tokens = properties(TOKENS)
    return {"light": tokens | properties(light), "dark": tokens | properties(light) | properties(dark)}


SCHEMES = schemes()


def colour(value, known):
    value = value.strip()
    if named := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return colour(known[named[1]], known)
    if mixed := re.fullmatch(r"color-mix\(in srgb, (var\(.+?\)) (\d+)%, (var\(.+?\))\)", value):
        share = int(mixed[2]) / 100
        pairs = zip(colour(mixed[1], known), colour(mixed[3], known), strict=True)
        return tuple(one * share + other * (1 - share) for one, other in pairs)
    digits = re.fullmatch(r"#([0-9a-f]{6})", value)[1]
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))


def luminance(channels):
    """Return the relative luminance of WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other, scheme):
    known = SCHEMES[scheme]
    low, high = sorted(luminance(colour(known[name], known)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_are_readable(ink, ground, scheme):
    assert contrast(ink, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_and_edges_are_visible(sign, ground, scheme):
    assert contrast(sign, ground, scheme) >= 3


def test_only_base_knows_the_colour_tokens():
    for file in STATIC.glob("*.css"):
        if file.name not in {"base.css", "print.css", "account.css"}:
            assert "--color-" not in file.read_text(encoding="utf-8"), file.name
            assert not re.search(r"#[0-9a-f]{3,8}\b", file.read_text(encoding="utf-8")), file.name
