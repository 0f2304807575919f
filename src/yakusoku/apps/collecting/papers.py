"""Paper that is keyed in: arrived, keyed once or twice, compared, agreed. The only writers of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Count, Q

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import Happened
from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.audit.services import record_all as tell_all
from yakusoku.apps.collecting.duties import papers_wait
from yakusoku.apps.collecting.joining import measured, settle
from yakusoku.apps.collecting.models import Keying, Record, Settlement, Way
from yakusoku.apps.collecting.reading import paper_of, published
from yakusoku.apps.collecting.standing import NotAsked, require_begun, rules_in, terms_of
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.keying import Difference, Keyed, agreed, differences, keyed
from yakusoku.domain.survey.collecting.ordering import Step, with_save


class UnknownNumber(Refusal):
    """No respondent has this number."""

    code: ClassVar[str] = "answers.unknown-number"


class AlreadyKeyed(Refusal):
    """The paper is agreed, or waits to be compared."""

    code: ClassVar[str] = "answers.already-keyed"


class SameTypist(Refusal):
    """The second keying is another person's."""

    code: ClassVar[str] = "answers.same-typist"


class SomeoneKeys(Refusal):
    """Another person is keying this paper."""

    code: ClassVar[str] = "answers.someone-keys"


class NotToCompare(Refusal):
    """The paper does not wait to be compared."""

    code: ClassVar[str] = "answers.not-to-compare"


class Unsettled(Refusal):
    """Some differences of two keyings have not been settled."""

    code: ClassVar[str] = "answers.unsettled"


class ReasonMissing(Refusal):
    """What is decided or corrected has a reason."""

    code: ClassVar[str] = "answers.reason-missing"


def hold(respondent: int) -> tuple[Respondent, list[Record]]:
    """Lock a respondent and return them with their records as they stand."""
    people = Respondent.objects.select_related(
        "survey__terms", "survey__organization", "survey__department"
    ).select_for_update(of=("self",), no_key=True)
    rows = Record.objects.filter(respondent=respondent).select_related("questionnaire")
    return people.get(pk=respondent), list(rows.defer("questionnaire__sheets"))


@transaction.atomic
def arrive(survey: Survey, number: int, *, by: User, at: datetime) -> Record:
    """Note that the paper of a respondent arrived; return it, also when it was noted before.

    raises   StillDraft, UnknownNumber, NotAsked
    """
    require_begun(survey)
    person = Respondent.objects.filter(survey=survey, number=number).first()
    if person is None:
        raise UnknownNumber(number=number)
    held, rows = hold(person.pk)
    found = next((row for row in rows if row.way == Way.PAPER), None)
    if found is not None:
        return found
    made = begin(held, at=at)
    tell("paper.arrived", made, by=by, at=at, organization=survey.organization_id)
    papers_wait(held.survey, at=at)
    return made


def begin(respondent: Respondent, *, at: datetime) -> Record:
    """Return a new paper of a respondent who is held. Raises NotAsked."""
    version = published(respondent.survey_id)
    if version is None:
        raise NotAsked()
    return Record.objects.create(
        survey=respondent.survey,
        questionnaire=version,
        respondent=respondent,
        way=Way.PAPER,
        begun_at=at,
        saved_at=at,
    )


def turn_of(record: Record, keyings: list[Keying], by: User, *, twice: bool) -> int:
    """Return which keying of a paper is a person's to do, 1 or 2. Raises AlreadyKeyed, SameTypist, SomeoneKeys."""
    if record.submitted_at is not None:
        raise AlreadyKeyed()
    known = {each.turn: each for each in keyings}
    first, second = known.get(1), known.get(2)
    for turn, keying in ((1, first), (2, second)):
        if turn == 2 and not twice:
            break
        if turn == 2 and first is not None and first.keyed_by_id == by.pk:
            raise SameTypist()
        if keying is None:
            return turn
        if keying.finished_at is None:
            if keying.keyed_by_id != by.pk:
                raise SomeoneKeys()
            return turn
    raise AlreadyKeyed()


@transaction.atomic
def key(
    record: Record,
    typed: Mapping[str, str],
    *,
    finish: bool,
    page: Step | None = None,
    by: User,
    at: datetime,
) -> Record:
    """Keep what a typist wrote; `finish`: this keying is done, and without a difference the paper is agreed.

    page     the page as it was shown once, and which save of it this is; None: it does not say
    raises   AlreadyKeyed, SameTypist, SomeoneKeys
    """
    held, rows = hold(record.respondent_id)
    kept = next(row for row in rows if row.pk == record.pk)
    twice = terms_of(held.survey).twice
    keyings = list(kept.keyings.all())
    turn = turn_of(kept, keyings, by, twice=twice)
    reached = _reached(keyings, turn, page)
    if reached is None:
        # What is kept was typed later: it stays.
        return kept
    found = keyed(paper_of(kept.questionnaire).form, typed)
    written: dict[str, object] = {
        "answers": dict(found.answers),
        "marks": dict(found.marks),
        "steps": reached,
    }
    written |= {"keyed_by": by, "keyed_at": at, "finished_at": at if finish else None}
    Keying.objects.update_or_create(record=kept, turn=turn, defaults=written)
    if finish:
        if turn == 2 or not twice:
            _agree_alike(kept, found, rows, by=by, at=at)
        facts = {"turn": turn}
        tell("paper.keyed", kept, by=by, at=at, organization=held.survey.organization_id, facts=facts)
        papers_wait(held.survey, at=at)
    return kept


def _reached(keyings: list[Keying], turn: int, page: Step | None) -> list[Step] | None:
    """Return how far the saves of a keying are with this one; None: a later one of its page is kept already."""
    steps: list[Step] = next((each.steps for each in keyings if each.turn == turn), [])
    return steps if page is None else with_save(steps, *page)


def _agree_alike(record: Record, found: Keyed, rows: list[Record], *, by: User, at: datetime) -> None:
    """Agree a paper whose last keying says what the first one says."""
    first = keyed_of(record.keyings.get(turn=1))
    if not differences(paper_of(record.questionnaire).form, first, found):
        agree(record, first, rows, by=by, at=at)


def keyed_of(keying: Keying) -> Keyed:
    """Return a keying as the rules look at it."""
    return Keyed(keying.answers, keying.marks)


def differences_of(record: Record) -> list[Difference]:
    """Return where the two keyings of a paper differ. Raises NotToCompare."""
    done = [each for each in record.keyings.all() if each.finished_at is not None]
    if record.submitted_at is not None or len(done) < 2:
        raise NotToCompare()
    first, second = sorted(done, key=lambda each: each.turn)
    return differences(paper_of(record.questionnaire).form, keyed_of(first), keyed_of(second))


def key_once_only(survey: Survey, *, by: User, at: datetime) -> int:
    """Let the papers that were keyed once be agreed, when no second keying is asked any longer; return how many."""
    done = Count("keyings", filter=Q(keyings__finished_at__isnull=False))
    rows = Record.objects.filter(survey=survey, way=Way.PAPER, submitted_at__isnull=True)
    keyed_once = list(rows.alias(done=done).filter(done=1).values_list("respondent_id", flat=True))
    for respondent in sorted(keyed_once):
        _held, own = hold(respondent)
        kept = next(row for row in own if row.way == Way.PAPER)
        agree(kept, keyed_of(kept.keyings.get(turn=1)), own, by=by, at=at)
    papers_wait(survey, at=at)
    return len(keyed_once)


@transaction.atomic
def settle_differences(
    record: Record, settled: Mapping[str, str], reasons: Mapping[str, str], *, by: User, at: datetime
) -> Record:
    """Say what stands on the paper where two keyings differ, as cells, each with its reason; the paper is agreed.

    raises   NotToCompare, Unsettled, ReasonMissing
    """
    held, rows = hold(record.respondent_id)
    kept = next(row for row in rows if row.pk == record.pk)
    found = differences_of(kept)
    left = [each for each in found if each.question not in settled]
    if left:
        raise Unsettled(count=len(left))
    if any(not reasons.get(each.question, "").strip() for each in found):
        raise ReasonMissing()
    Settlement.objects.bulk_create(
        Settlement(
            record=kept,
            question=each.question,
            first=each.first,
            second=each.second,
            settled=settled[each.question],
            reason=reasons[each.question].strip(),
            settled_by=by,
            settled_at=at,
        )
        for each in found
    )
    form, first = paper_of(kept.questionnaire).form, keyed_of(kept.keyings.get(turn=1))
    decided = {each.question: settled[each.question] for each in found}
    agree(kept, agreed(form, first, decided), rows, by=by, at=at)
    facts = {"count": len(found)}
    tell("paper.settled", kept, by=by, at=at, organization=held.survey.organization_id, facts=facts)
    papers_wait(held.survey, at=at)
    return kept


def agree(record: Record, found: Keyed, rows: list[Record], *, by: User, at: datetime) -> None:
    """Keep what counts of a paper, and settle which record of the respondent counts. The respondent is held."""
    terms = terms_of(record.survey)
    record.answers, record.marks = dict(found.answers), dict(found.marks)
    remeasure(record)
    record.submitted_at = record.saved_at = at
    record.save()
    others = [row for row in rows if row.pk != record.pk]
    settle([*others, record], terms)
    tell("paper.agreed", record, by=by, at=at, organization=record.survey.organization_id)


def remeasure(record: Record) -> None:
    """Set on a record how much is answered and which rules are broken; the caller saves it."""
    paper = paper_of(record.questionnaire)
    terms = terms_of(record.survey)
    record.answered, record.broken = measured(paper, rules_in(paper, terms), record.cells)


def take_in(
    survey: Survey,
    version: Questionnaire,
    cells: Mapping[int, Mapping[str, str]],
    *,
    by: User,
    at: datetime,
) -> None:
    """Keep many papers that were keyed elsewhere as agreed: in few words to the database, as others write too.

    cells   {number: {question: cell}}, each of a respondent without a paper; the caller holds the survey
    """
    rows = Respondent.objects.filter(survey=survey).select_for_update(of=("self",), no_key=True)
    held = {each.pk: each for each in rows.order_by("pk") if each.number in cells}
    others: dict[int, list[Record]] = {}
    for row in Record.objects.filter(survey=survey, submitted_at__isnull=False).select_related("survey"):
        others.setdefault(row.respondent_id, []).append(row)
    paper, terms = paper_of(version), terms_of(survey)
    rules = rules_in(paper, terms)
    made = []
    for person in held.values():
        found = agreed(paper.form, Keyed({}, {}), cells[person.number])
        new = Record(survey=survey, questionnaire=version, respondent=person, way=Way.PAPER)
        new.answers, new.marks = dict(found.answers), dict(found.marks)
        new.begun_at = new.saved_at = new.submitted_at = at
        new.answered, new.broken = measured(paper, rules, new.cells)
        new.chosen = person.pk not in others
        made.append(new)
    Record.objects.bulk_create(made, batch_size=500)
    for new in made:
        if new.respondent_id in others:
            settle([*others[new.respondent_id], new], terms)
    tell_all([Happened("paper.agreed", new, survey.organization_id) for new in made], by=by, at=at)


@transaction.atomic
def send_in(survey: Survey, number: int, cells: Mapping[str, str], *, by: User, at: datetime) -> Record:
    """Keep a paper that was keyed elsewhere as agreed; return it.

    cells   {question: codes, number or text, or why it does not count as #two-marks}
    raises  StillDraft, UnknownNumber, NotAsked, AlreadyKeyed when a paper of the respondent is there
    """
    require_begun(survey)
    person = Respondent.objects.filter(survey=survey, number=number).first()
    if person is None:
        raise UnknownNumber(number=number)
    held, rows = hold(person.pk)
    if any(row.way == Way.PAPER for row in rows):
        raise AlreadyKeyed()
    made = begin(held, at=at)
    form = paper_of(made.questionnaire).form
    agree(made, agreed(form, Keyed({}, {}), cells), [*rows, made], by=by, at=at)
    tell("answers.sent-in", made, by=by, at=at, organization=survey.organization_id)
    return made
