"""A report of which everything is written down: nothing is drafted any more, and a draft as such a plan."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yakusoku.domain.survey.report.drafting import Survey, appendix_of, overview_of
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.outline import (
    ROLE_TITLES,
    Bullets,
    Facts,
    Part,
    Report,
    Role,
    Section,
)
from yakusoku.domain.survey.report.plan import PlannedPage, PlannedTable, ReportPlan


def written_report(plan: ReportPlan, survey: Survey, store: FigureStore, tables: Sequence[str]) -> Report:
    """Return the report of a plan whose pages say themselves what stands on them."""
    return Report(
        survey.title,
        survey.subtitle,
        survey.publisher,
        survey.issued,
        tuple(section for section in _sections(plan, survey, store, tables) if section.parts),
        plan.excuses,
    )


def _sections(
    plan: ReportPlan, survey: Survey, store: FigureStore, tables: Sequence[str]
) -> Iterator[Section]:
    terms = (Part("", (Facts(plan.terms),)),) if plan.terms else ()
    results = tuple(Part(page.title, page.blocks) for page in plan.pages)
    summary = (Part("", (Bullets(plan.summary),)),) if plan.summary else ()
    yield Section(Role.OVERVIEW, ROLE_TITLES[Role.OVERVIEW], (Part("", (overview_of(survey, store),)),))
    yield Section(Role.TERMS, ROLE_TITLES[Role.TERMS], terms)
    yield Section(Role.RESULTS, ROLE_TITLES[Role.RESULTS], results)
    yield Section(Role.SUMMARY, ROLE_TITLES[Role.SUMMARY], summary)
    yield appendix_of(store, [store.table(name) for name in tables])


def written_plan(report: Report, plan: ReportPlan, tables: Sequence[PlannedTable]) -> ReportPlan:
    """Return a plan that says by itself all that a drafted report says."""
    results, summary = report.section(Role.RESULTS), report.section(Role.SUMMARY)
    overview = report.section(Role.OVERVIEW)
    parts = results.parts if results else ()
    points = [b for part in (summary.parts if summary else ()) for b in part.blocks if isinstance(b, Bullets)]
    facts = [b for part in (overview.parts if overview else ()) for b in part.blocks if isinstance(b, Facts)]
    return replace(
        plan,
        overview=tuple((label, tuple(filter(None, lines))) for block in facts for label, lines in block.rows),
        tables=tuple(tables),
        pages=tuple(PlannedPage(part.tables, part.title, blocks=part.blocks) for part in parts),
        summary=tuple(item for block in points for item in block.items),
    )
