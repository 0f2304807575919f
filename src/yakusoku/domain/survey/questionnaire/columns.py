"""The columns of words in the sheets: `label` alone, or one for each language."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.domain.survey.wording import JAPANESE, Row, language_code

WORDS = ("label", "hint", "guidance_hint", "constraint_message", "form_title")
LANGUAGE_NAMES = {
    JAPANESE: "日本語",
    "en": "English",
    "zh": "中文",
    "ko": "한국어",
    "vi": "Tiếng Việt",
    "pt": "Português",
    "ne": "नेपाली",
    "id": "Bahasa Indonesia",
    "tl": "Filipino",
}  # fmt: skip


def languages_of(sheets: Sheets) -> tuple[str, ...]:
    """Return the codes of the languages in which the sheets have words, in order; "" alone: no language is stated."""
    rows = [*(row for _, row in sheets.survey), *(row for _, row in sheets.choices)]
    found = [head for row in rows for head in row if head.partition(":")[0] in WORDS]
    codes = dict.fromkeys(language_code(head.partition(":")[2]) for head in found)
    # A language that was chosen and has no words yet stands in our own column.
    chosen = sheets.settings.get("languages", "").split()
    stated = tuple(dict.fromkeys([*chosen, *(code for code in codes if code)]))
    return stated or ("",)


def column_for(sheets: Sheets, word: str, language: str) -> str:
    """Return the column of words in a language: as the sheets write it already, else `label::English (en)`."""
    if not language:
        return word
    rows = [*(row for _, row in sheets.survey), *(row for _, row in sheets.choices), sheets.settings]
    for head in (head for row in rows for head in row):
        name, _, said = head.partition(":")
        if name in WORDS and said and language_code(said) == language:
            return f"{word}::{said.strip(': ')}"
    return f"{word}::{LANGUAGE_NAMES.get(language, language)} ({language})"


def with_words(row: Row, sheets: Sheets, word: str, said: Mapping[str, str]) -> dict[str, str]:
    """Return a row with these words in these languages; what it said in others stays."""
    found = dict(row)
    for head in list(found):
        name, _, language = head.partition(":")
        if name == word and language_code(language) in said:
            del found[head]
    for language, text in said.items():
        if text.strip():
            found[column_for(sheets, word, language)] = text.strip()
    return found


def with_second_language(sheets: Sheets, language: str) -> Sheets:
    """Return the sheets with Japanese named as the first language and room for a second; "": Japanese alone."""
    if not language:
        return _without_others(sheets)
    own = f"{LANGUAGE_NAMES[JAPANESE]} ({JAPANESE})"
    settings = {
        **_named(sheets.settings, own),
        "default_language": own,
        "languages": f"{JAPANESE} {language}",
    }
    return replace(
        sheets.with_survey(_named(row, own) for _, row in sheets.survey).with_choices(
            _named(row, own) for _, row in sheets.choices
        ),
        settings=settings,
    )


def _named(row: Row, language: str) -> dict[str, str]:
    return {
        f"{head}::{language}" if head in WORDS and head != "form_title" else head: text
        for head, text in row.items()
    }


def _without_others(sheets: Sheets) -> Sheets:
    def plain(row: Row) -> dict[str, str]:
        return dict(_plain(row.items()))

    settings = {
        head: text
        for head, text in plain(sheets.settings).items()
        if head not in {"default_language", "languages"}
    }
    told = sheets.with_survey(plain(row) for _, row in sheets.survey)
    return replace(told.with_choices(plain(row) for _, row in sheets.choices), settings=settings)


def _plain(cells: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for head, text in cells:
        name, colon, language = head.partition(":")
        if not colon or name not in WORDS:
            yield head, text
        elif language_code(language) in {JAPANESE, ""}:
            yield name, text
