"""What the clock brings: everything that happens without anyone pressing a button.

Each step can be said again at any time and then finds nothing to do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yakusoku.apps.board import services as board
from yakusoku.apps.candidates import services as candidates
from yakusoku.apps.engagements.recounting import recount
from yakusoku.apps.erasure.services import remind_of_return
from yakusoku.apps.exchange.delivery import deliver
from yakusoku.apps.findings.preparing import all_measures_taken
from yakusoku.apps.flows.closing import remind_of_closing
from yakusoku.apps.flows.late import escalate_late, urge_late
from yakusoku.apps.flows.opening import open_due_inspections
from yakusoku.apps.flows.staleness import notice_changes
from yakusoku.apps.flows.starting import remind_of_start
from yakusoku.apps.flows.surveying import remind_of_surveys
from yakusoku.apps.inspections.yearly import owe_yearly_visits
from yakusoku.apps.library.services.renewals import owe_renewals
from yakusoku.apps.notices.digest import write_letters
from yakusoku.apps.results.book_making import catch_up as make_books
from yakusoku.apps.results.report_making import catch_up as make_reports
from yakusoku.apps.review.portfolio_reading import catch_up as read_contracts
from yakusoku.apps.standards.services import catch_up as catch_up_with_the_law
from yakusoku.apps.training.services import remind_of_training


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the clock does. `run` returns how many things it did."""

    name: str
    run: Callable[[date, datetime], int]


# In this order: what is opened can be late, what is late is told.
STEPS: tuple[Step, ...] = (
    Step("catalogue", lambda today, at: notice_changes(at=at)),
    Step("recount", lambda today, at: recount(at=at)),
    Step("inspections", open_due_inspections),
    Step("visits", owe_yearly_visits),
    Step("candidates", lambda today, at: candidates.catch_up(at=at)),
    Step("board", lambda today, at: board.catch_up(at=at)),
    Step("findings", lambda today, at: all_measures_taken(at=at)),
    Step("training", remind_of_training),
    Step("start", remind_of_start),
    Step("return", remind_of_return),
    Step("closing", remind_of_closing),
    Step("renewals", lambda today, at: owe_renewals(at=at)),
    Step("standards", lambda today, at: catch_up_with_the_law(at=at)),
    Step("surveys", remind_of_surveys),
    Step("urge", urge_late),
    Step("escalate", escalate_late),
    Step("letters", lambda today, at: write_letters(today)),
    Step("webhooks", lambda today, at: deliver(at)),
    Step("reports", lambda today, at: make_reports()),
    Step("books", lambda today, at: make_books()),
    # Last, because it may take long: nothing that is due waits for it.
    Step("contracts", lambda today, at: read_contracts()),
)


def tick(today: date, at: datetime) -> Iterator[tuple[str, int]]:
    """Do everything that is due, step by step; yield each step's name with how many things it did."""
    for step in STEPS:
        yield step.name, step.run(today, at)
