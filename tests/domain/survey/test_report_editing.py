"""A report that is written on the screen: its draft in full, its places, numbers become references, what is frozen."""

from dataclasses import replace

import pytest

from tests.domain.survey.tables import published
from yakusoku.adapters.survey_figures import store_of, told_store
from yakusoku.adapters.survey_reports import plan_of, require_plan, told_of
from yakusoku.domain.survey.report import editing
from yakusoku.domain.survey.report.drafting import Survey, drafted
from yakusoku.domain.survey.report.findings import Excuse, NumberFinding, NumberKind
from yakusoku.domain.survey.report.outline import ROLE_TITLES, Callout, Headline, Paragraph, Role
from yakusoku.domain.survey.report.plan import PlannedTable, ReportPlan
from yakusoku.domain.survey.report.planning import planned_report
from yakusoku.domain.survey.report.references import rendered
from yakusoku.domain.survey.report.releasing import release_problems
from yakusoku.domain.survey.report.rewording import inserted, place_of_finding, referenced
from yakusoku.domain.survey.report.since import changed_figures
from yakusoku.domain.survey.report.written import written_plan

STORE = published()
TABLES = ("導入", "懸念")
TOLD = (("調査対象", ("企業",)), ("調査方法", ("郵送",)), ("調査期間", ("11月",)), ("基準日", ("10月31日",)))


def written():
    """The draft of two tables, written out."""
    report = drafted(Survey("調査", overview=TOLD), STORE, TABLES)
    return written_plan(report, ReportPlan("調査"), [PlannedTable(name, name) for name in TABLES])


def test_a_draft_written_out_says_what_the_draft_says_and_comes_back_from_its_file():
    plan = written()
    told = told_of(plan)
    require_plan(told)
    assert replace(plan_of(told), pages=()) == replace(plan, pages=())
    draft = drafted(Survey("調査", overview=TOLD), STORE, TABLES)
    made = planned_report(plan_of(told), STORE, TABLES)
    for role in (Role.RESULTS, Role.SUMMARY, Role.APPENDIX):
        assert made.section(role) == draft.section(role), ROLE_TITLES[role]


def test_places_are_added_moved_taken_away_and_said():
    plan = written()
    plan, place = editing.with_added(plan, "r1b1", Callout("約8割"))
    assert (place, editing.block_at(plan, place)) == ("r1b2", Callout("約8割"))
    plan, place = editing.moved(plan, place, up=True)
    assert (place, editing.block_at(plan, "r1b1")) == ("r1b1", Callout("約8割"))
    plan = editing.removed(plan, "r1b1")
    assert isinstance(editing.block_at(plan, "r1b1"), Headline)
    with pytest.raises(editing.NoSuchPlace):
        editing.block_at(plan, "r9b1")
    with pytest.raises(editing.LastOne):
        editing.removed(editing.removed(plan, "r2"), "r1")


@pytest.mark.parametrize(
    ("text", "typed", "sentence", "becomes"),
    [
        pytest.param(
            "委託先は83.5%である。", "83.5%", "委託先は83.5%である。", "委託先は{{R}}である。", id="typed"
        ),
        pytest.param(
            "委託元は{{導入|委託元|実施している}}、委託先は39.0%。",
            "39.0%",
            "委託元は39.0%、委託先は39.0%。",
            "委託元は{{導入|委託元|実施している}}、委託先は{{R}}。",
            id="the-typed-one-not-the-reference",
        ),
        pytest.param(
            "多い。39.0%。また39.0%。", "39.0%", "また39.0%。", "多い。39.0%。また{{R}}。", id="sentence"
        ),
        pytest.param("数はない。", "39.0%", "また39.0%。", None, id="gone"),
    ],
)
def test_a_typed_number_becomes_a_reference(text, typed, sentence, becomes):
    assert referenced(text, STORE, sentence, typed, "{{R}}") == becomes


def test_a_reference_comes_where_the_gap_is():
    assert inserted("委託先は＿＿である。", "{{R}}") == "委託先は{{R}}である。"
    assert inserted("委託先は。", "{{R}}") == "委託先は{{R}}。"


def test_a_finding_stands_in_its_place_and_an_excuse_is_for_one_number():
    plan, _ = editing.with_added(written(), "r1b1", Paragraph("委託先は83.1%、委託元は38.8%である。"))
    found = release_problems(planned_report(plan, STORE, TABLES), STORE)
    numbers = [each for each in found if each.kind is not NumberKind.OUTLINE]
    assert [(each.typed, place_of_finding(each, plan, STORE)) for each in numbers] == [
        ("83.1%", "r1b2"),
        ("38.8%", "r1b2"),
    ]
    excuse = Excuse(numbers[0].sentence, "係長", "2027-03-01", "前の報告書", "83.1%")
    assert [excuse.covers(each) for each in numbers] == [True, False]
    lacking = NumberFinding(NumberKind.OUTLINE, "", "", "調査概要に「設問数」がありません。")
    assert place_of_finding(lacking, plan, STORE) == "overview"


def test_what_was_published_is_frozen_and_told_from_what_is_now():
    again = store_of(told_store(STORE))
    text = "{{実施率@2020年度→実施率@2021年度|委託元|実施したことがある}}"
    assert rendered(text, again) == rendered(text, STORE)
    assert list(changed_figures(again, STORE)) == []
    cells = dict(STORE.tables["導入"].cells)
    cells["委託先", "予定はない"] = cells["委託元", "予定はない"]
    now = replace(STORE, tables={**STORE.tables, "導入": replace(STORE.tables["導入"], cells=cells)})
    (changed,) = changed_figures(again, now)
    assert (changed.group, changed.before, changed.now) == ("委託先", "4.2%（n=287）", "49.5%（n=218）")
