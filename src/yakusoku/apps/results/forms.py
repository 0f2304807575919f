"""Forms of results: names of views, weights, crosswalks, tables to check, data for public use."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.adapters.survey_responses import weight_of
from yakusoku.apps.results.models import Start, Way

MOST_MARGINS, MOST_TEXT = 500, 200_000


class ViewForm(forms.Form):
    """A name under which a view of tables is kept."""

    name = forms.CharField(max_length=60, label=gettext_lazy("見方の名前"))
    query = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)


class WeightForm(forms.Form):
    """Weights to keep."""

    name = forms.CharField(max_length=60, label=gettext_lazy("重みの名前"))
    method = forms.ChoiceField(
        choices=Way.choices, widget=forms.RadioSelect, label=gettext_lazy("重みの付け方")
    )
    margins = forms.CharField(
        required=False,
        max_length=40_000,
        label=gettext_lazy("分かっている合計（レイキングのとき）"),
        help_text=gettext_lazy(
            "一行に一つ、「規模, 大規模, 120」のように、軸、区分、母集団での数を書きます。"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    start = forms.ChoiceField(
        choices=Start.choices, required=False, label=gettext_lazy("始めの重み（レイキングのとき）")
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("ファイル（合計の表、又は回答者の番号と重みの表）"),
        help_text=gettext_lazy(
            "CSVかExcel。合計は3列（軸、区分、数）、重みは2列（番号、重み）で、見出しはあってもなくてもかまいません。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Require what the chosen way needs."""
        told = super().clean() or {}
        method = told.get("method")
        if method == Way.RAKING and not told.get("margins") and not told.get("file"):
            self.add_error("margins", _("合計を書くか、ファイルを選んでください。"))
        if method == Way.FILE and not told.get("file"):
            self.add_error("file", _("ファイルを選んでください。"))
        return told


def margins_from(rows: list[list[str]], words: dict[str, str]) -> dict[str, dict[str, float]]:
    """Return totals by axis from lines of three cells. Raises ValidationError with the line.

    words   the words of axes and the names that they stand for
    """
    found: dict[str, dict[str, float]] = {}
    for line, row in enumerate(_filled(rows), 1):
        total = _number(row[2]) if len(row) > 2 else None
        if total is None and line == 1:
            continue
        if total is None or len(row) < 3:
            raise ValidationError(_("%s行目を、「軸, 区分, 数」にしてください。") % line)
        name = words.get(row[0], row[0])
        found.setdefault(name, {})[row[1]] = total
    if not found or sum(map(len, found.values())) > MOST_MARGINS:
        raise ValidationError(_("合計を、1行から%s行までで書いてください。") % MOST_MARGINS)
    return found


def weights_from(rows: list[list[str]]) -> dict[int, str]:
    """Return weights by the number of the respondent from lines of two cells. Raises ValidationError with the line."""
    found: dict[int, str] = {}
    for line, row in enumerate(_filled(rows), 1):
        number = row[0] if row[0].isascii() and row[0].isdigit() and len(row[0]) < 10 else ""
        if not number and line == 1:
            continue
        if not number or len(row) < 2 or weight_of(row[1]) is None:
            raise ValidationError(_("%s行目を、「番号, 重み」にしてください。重みは0以上の数です。") % line)
        if int(number) in found:
            raise ValidationError(_("%s番の重みが、二つあります。") % number)
        found[int(number)] = row[1]
    if not found:
        raise ValidationError(_("重みの行がありません。"))
    return found


def _filled(rows: list[list[str]]) -> list[list[str]]:
    folded = [[unicodedata.normalize("NFKC", cell).strip() for cell in row] for row in rows]
    return [row for row in folded if any(row)]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None


class CheckForm(forms.Form):
    """A published table to check."""

    pasted = forms.CharField(
        required=False,
        max_length=MOST_TEXT,
        label=gettext_lazy("表を貼り付ける"),
        help_text=gettext_lazy("表計算の表を写して、そのまま貼り付けられます。n（回答数）の列が要ります。"),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("又は、ファイル（CSV、Excel、PowerPoint）"),
        help_text=gettext_lazy("ファイルは、確かめるためだけに読み、残しません。"),
    )
    kind = forms.ChoiceField(
        choices=[
            ("", gettext_lazy("表から読み取る")),
            ("single", gettext_lazy("単一回答（合わせて100%になる）")),
            ("multiple", gettext_lazy("複数回答")),
            ("battery", gettext_lazy("項目ごとの割合（合計に意味がない）")),
        ],
        required=False,
        label=gettext_lazy("回答の形式"),
    )
    sentences = forms.CharField(
        required=False,
        max_length=MOST_TEXT,
        label=gettext_lazy("文を貼り付ける"),
        help_text=gettext_lazy(
            "報告書の文を貼り付けると、文の中の数を一つずつ表と照らします。"
            "# で始まる行に表の名前を書くと、次の行からその表と照らします。"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    from_file = forms.BooleanField(required=False, label=gettext_lazy("PowerPointのファイルにある文も照らす"))

    def clean(self) -> dict[str, Any]:
        """Require a table."""
        told = super().clean() or {}
        if not told.get("pasted", "").strip() and not told.get("file"):
            raise ValidationError(_("表を貼り付けるか、ファイルを選んでください。"))
        return told


class CrosswalkFileForm(forms.Form):
    """A crosswalk as YAML."""

    file = forms.FileField(label=gettext_lazy("対応表のファイル（.yaml）"))
