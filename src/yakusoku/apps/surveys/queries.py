"""Reading surveys and questionnaires: the list, the items of an editor, findings, two versions side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from yakusoku.apps.surveys.models import BroughtForm, Questionnaire, State, Survey
from yakusoku.domain.survey.comparability import EFFECT_LABELS, WHAT_LABELS, Effect, What
from yakusoku.domain.survey.form import SCORE_COLUMNS, Form, FormUnreadable, first_of, nets_of
from yakusoku.domain.survey.form_words import Wrong
from yakusoku.domain.survey.questionnaire.checking import check_sheets
from yakusoku.domain.survey.questionnaire.difference import Change, differences
from yakusoku.domain.survey.questionnaire.drafts import ANSWER_LABELS
from yakusoku.domain.survey.questionnaire.editing import Item, is_repeat, items_of, list_of
from yakusoku.domain.survey.questionnaire.finding_words import ADVICE_LABELS, MESSAGE_LABELS
from yakusoku.domain.survey.questionnaire.findings import Finding, Weight
from yakusoku.domain.survey.questionnaire.outline import UNASKED, Outline, outline_of
from yakusoku.domain.survey.questionnaire.saying import asked_of
from yakusoku.domain.survey.questionnaire.sheets import Sheets, form_of, sheets_from
from yakusoku.domain.survey.wording import words_of
from yakusoku.web.words import say

NO_FORM = Form({}, (), {})
# What the list does not show.
HEAVY = ("sheets", "before")


def in_list(rows: "QuerySet[Survey]") -> "QuerySet[Survey]":
    """Return surveys with `version`, the number of the questionnaire in force; None: none is published."""
    versions = Questionnaire.objects.filter(survey=OuterRef("pk"), published_at__isnull=False)
    return rows.annotate(version=Subquery(versions.order_by("-number").values("number")[:1]))


def shown(rows: "QuerySet[Survey]", wanted: str) -> "QuerySet[Survey]":
    """Return the surveys in a state; any other word: all."""
    return rows.filter(state=wanted) if wanted in State.values else rows


def published(survey: Survey) -> Questionnaire | None:
    """Return the version that is in force; None: none is published."""
    return survey.questionnaires.filter(published_at__isnull=False).order_by("-number").first()


def form_or_none(sheets: Sheets) -> Form:
    """Return the questionnaire; one without questions if the sheets cannot be read."""
    try:
        return form_of(sheets)
    except FormUnreadable:
        return NO_FORM


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding in the words of the reader."""

    weight: Weight
    kind: str
    sheet: str
    line: int
    name: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of the editor: what it is, how it is called, what stands in it, who is asked, what is wrong."""

    item: Item
    mark: str
    label: str
    kind: str
    options: Sequence[str]
    counted: Sequence[str]
    lines: Sequence[str]
    asked_of: str
    findings: Sequence[FindingShown]
    first: bool
    last: bool
    editable: bool


def items_shown(sheets: Sheets, findings: Sequence[FindingShown]) -> list[ItemShown]:
    """Return everything that the editor lists; the lines of a battery stand within it."""
    form = form_or_none(sheets)
    outline = outline_of(form)
    marks, conditions = (
        _marks(outline),
        {step.name: step.conditions for step in form.steps if step.kind != "end"},
    )
    by_name: dict[str, list[FindingShown]] = {}
    for finding in findings:
        by_name.setdefault(finding.name, []).append(finding)
    items = _listed(items_of(sheets))
    found = []
    for place, item in enumerate(items):
        own = conditions.get(item.name, ())[_around(item, items, conditions) :]
        inside = _lines(item, sheets)
        told = [
            *by_name.get(item.name, ()),
            *(f for row in inside for f in by_name.get(row.get("name", ""), ())),
        ]
        found.append(
            ItemShown(
                item, marks.get(item.name, ""), words_of(item.row, "label").said(), kind_words(item),
                *_options(item, inside, sheets), [words_of(row, "label").said() for row in inside],
                asked_of(own, form, outline.marks()), told, place == 0, place == len(items) - 1,
                item.row.get("type", "") not in UNASKED,
            )
        )  # fmt: skip
    return found


def kind_words(item: Item) -> str:
    """Return what an item is, in the reader's language."""
    if is_repeat(item.row):
        return _("くり返し（尋ねられません）")
    if item.kind in {"section", "battery"}:
        return _("節") if item.kind == "section" else _("表で答える組")
    if item.kind == "note":
        return say(ANSWER_LABELS["note"])
    row = item.row
    base = row.get("type", "").split()[0] if row.get("type") else ""
    kinds = {"select_one": "single", "select_multiple": "multiple", "range": "decimal"}
    kind = "long" if base == "text" and "multiline" in row.get("appearance", "") else kinds.get(base, base)
    return say(ANSWER_LABELS[kind]) if kind in ANSWER_LABELS else base


def _marks(outline: Outline) -> Mapping[str, str]:
    found = {}
    for block in outline.blocks:
        found[block.name] = block.mark()
        if block.kind == "question":
            found[block.questions[0].name] = block.mark()
    return found


def _listed(items: Sequence[Item]) -> list[Item]:
    """Return the items without the lines of batteries, which stand within them."""
    batteries = [each for each in items if each.kind == "battery"]
    return [item for item in items if not any(each.first < item.first <= each.last for each in batteries)]


def _around(item: Item, items: Sequence[Item], conditions: Mapping[str, tuple[object, ...]]) -> int:
    """Return how many conditions hold already for what stands around an item."""
    outer = [each for each in items if each.kind == "section" and each.first < item.first <= each.last]
    return len(conditions.get(outer[-1].name, ())) if outer else 0


def _lines(item: Item, sheets: Sheets) -> list[Mapping[str, str]]:
    if item.kind != "battery":
        return []
    return [row for _line, row in sheets.survey][item.first + 1 : item.last]


def _options(item: Item, inside: Sequence[Mapping[str, str]], sheets: Sheets) -> tuple[list[str], list[str]]:
    """Return the words of the options, and how they are counted together and in a mean."""
    name = list_of(inside[0] if inside else item.row)
    rows = [row for _line, row in sheets.choices if name and row.get("list_name") == name]
    nets: dict[str, list[str]] = {}
    for place, row in enumerate(rows, 1):
        for net in nets_of(row):
            nets.setdefault(net, []).append(f"{place}")
    counted = [f"{net}：{'・'.join(places)}" for net, places in nets.items()]
    scores = [first_of(row, SCORE_COLUMNS) or "－" for row in rows]
    if any(score != "－" for score in scores):
        counted.append(_("得点：%(scores)s") % {"scores": "・".join(scores)})
    return [words_of(row, "label").said() for row in rows], counted


def findings_about(name: str, sheets: Sheets) -> list[FindingShown]:
    """Return what is wrong with an item, and with the lines of a battery."""
    item = next((each for each in items_of(sheets) if each.name == name), None)
    inside = _lines(item, sheets) if item else []
    names = {name, *(row.get("name", "") for row in inside)}
    return [each for each in findings_of(sheets) if each.name in names]


def counts(findings: Sequence[FindingShown]) -> tuple[int, int]:
    """Return how many errors and how many warnings there are."""
    errors = sum(each.weight is Weight.ERROR for each in findings)
    return errors, len(findings) - errors


def findings_of(sheets: Sheets) -> list[FindingShown]:
    """Return what is wrong with a questionnaire; of one that is empty, nothing: it is not begun."""
    return [_finding(each) for each in check_sheets(sheets)] if sheets.survey else []


def _finding(each: Finding) -> FindingShown:
    facts = {name: _translated(fact) for name, fact in each.facts.items()}
    message = say(MESSAGE_LABELS[each.kind]).format(**facts)
    return FindingShown(
        each.weight, each.kind, each.sheet, each.line, each.name, message, say(ADVICE_LABELS[each.kind])
    )


def _translated(fact: object) -> object:
    """Return a fact in the reader's language, where it is a sentence of ours."""
    return say(fact) if isinstance(fact, Wrong) else fact


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change in words, with the question as people call it."""

    what: str
    question: str
    before: str
    after: str
    effect: Effect
    effect_words: str


def changes_shown(before: Sheets, after: Sheets) -> list[ChangeShown]:
    """Return the changes from one version to another; nothing where one of them cannot be read."""
    one, other = form_or_none(before), form_or_none(after)
    if not one.questions or not other.questions:
        return []
    names = {**_called(one), **_called(other)}
    sides = (_Asked(one, outline_of(one).marks()), _Asked(other, outline_of(other).marks()))
    return [_change(each, names, sides) for each in differences(one, other)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A version, to tell of whom a question is asked."""

    form: Form
    marks: Mapping[str, str]

    def told(self, name: str, otherwise: str) -> str:
        question = self.form.questions.get(name)
        if question is None:
            return otherwise
        return asked_of(question.conditions, self.form, self.marks) or _("全員")


def _called(form: Form) -> dict[str, str]:
    marks = outline_of(form).marks()
    return {
        name: f"{marks.get(name, '')} {question.label}".strip() for name, question in form.questions.items()
    }


def _change(each: Change, names: Mapping[str, str], sides: tuple[_Asked, _Asked]) -> ChangeShown:
    days, before, after = each.what is What.REFERENCE_DAY, each.before, each.after
    if each.what is What.ASKED_OF:
        before, after = sides[0].told(each.question, before), sides[1].told(each.question, after)
    return ChangeShown(
        say(WHAT_LABELS[each.what]),
        _("調査票の全体") if days else names.get(each.question, each.question),
        before,
        after,
        each.effect,
        say(EFFECT_LABELS[each.effect]),
    )


def change_headline(changes: Sequence[ChangeShown]) -> str:
    """Return in a sentence what the changes do to a comparison."""
    broken = len({each.question for each in changes if each.effect is Effect.BREAKS})
    careful = len({each.question for each in changes if each.effect is Effect.CARE})
    if broken:
        return _("前後で比べられない設問が%(n)s問あります。") % {"n": broken}
    if careful:
        return _("注意して比べる設問が%(n)s問あります。") % {"n": careful}
    return _("どの設問も、前後で比べられます。") if changes else _("変わったところはありません。")


def reference_day(survey: Survey, sheets: Sheets) -> date | None:
    """Return the day that 「現在」 means: as the questionnaire says, else as the survey does."""
    try:
        return date.fromisoformat(sheets.settings.get("reference_on", ""))
    except ValueError:
        return survey.reference_on


def version_sheets(version: Questionnaire | BroughtForm) -> Sheets:
    """Return the sheets of a version, or of a file that was brought."""
    return sheets_from(version.sheets)
