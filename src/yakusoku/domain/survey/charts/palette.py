"""Looks that stay apart in print without colour and for people who see fewer colours.

From dark to light in even steps of lightness (CIE L*), every second one with a pattern as soon as the steps are
small. Hue only helps: it runs from navy to sand, which no kind of colour blindness confuses.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

INK, PAPER, QUIET = "#1A1A1C", "#FFFFFF", "#595959"
# On any colour either black or white is legible (4.5 to 1); a softened black would not be.
_BLACK = "#000000"
# From so many looks on, lightness alone is not enough.
PATTERNS_FROM = 4
# How far the lines of a pattern are from what they are drawn on.
PATTERN_STEP = 30
_WHITE = (0.95047, 1.0, 1.08883)
_TO_RGB = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
_HUES = ((0.0, 6.0, -34.0), (0.5, -16.0, -14.0), (1.0, -2.0, 26.0))


class Pattern(StrEnum):
    """What is drawn over a colour."""

    NONE = "none"
    RISING = "rising"
    DOTS = "dots"
    LEVEL = "level"
    FALLING = "falling"
    UPRIGHT = "upright"


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is filled: `fill` with the lines of a pattern in `line`; `ink`: of the words on it."""

    fill: str
    pattern: Pattern
    line: str
    ink: str


_TURNS = (Pattern.RISING, Pattern.DOTS, Pattern.FALLING, Pattern.LEVEL, Pattern.UPRIGHT)
# People who did not answer are no answer: they never look like one.
BLANK = Look(PAPER, Pattern.RISING, "#9A9A9A", INK)


def looks(number: int) -> tuple[Look, ...]:
    """Return so many looks, dark to light."""
    low, high = (34.0, 84.0) if number < PATTERNS_FROM else (22.0, 90.0)
    step = (high - low) / (number - 1) if number > 1 else 0
    found = []
    for place in range(number):
        lightness = low + place * step if number > 1 else 42.0
        patterned = number >= PATTERNS_FROM and place % 2
        pattern = _TURNS[place // 2 % len(_TURNS)] if patterned else Pattern.NONE
        found.append(_look(lightness, pattern))
    return tuple(found)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _look(lightness: float, pattern: Pattern) -> Look:
    fill = _colour(lightness)
    away = lightness + PATTERN_STEP if lightness < 55 else lightness - PATTERN_STEP
    ink = PAPER if contrast(fill, PAPER) > contrast(fill, _BLACK) else _BLACK
    return Look(fill, pattern, _colour(away), ink)


def _colour(lightness: float) -> str:
    """Return the colour of the ladder at a lightness (CIE L*a*b*, D65)."""
    at = min(max((lightness - 22) / (90 - 22), 0), 1)
    a, b = next(
        (left[axis] + (right[axis] - left[axis]) * (at - left[0]) / (right[0] - left[0]) for axis in (1, 2))
        for left, right in pairwise(_HUES)
        if at <= right[0]
    )
    middle = (lightness + 16) / 116
    xyz = [
        white * _cubed(value)
        for white, value in zip(_WHITE, (middle + a / 500, middle, middle - b / 200), strict=True)
    ]
    rgb = (sum(part * value for part, value in zip(row, xyz, strict=True)) for row in _TO_RGB)
    return "#" + "".join(f"{round(255 * min(max(_companded(value), 0), 1)):02X}" for value in rgb)


def _cubed(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _companded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
