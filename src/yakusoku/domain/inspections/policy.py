"""How often a contractor is inspected: data that an organisation may change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InspectionPolicy:
    """When inspections fall due. The default is the practice of A 自治体 (reference 004, 2-3-1).

    closing_only_days      a work of up to this many days gets the closing check only
    short_months           a work shorter than this many months gets one periodic check
    short_check_days       … this many days after the start
    every_months           longer works are checked every so many months
    covered_by_closing_days  a periodic check within this many days before the end is left out
    """

    closing_only_days: int = 14
    short_months: int = 3
    short_check_days: int = 7
    every_months: int = 3
    covered_by_closing_days: int = 14


DEFAULT_POLICY = InspectionPolicy()
