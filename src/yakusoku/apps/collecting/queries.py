"""Reading what came in: how the survey stands, the answers, the papers, the final data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from yakusoku.apps.collecting.models import Keying, Record, Way
from yakusoku.apps.collecting.reading import Paper, paper_of, published
from yakusoku.apps.collecting.standing import rules_in, terms_of
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.answers import SIGN, Responses, read_one
from yakusoku.domain.survey.collecting.dataset import Entry, responses_of
from yakusoku.domain.survey.collecting.keying import FAULT_WORDS
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.rounding import percent_of
from yakusoku.web.words import listed, say

CHOSEN = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Stratum:
    """Of one stratum how many are asked and how many of them answered. `rate`: in percent, as printed."""

    name: str
    asked: int
    answered: int

    @property
    def rate(self) -> str | None:
        """Return the share that answered; None of nobody."""
        return percent_of(Fraction(self.answered), Fraction(self.asked)) if self.asked else None


@dataclass(frozen=True, slots=True)
class Day:
    """How many answers came on a day by each way, and how many in all until then."""

    day: date
    web: int
    paper: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How a survey stands.

    drafts    begun by web and not handed in
    keying    papers that have arrived and are not agreed
    joined    respondents who answered both ways
    broken    answers that count and break a rule
    """

    whole: Stratum
    strata: Sequence[Stratum]
    days: Sequence[Day]
    web: int
    paper: int
    drafts: int
    keying: int
    joined: int
    broken: int


def overview(survey: Survey) -> Overview:
    """Return how a survey stands."""
    rows = Record.objects.filter(survey=survey)
    sums = rows.aggregate(
        web=Count("pk", filter=Q(way=Way.WEB, chosen=True)),
        paper=Count("pk", filter=Q(way=Way.PAPER, chosen=True)),
        drafts=Count("pk", filter=Q(way=Way.WEB, submitted_at__isnull=True)),
        keying=Count("pk", filter=Q(way=Way.PAPER, submitted_at__isnull=True)),
        joined=Count("pk", filter=~Q(lost="")),
        broken=Count("pk", filter=Q(chosen=True) & ~Q(broken=[])),
    )
    strata = _strata(survey)
    whole = Stratum("", sum(each.asked for each in strata), sum(each.answered for each in strata))
    return Overview(whole, strata, _days(rows), **sums)


def _strata(survey: Survey) -> list[Stratum]:
    counting = Record.objects.filter(respondent=OuterRef("pk"), chosen=True)
    people = Respondent.objects.filter(survey=survey).annotate(has=Exists(counting))
    people = people.filter(Q(withdrawn_at__isnull=True) | Q(has=True))
    rows = people.order_by().values("stratum", "has").annotate(n=Count("pk"))
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for row in rows:
        asked[row["stratum"]] += row["n"]
        answered[row["stratum"]] += row["n"] if row["has"] else 0
    return [Stratum(name, asked[name], answered[name]) for name in sorted(asked)]


def _days(rows: "QuerySet[Record]") -> list[Day]:
    counted = rows.filter(chosen=True).order_by().annotate(day=TruncDate("submitted_at"))
    found: dict[date, Counter[str]] = {}
    for row in counted.values("day", "way").annotate(n=Count("pk")):
        found.setdefault(row["day"], Counter())[row["way"]] += row["n"]
    days, total = [], 0
    for day in sorted(found):
        web, paper = found[day][Way.WEB], found[day][Way.PAPER]
        total += web + paper
        days.append(Day(day, web, paper, total))
    return days


def shown(rows: "QuerySet[Record]", wanted: str) -> "QuerySet[Record]":
    """Return the answers that a filter asks for: draft, lost, broken, corrected; else those that count."""
    if wanted == "draft":
        return rows.filter(submitted_at__isnull=True, way=Way.WEB)
    if wanted == "lost":
        return rows.exclude(lost="")
    if wanted == "broken":
        return rows.filter(chosen=True).exclude(broken=[])
    if wanted == "corrected":
        return rows.filter(corrections__isnull=False).distinct()
    return rows.filter(chosen=True)


def papers(survey: Survey, wanted: str, *, twice: bool) -> "QuerySet[Record]":
    """Return the papers to key first, second, to compare, or done; each with `done` keyings."""
    rows = Record.objects.filter(survey=survey, way=Way.PAPER).select_related("respondent")
    rows = rows.annotate(done=Count("keyings", filter=Q(keyings__finished_at__isnull=False)))
    if wanted == "done":
        return rows.filter(submitted_at__isnull=False)
    rows = rows.filter(submitted_at__isnull=True)
    if wanted == "compare":
        return rows.filter(done__gte=2)
    if wanted == "second":
        return rows.filter(done=1) if twice else rows.none()
    return rows.filter(done=0)


def paper_counts(survey: Survey, *, twice: bool) -> dict[str, int]:
    """Return how many papers stand where."""
    return {
        name: papers(survey, name, twice=twice).count() for name in ("first", "second", "compare", "done")
    }


def keyed_by(rows: Iterable[Record], user: int) -> set[int]:
    """Return the papers whose first keying is a person's own."""
    mine = Keying.objects.filter(record__in=[row.pk for row in rows], turn=1, keyed_by=user)
    return set(mine.values_list("record_id", flat=True))


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer of a record in words. `state`: answered, blank, invalid or not-asked; `fault`: why it is invalid."""

    name: str
    mark: str
    label: str
    said: str
    state: str
    fault: str
    cell: str


def answers_shown(record: Record, paper: Paper) -> list[AnswerShown]:
    """Return every answer of a record as it counts."""
    marks, cells, given = paper.marks(), record.cells, read_one(paper.form, record.cells)
    return [
        AnswerShown(
            name,
            marks.get(name, name),
            paper.form.questions[name].label,
            said(paper, name, cells.get(name, "")),
            given[name].state,
            say(FAULT_WORDS.get(given[name].fault, "")),
            cells.get(name, ""),
        )
        for name in paper.names
    ]


def said(paper: Paper, name: str, cell: str) -> str:
    """Return a cell in words: labels of options, a fault by its name, a text as it is."""
    if cell.startswith(SIGN) and cell[1:] in FAULT_WORDS:
        return say(FAULT_WORDS[cell[1:]])
    question = paper.form.questions.get(name)
    if question is None or not cell:
        return cell
    if question.kind in CHOSEN:
        # Also where it does not count: what was written is read by people.
        words = {choice.name: choice.label for choice in question.choices}
        codes = cell.split() if question.kind is QuestionKind.MULTIPLE else [cell]
        return listed(words.get(code, code) for code in codes)
    return cell


def sentences_of(record: Record, paper: Paper) -> list[str]:
    """Return what is wrong with a record by the rules that it breaks."""
    known = {rule.name: rule.sentence for rule in rules_in(paper, terms_of(record.survey))}
    return [known.get(name, name) for name in record.broken]


def form_paper(survey: Survey) -> Paper | None:
    """Return the questionnaire in which the data are read: the version that is answered now; None: none is published."""
    version = published(survey.pk)
    return paper_of(version) if version else None


def responses_for(survey: Survey) -> Responses:
    """Return the final data of a survey: one row a respondent, exactly as it is tabulated, shown and handed out."""
    paper = form_paper(survey)
    return responses_of(paper.form, _entries(survey)) if paper else Responses((), [])


def _entries(survey: Survey) -> Iterator[Entry]:
    rows = Record.objects.filter(survey=survey, chosen=True).order_by("respondent__number")
    rows = rows.select_related("respondent__unit", "questionnaire").defer("questionnaire__sheets", "amending")
    for row in rows.iterator(chunk_size=1000):
        person = row.respondent
        traits: Mapping[str, str] = person.unit.traits if person.unit else {}
        known = frozenset(paper_of(row.questionnaire).form.questions)
        yield Entry(person.number, row.way, person.stratum, traits, row.answers, row.marks, known)


def way_words(way: str) -> str:
    """Return how an answer came, in words."""
    return _("ウェブ") if way == Way.WEB else _("紙")
