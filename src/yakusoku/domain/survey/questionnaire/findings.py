"""A finding about a questionnaire, and what the checks know while they look (docs/rules/survey-questionnaire.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Form, Question, Step
from yakusoku.domain.survey.questionnaire.outline import UNASKED, outline_of
from yakusoku.domain.survey.questionnaire.reaching import Reaching
from yakusoku.domain.survey.questionnaire.sheets import Sheets


class Weight(StrEnum):
    """Whether a questionnaire with such a finding can be published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong or doubtful.

    sheet, line   where it stands, the head of a sheet being line 1; 0: in no line
    name          the question or section that it is about; empty: none
    kind          a stable word for what is wrong
    message, advice   what is wrong, and what to do
    """

    weight: Weight
    kind: str
    sheet: str
    line: int
    name: str
    message: str
    advice: str


Told = Iterator[Finding]


class Checker:
    """A questionnaire that can be read, with the lines of its questions."""

    def __init__(self, sheets: Sheets, form: Form) -> None:
        self.sheets, self.form = sheets, form
        self.outline = outline_of(form)
        self.reaching = Reaching(form)
        rows = [
            (line, row) for line, row in sheets.survey if not row.get("type", "").lower().startswith("end")
        ]
        self.lines = {row.get("name", ""): line for line, row in reversed(rows)}

    def error(self, kind: str, name: str, message: str, advice: str, line: int | None = None) -> Finding:
        place = self.lines.get(name, 0) if line is None else line
        return Finding(Weight.ERROR, kind, "survey", place, name, message, advice)

    def warn(self, kind: str, name: str, message: str, advice: str) -> Finding:
        return Finding(Weight.WARNING, kind, "survey", self.lines.get(name, 0), name, message, advice)

    def asked(self) -> Iterator[Question]:
        """Yield the questions that are put to people."""
        return (each for each in self.form.questions.values() if each.type not in UNASKED)

    def called(self, name: str) -> str:
        """Return how a question is called for people."""
        label = self.form.questions[name].label
        return f"「{label if len(label) <= 20 else label[:19] + '…'}」（{name}）"

    def own_conditions(self) -> Iterator[tuple[Step, tuple[Condition, ...]]]:
        """Yield each question, note and section with the conditions that it has itself."""
        around = [0]
        for step in self.form.steps:
            if step.kind == "end":
                around.pop()
                continue
            yield step, step.conditions[around[-1] :]
            if step.kind == "begin":
                around.append(len(step.conditions))
