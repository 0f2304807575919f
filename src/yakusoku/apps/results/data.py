"""The answers of a survey as tables read them: read once for each state of the survey, kept in the process."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from django.db.models import Count, Max, Sum, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop

from yakusoku.apps.collecting.models import Correction, Record
from yakusoku.apps.collecting.reading import Paper, paper_of, published
from yakusoku.apps.samples.models import Unit
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.survey.answers import Given, Responses, read_answers, unknown_filters
from yakusoku.domain.survey.axes import Axis, axis_of_column, axis_of_question
from yakusoku.domain.survey.collecting.dataset import RESPONDENT, STRATUM, WAY, Entry, responses_of
from yakusoku.domain.survey.comparability import Effect, What
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.questionnaire.difference import differences
from yakusoku.web.words import say

TRAIT_WORDS = {
    RESPONDENT: gettext_noop("回答者の番号"),
    WAY: gettext_noop("回答の方法"),
    STRATUM: gettext_noop("層"),
    "role": gettext_noop("役割"),
    "size": gettext_noop("規模"),
    "industry": gettext_noop("業種"),
}
WAY_WORDS = {"web": gettext_noop("ウェブ"), "paper": gettext_noop("郵送")}
# States of surveys that a process keeps: some are read while others are compared with them.
KEPT = 12


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the questionnaire by which answers came.

    left_out   questions of the version in force that these answers do not count for: changed since, or not asked
    """

    number: int
    answers: int
    newest: bool
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Data:
    """The answers of a survey, one respondent after the other.

    records    the number of the row of each respondent's answer
    frame      the values of each trait as they first stand in the frame, of those who were drawn
    state      what tells this state of the survey from any other
    """

    survey: int
    state: str
    paper: Paper
    responses: Responses
    records: tuple[int, ...]
    versions: tuple[Version, ...]
    frame: Mapping[str, tuple[str, ...]]

    @property
    def size(self) -> int:
        """Return how many respondents answered."""
        return len(self.responses.rows)

    @cached_property
    def answers(self) -> Mapping[str, Sequence[Given]]:
        """Return the answers to each question."""
        return read_answers(self.paper.form, self.responses)

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Return how each question is called: 問1."""
        return self.paper.marks()

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return the questions that can be tabulated: whose answers are codes or numbers, and whose base is known."""
        form, known = self.paper.form, self.answers
        return {
            name: question
            for name, question in form.questions.items()
            if name in known
            and question.kind is not QuestionKind.OTHER
            and not unknown_filters(form, question, known)
        }

    @cached_property
    def traits(self) -> tuple[str, ...]:
        """Return the columns beside the questions by which answers can be cut: traits, stratum, way."""
        fixed = {RESPONDENT, *self.paper.form.questions}
        names = [head for head in self.responses.heads if head not in fixed]
        found = [name for name in names if name not in {WAY, STRATUM}]
        return tuple(name for name in [*found, STRATUM, WAY] if len(set(self.texts(name)) - {""}) > 0)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Return the number of each respondent."""
        return tuple(int(text) for text in self.texts(RESPONDENT))

    def texts(self, name: str) -> list[str]:
        """Return a column as it is written; nothing where it is not there."""
        place = self.responses.column(name)
        return [""] * self.size if place is None else [row[place] for row in self.responses.rows]

    def words(self, name: str) -> str:
        """Return what an axis is called."""
        if name in self.paper.form.questions:
            return self.marks.get(name, name)
        return say(TRAIT_WORDS.get(name, name.removeprefix("trait_")))

    def axes(self) -> list[str]:
        """Return the names of what tables can be cut by."""
        return [*self.traits, *(n for n, q in self.questions.items() if q.kind is not QuestionKind.NUMBER)]

    def axis(self, name: str) -> Axis:
        """Return the axis of a trait or question. Raises KeyError."""
        if name in self.questions:
            made = axis_of_question(self.questions[name], self.answers[name])
        elif name in self.traits:
            trait = name.removeprefix("trait_")
            made = axis_of_column(name, self.texts(name), self.frame.get(trait, ()))
        else:
            raise KeyError(name)
        groups = made.groups
        if name == WAY:
            groups = tuple(say(WAY_WORDS.get(group, group)) for group in groups)
        return replace(made, name=self.words(name), groups=groups)


def data_of(survey: Survey) -> Data | None:
    """Return the answers of a survey as they are now; None: no questionnaire is published."""
    version = published(survey.pk)
    if version is None:
        return None
    return _kept(survey.pk, version.pk, state_of(survey, version))


def state_of(survey: Survey, version: Questionnaire) -> str:
    """Return what changes whenever an answer, a correction, what counts, or a trait does."""
    rows = Record.objects.filter(survey=survey, chosen=True).order_by()
    told = rows.aggregate(n=Count("pk"), which=Sum("pk"), last=Max("saved_at"))
    corrected = Correction.objects.filter(record__survey=survey).order_by().aggregate(last=Max("pk"))["last"]
    units = Unit.objects.filter(survey=survey, respondent__isnull=False).order_by("pk")
    traits = hash(tuple(units.annotate(text=Cast("traits", TextField())).values_list("text", flat=True)))
    return f"{version.digest}|{told['n']}|{told['which']}|{told['last']}|{corrected}|{traits}"


_reading = Lock()


def _kept(survey: int, version: int, state: str) -> Data:
    # Two who ask at once wait for one reading.
    with _reading:
        return _read(survey, version, state)


@lru_cache(maxsize=KEPT)
def _read(survey: int, version: int, state: str) -> Data:
    paper = paper_of(Questionnaire.objects.defer("sheets").get(pk=version))
    rows = Record.objects.filter(survey=survey, chosen=True).order_by("respondent__number")
    rows = rows.select_related("respondent__unit", "questionnaire").defer("questionnaire__sheets", "amending")
    found = list(rows.iterator(chunk_size=1000))
    joined = {row.questionnaire_id: row.questionnaire for row in found}
    known = {pk: _known(paper_of(each), paper) for pk, each in joined.items()}
    counts = Counter(row.questionnaire_id for row in found)
    versions = [
        Version(
            each.number,
            counts[pk],
            pk == version,
            tuple(name for name in paper.names if name not in known[pk]),
        )
        for pk, each in sorted(joined.items(), key=lambda pair: -pair[1].number)
    ]
    responses = responses_of(paper.form, _entries(found, known))
    return Data(
        survey, state, paper, responses, tuple(row.pk for row in found), tuple(versions), _frame(survey)
    )


def _frame(survey: int) -> dict[str, tuple[str, ...]]:
    drawn = Unit.objects.filter(survey=survey, respondent__isnull=False).order_by("pk")
    found: dict[str, dict[str, None]] = {STRATUM: {}}
    for traits, stratum in drawn.values_list("traits", "respondent__stratum"):
        for name, value in {**traits, STRATUM: stratum}.items():
            found.setdefault(name, {})[str(value)] = None
    return {name: tuple(values) for name, values in found.items()}


def _known(older: Paper, newest: Paper) -> frozenset[str]:
    """Return the questions of the newest version that mean the same in an older one."""
    if older is newest:
        return frozenset(newest.form.questions)
    changes = differences(older.form, newest.form)
    # What breaks a comparison cannot be counted together; nor can codes that stand for other options.
    broken = {
        change.question
        for change in changes
        if change.effect is Effect.BREAKS or change.what is What.OPTION_CODE
    }
    return frozenset(older.form.questions) - broken


def _entries(rows: Sequence[Record], known: Mapping[int, frozenset[str]]) -> Iterator[Entry]:
    for row in rows:
        person = row.respondent
        traits: dict[str, Any] = person.unit.traits if person.unit else {}
        told = {name: str(value) for name, value in traits.items()}
        yield Entry(
            person.number, row.way, person.stratum, told, row.answers, row.marks, known[row.questionnaire_id]
        )
