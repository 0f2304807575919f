"""Papers that were keyed elsewhere: a file is read, looked at, then taken or dropped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from yakusoku.adapters.keyed_uploads import brought_papers
from yakusoku.adapters.uploads import inspect
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.collecting.models import PendingPapers, Record, Way
from yakusoku.apps.collecting.papers import take_in
from yakusoku.apps.collecting.reading import published
from yakusoku.apps.collecting.standing import NotAsked, require_begun
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.survey.answers import SIGN
from yakusoku.domain.survey.collecting.brought import MOST_ROWS, BroughtRow, TableWrong
from yakusoku.domain.survey.collecting.keying import FAULT_WORDS
from yakusoku.web.edits import mark_of
from yakusoku.web.words import say

# How much of a cell the page repeats.
MOST_TOLD = 40


class FileUnreadable(Refusal):
    """The file cannot be read as answers."""

    code: ClassVar[str] = "answers.file-unreadable"


class NothingToTake(Refusal):
    """No row of the file can be taken."""

    code: ClassVar[str] = "answers.nothing-to-take"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of the file.

    state     new, known (a paper of the respondent is there already), unknown (nobody has the number), twice
    faults    the answers that do not count, each in a few words; they are taken as they stand
    """

    line: int
    number: str
    state: str
    answered: int
    faults: Sequence[str]
    cells: dict[str, str]


def receive(survey: Survey, upload: "UploadedFile[bytes]", *, by: User, at: datetime) -> PendingPapers:
    """Read a file and keep its rows to be looked at.

    raises   FileUnreadable, StillDraft, NotAsked, FileTooLarge and refusals of uploads
    """
    require_begun(survey)
    version = published(survey.pk)
    if version is None:
        raise NotAsked()
    # The size is known before a byte is read into memory.
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    content = upload.read()
    name = inspect(upload.name or "", content, settings.UPLOAD_BYTES).name
    rows = [
        {
            "line": each.line,
            "number": each.number,
            "cells": dict(each.cells),
            "answered": each.answered,
            "faults": dict(each.faults),
        }
        for each in _read(name, content, version)
    ]
    made, _new = PendingPapers.objects.update_or_create(
        survey=survey,
        read_by=by,
        defaults={"name": name[:200], "questionnaire": version, "rows": rows, "read_at": at},
    )
    return made


def _read(name: str, content: bytes, version: Questionnaire) -> Sequence[BroughtRow]:
    """Return the papers in a file, read in a process of its own. Raises FileUnreadable."""
    found = brought_papers(name, content, version.sheets)
    if found is None:
        raise FileUnreadable(
            reason=_("読むのに時間がかかりすぎました。行を分けて、いくつかのファイルにしてください")
        )
    if found.reason:
        raise FileUnreadable(reason=found.reason)
    if found.wrong is TableWrong.ROWS:
        raise FileUnreadable(reason=_("1行から%(most)s行までにしてください") % {"most": MOST_ROWS})
    if found.wrong is TableWrong.NUMBER:
        raise FileUnreadable(reason=_("回答者の番号の列（「番号」）がありません"))
    return found.rows


def preview(pending: PendingPapers) -> list[Incoming]:
    """Return what would become of each row now."""
    people = dict(Respondent.objects.filter(survey=pending.survey).values_list("number", "pk"))
    there = set(
        Record.objects.filter(survey=pending.survey, way=Way.PAPER).values_list("respondent_id", flat=True)
    )
    times = Counter(row["number"] for row in pending.rows)
    return [_incoming(row, people, there, times) for row in pending.rows]


def _incoming(row: dict[str, Any], people: dict[int, int], there: set[int], times: Counter[str]) -> Incoming:
    text = row["number"]
    person = people.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if person is None:
        state = "unknown"
    elif times[text] > 1:
        state = "twice"
    else:
        state = "known" if person in there else "new"
    return Incoming(row["line"], text, state, row["answered"], _faults(row), row["cells"])


def _faults(row: dict[str, Any]) -> list[str]:
    """Return which answers of a row do not count, with what stands there and why."""
    found = []
    for question, fault in row["faults"].items():
        cell = row["cells"].get(question, "")
        said = {"question": question, "cell": cell[:MOST_TOLD], "why": say(FAULT_WORDS[fault])}
        marked = cell.startswith(SIGN)
        found.append(
            _("%(question)s（%(why)s）") % said if marked else _("%(question)s「%(cell)s」（%(why)s）") % said
        )
    return found


def mark_of_preview(rows: Sequence[Incoming]) -> str:
    """Return a mark of what a file would change."""
    return mark_of(*((each.line, each.number, each.state) for each in rows))


@transaction.atomic
def take(pending: PendingPapers, *, looked: str, by: User, at: datetime) -> int:
    """Take the papers that are new; return how many.

    looked   the mark of the preview that was seen
    raises   PreviewChanged, NothingToTake
    """
    Survey.objects.select_for_update(no_key=True).get(pk=pending.survey_id)
    rows = preview(pending)
    if looked != mark_of_preview(rows):
        raise PreviewChanged()
    new = {int(each.number): each for each in rows if each.state == "new"}
    if not new:
        raise NothingToTake()
    take_in(pending.survey, pending.questionnaire, {n: each.cells for n, each in new.items()}, by=by, at=at)
    facts: dict[str, JSON] = {"count": len(new), "name": pending.name}
    tell(
        "answers.taken-in",
        pending.survey,
        by=by,
        at=at,
        organization=pending.survey.organization_id,
        facts=facts,
    )
    pending.delete()
    return len(new)


def drop(pending: PendingPapers) -> None:
    """Leave a file as it is; nothing of it is taken."""
    pending.delete()
