"""The words of the domain in the reader's language. The domain itself speaks Japanese and knows no other."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from yakusoku.domain.survey.told import Told

Code = TypeVar("Code", bound=str)


def say(text: str) -> str:
    """Return a Japanese word or sentence of ours in the reader's language; unknown text as it is."""
    if isinstance(text, Told):
        return gettext(text.sentence).format(**text.facts)
    return gettext(text) if text else ""


# The same for what is written once when the program starts and read in many languages.
say_later = lazy(say, str)


def choices(words: "Mapping[Code, str]") -> list[tuple[str, str]]:
    """Return codes with their words for a form or a table, read in the language of each reader."""
    return [(str(code), say_later(text)) for code, text in words.items()]


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: A、B, or A; B in English."""
    return say("、").join(words)


def reads_english() -> bool:
    """Return whether the page is read in English."""
    return (get_language() or "").startswith("en")
