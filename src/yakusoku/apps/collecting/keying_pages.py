"""The lines of the key-in screen: one for each question, with the numbers of its options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yakusoku.apps.collecting.models import Keying
from yakusoku.apps.collecting.reading import Paper
from yakusoku.domain.survey.collecting.keying import Keyed, shown
from yakusoku.domain.survey.form import QuestionKind


@dataclass(frozen=True, slots=True)
class Line:
    """One question as it is keyed.

    options   number and label of each option; empty: a number or text
    kind      single, multiple, number or other
    """

    name: str
    mark: str
    label: str
    kind: str
    options: Sequence[tuple[str, str]]
    value: str


def lines_of(paper: Paper, keying: Keying | None) -> list[Line]:
    """Return the lines with what the typist wrote before; None: nothing."""
    found = Keyed(keying.answers, keying.marks) if keying else Keyed({}, {})
    return keyed_lines(paper, found, {})


def keyed_lines(paper: Paper, found: Keyed, typed: Mapping[str, str]) -> list[Line]:
    """Return the lines with what was typed, else with what is kept."""
    marks = paper.marks()
    lines = []
    for name in paper.names:
        question = paper.form.questions[name]
        codes = [choice.name for choice in question.choices]
        places = [str(n) for n in range(1, len(codes) + 1)]
        # Where codes are numbers of their own, they are typed; else the places on the paper.
        keys = codes if all(code.isdigit() for code in codes) else places
        value = typed[name] if name in typed else _as_typed(question.kind, found.cell(name), codes, keys)
        if name not in typed:
            value = shown(question, value)
        options = [(key, choice.label) for key, choice in zip(keys, question.choices, strict=True)]
        lines.append(Line(name, marks.get(name, name), question.label, question.kind, options, value))
    return lines


def _as_typed(kind: QuestionKind, cell: str, codes: list[str], keys: list[str]) -> str:
    if kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return cell
    typed = dict(zip(codes, keys, strict=True))
    return " ".join(typed.get(word, word) for word in cell.split())
