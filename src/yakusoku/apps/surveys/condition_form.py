"""Who is asked a question, as a part of its form: everyone, conditions in plain words, or an expression."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.domain.survey.conditions import UnknownCondition, parse_condition
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import Outline
from yakusoku.domain.survey.questionnaire.plain import (
    SIGNS,
    Chosen,
    Measured,
    Plain,
    Term,
    read_plain,
    write_plain,
)

# More than this is written as an expression.
MOST_TERMS = 12
HOWS = (
    ("any", gettext_lazy("のどれかを選んだ人")),
    ("none", gettext_lazy("を選ばなかった人")),
    ("=", gettext_lazy("と同じ数の人")),
    ("!=", gettext_lazy("でない数の人")),
    (">=", gettext_lazy("以上の人")),
    (">", gettext_lazy("より大きい人")),
    ("<=", gettext_lazy("以下の人")),
    ("<", gettext_lazy("より小さい人")),
)
MODES = (
    ("everyone", gettext_lazy("全員")),
    ("plain", gettext_lazy("条件に当てはまる人")),
    ("raw", gettext_lazy("式で書く")),
)


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of the condition as it is typed: a question, what stands to it how (numbers of options, or a number)."""

    question: str = ""
    what: str = ""
    how: str = "any"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a condition can look at, with its options as they are numbered."""

    name: str
    mark: str
    label: str
    options: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """What is typed about who is asked. `word`: and, or."""

    mode: str
    word: str
    rows: Sequence[TermRow]
    raw: str

    def expression(self, form: Form, outline: Outline) -> str:
        """Return the condition as the sheet writes it; empty: everyone. Raises ValidationError."""
        if self.mode == "everyone":
            return ""
        if self.mode == "raw":
            return _checked(self.raw, form)
        if any(row.what and not row.question for row in self.rows):
            raise ValidationError(_("番号か数を書いた条件の、設問を選んでください。"))
        terms = [_term(row, form, outline) for row in self.rows if row.question]
        if not terms:
            raise ValidationError(_("条件に使う設問を選んでください。全員に尋ねるときは「全員」を選びます。"))
        return write_plain(Plain(self.word, tuple(terms)))

    @property
    def full(self) -> bool:
        """Return whether there is no room for another line."""
        return len(self.rows) >= MOST_TERMS

    def with_another(self) -> "ConditionPart":
        """Return it with an empty line more, as far as there is room: whoever adds one means it to count."""
        rows = self.rows if self.full else [*self.rows, TermRow()]
        return replace(self, mode="plain", rows=rows)

    def without(self, place: int) -> "ConditionPart":
        """Return it without one of its lines; the last one is emptied."""
        rows = [row for n, row in enumerate(self.rows) if n != place]
        return replace(self, rows=rows or [TermRow()])


def typed_text(data: Mapping[str, Any], name: str, most: int) -> str:
    """Return what was typed under a name, without what no database keeps."""
    return str(data.get(name, "")).replace("\x00", "").strip()[:most]


def typed(data: Mapping[str, Any]) -> ConditionPart:
    """Return what was sent."""
    mode, word = typed_text(data, "asked_of", 20), typed_text(data, "joined", 3)
    rows: list[TermRow] = []
    while len(rows) < MOST_TERMS and f"term-{len(rows)}-question" in data:
        head = f"term-{len(rows)}"
        rows.append(
            TermRow(*(typed_text(data, f"{head}-{part}", 200) for part in ("question", "what", "how")))
        )
    return ConditionPart(
        mode if mode in dict(MODES) else "everyone",
        word if word in {"and", "or"} else "and",
        rows or [TermRow()],
        typed_text(data, "relevant", 2000),
    )


def stored(relevant: str, form: Form, outline: Outline) -> ConditionPart:
    """Return what stands in the sheet, in plain words where they suffice."""
    blank = [TermRow()]
    if not relevant:
        return ConditionPart("everyone", "and", blank, "")
    try:
        plain = read_plain(parse_condition(relevant)[0].tree, form)
    except UnknownCondition:
        plain = None
    if plain is None or len(plain.terms) > MOST_TERMS:
        return ConditionPart("raw", "and", blank, relevant)
    rows = [_row(term, form) for term in plain.terms]
    return ConditionPart("plain", plain.word, rows, relevant)


def askable(form: Form, outline: Outline, before: str) -> list[Asked]:
    """Return the questions that a condition of an item may look at: those that come before it."""
    found, marks = [], outline.marks()
    for block in outline.blocks:
        if before in {block.name, *(question.name for question in block.questions)}:
            break
        for question in block.questions:
            if question.choices or question.kind is QuestionKind.NUMBER:
                options = list(enumerate((choice.label for choice in question.choices), 1))
                label = block.label() if block.kind == "question" else question.label
                found.append(Asked(question.name, marks[question.name] or question.name, label, options))
    return found


def _row(term: Term, form: Form) -> TermRow:
    if isinstance(term, Measured):
        return TermRow(term.question, term.limit, term.sign)
    numbers = {choice.name: n for n, choice in enumerate(form.questions[term.question].choices, 1)}
    what = ", ".join(f"{numbers[option]}" for option in term.options)
    return TermRow(term.question, what, "any" if term.taken else "none")


def _term(row: TermRow, form: Form, outline: Outline) -> Term:
    question = form.questions.get(row.question)
    mark = outline.marks().get(row.question) or row.question
    if question is None:
        raise ValidationError(_("条件に使う「%(name)s」が、調査票にありません。") % {"name": row.question})
    what = normalize("NFKC", row.what).strip()
    if question.kind is QuestionKind.NUMBER:
        if row.how not in SIGNS or not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", what):
            raise ValidationError(_("%(mark)sの条件は、数と「以上」などで書いてください。") % {"mark": mark})
        return Measured(question.name, row.how, what)
    if row.how not in {"any", "none"}:
        raise ValidationError(
            _("%(mark)sの条件は、「選んだ人」か「選ばなかった人」にしてください。") % {"mark": mark}
        )
    return Chosen(question.name, _chosen(what, question, mark), row.how == "any")


def _chosen(what: str, question: Question, mark: str) -> tuple[str, ...]:
    places = [int(word) for word in re.findall(r"[0-9]{1,4}", what)]
    if not places or any(not 1 <= place <= len(question.choices) for place in places):
        told = {"mark": mark, "most": len(question.choices)}
        raise ValidationError(
            _("%(mark)sの選択肢を、1から%(most)sまでの番号で書いてください（例：1, 3）。") % told
        )
    return tuple(dict.fromkeys(question.choices[place - 1].name for place in places))


def _checked(raw: str, form: Form) -> str:
    """Return an expression that can be read and looks at questions there are. Raises ValidationError."""
    if not raw:
        raise ValidationError(_("式を書いてください。全員に尋ねるときは「全員」を選びます。"))
    try:
        _condition, names = parse_condition(raw)
    except UnknownCondition as error:
        raise ValidationError(_("式を読めません：%(reason)s") % {"reason": error}) from error
    unknown = sorted(name for name in names if name not in form.questions)
    if unknown:
        raise ValidationError(
            _("式にある %(names)s という設問がありません。") % {"names": ", ".join(unknown)}
        )
    return raw
