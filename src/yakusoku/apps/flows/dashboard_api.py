"""The figures of the dashboard over HTTP. Mounted by flows/api.py."""

from datetime import date

from django.utils.timezone import localdate
from ninja import Router, Schema

from yakusoku.apps.accounts.access import require
from yakusoku.apps.flows.figures import figures_of, late_by_department
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest

router = Router(tags=["dashboard"])


class WorksOut(Schema):
    """Works of one risk in one phase, and of how many people they hold data, added up work by work."""

    risk: str
    phase: str
    works: int
    people: int


class HeldOut(Schema):
    """What works that are not closed hold: a kind of information or a place."""

    fact: str
    works: int
    people: int


class LateOut(Schema):
    """What a department has let pass."""

    department: str
    count: int
    since: date


class FindingsOut(Schema):
    """Open findings about one requirement."""

    requirement: str
    findings: dict[str, int]


class ContractorOut(Schema):
    """What became of the findings at one contractor."""

    contractor: str
    raised: int
    open: dict[str, int]
    repeated: int


class DirectiveOut(Schema):
    """In how many works a directive is kept: something of it is promised and nothing of it left out."""

    id: str
    works: int


class DashboardOut(Schema):
    """The whole picture."""

    works: list[WorksOut]
    held: list[HeldOut]
    late: list[LateOut]
    findings: list[FindingsOut]
    contractors: list[ContractorOut]
    framework: str
    directives: list[DirectiveOut]
    decided: int


@router.get("/dashboard", response=DashboardOut, summary="全体の状況")
def dashboard(request: ApiRequest, framework: str = "") -> DashboardOut:
    """Return the figures of the organisation."""
    who = require(request.auth, Act.SEE_DASHBOARD)
    today = localdate()
    figures, _catalogue, chosen = figures_of(who.organization, framework, today)
    return DashboardOut(
        works=[
            WorksOut(risk=risk, phase=phase, works=held.works, people=held.people)
            for (risk, phase), held in figures.works.items()
        ],
        held=[HeldOut(fact=f, works=held.works, people=held.people) for f, held in figures.held.items()],
        late=[
            LateOut(department=each.name, count=each.count, since=each.since)
            for each in late_by_department(who.organization, today)
        ],
        findings=[FindingsOut(requirement=slug, findings=dict(f)) for slug, f in figures.findings.items()],
        contractors=[
            ContractorOut(
                contractor=each.name, raised=each.raised, open=dict(each.open), repeated=each.repeated
            )
            for each in figures.contractors
        ],
        framework=chosen.id if chosen else "",
        directives=[DirectiveOut(id=directive, works=works) for directive, works in figures.kept.items()],
        decided=figures.decided,
    )
