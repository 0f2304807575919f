"""A finding about a questionnaire, and what the checks know while they look (docs/rules/survey-questionnaire.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Form, Question, Step
from yakusoku.domain.survey.questionnaire.finding_words import ADVICE_LABELS, MESSAGE_LABELS
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
    kind          a stable word for what is wrong: its sentences stand in finding_words
    facts         what fills them
    """

    weight: Weight
    kind: str
    sheet: str
    line: int
    name: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return what is wrong."""
        return MESSAGE_LABELS[self.kind].format(**self.facts)

    @property
    def advice(self) -> str:
        """Return what to do."""
        return ADVICE_LABELS[self.kind]


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

    def error(self, kind: str, name: str, line: int | None = None, **facts: object) -> Finding:
        """Return what must be put right; its line is that of the question, unless another is told."""
        place = self.lines.get(name, 0) if line is None else line
        return Finding(Weight.ERROR, kind, "survey", place, name, facts)

    def warn(self, kind: str, name: str, **facts: object) -> Finding:
        """Return what may be right and is doubtful."""
        return Finding(Weight.WARNING, kind, "survey", self.lines.get(name, 0), name, facts)

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
