"""Long work behind the pages: a thread of the server that reads on while people do other things.

A thread that is gone, with its server or by itself, loses nothing: the next who opens the page, or the tick,
begins again with what waits (docs/decisions/0013-long-reading-behind-the-pages.md).
"""

from threading import Thread

from django.conf import settings
from django.db import connections

from yakusoku.apps.review.models import Portfolio
from yakusoku.apps.review.portfolio_reading import go_on, is_left


def read_behind(portfolio: Portfolio) -> None:
    """Let a thread read what waits in a portfolio, unless somebody does, or the installation leaves it to the tick."""
    if settings.BACKGROUND and is_left(portfolio):
        Thread(target=_read, args=(portfolio.pk,), name=f"portfolio-{portfolio.pk}", daemon=True).start()


def _read(pk: int) -> None:
    try:
        go_on(pk)
    finally:
        connections.close_all()
