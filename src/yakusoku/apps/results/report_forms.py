"""Forms of reports: a new one, and each place of its outline."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.domain.survey.charts.spec import KIND_LABELS, ChartKind, Order
from yakusoku.domain.survey.report import editing
from yakusoku.domain.survey.report.outline import (
    OVERVIEW_ROWS,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    TableBlock,
)
from yakusoku.domain.survey.report.plan import UNIT, ReportPlan

Rows = tuple[tuple[str, tuple[str, ...]], ...]
MOST_LETTERS, MOST_LINES = 4000, 100
LEAST_HIDDEN, MOST_HIDDEN = 2, 100
ORDERS = ((Order.FORM.value, gettext_lazy("調査票の順")), (Order.LARGEST.value, gettext_lazy("多い順")))
KINDS = (("", gettext_lazy("表に合うもの")), *((kind.value, label) for kind, label in KIND_LABELS.items()))


def line(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    """Return a field for one line, which may be empty."""
    return forms.CharField(label=label, help_text=help_text, required=False, **{"max_length": 300, **more})


def long(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """Return a field for sentences, which may be empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=MOST_LETTERS, widget=widget
    )


def hidden_below() -> forms.IntegerField:
    """Return the field for how few people a cell must have to be hidden."""
    return forms.IntegerField(
        required=False,
        min_value=LEAST_HIDDEN,
        max_value=MOST_HIDDEN,
        label=gettext_lazy("この人数より少ないセルを示さない"),
        help_text=gettext_lazy("空なら、すべて示します。"),
    )


class NewReportForm(forms.Form):
    """What a report is drafted from."""

    title = forms.CharField(max_length=300, label=gettext_lazy("報告書の題"))
    publisher = line(gettext_lazy("発行者"))
    unit = forms.CharField(max_length=10, initial=UNIT, label=gettext_lazy("回答者の単位（社、人、件）"))
    by = forms.ChoiceField(required=False, label=gettext_lazy("表を分ける軸"))
    strata = forms.ChoiceField(required=False, label=gettext_lazy("有効回答数を分ける軸"))
    weight = forms.ChoiceField(required=False, label=gettext_lazy("重み"))
    suppress = hidden_below()
    compare = forms.BooleanField(required=False, label=gettext_lazy("前の回と比べる"))
    compare_by = forms.ChoiceField(required=False, label=gettext_lazy("前の回との比較を分ける軸"))

    def __init__(
        self,
        *args: Any,
        axes: Sequence[tuple[str, str]],
        shared: Sequence[tuple[str, str]],
        weights: Sequence[tuple[str, str]],
        compares: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("分けない"))
        for name, offered in (("by", axes), ("strata", axes), ("compare_by", shared)):
            _offer(self, name, [whole, *offered])
        _offer(self, "weight", [("", _("重みなし")), *weights])
        if not weights:
            del self.fields["weight"]
        if not compares:
            del self.fields["compare"], self.fields["compare_by"]


class CountingForm(forms.Form):
    """By what the tables of a report are counted, and with which wave they are compared."""

    weight = forms.ChoiceField(required=False, label=gettext_lazy("重み"))
    compare = forms.BooleanField(required=False, label=gettext_lazy("前の回と比べる"))
    compare_by = forms.ChoiceField(required=False, label=gettext_lazy("前の回との比較を分ける軸"))

    def __init__(
        self,
        *args: Any,
        shared: Sequence[tuple[str, str]],
        weights: Sequence[tuple[str, str]],
        compares: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "weight", [("", _("重みなし")), *weights])
        _offer(self, "compare_by", [("", _("分けない")), *shared])
        if not weights:
            del self.fields["weight"]
        if not compares:
            del self.fields["compare"], self.fields["compare_by"]


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PlaceForm(forms.Form):
    """The form of a place: what it shows of the plan, and the plan with what was typed."""

    # Fields in which a number may be put.
    numbered: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, plan: ReportPlan, place: str, tables: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", self.shown(plan, place))
        super().__init__(*args, **kwargs)
        self.plan, self.place = plan, place
        if "table" in self.fields:
            _offer(self, "table", tables)

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return what stands in the place."""
        raise NotImplementedError

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with what was typed."""
        raise NotImplementedError


class CoverForm(PlaceForm):
    """What is told of the report as a whole."""

    numbered: ClassVar[tuple[str, ...]] = ()
    title = line(gettext_lazy("題"))
    subtitle = line(gettext_lazy("副題"))
    publisher = line(gettext_lazy("発行者"))
    issued = line(gettext_lazy("発行の年月"))
    unit = forms.CharField(max_length=10, label=gettext_lazy("回答者の単位（社、人、件）"))
    wave = line(gettext_lazy("この回の名前"), gettext_lazy("例：2027年度"), max_length=100)
    suppress = hidden_below()
    tells_errors = forms.BooleanField(
        required=False,
        label=gettext_lazy("標本誤差の表を付録に載せる"),
        help_text=gettext_lazy("標本を抽出した調査で、割合ごとの標準誤差と95%の区間を載せます。"),
    )

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return what is told."""
        names = ("title", "subtitle", "publisher", "issued", "unit", "wave")
        return {name: getattr(plan, name) for name in names} | {
            "suppress": plan.suppress or None,
            "tells_errors": plan.errors,
        }

    def clean_wave(self) -> str:
        """Refuse the signs that references are made of."""
        given: str = self.cleaned_data["wave"]
        if set(given) & set("|｜{}→"):
            raise ValidationError(_("| { } → は使えません。"))
        return given

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with what was typed."""
        told = dict(self.cleaned_data)
        errors, suppress = told.pop("tells_errors"), told.pop("suppress") or 0
        return replace(plan, **told, suppress=suppress, errors=errors)


class OverviewForm(PlaceForm):
    """調査概要, row by row; several lines stand one below the other."""

    numbered: ClassVar[tuple[str, ...]] = tuple(f"row{n}" for n in range(len(OVERVIEW_ROWS)))
    other = long(gettext_lazy("ほかの行"), gettext_lazy("一行に一つ、「項目：文」と書きます。"), 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {f"row{n}": long(label, rows=2) for n, label in enumerate(OVERVIEW_ROWS)}
        self.fields = rows | self.fields

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return the rows."""
        known = dict(plan.overview)
        rows = {f"row{n}": "\n".join(known.get(label, ())) for n, label in enumerate(OVERVIEW_ROWS)}
        others = tuple(row for row in plan.overview if row[0] not in OVERVIEW_ROWS)
        return rows | {"other": as_lines(others)}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the rows."""
        rows = tuple((label, lines_of(self.cleaned_data[f"row{n}"])) for n, label in enumerate(OVERVIEW_ROWS))
        return replace(plan, overview=(*rows, *rows_of(self.cleaned_data["other"])))


class TermsForm(PlaceForm):
    """Words and what they mean."""

    numbered: ClassVar[tuple[str, ...]] = ("rows",)
    rows = long(gettext_lazy("用語"), gettext_lazy("一行に一つ、「ことば：意味」と書きます。"), 8)

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return the words."""
        facts = plan.terms if place == editing.TERMS else _facts(editing.block_at(plan, place))
        return {"rows": as_lines(facts)}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the words."""
        rows = rows_of(self.cleaned_data["rows"])
        if self.place == editing.TERMS:
            return replace(plan, terms=rows)
        return editing.with_block(plan, self.place, Facts(rows))


class LinesForm(PlaceForm):
    """Points, one a line."""

    numbered: ClassVar[tuple[str, ...]] = ("items",)
    items = long(gettext_lazy("箇条書き"), gettext_lazy("一行が一つの点になります。"), 10)

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return the points."""
        block = None if place == editing.SUMMARY else editing.block_at(plan, place)
        items = block.items if isinstance(block, Bullets) else plan.summary
        return {"items": "\n".join(items)}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the points."""
        items = lines_of(self.cleaned_data["items"])
        if self.place == editing.SUMMARY:
            return replace(plan, summary=items)
        return editing.with_block(plan, self.place, Bullets(items))


class TextForm(PlaceForm):
    """A sentence, or some."""

    numbered: ClassVar[tuple[str, ...]] = ("text",)
    text = long(gettext_lazy("文"))

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return the text."""
        block = editing.block_at(plan, place)
        return {"text": block.text if isinstance(block, Headline | Paragraph | Callout) else ""}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the text."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return editing.reworded(plan, self.place, lambda _before: text)


class TitleForm(PlaceForm):
    """The heading of a page."""

    title = line(gettext_lazy("見出し"))

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return the heading."""
        return {"title": editing.page_at(plan, place).title}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the heading."""
        return editing.with_title(plan, self.place, self.cleaned_data["title"])


class ChartForm(PlaceForm):
    """Which table is drawn, and how."""

    table = forms.ChoiceField(label=gettext_lazy("表"))
    kind = forms.ChoiceField(choices=KINDS, required=False, label=gettext_lazy("図の種類"))
    order = forms.ChoiceField(choices=ORDERS, label=gettext_lazy("選択肢の順"))

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return what is drawn."""
        block = editing.block_at(plan, place)
        assert isinstance(block, ChartBlock)
        return {
            "table": block.table,
            "kind": block.kind.value if block.kind else "",
            "order": block.order.value,
        }

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the chart."""
        told = self.cleaned_data
        kind = ChartKind(told["kind"]) if told["kind"] else None
        return editing.with_block(plan, self.place, ChartBlock(told["table"], kind, Order(told["order"])))


class TableForm(PlaceForm):
    """Which table is shown."""

    table = forms.ChoiceField(label=gettext_lazy("表"))
    counts = forms.BooleanField(required=False, label=gettext_lazy("人数も示す"))

    @staticmethod
    def shown(plan: ReportPlan, place: str) -> dict[str, Any]:
        """Return what is shown."""
        block = editing.block_at(plan, place)
        assert isinstance(block, TableBlock)
        return {"table": block.table, "counts": block.counts}

    def applied(self, plan: ReportPlan) -> ReportPlan:
        """Return the plan with the table."""
        told = self.cleaned_data
        return editing.with_block(plan, self.place, TableBlock(told["table"], told["counts"]))


class AddTableForm(forms.Form):
    """A table more, which stands in the appendix and can be drawn and quoted."""

    question = forms.ChoiceField(label=gettext_lazy("設問"))
    by = forms.ChoiceField(required=False, label=gettext_lazy("軸"))
    inside = forms.ChoiceField(required=False, label=gettext_lazy("その中の軸"))
    shows_blank = forms.BooleanField(required=False, label=gettext_lazy("無回答を示す"))

    def __init__(
        self,
        *args: Any,
        questions: Sequence[tuple[str, str]],
        axes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "question", questions)
        for name in ("by", "inside"):
            _offer(self, name, [("", _("分けない")), *axes])


def form_of(plan: ReportPlan, place: str) -> type[PlaceForm] | None:
    """Return the form of a place; None: its tables, which are added and taken away. Raises NoSuchPlace."""
    once: dict[str, type[PlaceForm] | None] = {
        editing.COVER: CoverForm,
        editing.OVERVIEW: OverviewForm,
        editing.TERMS: TermsForm,
        editing.SUMMARY: LinesForm,
        editing.TABLES: None,
    }
    if place in once:
        return once[place]
    if not editing.numbers_of(place)[1]:
        editing.page_at(plan, place)
        return TitleForm
    return _OF_BLOCK[type(editing.block_at(plan, place))]


_OF_BLOCK: dict[type[Block], type[PlaceForm]] = {
    Headline: TextForm,
    Paragraph: TextForm,
    Callout: TextForm,
    Bullets: LinesForm,
    Facts: TermsForm,
    ChartBlock: ChartForm,
    TableBlock: TableForm,
}


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(each.strip() for each in text.splitlines() if each.strip())[:MOST_LINES]


def rows_of(text: str) -> Rows:
    """Return lines such as 「ことば：意味」 as rows; lines of one label stand below one another."""
    rows: dict[str, list[str]] = {}
    for each in lines_of(text):
        label, _colon, rest = each.replace(":", "：", 1).partition("：")
        rows.setdefault(label.strip(), []).append(rest.strip())
    return tuple((label, tuple(filter(None, lines))) for label, lines in rows.items())[:50]


def as_lines(rows: Rows) -> str:
    """Return rows as a person writes them."""
    return "\n".join(f"{label}：{each}" for label, lines in rows for each in (lines or ("",)))


def _facts(block: Block) -> Rows:
    return block.rows if isinstance(block, Facts) else ()
