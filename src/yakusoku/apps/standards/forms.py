"""Forms of templates."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Department, User
from yakusoku.apps.consultations.forms import FilesField
from yakusoku.apps.standards.access import departments_to_keep, keepers_of, keeps_all, standards_of
from yakusoku.apps.standards.models import Kind, LawNotice, Standard, StandardVersion
from yakusoku.domain.standards.due import MONTHS, MOST_MONTHS, OUTCOME_LABELS, Outcome
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices


def long_text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    """Return a field for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=required, widget=widget
    )


class StandardForm(forms.Form):
    """What is told of a template: what it is, who answers for it, how often it is looked at."""

    title = forms.CharField(max_length=200, label=_("名前"), help_text=_("例：業務委託契約書（準委任）"))
    kind = forms.ChoiceField(
        choices=Kind.choices, label=_("種類"), widget=forms.RadioSelect, initial=Kind.TEMPLATE
    )
    about = long_text(_("何に使うか"), required=False, rows=2)
    department = forms.ModelChoiceField(Department.objects.none(), required=False, label=_("持ち主の課"))
    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=_("担当者"),
        empty_label=_("決めない"),
        help_text=_("見直しの知らせは、この人に届きます。異動したときは、課に戻ります。"),
    )
    months = forms.IntegerField(
        min_value=1, max_value=MOST_MONTHS, initial=MONTHS, label=_("何か月ごとに見直すか")
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department, owner = self.fields["department"], self.fields["owner"]
        assert isinstance(department, forms.ModelChoiceField)
        assert isinstance(owner, forms.ModelChoiceField)
        department.queryset = departments_to_keep(who)
        department.required = not keeps_all(who)
        department.empty_label = _("組織の全体") if keeps_all(who) else _("選んでください")
        owner.queryset = keepers_of(who)


class NewForm(StandardForm):
    """A new template with its first version."""

    reviewed_on = DayField(
        required=False,
        label=_("最後に見直した日"),
        help_text=_("次の見直しは、この日から数えます。分からなければ空のままにします（今日から数えます）。"),
    )
    upload = forms.FileField(
        label=_("ファイル"), help_text=_("Word（.docx）、PDF、Excel（.xlsx）、HTML、テキストを読めます。")
    )


class ReviewForm(forms.Form):
    """One look at a template: who, when, what came of it, why, and which changes of the law were considered."""

    outcome = forms.ChoiceField(
        choices=choices(OUTCOME_LABELS), label=_("見直した結果"), widget=forms.RadioSelect
    )
    upload = forms.FileField(required=False, label=_("改訂した版"), help_text=_("改訂のときだけ選びます。"))
    reason = long_text(_("理由"), _("何を確かめ、なぜ変えたか、なぜ変えなかったかを書きます。"))
    considered = forms.MultipleChoiceField(
        required=False, label=_("確かめた法令の変わり目"), widget=forms.CheckboxSelectMultiple
    )
    reviewed_on = DayField(label=_("見直した日"), initial=localdate)
    reviewed_by = forms.ModelChoiceField(User.objects.none(), label=_("見直した人"), empty_label=None)

    def __init__(self, *args: Any, who: Acting, notices: list[LawNotice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, considered = self.fields["reviewed_by"], self.fields["considered"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(considered, forms.MultipleChoiceField)
        people.queryset = keepers_of(who)
        people.initial = who.user.pk
        considered.choices = [(each.change, each.told["title"]) for each in notices]
        considered.initial = [each.change for each in notices if each.told["since"] <= f"{localdate()}"]
        if not notices:
            del self.fields["considered"]

    def clean(self) -> dict[str, Any]:
        """Ask for a version where one was revised, and for none where nothing was."""
        given = super().clean() or {}
        revised = given.get("outcome") == Outcome.REVISED
        if revised and not given.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("改訂した版のファイルを選んでください。"))
        if given.get("outcome") == Outcome.UNCHANGED and given.get("upload"):
            self.add_error("upload", _("「変更なし」のときは、ファイルを選ばないでください。"))
        return given


class CommentForm(forms.Form):
    """What somebody says of a template or of one clause."""

    clause = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("どこについて"))
    text = long_text(_("現場の声"), _("使いにくいところ、実際と合わないところを、そのまま書いてください。"))

    def __init__(self, *args: Any, version: StandardVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        assert isinstance(field, forms.TypedChoiceField)
        names = [(str(place), version.clause_name(place)) for place in range(len(version.clauses))]
        field.choices = [("", _("ひな形の全体")), *names]


class AnswerForm(forms.Form):
    """What was done about a comment."""

    text = long_text(_("どうしたか"), rows=2)


class StudyForm(forms.Form):
    """A study session."""

    title = forms.CharField(max_length=200, label=_("テーマ"))
    held_on = DayField(label=_("開いた日"))
    people = forms.CharField(
        max_length=1000, label=_("参加した人"), help_text=_("例：契約管財課3人、情報政策課2人、顧問弁護士")
    )
    learned = long_text(_("学んだこと"), _("ひな形のどこを、なぜ直すことになったかも書きます。"), rows=6)
    standards = forms.ModelMultipleChoiceField(
        Standard.objects.none(),
        required=False,
        label=_("どのひな形について"),
        widget=forms.CheckboxSelectMultiple,
    )
    uploads = FilesField()

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standards"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = standards_of(who).filter(retired_at__isnull=True).order_by("title")
