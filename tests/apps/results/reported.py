"""A survey with answers and a report of it, for the tests of reports."""

from typing import Any

from tests.apps.collecting import collected
from tests.cast import NOW, Cast
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.results import report_services as services
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.report_figures import looked_at
from yakusoku.apps.results.report_models import Report, ReportExcuse
from yakusoku.apps.results.report_planning import begun_plan
from yakusoku.apps.samples.models import Respondent
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.survey.report import editing
from yakusoku.domain.survey.report.outline import Headline

WRONG = "在宅勤務をする会社は74.93%である。"
OVERVIEW = {
    "調査対象": "委託先の会社",
    "調査方法": "ウェブ",
    "調査期間": "2027年5月",
    "基準日": "2027年4月1日",
}


def answered(cast: Cast, people: int = 80, **changes: Any) -> Survey:
    """Return a survey that people answered: of the larger ones three in four outsource, of the smaller one in four."""
    survey = collected.opened(cast, people, **changes)
    version = Questionnaire.objects.get(survey=survey)
    rows = []
    for person in Respondent.objects.filter(survey=survey).order_by("number"):
        yes = (person.number // 2 % 4 != 0) if person.stratum == "大" else (person.number // 2 % 4 == 0)
        told = {"Q1": "yes", "Q4": "a b", "Q5a": "4", "Q5b": "2"} if yes else {"Q1": "no"}
        rows.append(
            Record(
                survey=survey,
                questionnaire=version,
                respondent=person,
                way="web",
                answers=told,
                begun_at=NOW,
                saved_at=NOW,
                submitted_at=NOW,
                chosen=True,
            )
        )
    Record.objects.bulk_create(rows)
    return survey


def begun(cast: Cast, survey: Survey) -> Report:
    """Return a report as it is drafted."""
    data = data_of(survey)
    assert data is not None
    told = {"title": "在宅勤務の調査報告書", "publisher": "港市", "unit": "社", "by": "stratum"}
    return services.begin(survey, begun_plan(survey, data, told), by=cast.owner, at=NOW)


def whole(cast: Cast, survey: Survey) -> Report:
    """Return a report of which nothing is lacking."""
    report = begun(cast, survey)
    told = tuple((label, (text,)) for label, text in OVERVIEW.items())

    def fill(plan: Any) -> Any:
        rows = dict(plan.overview) | dict(told)
        return editing.replace(plan, overview=tuple(rows.items()))

    services.write(report, fill, by=cast.owner, at=NOW)
    return report


def said(cast: Cast, report: Report, text: str, place: str = "r1b1") -> None:
    """Write a sentence into a place."""
    change = lambda plan: editing.with_block(plan, place, Headline(text))  # noqa: E731
    services.write(report, change, by=cast.owner, at=NOW)


def excused(cast: Cast, survey: Survey) -> ReportExcuse:
    """Return the excuse of a number in a report that was released with it; the files are not made yet."""
    report = whole(cast, survey)
    said(cast, report, WRONG)
    found = next(each for each in looked_at(report).problems if each.typed)
    given = services.excuse(report, found.typed, found.sentence, "引用", by=cast.owner, at=NOW)
    services.release(report, by=cast.owner, at=NOW)
    return given
