"""The lists of the contractor's own page, searched and sorted as there, and as files."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.library import access
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.apps.library.queries import file_uses, moved_for, with_progress
from yakusoku.apps.library.services.renewals import BEFORE_ANSWERS
from yakusoku.domain.library.changed import Asked
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, Listing, listing_from

SHEETS = Columns(
    sorts={
        "due": "due_on",
        "client": "version__engagement__organization__name",
        "title": "version__engagement__title",
        "opened": "opened_at",
    },
    searched=("version__engagement__title__icontains", "version__engagement__organization__name__icontains"),
    default="due",
)
ANSWERS = Columns(
    sorts={"check": "check_id", "until": "valid_until", "used": "last_used_at", "changed": "changed_at"},
    searched=(
        "check_id__icontains",
        "title__icontains",
        "question__icontains",
        "comment__icontains",
        "tags__icontains",
    ),
    default="check",
)
FILES = Columns(
    sorts={"name": "name", "size": "size", "day": "uploaded_at"},
    searched=("name__icontains",),
    default="name",
)
STATES = ("", State.SUBMITTED.value, State.CONCLUDED.value)
SHOWN = ("", "changed", "ending", "expired", "retired")
SHEETS_HEAD = (
    gettext_lazy("委託元"),
    gettext_lazy("業務"),
    gettext_lazy("点検の種類"),
    gettext_lazy("状態"),
    gettext_lazy("回答の期限"),
    gettext_lazy("回答した問"),
    gettext_lazy("問の数"),
)
ANSWERS_HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("要件"),
    gettext_lazy("質問"),
    gettext_lazy("回答"),
    gettext_lazy("コメント"),
    gettext_lazy("証拠（資料の名前）"),
    gettext_lazy("いつから"),
    gettext_lazy("いつまで"),
    gettext_lazy("しるし"),
    gettext_lazy("最後に使った日"),
    gettext_lazy("変わった質問の文"),
)
FILES_HEAD = (
    gettext_lazy("ファイル名"),
    gettext_lazy("大きさ"),
    gettext_lazy("入れた日"),
    gettext_lazy("使っているところ"),
)


def state_asked(query: Mapping[str, str]) -> str:
    """Return the state of the sheets that are asked for; empty: open."""
    state = query.get("state", "")
    return state if state in STATES else ""


def sheets_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Inspection]"]:
    """Return the sheets of every client in one state."""
    listing = listing_from(query, SHEETS)
    rows = access.sheets_of(access.keeper(who)).filter(state=state_asked(query) or State.OPEN)
    return listing, with_progress(listing.apply(rows))


def sheets_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the sheets for a file."""
    _listing, rows = sheets_listed(who, query)
    return Table("sheets", SHEETS_HEAD, map(_sheet_cells, rows))


def _sheet_cells(row: Any) -> tuple[Any, ...]:
    engagement = row.version.engagement
    return (
        engagement.organization.name,
        engagement.title,
        row.get_kind_display(),
        row.get_state_display(),
        row.due_on,
        row.answered,
        row.asked,
    )


def show_asked(query: Mapping[str, str]) -> str:
    """Return which kept answers are asked for; empty: all in use."""
    show = query.get("show", "")
    return show if show in SHOWN else ""


def answers_listed(
    who: Acting, query: Mapping[str, str], moved: Mapping[int, Asked]
) -> tuple[Listing, "QuerySet[KeptAnswerRecord]"]:
    """Return the kept answers. `moved`: those whose question changed, as `moved_for` tells."""
    listing = listing_from(query, ANSWERS)
    return listing, listing.apply(_shown(access.kept_answers(who), show_asked(query), moved))


def answers_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the kept answers for a file."""
    moved = moved_for(access.keeper(who).organization)
    _listing, rows = answers_listed(who, query, moved)
    return Table("answers", ANSWERS_HEAD, (_answer_cells(row, moved.get(row.pk)) for row in rows))


def _shown(
    rows: "QuerySet[KeptAnswerRecord]", show: str, moved: Mapping[int, Asked]
) -> "QuerySet[KeptAnswerRecord]":
    today = localdate()
    if show == "changed":
        return rows.filter(pk__in=list(moved))
    if show == "retired":
        return rows.filter(retired_at__isnull=False)
    rows = rows.filter(retired_at__isnull=True)
    if show == "expired":
        return rows.filter(valid_until__lt=today)
    return rows.filter(valid_until__lte=today + BEFORE_ANSWERS) if show == "ending" else rows


def _answer_cells(row: KeptAnswerRecord, asked: Asked | None) -> tuple[Any, ...]:
    return (
        row.check_id,
        row.title,
        row.question,
        row.get_answer_display(),
        row.comment,
        row.named_evidence,
        row.valid_from,
        row.valid_until,
        row.tags,
        row.last_used_at,
        (asked.question or _("目録からなくなりました")) if asked else "",
    )


def files_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[StoredFile]"]:
    """Return the files of the library."""
    listing = listing_from(query, FILES)
    return listing, listing.apply(access.files_kept(who))


def files_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the files of the library and where they stand, for a file."""
    found = list(files_listed(who, query)[1])
    uses = file_uses([row.pk for row in found], who.organization)
    cells = [(row.name, row.size, row.uploaded_at, "\n".join(uses.get(row.pk, []))) for row in found]
    return Table("files", FILES_HEAD, cells)
