"""The same words in several languages, as the columns `label::日本語 (ja)` of XLSForm carry them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Row = Mapping[str, str]
JAPANESE = "ja"
_CODE = re.compile(r".*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*")
_NAMED = {"日本語": JAPANESE, "japanese": JAPANESE, "english": "en", "英語": "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """Words by language code; "": words of no stated language. Empty: nothing is said."""

    each: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.each)

    def __str__(self) -> str:
        return self.said()

    def said(self, language: str = JAPANESE) -> str:
        """Return the words in a language; else in Japanese, of no language, or the first there are."""
        known = dict(self.each)
        for code in (language, JAPANESE, ""):
            if code in known:
                return known[code]
        return self.each[0][1] if self.each else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages in which something is said."""
        return tuple(code for code, _ in self.each if code)


UNSAID = Words()


def words_of(row: Row, column: str) -> Words:
    """Return the words of a column of a row in all its languages: `label`, `label::日本語 (ja)`, `hint::en`."""
    found: dict[str, str] = {}
    for head, cell in row.items():
        name, _, language = head.partition(":")
        if name.strip().lower() == column and cell.strip():
            found.setdefault(language_code(language), cell.strip())
    return Words(tuple(found.items()))


def language_code(language: str) -> str:
    """Return the code of a language as a head names it: `日本語 (ja)`, `ja`, `Japanese`."""
    name = language.strip(" :")
    match = _CODE.fullmatch(name)
    return match[1].lower() if match else _NAMED.get(name.lower(), name.lower())
