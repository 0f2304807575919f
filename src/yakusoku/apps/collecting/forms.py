"""Forms of what comes in for a survey."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.collecting.access import number_on_paper
from yakusoku.apps.collecting.models import Joining
from yakusoku.apps.collecting.terms import MOST_RULES
from yakusoku.apps.surveys.models import Survey

BETWEEN = "|"


class NumberForm(forms.Form):
    """The number of a respondent, as it stands on the paper; or what a reader tells of its QR code."""

    number = forms.CharField(
        max_length=300,
        label=gettext_lazy("紙にある回答者の番号"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, survey: Survey, data: Any = None) -> None:
        super().__init__(data)
        self._survey = survey

    def clean_number(self) -> int:
        """Return the number."""
        found = number_on_paper(self._survey, self.cleaned_data["number"])
        if found is None:
            raise ValidationError(_("番号を数字で入れるか、この調査の紙にあるQRコードを読み取ってください。"))
        return found


class CorrectionForm(forms.Form):
    """One answer set anew."""

    question = forms.CharField(max_length=100, widget=forms.HiddenInput)
    typed = forms.CharField(
        max_length=4000,
        required=False,
        label=gettext_lazy("正しい答え"),
        help_text=gettext_lazy(
            "選択肢の番号（複数は間を空ける）、数、文。二つ以上に印は *、選びすぎは +、読めないは ?、無回答は空のままにします。"
        ),
    )
    reason = forms.CharField(
        max_length=2000, label=gettext_lazy("なぜ直すか"), widget=forms.Textarea(attrs={"rows": 2})
    )


class TermsForm(forms.Form):
    """How answers are taken."""

    joining = forms.ChoiceField(
        choices=Joining.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("一人から二つ届いたとき、どちらを使うか"),
        help_text=gettext_lazy("使わないほうも、理由とともに残ります。"),
    )
    amend = forms.BooleanField(required=False, label=gettext_lazy("締切りまで、回答者が提出した回答を直せる"))
    twice = forms.BooleanField(required=False, label=gettext_lazy("紙の回答を、別の二人が一度ずつ入力する"))
    rules = forms.CharField(
        required=False,
        max_length=40_000,
        label=gettext_lazy("答えどうしの決まり"),
        help_text=gettext_lazy(
            "一行に一つ、「名前 | 成り立つはずの条件 | 成り立たないときの文」と書きます。"
            "例：R1 | ${Q3} <= ${Q2} | 在宅勤務の人数が従業員数を超えています"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_rules(self) -> list[dict[str, str]]:
        """Return the rules, one for each line."""
        found: list[dict[str, str]] = []
        for line in self.cleaned_data["rules"].splitlines():
            if line.strip():
                parts = [part.strip() for part in line.split(BETWEEN, 2)]
                if len(parts) != 3 or not all(parts) or len(parts[0]) > 50:
                    raise ValidationError(
                        _("「%(line)s」を、三つに分けて書いてください。") % {"line": line[:40]}
                    )
                found.append(dict(zip(("name", "condition", "sentence"), parts, strict=True)))
        names = [each["name"] for each in found]
        if len(set(names)) != len(names):
            raise ValidationError(_("同じ名前の決まりが二つあります。"))
        if len(found) > MOST_RULES:
            raise ValidationError(_("決まりは%(most)sまでにしてください。") % {"most": MOST_RULES})
        return found


def rules_as_text(rules: list[dict[str, Any]]) -> str:
    """Return rules as the form takes them."""
    return "\n".join(f" {BETWEEN} ".join((r["name"], r["condition"], r["sentence"])) for r in rules)


class PapersFileForm(forms.Form):
    """A file of papers that were keyed elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("ファイル（csv 又は xlsx）"),
        help_text=gettext_lazy(
            "一行目は「番号」と設問の名前（Q1、Q2、…）にします。"
            "csv は20,000行、xlsx は20万セルまでです。大きなものは、読み取りに1分ほどかかります。"
        ),
    )
