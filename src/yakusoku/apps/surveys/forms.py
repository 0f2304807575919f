"""Forms of surveys, of a questionnaire as a whole, of publishing and of files that are brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department, User
from yakusoku.apps.surveys.access import departments_to_run, runners_of, runs_all, surveys_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.questionnaire.columns import LANGUAGE_NAMES
from yakusoku.domain.survey.wording import JAPANESE
from yakusoku.web.fields import DayField


def long_text(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    """Return a field for some sentences, which may be empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, required=False, widget=widget)


class SurveyForm(forms.Form):
    """What is told of a survey."""

    title = forms.CharField(
        max_length=200,
        label=_("名前"),
        help_text=_("例：委託先の情報セキュリティ対策に関する実態調査（第2回）"),
    )
    purpose = long_text(_("目的"), _("何を知り、何に使うか。依頼状と回答画面に出ます。"))
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("課"))
    owner = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("担当者"), empty_label=_("決めない")
    )
    reference_on = DayField(
        required=False, label=_("基準日"), help_text=_("設問の「現在」が、いつを指すか。")
    )
    opens_on = DayField(required=False, label=_("回答の始まり"))
    closes_on = DayField(required=False, label=_("回答の締切り"))
    population = forms.IntegerField(
        required=False, min_value=1, max_value=2_000_000_000, label=_("母集団の数"),
        help_text=_("標本を選ぶ元の、組織や人の数。分からなければ空のままにします。"),
    )  # fmt: skip
    previous = forms.ModelChoiceField(
        Survey.objects.none(), required=False, label=_("前の回"), empty_label=_("初めての調査"),
        help_text=_("同じ調査を前にもしたときに選ぶと、結果を比べられます。"),
    )  # fmt: skip
    contact = long_text(_("問合せ先"), _("回答する人に知らせる、部署、電話、メール。"), rows=2)
    return_to = long_text(_("返送先"), _("紙の調査票を返してもらう宛先。"), rows=2)

    REMINDERS = ("remind_first", "remind_second", "remind_third")
    remind_first = DayField(required=False, label=_("1回目"))
    remind_second = DayField(required=False, label=_("2回目"))
    remind_third = DayField(required=False, label=_("3回目"))

    def __init__(self, *args: Any, who: Acting, own: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("remind_days", [])
        for name, day in zip(self.REMINDERS, chosen, strict=False):
            self.initial[name] = day
        department, owner, previous = (self.fields[name] for name in ("department", "owner", "previous"))
        assert isinstance(department, forms.ModelChoiceField)
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(previous, forms.ModelChoiceField)
        department.queryset = departments_to_run(who)
        department.required = not runs_all(who)
        department.empty_label = _("組織の全体") if runs_all(who) else _("選んでください")
        owner.queryset = runners_of(who)
        previous.queryset = surveys_of(who).exclude(pk=own)

    def clean(self) -> dict[str, Any]:
        """Put the days of reminders together."""
        told = super().clean() or {}
        told["remind_days"] = [day for name in self.REMINDERS if (day := told.pop(name, None))]
        return told


class AboutForm(forms.Form):
    """Title, reference day and languages of a questionnaire."""

    title = forms.CharField(max_length=300, required=False, label=_("題名"))
    title_second = forms.CharField(max_length=300, required=False, label=_("題名（二つ目の言語）"))
    reference_on = DayField(
        required=False, label=_("基準日"),
        help_text=_("設問の「現在」が、いつを指すか。空なら、調査の基準日を使います。"),
    )  # fmt: skip
    second = forms.ChoiceField(
        required=False, label=_("二つ目の言語"),
        choices=[("", _("日本語だけ")), *((code, name) for code, name in LANGUAGE_NAMES.items() if code != JAPANESE)],
        help_text=_("選ぶと、設問を二つの言語で並べて書けます。「日本語だけ」に戻すと、二つ目の言語の文は消えます。"),
    )  # fmt: skip


class PublishForm(forms.Form):
    """What changed since the version before."""

    note = long_text(_("変わったところ"), _("前の版から、なぜ、どこを変えたか。"))


class BringForm(forms.Form):
    """An XLSForm."""

    upload = forms.FileField(label=_("XLSFormのファイル（.xlsx）"))
