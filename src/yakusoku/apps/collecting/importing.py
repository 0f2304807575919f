"""Papers that were keyed elsewhere: a file is read, looked at, then taken or dropped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from yakusoku.adapters.survey_files import sheets_in
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record as tell
from yakusoku.apps.collecting.models import PendingPapers, Record, Way
from yakusoku.apps.collecting.papers import agree, begin, hold
from yakusoku.apps.collecting.reading import Paper, paper_of, published
from yakusoku.apps.collecting.standing import NotAsked, require_begun
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.survey.answers import Responses, State, read_one, texts_of
from yakusoku.domain.survey.collecting.dataset import NUMBER_HEADS
from yakusoku.domain.survey.collecting.keying import agreed, keyed, shown
from yakusoku.web.edits import mark_of

MOST_ROWS = 20_000


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
    faults    the questions whose answer does not count; they are taken as they stand
    """

    line: int
    number: str
    state: str
    answered: int
    faults: Sequence[str]
    cells: dict[str, str]


def receive(survey: Survey, upload: "UploadedFile[bytes]", *, by: User, at: datetime) -> PendingPapers:
    """Read a file and keep its rows to be looked at. Raises FileUnreadable, StillDraft, NotAsked."""
    require_begun(survey)
    paper = _paper(survey)
    name = PurePath(upload.name or "").name[:200]
    try:
        sheets = sheets_in(upload.read(), PurePath(name))
    except UnreadableFile as error:
        raise FileUnreadable(reason="、".join(str(each.message) for each in error.problems)) from error
    rows = next((rows for rows in sheets.values() if any(any(row) for row in rows)), [])
    if len(rows) < 2 or len(rows) > MOST_ROWS + 1:
        raise FileUnreadable(reason=_("1行から%(most)s行までにしてください") % {"most": MOST_ROWS})
    responses = Responses(tuple(head.strip() for head in rows[0]), rows[1:])
    place = next((p for head in NUMBER_HEADS if (p := responses.column(head)) is not None), None)
    if place is None:
        raise FileUnreadable(reason=_("回答者の番号の列（「番号」）がありません"))
    kept = [
        {"line": line, "number": row[place].strip() if place < len(row) else "", "cells": cells}
        for line, (row, cells) in enumerate(
            zip(responses.rows, texts_of(paper.form, responses), strict=True), 2
        )
        if any(cell.strip() for cell in row)
    ]
    made, _new = PendingPapers.objects.update_or_create(
        survey=survey, read_by=by, defaults={"name": name, "rows": kept, "read_at": at}
    )
    return made


def _paper(survey: Survey) -> Paper:
    version = published(survey.pk)
    if version is None:
        raise NotAsked()
    return paper_of(version)


def preview(pending: PendingPapers) -> list[Incoming]:
    """Return what would become of each row now."""
    paper = _paper(pending.survey)
    people = dict(Respondent.objects.filter(survey=pending.survey).values_list("number", "pk"))
    there = set(
        Record.objects.filter(survey=pending.survey, way=Way.PAPER).values_list("respondent_id", flat=True)
    )
    times = Counter(row["number"] for row in pending.rows)
    return [_incoming(paper, row, people, there, times) for row in pending.rows]


def _incoming(
    paper: Paper, row: dict[str, Any], people: dict[int, int], there: set[int], times: Counter[str]
) -> Incoming:
    text = row["number"]
    person = people.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if person is None:
        state = "unknown"
    elif times[text] > 1:
        state = "twice"
    else:
        state = "known" if person in there else "new"
    typed = {name: shown(paper.form.questions[name], cell) for name, cell in row["cells"].items()}
    found = keyed(paper.form, typed)
    cells = {name: found.cell(name) for name in paper.names if found.cell(name)}
    given = read_one(paper.form, cells)
    faults = [name for name in paper.names if given[name].state is State.INVALID]
    answered = sum(given[name].state is State.ANSWERED for name in paper.names)
    return Incoming(row["line"], text, state, answered, faults, cells)


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
    new = [each for each in rows if each.state == "new"]
    if not new:
        raise NothingToTake()
    survey = pending.survey
    people = dict(Respondent.objects.filter(survey=survey).values_list("number", "pk"))
    for each in new:
        person, others = hold(people[int(each.number)])
        made = begin(person, at=at)
        form = paper_of(made.questionnaire).form
        agree(made, agreed(form, keyed(form, {}), each.cells), [*others, made], by=by, at=at)
    facts: dict[str, JSON] = {"count": len(new), "name": pending.name}
    tell("answers.taken-in", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    pending.delete()
    return len(new)


def drop(pending: PendingPapers) -> None:
    """Leave a file as it is; nothing of it is taken."""
    pending.delete()
