"""How many queries each page may ask: kept in a file and reviewed like code.

A page is asked for twice, with little and with much to show. It may not ask more because there is more.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps import promised
from tests.apps.collecting import collected
from tests.apps.results import reported
from tests.apps.results.filled import filled
from tests.apps.review import reading
from tests.apps.samples import asked
from tests.apps.standards import kept
from tests.apps.surveys import kept as surveys
from tests.cast import NOW
from yakusoku.apps.collecting import papers
from yakusoku.apps.results import book_making
from yakusoku.apps.results import services as results
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.report_services import release as release_report
from yakusoku.apps.review import portfolio_reading, portfolios
from yakusoku.apps.samples import services as samples
from yakusoku.apps.samples.models import LetterKind, Unit
from yakusoku.apps.surveys import writing

BUDGET = json.loads(Path(__file__).with_name("query_budget.json").read_text())


def pages(inspection, review, portfolio, standard, survey, taken, waved):
    """Return the address of each page and who opens it."""
    work = f"/engagements/{inspection.version.engagement_id}"
    sample = f"/surveys/{survey.pk}/sample"
    return {
        "survey-sample": (f"{sample}/", "owner"),
        "survey-rates": (f"{sample}/rates/", "owner"),
        "sample-frame": (f"{sample}/frame/", "owner"),
        "sample-frame-as-file": (f"{sample}/frame/?format=csv", "owner"),
        "sample-preview": (f"{sample}/frame/preview/", "owner"),
        "sample-contractors": (f"{sample}/frame/contractors/", "owner"),
        "sample-unit": (f"{sample}/frame/{survey.units.first().pk}/", "owner"),
        "sample-strata": (f"{sample}/strata/", "owner"),
        "sample-draw": (f"{sample}/draw/?method=proportional&n=12&seed=1", "owner"),
        "sample-more": (f"{sample}/replacement/", "owner"),
        "sample-respondents": (f"{sample}/respondents/", "owner"),
        "sample-respondents-as-file": (f"{sample}/respondents/?format=csv", "owner"),
        "sample-respondent": (f"{sample}/respondents/1/", "owner"),
        "sample-letter": (f"{sample}/letters/invitation/", "owner"),
        "sample-dispatches": (f"{sample}/dispatches/", "owner"),
        "sample-dispatch": (f"{sample}/dispatches/1/", "owner"),
        "sample-dispatch-new": (f"{sample}/dispatches/new/", "owner"),
        "sample-letters-for-a-merge": (f"{sample}/dispatches/1/letters.csv", "owner"),
        "reviews": ("/reviews/", "owner"),
        "review": (review.get_absolute_url(), "owner"),
        "review-document": (review.files.get().get_absolute_url(), "owner"),
        "review-new": ("/reviews/new/", "owner"),
        "portfolios": ("/reviews/portfolios/", "owner"),
        "portfolio": (portfolio.get_absolute_url(), "owner"),
        "portfolio-matrix": (f"{portfolio.get_absolute_url()}matrix/", "owner"),
        "portfolio-as-file": (f"{portfolio.get_absolute_url()}?format=csv", "owner"),
        "review-corrections": ("/reviews/corrections/", "owner"),
        "review-comparison": ("/reviews/comparison/", "owner"),
        "standards": ("/standards/", "owner"),
        "standard": (standard.get_absolute_url(), "owner"),
        "standard-version": (f"/standards/{standard.pk}/versions/1/", "owner"),
        "standard-comparison": (f"/standards/{standard.pk}/comparison/", "owner"),
        "standard-review": (f"/standards/{standard.pk}/review/", "owner"),
        "standard-new": ("/standards/new/", "owner"),
        "standard-calendar": ("/standards/calendar/?from=2027-04", "owner"),
        "studies": ("/studies/", "owner"),
        "study-new": ("/studies/new/", "owner"),
        "survey-results": (f"/surveys/{waved.pk}/results/", "owner"),
        "survey-tables": (f"/surveys/{waved.pk}/results/tables/?q=Q1&q=Q4&by=role&weight=W1", "owner"),
        "survey-people": (f"/surveys/{waved.pk}/results/people/?q=Q1&by=role", "owner"),
        "survey-book": (f"/surveys/{waved.pk}/results/book/", "owner"),
        "survey-book-made": (f"/surveys/{waved.pk}/results/book/1/", "owner"),
        "survey-weights": (f"/surveys/{waved.pk}/results/weights/", "owner"),
        "survey-waves": (f"/surveys/{waved.pk}/results/waves/?by=size", "owner"),
        "survey-crosswalk": (f"/surveys/{waved.pk}/results/waves/crosswalk/", "owner"),
        "survey-crosswalk-join": (
            f"/surveys/{waved.pk}/results/waves/crosswalk/join/?first=Q4&second=Q5a",
            "owner",
        ),
        "survey-data-out": (f"/surveys/{waved.pk}/results/data/", "owner"),
        "survey-check": ("/surveys/check/", "owner"),
        "survey-answers": (f"/surveys/{taken.pk}/answers/", "owner"),
        "survey-records": (f"/surveys/{taken.pk}/answers/list/", "owner"),
        "survey-record": (taken.records.get(respondent__number=1).get_absolute_url(), "owner"),
        "survey-data": (f"/surveys/{taken.pk}/answers/data.csv", "owner"),
        "survey-papers": (f"/surveys/{taken.pk}/answers/papers/", "owner"),
        "survey-terms": (f"/surveys/{taken.pk}/answers/terms/", "owner"),
        "respond": (f"/s/{collected.code_of(taken, 2)}/", "owner"),
        "respond-page": (f"/s/{collected.code_of(taken, 2)}/1/", "owner"),
        "surveys": ("/surveys/", "owner"),
        "survey": (survey.get_absolute_url(), "owner"),
        "survey-new": ("/surveys/new/", "owner"),
        "questionnaire": (f"{survey.get_absolute_url()}questionnaire/", "owner"),
        "question": (f"{survey.get_absolute_url()}questionnaire/items/Q2/", "owner"),
        "questionnaire-preview": (f"{survey.get_absolute_url()}questionnaire/preview/", "owner"),
        "questionnaire-publish": (f"{survey.get_absolute_url()}questionnaire/publish/", "owner"),
        "questionnaire-comparison": (f"{survey.get_absolute_url()}questionnaires/comparison/", "owner"),
        "survey-reports": (f"/surveys/{taken.pk}/reports/", "owner"),
        "survey-report": (f"/surveys/{taken.pk}/reports/1/", "owner"),
        "survey-report-preview": (f"/surveys/{taken.pk}/reports/1/preview/", "owner"),
        "survey-report-place": (f"/surveys/{taken.pk}/reports/1/places/r1b1/", "owner"),
        "survey-report-counting": (f"/surveys/{taken.pk}/reports/1/counting/", "owner"),
        "survey-report-version": (f"/surveys/{taken.pk}/reports/1/versions/1/", "owner"),
        "home": ("/", "owner"),
        "home-of-policy": ("/", "policy"),
        "home-of-contractor": ("/", "contractor"),
        "home-as-file": ("/?format=csv", "policy"),
        "duties": ("/duties/", "owner"),
        "duties-of-all": ("/duties/?of=all&held=others", "policy"),
        "my-training": ("/courses/mine/", "owner"),
        "begin": ("/engagements/new/", "owner"),
        "wizard-step": (f"{work}/profile/period/", "owner"),
        "decisions": (f"{work}/decisions/", "owner"),
        "overview": (f"{work}/", "owner"),
        "overview-of-contractor": (f"{work}/", "contractor"),
        "publish": (f"{work}/publish/", "owner"),
        "version": (f"{work}/versions/1/", "owner"),
        "handbook": (f"{work}/versions/1/handbook/", "owner"),
        "inspection-of-client": (f"/inspections/{inspection.pk}/", "owner"),
        "inspection-of-contractor": (f"/inspections/{inspection.pk}/", "contractor"),
        "inspections-of-work": (f"{work}/inspections/", "owner"),
        "inspections-of-work-for-contractor": (f"{work}/inspections/", "contractor"),
        "inspection-visit": (f"/inspections/{inspection.pk}/visit/", "owner"),
        "inspection-on-site": (f"/inspections/{inspection.pk}/on-site/", "owner"),
        "check-sheet": (f"/inspections/{inspection.pk}/sheet.xlsx", "contractor"),
        "catalogue": ("/catalogue/", "owner"),
        "requirement": ("/catalogue/copying/", "owner"),
        "overlay": ("/catalogue/overlay/", "policy"),
        "oscal": ("/oscal/", "policy"),
        "oscal-of-work": (f"{work}/oscal/", "owner"),
        "oscal-of-inspection": (f"/inspections/{inspection.pk}/oscal/", "owner"),
        "chain": (f"{work}/chain/", "owner"),
        "chain-of-contractor": (f"{work}/chain/", "contractor"),
        "handovers": (f"{work}/handovers/", "owner"),
        "decision-paper": (f"{work}/decisions.pdf", "owner"),
        "paper": (f"{work}/versions/1/files/specification.pdf", "owner"),
        "tokens": ("/account/tokens/", "owner"),
        "organization": ("/organization/", "owner"),
        "invite": ("/members/invite/", "administrator"),
        "contractor-invite": ("/contractors/invite/", "owner"),
        "members": ("/members/", "administrator"),
        "audit-trail": ("/audit/", "auditor"),
    }


def queries(cast, inspection, review, portfolio, standard, survey, taken, waved):
    """Return how many queries each page asks, the session's and the person's included."""
    found = {}
    for name, (path, who) in pages(inspection, review, portfolio, standard, survey, taken, waved).items():
        browser = cast.client(getattr(cast, who))
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(path)
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = len(asked)
    return found


def templated(cast, **told):
    """Return a template with two versions, a comment on each and a study session."""
    made = kept.kept(cast, **told)
    kept.said(cast, made)
    kept.revised(cast, made)
    kept.said(cast, made)
    kept.studied(cast, made)
    return made


def surveyed(cast):
    """Return a survey with a frame that waits, a sample of half of the frame, and letters to it."""
    made = surveys.published(cast)
    surveys.changed(cast, made)
    surveys.brought(cast, made)
    asked.framed(cast, made, units=16)
    asked.read(cast, made, *map(asked.line, range(1, 40)))
    asked.draw(cast, made, 8)
    asked.sent(cast, made)
    return made


def more_asked(cast, survey):
    """Let there be more of everything in a survey: units of another stratum, respondents, letters, answers."""
    rows = [
        Unit(
            survey=survey,
            reference=f"B-{n}",
            name=f"新{n}社",
            address=f"新町{n}",
            traits={"role": f"役{n}"},
            stratum=f"層{n}",
        )
        for n in range(9)
    ]
    Unit.objects.bulk_create(rows)
    samples.draw_more(survey, {f"層{n}": 1 for n in range(9)}, "足りない", by=cast.owner, at=NOW)
    asked.sent(cast, survey)
    for each in survey.respondents.all()[:5]:
        asked.answered(cast, each)
    asked.sent(cast, survey, LetterKind.REMINDER)


@pytest.fixture
def little_and_much(cast):
    """Return the counts with one engagement under way, and with a dozen more of them."""
    inspection = promised.submitted(cast)
    review = reading.reviewed(cast)
    reading.corrected(cast, review.files.get())
    standard = templated(cast)
    portfolio = reading.stock(cast)
    taken = collected.opened(cast, people=40)
    collected.answered(taken, 1)
    papers.arrive(taken, 40, by=cast.owner, at=NOW)
    report = reported.excused(cast, taken).report
    survey = surveyed(cast)
    waved = filled(cast, 12, title="二度目の調査", previous=filled(cast, 12, title="初めの調査", seed=2))
    weighed = {"name": "重み", "method": "answered", "margins": {}, "given": {}, "by": cast.owner, "at": NOW}
    results.keep_weighting(waved, data_of(waved), **weighed)
    book_making.ask_for(waved, data_of(waved), "by=role", by=cast.owner, at=NOW)
    # What a process has read of a survey it keeps.
    assert data_of(waved.previous)
    little = queries(cast, inspection, review, portfolio, standard, survey, taken, waved)
    for number in range(6):
        promised.opened(cast, title=f"業務{number}")
        promised.decided(cast, title=f"決めた業務{number}")
    more = reading.reviewed(cast, reading.text(), reading.text(reading.NEW, "新.txt"))
    reading.corrected(cast, more.files.get(place=0))
    portfolios.add(portfolio, [reading.text(reading.NEW, "新.txt"), reading.text()], by=cast.owner, at=NOW)
    portfolio_reading.go_on(portfolio.pk)
    reading.stock(cast, title="別の棚卸し")
    for number in range(3, 20):
        collected.answered(taken, number)
        papers.arrive(taken, number, by=cast.owner, at=NOW)
    reported.excused(cast, taken)
    release_report(report, by=cast.owner, at=NOW)
    for number in range(3):
        templated(cast, title=f"ひな形{number}")
        kept.said(cast, standard)
        kept.studied(cast, standard)
        surveys.published(cast, title=f"調査{number}", previous=survey)
    more_asked(cast, survey)
    for number in range(2):
        more = [{"type": "text", "name": f"T{number}{n}", "label": "追加"} for n in range(20)]
        writing.replace(survey, surveys.sheets(*more), by=cast.owner, at=NOW)
        writing.publish(survey, "", by=cast.owner, at=NOW)
    for number in range(3):
        results.keep_view(waved, f"見方{number}", "q=Q1", by=cast.owner, at=NOW)
    return little, queries(cast, inspection, review, portfolio, standard, survey, taken, waved)


def test_no_page_asks_more_than_its_budget_and_none_asks_more_for_more(little_and_much):
    little, much = little_and_much
    assert much == little
    assert set(little) == set(BUDGET)
    over = {name: (count, BUDGET[name]) for name, count in much.items() if count > BUDGET[name]}
    assert not over
