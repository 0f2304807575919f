"""Reports of surveys on the screen: what stops a release, what excuses it, what was released stays."""

import io
import json

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from docx import Document
from pptx import Presentation

from tests.apps.results import reported
from tests.cast import NOW
from yakusoku.adapters.survey_crosswalk import figures_of
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.files.services import content_of
from yakusoku.apps.publicity import services as publicity
from yakusoku.apps.results import report_making
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.models import Weighting
from yakusoku.apps.results.report_figures import looked_at
from yakusoku.apps.results.report_models import Report, ReportVersion
from yakusoku.apps.results.report_queries import changed_since
from yakusoku.apps.results.services import keep_crosswalk, keep_weighting
from yakusoku.apps.samples.models import Draw
from yakusoku.domain.register.public import PublicField

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast):
    return reported.answered(cast)


def program(cast, user):
    """Return a caller of the interface."""
    _, secret = accounts.make_api_token(user, cast.city, "報告書", at=NOW)
    return Client(headers={"authorization": f"Bearer {secret}"})


def page_of(client, address):
    """Return what a page shows."""
    return client.get(address).content.decode()


def sent(client, method, path, **body):
    """Call the interface; return the status and what it answers."""
    answer = getattr(client, method)(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_typed_number_stops_the_release_on_the_page_and_in_the_interface_until_it_is_excused(cast, survey):
    report = reported.whole(cast, survey)
    reported.said(cast, report, reported.WRONG)
    address, call = report.get_absolute_url(), f"/surveys/{survey.pk}/reports/1"
    client, caller = cast.client(cast.owner), program(cast, cast.owner)
    page = client.get(address).content.decode()
    assert "直すところが1か所あります" in page
    assert "報告書を確定する</button>" not in page
    refused = client.post(f"{address}release/", follow=True).content.decode()
    assert "確定できません" in refused
    status, told = sent(caller, "post", f"{call}/release")
    assert (status, told["code"], ReportVersion.objects.count()) == (409, "report.still-open", 0)
    (finding,) = caller.get(f"/api/v1{call}").json()["findings"]
    assert (finding["typed"], finding["place"]) == ("74.93%", "r1b1")
    # An excuse says why, and is for this number only.
    given = {"typed": finding["typed"], "sentence": finding["sentence"]}
    assert "理由を書いてください" in client.post(f"{address}excuses/", given, follow=True).content.decode()
    client.post(f"{address}excuses/", {**given, "why": "前の報告書からの引用"})
    assert client.post(f"{address}release/").status_code == 302
    version = ReportVersion.objects.get()
    assert version.outline["excuses"][0]["why"] == "前の報告書からの引用"
    # Whoever reads the report is told of it too, in each of its files.
    last = report_making.frozen(version)[0].sections[-1].parts[-1]
    assert last.title == "数字の確認"
    ((number, lines),) = last.blocks[1].rows
    assert (number, *lines[:2]) == ("74.93%", f"文：{reported.WRONG}", "理由：前の報告書からの引用")
    assert lines[2].startswith(f"判断：{cast.owner.name}（20")
    assert "前の報告書からの引用" in client.get(version.get_absolute_url()).content.decode()
    for who, status in ((cast.stranger, 404), (cast.colleague, 404), (cast.contractor, 403)):
        assert cast.client(who).post(f"{address}release/").status_code == status
    assert ReportVersion.objects.count() == 1


def test_the_files_carry_the_numbers_of_the_tables_and_stay_when_answers_are_corrected(cast, survey):
    report = reported.whole(cast, survey)
    reported.said(
        cast, report, "大の会社では、{{問1×層|大|はい|約4分の3}}（{{問1×層|大|はい|数}}社）が委託している。"
    )
    client = cast.client(cast.owner)
    # How the sample was drawn tells how far the shares may be off.
    drawn = [{"stratum": stratum, "frame": 200, "drawn": 40} for stratum in ("大", "小")]
    Draw.objects.create(
        survey=survey, seed="1", frame="", allocation=drawn, drawn_by=cast.owner, drawn_at=NOW
    )
    cover = f"{report.get_absolute_url()}places/cover/"
    form = client.get(cover).context
    told = form["form"].initial | {"tells_errors": "on", "suppress": "", "mark": form["mark"]}
    assert client.post(cover, told).status_code == 302
    # A program is told what each mark rests on: 50 points, two errors of 6.2, 40 + 40 less two strata.
    table = (
        program(cast, cast.owner).get(f"/api/v1/surveys/{survey.pk}/results/tables?q=Q1&by=stratum").json()
    )
    yes, no = table["tables"][0]["differences"]
    assert (yes["mark"], yes["test"], yes["df"], yes["bases"]) == ("B", "t-design", 78, [40, 40])
    assert yes["statistic"] == pytest.approx(5.701, abs=1e-3)
    assert (no["higher"], no["correction"], no["level"]) == (False, "holm", 0.01)
    client.post(f"{report.get_absolute_url()}release/")
    version = ReportVersion.objects.get()
    address = version.get_absolute_url()
    assert "4個のうち0個" in client.get(address).content.decode()
    assert (report_making.catch_up(), report_making.catch_up()) == (4, 0)
    version.refresh_from_db()
    words = "大の会社では、約4分の3（30社）が委託している。"
    document = Document(io.BytesIO(content_of(version.docx)))
    assert words in [paragraph.text for paragraph in document.paragraphs]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"75.0%\n30", "25.0%\n10"} <= cells
    # (1 - 40/200) 0.75 · 0.25 / 39, on the scale of the logit at 95 % with 39 degrees of freedom.
    assert {"75.0%\n±6.2\n60.6〜85.4", "39"} <= cells
    deck = Presentation(io.BytesIO(content_of(version.pptx)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    texts = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert words in texts
    assert "標本誤差　問1×層" in texts
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert 0.75 in [
        round(value, 4) for plot in charts[0].plots for row in plot.series for value in row.values
    ]
    assert words in client.get(f"{address}page/").content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.update(figures={})
    assert client.get(f"{address}report.pdf").status_code == 200
    _is_public_when_the_office_for_it_says_so(cast, version, words)
    assert changed_since(version) == []
    first = Record.objects.filter(survey=survey, respondent__stratum="大", answers__Q1="yes").first()
    Record.objects.filter(pk=first.pk).update(answers={"Q1": "no"}, saved_at=NOW.replace(year=2028))
    changed = {(each.group, each.category): (each.before, each.now) for each in changed_since(version)}
    assert changed["大", "はい"] == ("75.0%（n=40）", "72.5%（n=40）")
    assert "確定した後に、データが変わりました" in client.get(address).content.decode()
    assert words in client.get(f"{address}page/").content.decode()


def _is_public_when_the_office_for_it_says_so(cast, version, words):
    """A visitor reads it only on an open page, and only while it is let."""
    fields = [PublicField.TITLE.value]
    told = {"opened": True, "indexed": False, "words": "", "fields": fields, "by": cast.policy, "at": NOW}
    page = publicity.set_page(cast.city, "minato", **told)
    visitor, office = cast.client(None), cast.client(cast.policy)
    public = f"{page.get_absolute_url()}reports/{version.pk}/"
    let = f"{version.get_absolute_url()}publish/"
    assert cast.client(cast.owner).post(let).status_code == 403
    assert visitor.get(public).status_code == 404
    office.post(let)
    assert public in visitor.get(page.get_absolute_url()).content.decode()
    assert words in visitor.get(public).content.decode()
    assert visitor.get(f"{public}report.pdf").status_code == 200
    office.post(let, {"public": "no"})
    assert visitor.get(public).status_code == 404


def test_a_number_is_looked_at_before_it_is_put_and_a_typed_one_becomes_a_reference(cast, survey):
    report = reported.whole(cast, survey)
    client, address = cast.client(cast.owner), report.get_absolute_url()
    place = f"{address}places/r1b1/"
    mark = client.get(place).context["mark"]
    typed = {"mark": mark, "text": "大では＿、全体では50.1%である。"}
    number = {"n-table": "問1×層", "n-group": "大", "n-category": "はい"}
    looked = client.post(place, {**typed, **number, "look": "1"})
    page = looked.content.decode()
    assert all(
        words in page for words in ("大では＿、全体では50.1%である。", "75.0%", "約4分の3", "（n=40）")
    )
    assert [way.said for way in looked.context["picked"].ways][:4] == ["75.0%", "75%", "30", "40"]
    put = {"n-way": "{{問1×層|大|はい|約4分の3}}", "n-into": "text", "insert": "1"}
    assert client.post(place, {**typed, **number, **put}).status_code == 302
    wanted = {"place": "r1b1", "typed": "50.1%", "sentence": "大では約4分の3、全体では50.1%である。"}
    client.post(f"{address}refer/", {**wanted, "suggestion": "{{問1×層|全体|はい}}"})
    report.refresh_from_db()
    said = "大では{{問1×層|大|はい|約4分の3}}、全体では{{問1×層|全体|はい}}である。"
    assert report.outline["results"][0]["blocks"][0] == {"headline": said}
    # Who saves what somebody else changed meanwhile is told, and nothing is lost.
    stale = client.post(place, {"mark": mark, "text": "別の文"})
    assert (stale.status_code, "別の文" in stale.content.decode()) == (422, True)


def test_the_last_change_is_taken_back_and_what_is_typed_in_one_place_is_one_change(cast, survey):
    report = reported.whole(cast, survey)
    client, address = cast.client(cast.owner), report.get_absolute_url()
    blocks = report.outline["results"][0]["blocks"]
    place = f"{address}places/r1b1/"
    for text in ("大", "大では多い。"):
        mark = client.get(place).context["mark"]
        kept = client.post(f"{place}keep/", {"mark": mark, "text": text}).content.decode()
    report.refresh_from_db()
    # What the page keeps while one types carries the mark of the report as well.
    assert report.digest in kept
    undo = {"mark": report.digest, "back": "r1b1"}
    assert client.post(f"{address}undo/", {**undo, "mark": "stale"}).url == address
    for found in (blocks[0], {"headline": "大では多い。"}, blocks[0]):
        assert client.post(f"{address}undo/", {**undo, "mark": report.digest}).url == place
        report.refresh_from_db()
        assert report.outline["results"][0]["blocks"][0] == found
    assert "元に戻した変更を、もう一度する" in client.get(address).content.decode()
    client.post(f"{address}places/r1b1/remove/", {"mark": client.get(place).context["mark"]})
    status, told = sent(program(cast, cast.owner), "post", f"/surveys/{survey.pk}/reports/1/undo")
    assert (status, told["may_undo"], told["outline"]["results"][0]["blocks"]) == (200, True, blocks)


def test_a_draft_is_counted_anew_by_other_weights_and_with_another_wave_and_a_release_is_not(cast):
    earlier = reported.answered(cast, 40, title="前の回")
    survey = reported.answered(cast, previous=earlier)
    data = data_of(survey)
    given = {
        f"{n}": "3" if text == "大" else "1"
        for n, text in zip(data.numbers, data.texts("stratum"), strict=True)
    }
    told = {"name": "重み", "method": "file", "margins": {}, "given": given, "by": cast.owner, "at": NOW}
    weights = keep_weighting(survey, data, **told)
    rows = [
        {
            "label": "委託する",
            "first": {"question": "Q1", "options": ["yes"]},
            "second": {"question": "Q1", "options": ["yes"]},
        }
    ]
    keep_crosswalk(
        survey,
        earlier,
        figures_of({"figures": rows}),
        (data_of(earlier).paper.form, data.paper.form),
        by=cast.owner,
        at=NOW,
    )
    report = reported.whole(cast, survey)
    reported.said(cast, report, "全体では{{問1×層|全体|はい}}。")
    client, address = cast.client(cast.owner), report.get_absolute_url()
    client.post(f"{address}release/")
    mark = client.get(f"{address}counting/").context["mark"]
    assert client.post(f"{address}counting/", {"mark": "stale", "weight": "W1"}).status_code == 422
    client.post(f"{address}counting/", {"mark": mark, "weight": "W1", "compare": "on"})
    assert ">62.5%</a>" in page_of(client, address)
    assert "前回との比較" in page_of(client, address)
    # Sentences rest on the same tests as the page of waves, of which a draw of the wave before makes others.
    for by in ("pooled-z", "independent-t"):
        report.refresh_from_db()
        table = looked_at(report).store.tables["今回"]
        waves = program(cast, cast.owner).get(f"/api/v1/surveys/{survey.pk}/results/waves").json()
        assert [(each["test"], each["p"]) for each in waves["figures"]] == [(by, *table.changes.values())]
        drawn = [{"stratum": stratum, "frame": 200, "drawn": 20} for stratum in ("大", "小")]
        told = {"seed": "1", "frame": "", "allocation": drawn, "drawn_by": cast.owner, "drawn_at": NOW}
        Draw.objects.get_or_create(survey=earlier, defaults=told)
    assert any("「前回」の標本の設計: 層（2個）" in note for note in table.notes)
    earlier.draws.all().delete()
    version = ReportVersion.objects.get()
    assert changed_since(version) == []
    # Without the wave before, its references resolve no longer: they are listed, and stop the release.
    path = f"/surveys/{survey.pk}/reports/1/counting"
    status, told = sent(program(cast, cast.owner), "put", path, weight="W1")
    assert (status, {each["kind"] for each in told["findings"]}) == (200, {"reference"})
    assert client.post(f"{address}release/", follow=True).content.decode().count("確定できません") == 1
    # Weights that were put away leave the page on which others are chosen.
    Weighting.objects.filter(pk=weights.pk).update(dropped_at=NOW)
    assert f"{address}counting/" in page_of(client, address)
    assert client.post(f"{address}counting/", {}).status_code == 302
    assert ">50.0%</a>" in page_of(client, address)


def test_a_report_is_begun_and_written_by_a_program_and_its_outline_is_built_on_the_page(cast, survey):
    caller, base = program(cast, cast.owner), f"/surveys/{survey.pk}/reports"
    status, told = sent(caller, "post", base, title="報告書", by="stratum", strata="stratum")
    assert (status, {each["place"] for each in told["findings"]}) == (201, {"overview"})
    # A battery has one table, of which the draft tells which item stands out.
    (battery,) = (each for each in told["outline"]["tables"] if each["id"].startswith("問5"))
    assert sum(battery["id"] in str(page) for page in told["outline"]["results"]) == 1
    outline = {**told["outline"], "overview": {**told["outline"]["overview"], **reported.OVERVIEW}}
    status, told = sent(caller, "put", f"{base}/1", outline=outline, mark=told["mark"])
    assert (status, told["findings"]) == (200, [])
    assert sent(caller, "put", f"{base}/1", outline={"pages": 1})[0] == 422
    assert sent(caller, "put", f"{base}/1", outline=outline, mark="stale")[0] == 409
    client, address = cast.client(cast.owner), f"{base}/1/"
    made = client.post(f"{address}places/r1b1/add/", {"kind": "callout"})
    assert made.url == f"{address}places/r1b2/"
    client.post(f"{address}places/r1b2/move/", {"way": "up"})
    client.post(f"{address}tables/add/", {"question": "Q4"})
    client.post(f"{address}places/r2/remove/")
    report = Report.objects.get()
    assert list(report.outline["results"][0]["blocks"][0]) == ["callout"]
    assert [table["id"] for table in report.outline["tables"]][-1] == "問4"
    assert len(report.outline["results"]) == len(outline["results"]) - 1
    assert looked_at(report).problems == []
    figures = caller.get(f"/api/v1{base}/1/figures").json()
    assert figures["facts"]["有効回答数"] == 80
    assert ["大", "はい", 40, "75.0", 750, 1, "3/4", 30, 40.0] in figures["tables"][0]["cells"]
    assert caller.get(f"/api/v1{base}").json()["count"] == 1
    assert program(cast, cast.policy).get(f"/api/v1{base}/1").status_code == 200
