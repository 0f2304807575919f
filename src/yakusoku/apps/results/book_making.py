"""Books of all tables: small ones at once, large ones behind the pages (docs/decisions/0013-long-reading-behind-the-pages.md).

Whoever stops saying that they make a book counts as gone; the next who opens its page, or the tick, begins it anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from math import prod
from threading import Thread
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Max, Q
from django.http import QueryDict
from django.utils.timezone import now
from django.utils.translation import get_language, override

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.services import keep_made
from yakusoku.apps.results.asked import Asked
from yakusoku.apps.results.asking import look, made
from yakusoku.apps.results.book_models import TabBook
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.exporting import book_of, left_out_of
from yakusoku.apps.results.making import Shown
from yakusoku.apps.results.models import Weighting
from yakusoku.apps.results.services import PASSING
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence

QUIET = timedelta(minutes=5)
# Rows of all tables: more of them take longer than somebody waits. Some 45 questions by 13 rows.
MOST_AT_ONCE = 600
# How many tables are made between two words about it.
STEP = 5
KEPT_QUERY = 4000


def is_large(data: Data, asked: Asked) -> bool:
    """Return whether a book takes longer than somebody waits."""
    groups = [len(data.axis(name).groups) for name in asked.by]
    rows = sum(prod(groups[:depth]) for depth in range(len(groups) + 1))
    return rows * len(data.questions) > MOST_AT_ONCE


def whole_book(
    survey: Survey,
    data: Data,
    weights: list[Weighting],
    asked: Asked,
    tell: Callable[[int], None] = lambda _: None,
) -> bytes:
    """Return all tables of a survey by the same axes as a workbook. Raises refusals of results.making."""
    every = replace(asked, questions=tuple(data.questions))
    shown: Sequence[Shown] = made(survey, data, weights, every, tell)
    return book_of(survey, shown, left_out_of(data))


@transaction.atomic
def ask_for(survey: Survey, data: Data, query: str, *, by: User, at: datetime) -> TabBook:
    """Return the book that is asked for: one that was made of these very answers, or is being made, else a new row."""
    language, query = get_language() or "ja", _as_kept(query)
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    rows = TabBook.objects.filter(survey=survey)
    there = rows.filter(
        Q(answers=_digest(data)) | Q(made_at=None), query=query, language=language, refused=""
    )
    found = there.order_by("-number").first()
    if found is not None:
        return found
    last = rows.aggregate(last=Max("number"))["last"] or 0
    book = TabBook.objects.create(
        survey=survey, number=last + 1, query=query, language=language, asked_by=by, asked_at=at
    )
    facts: dict[str, JSON] = {"number": book.number}
    record("results.book-asked", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return book


def _as_kept(query: str) -> str:
    pairs = [(key, value) for key, value in parse_qsl(query) if key not in PASSING]
    return urlencode(pairs)[:KEPT_QUERY]


def _digest(data: Data) -> str:
    return sha256(data.state.encode()).hexdigest()


def make_behind(book: TabBook) -> None:
    """Let a thread make a book, unless somebody does, or the installation leaves it to the tick."""
    left = book.made_at is None and (book.held_until is None or book.held_until < now())
    if settings.BACKGROUND and left:
        Thread(target=_make, args=(book.pk,), name=f"book-{book.pk}", daemon=True).start()


def _make(pk: int) -> None:
    try:
        go_on(pk)
    finally:
        connections.close_all()


def catch_up() -> int:
    """Make every book that nobody works on; return how many. For the tick."""
    waiting = TabBook.objects.filter(_free(now()), made_at__isnull=True).order_by("pk")
    return sum(go_on(pk) for pk in list(waiting.values_list("pk", flat=True)))


def go_on(pk: int) -> int:
    """Make a book; return 1, or 0 where somebody else makes it."""
    mine = TabBook.objects.filter(_free(now()), pk=pk, made_at__isnull=True)
    if not mine.update(held_until=now() + QUIET, made=0):
        return 0
    book = TabBook.objects.select_related("survey__organization", "asked_by").get(pk=pk)
    row = TabBook.objects.filter(pk=pk)
    done: dict[str, object] = {}
    try:
        with override(book.language):
            data, weights, asked = look(book.survey, QueryDict(book.query))
            row.update(total=len(data.questions))
            content = whole_book(
                book.survey, data, weights, asked, lambda n: _tell(pk, n, len(data.questions))
            )
    except Refusal as refusal:
        done["refused"] = sentence(refusal)
    else:
        name = f"survey-{book.survey_id}-tables-{book.number}.xlsx"
        organization = book.survey.organization
        done["file"] = keep_made(name, content, organization=organization, by=book.asked_by, at=now())
        done["answers"] = _digest(data)
    # Where something unforeseen breaks this off, nobody tries again at once: the hold runs out first.
    row.update(**done, made_at=now(), held_until=None)
    return 1


def _tell(pk: int, many: int, total: int) -> None:
    if many % STEP == 0 or many == total:
        TabBook.objects.filter(pk=pk).update(made=many, held_until=now() + QUIET)


def _free(at: datetime) -> Q:
    return Q(held_until__isnull=True) | Q(held_until__lt=at)
