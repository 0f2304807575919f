"""Long work that a server had in hand when it was stopped: the next one goes on by itself."""

from threading import Timer

from django.conf import settings
from django.db import connections

from yakusoku.apps.results.report_making import catch_up as make_reports
from yakusoku.apps.review.portfolio_reading import QUIET
from yakusoku.apps.review.portfolio_reading import catch_up as read_contracts


def resume_behind() -> None:
    """Go on with what waits once whoever had it in hand counts as gone, unless that is left to the tick."""
    if settings.BACKGROUND:
        timer = Timer(QUIET.total_seconds(), _resume)
        timer.daemon = True
        timer.start()


def _resume() -> None:
    try:
        read_contracts()
        make_reports()
    finally:
        connections.close_all()
