"""What is wrong with a questionnaire, where, and what to do (docs/rules/survey-questionnaire.md)."""

import re
from collections.abc import Callable

from yakusoku.domain.survey.form import FormUnreadable
from yakusoku.domain.survey.questionnaire.condition_checks import (
    branches_met,
    conditions_met,
    constraints_met,
    options_offered,
    order_kept,
)
from yakusoku.domain.survey.questionnaire.editing import NAME, is_repeat, items_of, kind_of
from yakusoku.domain.survey.questionnaire.findings import Checker, Finding, Told, Weight
from yakusoku.domain.survey.questionnaire.option_checks import batteries_alike, options_sound
from yakusoku.domain.survey.questionnaire.outline import UNASKED
from yakusoku.domain.survey.questionnaire.sheets import Sheets, form_of
from yakusoku.domain.survey.wording import words_of

_KNOWN = {
    "text", "note", "integer", "decimal", "range", "date", "select_one", "select_multiple", "calculate",
}  # fmt: skip


def check_sheets(sheets: Sheets) -> list[Finding]:
    """Return what is wrong with a questionnaire, errors first, each group in the order of the lines."""
    try:
        form = form_of(sheets)
    except FormUnreadable as error:
        unreadable = [
            Finding(
                Weight.ERROR, "unreadable", sheet, line, _name_at(sheets, sheet, line), {"reason": reason}
            )
            for sheet, line, reason in error.problems
        ]
        # A repeat may be why: conditions look into it, or nothing else is asked.
        return [*_repeats_in(sheets), *unreadable]
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
    yield from _repeats_in(checker.sheets)


def _repeats_in(sheets: Sheets) -> Told:
    """Yield each repeat with how many questions stand in it."""
    for item in items_of(sheets):
        if not is_repeat(item.row):
            continue
        inside = sheets.survey[item.first + 1 : item.last]
        count = sum(kind_of(row) == "question" and bool(row.get("name")) for _, row in inside)
        line, label = sheets.survey[item.first][0], words_of(item.row, "label").said() or item.name
        facts = {"label": label, "count": count}
        yield Finding(Weight.ERROR, "repeat", "survey", line, item.name, facts)


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
    constraints_met, batteries_alike, _words, _length, _now, branches_met,
)  # fmt: skip
