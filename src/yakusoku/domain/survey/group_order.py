"""The order of groups that come from a column and not from a questionnaire (docs/rules/survey-tables.md)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import inf

# What says nothing of a respondent stands last, in this order.
LAST = ("その他", "そのほか", "不明", "わからない", "分からない", "無回答", "未回答")
SIZES = "大中小"
_SIZE = re.compile(rf"[{SIZES}]($|\W.*|規模.*|企業.*|堅.*|手.*|型.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BEGINS = re.compile(r"[+-]?\d")
_BELOW, _ABOVE = ("未満", "以下", "まで"), ("以上", "超", "より", "から", "〜", "~")


def in_order(values: Iterable[str], frame: Sequence[str] = ()) -> list[str]:
    """Return values as people order them, each once.

    Numbers and ranges (50人未満, 50〜99人) by size; sizes from 大 to 小; other words as the frame has them, those
    that it lacks by their characters after numbers. What says nothing (その他, 不明, 無回答) is last.

    frame   the values in the order in which they first stand in the frame; empty: no frame is known
    """
    known = set(values)
    last = {value: place for value in known if (place := _last(value)) is not None}
    told = known - last.keys()
    return [*_told(told, frame), *sorted(last, key=lambda value: (last[value], value))]


def _told(values: set[str], frame: Sequence[str]) -> list[str]:
    if values and all(_SIZE.match(value) for value in values):
        return sorted(values, key=lambda value: (SIZES.index(value[0]), value))
    words = {value for value in values if not _BEGINS.match(_plain(value))}
    places = {value: place for place, value in enumerate(frame)} if words else {}
    return sorted(values, key=lambda value: (places.get(value, inf), value in words, _size(value), value))


def _size(value: str) -> tuple[float, ...]:
    """Return by what a number or range is ordered; nothing of a word."""
    text = _plain(value)
    if not _BEGINS.match(text):
        return ()
    try:
        return (float(text),)
    except ValueError:
        numbers = tuple(float(number) for number in _NUMBER.findall(text))
    if len(numbers) > 1:
        return numbers
    if text.endswith(_BELOW):
        return (-inf, *numbers)
    return (*numbers, inf) if any(word in text for word in _ABOVE) else numbers


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).replace(",", "").strip()


def _last(value: str) -> int | None:
    text = _plain(value)
    return next((place for place, word in enumerate(LAST) if text.startswith(word)), None)
