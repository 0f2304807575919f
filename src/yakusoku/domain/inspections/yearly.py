"""The on-site check of every year (docs/rules/yearly-visit.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yakusoku.domain.dates.spans import fiscal_year_of, last_day_of_span
from yakusoku.domain.engagements.profile import Period
from yakusoku.domain.inspections.methods import Method


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """How often somebody goes there, and where that is said. Data: another rule may say otherwise.

    months        length of a year of the run
    notice_days   the department is told so many days before a year of the run ends
    verified      whether the source was read in its present wording
    """

    months: int = 12
    notice_days: int = 120
    source: str = "個人情報保護委員会 個人情報の保護に関する法律についてのQ&A（行政機関等編）3-1-4"
    verified: bool = False


YEARLY_RULE = YearlyRule()


@dataclass(frozen=True, slots=True)
class Visited:
    """A check that was carried out. `reason`: why a check from afar took the place of going there."""

    day: date
    method: Method
    reason: str = ""


@dataclass(frozen=True, slots=True)
class YearOfRun:
    """One year of the run, counted from its first day; the last one may be shorter."""

    number: int
    start: date
    by: date

    @property
    def fiscal_year(self) -> int:
        """Return the fiscal year in which it has to be done at the latest."""
        return fiscal_year_of(self.by)


def years_of(period: Period, rule: YearlyRule = YEARLY_RULE) -> tuple[YearOfRun, ...]:
    """Return the years of a run in order; together they are the whole period."""
    years: list[YearOfRun] = []
    start = period.start
    while start <= period.end:
        number = len(years) + 1
        last = min(last_day_of_span(period.start, rule.months * number), period.end)
        years.append(YearOfRun(number, start, last))
        start = last + timedelta(days=1)
    return tuple(years)


def year_at(period: Period, today: date, rule: YearlyRule = YEARLY_RULE) -> YearOfRun | None:
    """Return the year of the run in which a day lies; None before and after the run."""
    return next((year for year in years_of(period, rule) if year.start <= today <= year.by), None)


def counts(visit: Visited) -> bool:
    """Return whether a check is one of the spot, or one from afar with its reason."""
    return visit.method is Method.ON_SITE or (visit.method is Method.REMOTE and bool(visit.reason.strip()))


def kept_in(year: YearOfRun, visits: Iterable[Visited]) -> Visited | None:
    """Return the check that keeps the rule in a year of the run; None: it is still missing."""
    held = (v for v in visits if counts(v) and year.start <= v.day <= year.by)
    return next(iter(sorted(held, key=lambda v: (v.method is not Method.ON_SITE, v.day))), None)


def is_near(year: YearOfRun, today: date, rule: YearlyRule = YEARLY_RULE) -> bool:
    """Return whether the department is to be told that the check is still missing."""
    return year.by - timedelta(days=rule.notice_days) <= today
