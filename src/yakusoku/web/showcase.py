"""Examples of every component for the component page. Invented facts, shown only while developing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from yakusoku.web.components import Knot, KnotState, Stage, Step, StepState, Thread
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.paging import Page

COLUMNS = Columns(sorts={"title": "title", "due": "due_on", "people": "people"}, default="due")


class Example(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="業務の名前", help_text="契約書に書く名前です。例：水道検針業務")
    kind = forms.ChoiceField(
        label="この業務で、個人情報を外に持ち出しますか。",
        help_text="訪問先への持参や、事務所の間の運搬も含みます。",
        choices=[("no", "いいえ"), ("yes", "はい"), ("unknown", "まだ分からない")],
        widget=forms.RadioSelect,
    )
    categories = forms.MultipleChoiceField(
        label="扱う情報",
        required=False,
        choices=[("basic", "氏名・住所・生年月日"), ("health", "健康に関する情報"), ("number", "個人番号")],
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(label="何人分の情報ですか", min_value=0)
    procurement = forms.ChoiceField(
        label="契約の方法", choices=[("open", "一般競争入札"), ("proposal", "公募型プロポーザル")]
    )
    start = forms.DateField(label="始まりの日", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="どんなとき", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="内容を確かめました")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the example table."""

    title: str
    line: Thread
    due: date
    people: int
    findings: int
    hours: tuple[int, int]


def line(today: date, *, late: bool) -> Thread:
    """Return an example engagement in its third act; `late`: its inspection is overdue."""
    done, later = KnotState.DONE, KnotState.LATER
    now = (
        Knot("第1回点検", KnotState.OVERDUE, today - timedelta(days=3), "#")
        if late
        else Knot("第1回点検", KnotState.NEXT, today + timedelta(days=2), "#")
    )
    return Thread(
        [
            Stage(
                "決める",
                [
                    Knot("業務実態", done, today - timedelta(days=120)),
                    Knot("特記仕様書", done, today - timedelta(days=100), "#"),
                ],
            ),
            Stage(
                "交わす",
                [
                    Knot("審査会", done, today - timedelta(days=80)),
                    Knot("契約", done, today - timedelta(days=60)),
                ],
            ),
            Stage(
                "守る", [now, Knot("第2回点検", later, today + timedelta(days=92)), Knot("返還・消去", later)]
            ),
        ]
    )


def examples(query: QueryDict) -> dict[str, Any]:
    """Return the context of the component page."""
    today = timezone.localdate()
    wrong = Example({"title": "", "kind": "yes", "people": "-3", "procurement": "open", "agreed": ""})
    rows = [
        Row("水道検針業務", line(today, late=False), today + timedelta(days=2), 8000, 0, (2, 4)),
        Row("訪問調査業務", line(today, late=True), today - timedelta(days=3), 12450, 2, (6, 10)),
        Row("胸部検診業務", line(today, late=False), today, 640, 0, (1, 1)),
    ]
    steps = [
        Step("業務", StepState.DONE, "#"),
        Step("情報", StepState.NOW, "#"),
        Step("場所", StepState.LATER),
        Step("進め方", StepState.LATER),
        Step("期間と契約", StepState.LATER),
    ]
    return {
        "today": today,
        "soon": today + timedelta(days=3),
        "late": today - timedelta(days=3),
        "form": Example(initial={"kind": "yes", "title": "水道検針業務"}),
        "wrong": wrong,
        "line": line(today, late=False),
        "late_line": line(today, late=True),
        "steps": steps,
        "rows": rows,
        "listing": listing_from(query, COLUMNS),
        "page": Page(rows, 2, 25, 1284),
        "basis": ["個人情報の保護に関する法律 第66条第2項", "事例：持出し中の盗難（2008年）"],
        "badges": ["done", "next", "overdue", "later", "info", "warning", "draft"],
    }
