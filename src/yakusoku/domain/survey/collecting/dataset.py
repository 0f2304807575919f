"""The final data of a survey: one row a respondent, as tables, reports and files read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.answers import NOT_ASKED_CELL, SIGN, Fault, Responses
from yakusoku.domain.survey.collecting.walking import NOT_ANSWERED
from yakusoku.domain.survey.form import Form, QuestionKind

RESPONDENT, WAY, STRATUM = "respondent", "way", "stratum"
# How files that come from elsewhere call the column of the respondents' numbers.
NUMBER_HEADS = (RESPONDENT, "number", "番号", "回答者番号", "回答者", "ID", "id")


@dataclass(frozen=True, slots=True)
class Entry:
    """The answers of one respondent that count.

    traits   what is known of the respondent beforehand, as {"role": "委託先"}
    marks    {question: why the answer on paper does not count}
    known    the questions that were in the questionnaire that was answered; None: all of the form
    """

    number: int
    way: str
    stratum: str
    traits: Mapping[str, str]
    answers: Mapping[str, str]
    marks: Mapping[str, str]
    known: frozenset[str] | None = None


def questions_in(form: Form) -> tuple[str, ...]:
    """Return the names of the questions that stand in the data, in the order of the questionnaire."""
    return tuple(name for name, each in form.questions.items() if each.type not in NOT_ANSWERED)


def responses_of(form: Form, entries: Iterable[Entry]) -> Responses:
    """Return the rows under their heads: respondent, way, stratum, traits, then each question.

    A cell holds the codes as written; #two-marks and the like: an answer that does not count, and why;
    #not-asked: the version that was answered did not have the question. A trait that is named like a question
    or a fixed head stands under `trait_…`.
    """
    rows = list(entries)
    questions = questions_in(form)
    traits = list(dict.fromkeys(name for entry in rows for name in entry.traits))
    taken = {RESPONDENT, WAY, STRATUM, *questions}
    heads = [f"trait_{name}" if name in taken else name for name in traits]
    return Responses(
        (RESPONDENT, WAY, STRATUM, *heads, *questions),
        [_row(form, entry, traits, questions) for entry in rows],
    )


def _row(form: Form, entry: Entry, traits: Sequence[str], questions: Sequence[str]) -> list[str]:
    before = [str(entry.number), entry.way, entry.stratum, *(entry.traits.get(name, "") for name in traits)]
    return [*before, *(cell_of(form, entry, name) for name in questions)]


def cell_of(form: Form, entry: Entry, name: str) -> str:
    """Return what stands in the data at a question."""
    if entry.known is not None and name not in entry.known:
        return NOT_ASKED_CELL
    if mark := entry.marks.get(name):
        return f"{SIGN}{mark}"
    text = entry.answers.get(name, "")
    # A text that looks like one of our signs is only a text.
    if form.questions[name].kind is QuestionKind.OTHER and text in _SIGNS:
        return f"＃{text[1:]}"
    return text


_SIGNS = {NOT_ASKED_CELL, *(SIGN + fault for fault in Fault)}
