"""What is wrong with a questionnaire, where, and what to do (docs/rules/survey-questionnaire.md)."""

import re
from collections.abc import Callable

from yakusoku.domain.survey.form import FormUnreadable
from yakusoku.domain.survey.questionnaire.condition_checks import (
    conditions_met,
    constraints_met,
    options_offered,
    order_kept,
)
from yakusoku.domain.survey.questionnaire.editing import NAME
from yakusoku.domain.survey.questionnaire.findings import Checker, Finding, Told, Weight
from yakusoku.domain.survey.questionnaire.option_checks import batteries_alike, options_sound
from yakusoku.domain.survey.questionnaire.outline import UNASKED
from yakusoku.domain.survey.questionnaire.sheets import Sheets, form_of

_KNOWN = {
    "text", "note", "integer", "decimal", "range", "date", "select_one", "select_multiple", "calculate",
}  # fmt: skip


def check_sheets(sheets: Sheets) -> list[Finding]:
    """Return what is wrong with a questionnaire, errors first, each group in the order of the lines."""
    try:
        form = form_of(sheets)
    except FormUnreadable as error:
        return [
            Finding(
                Weight.ERROR, "unreadable", sheet, line, _name_at(sheets, sheet, line), {"reason": reason}
            )
            for sheet, line, reason in error.problems
        ]
    checker = Checker(sheets, form)
    found = [each for check in CHECKS for each in check(checker)]
    return sorted(
        found, key=lambda each: (each.weight is not Weight.ERROR, each.sheet != "survey", each.line)
    )


def has_errors(findings: list[Finding]) -> bool:
    """Return whether a questionnaire with these findings cannot be published."""
    return any(each.weight is Weight.ERROR for each in findings)


def _name_at(sheets: Sheets, sheet: str, line: int) -> str:
    rows = sheets.survey if sheet == "survey" else ()
    return next((row.get("name", "") for place, row in rows if place == line), "")


def _unnamed(checker: Checker) -> Told:
    for line, row in checker.sheets.survey:
        kind = row.get("type", "").split()[0].lower() if row.get("type") else ""
        if kind and not kind.startswith(("begin", "end")) and not row.get("name"):
            yield checker.error("unnamed", "", line)


def _names(checker: Checker) -> Told:
    for name in checker.lines:
        if name and not NAME.fullmatch(name):
            yield checker.error("name", name)


def _kinds(checker: Checker) -> Told:
    for each in checker.form.questions.values():
        if each.type not in _KNOWN | UNASKED:
            yield checker.error("type", each.name, type=each.type)


def _repeats(checker: Checker) -> Told:
    for line, row in checker.sheets.survey:
        if re.fullmatch(r"begin[_ ]repeat", row.get("type", "").strip(), re.I):
            yield checker.error("repeat", row.get("name", ""), line)


def _open_groups(checker: Checker) -> Told:
    opened: list[tuple[int, str]] = []
    for line, row in checker.sheets.survey:
        kind = row.get("type", "").strip().lower().replace(" ", "_")
        if kind.startswith("begin_"):
            opened.append((line, row.get("name", "")))
        elif kind.startswith("end_") and opened:
            opened.pop()
    for line, name in opened:
        yield checker.error("open", name, line)


def _words(checker: Checker) -> Told:
    languages = checker.form.languages
    for each in checker.asked():
        if not each.words:
            yield checker.error("no-words", each.name)
            continue
        for language in languages:
            known = [each.words.languages, *(choice.words.languages for choice in each.choices)]
            if any(language not in words for words in known):
                yield checker.warn("language", each.name, language=language)


def _length(checker: Checker) -> Told:
    for each in checker.asked():
        if len(each.label) > 1000 or any(len(choice.label) > 300 for choice in each.choices):
            yield checker.error("long", each.name)


def _now(checker: Checker) -> Told:
    """Yield the first question that says 「現在」 while nothing says which day that is."""
    if checker.form.about.reference_on:
        return
    for each in checker.asked():
        if "現在" in each.label and not re.search(r"[0-9０-９]+\s*[日月]", each.label):
            yield checker.warn("no-reference-day", each.name)
            return


CHECKS: tuple[Callable[[Checker], Told], ...] = (
    _unnamed, _names, _kinds, _repeats, _open_groups, conditions_met, options_offered, order_kept, options_sound,
    constraints_met, batteries_alike, _words, _length, _now,
)  # fmt: skip
