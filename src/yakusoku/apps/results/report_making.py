"""The files of released reports, made behind the pages (docs/decisions/0013-long-reading-behind-the-pages.md).

They are made from what was kept at the release, never from the answers as they are now. Whoever stops saying that
they make them counts as gone; the next who opens the page, or the tick, goes on with what is lacking.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Thread

from django.conf import settings
from django.db import connections
from django.db.models import Q
from django.utils.timezone import now

from yakusoku.adapters.survey_figures import store_of
from yakusoku.adapters.survey_papers import report_docx, report_html, report_pdf
from yakusoku.adapters.survey_reports import plan_of
from yakusoku.apps.files.services import keep_made, keep_page
from yakusoku.apps.results.report_models import ReportVersion
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.outline import Report as Outline
from yakusoku.domain.survey.report.planning import planned_report
from yakusoku.domain.survey.report.releasing import printed_report
from yakusoku.web.messages import sentence


def _slides(outline: Outline, store: FigureStore) -> bytes:
    # Imported here: no other page needs it, and every start of the program would wait for it.
    from yakusoku.adapters.survey_slides import report_pptx  # noqa: PLC0415

    return report_pptx(outline, store)


Writer = Callable[[Outline, FigureStore], bytes]
# The quick ones first: who waits has something to read.
WRITERS: Mapping[str, Writer] = {
    "html": report_html,
    "docx": report_docx,
    "pdf": report_pdf,
    "pptx": _slides,
}
QUIET = timedelta(minutes=5)


def make_behind(version: ReportVersion) -> None:
    """Let a thread make the files that are lacking, unless somebody does, or the installation leaves it to the tick."""
    if settings.BACKGROUND and is_left(version):
        Thread(target=_make, args=(version.pk,), name=f"report-{version.pk}", daemon=True).start()


def _make(pk: int) -> None:
    try:
        go_on(pk)
    finally:
        connections.close_all()


def is_left(version: ReportVersion) -> bool:
    """Return whether files are lacking and nobody makes them."""
    return version.made_at is None and (version.held_until is None or version.held_until < now())


def catch_up() -> int:
    """Make what is lacking of every release that nobody works on; return how many files. For the tick."""
    waiting = ReportVersion.objects.filter(_free(now()), made_at__isnull=True).order_by("pk")
    return sum(go_on(pk) for pk in list(waiting.values_list("pk", flat=True)))


def go_on(pk: int) -> int:
    """Make the files of a release that are lacking; return how many. 0: none are, or somebody else makes them."""
    mine = ReportVersion.objects.filter(_free(now()), pk=pk, made_at__isnull=True)
    if not mine.update(held_until=now() + QUIET):
        return 0
    version = ReportVersion.objects.select_related("report__survey__organization", "released_by").get(pk=pk)
    reasons: list[str] = []
    count = 0
    printed, store = frozen(version)
    for kind, writer in WRITERS.items():
        if getattr(version, f"{kind}_id"):
            continue
        try:
            _keep(version, kind, writer(printed, store), now())
            count += 1
        except Refusal as refusal:
            reasons.append(f"{kind}: {sentence(refusal)}")
    # Where something unforeseen breaks this off, nobody tries again at once: the hold runs out first.
    done = {"made_at": now(), "held_until": None, "refused": "\n".join(reasons)}
    ReportVersion.objects.filter(pk=pk).update(**done)
    return count


def frozen(version: ReportVersion) -> tuple[Outline, FigureStore]:
    """Return a release as it was: its texts printed, and its figures."""
    store = store_of(version.figures)
    outline = planned_report(plan_of(version.outline), store, version.figures["order"])
    return printed_report(outline, store), store


def _keep(version: ReportVersion, kind: str, content: bytes, at: datetime) -> None:
    report = version.report
    stored = (keep_page if kind == "html" else keep_made)(
        f"report-{report.survey_id}-{report.number}-{version.number}.{kind}",
        content,
        organization=report.survey.organization,
        by=version.released_by,
        at=at,
    )
    ReportVersion.objects.filter(pk=version.pk).update(**{kind: stored}, held_until=at + QUIET)


def _free(at: datetime) -> Q:
    return Q(held_until__isnull=True) | Q(held_until__lt=at)
