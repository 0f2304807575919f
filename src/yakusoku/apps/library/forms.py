"""Forms of the contractor's side."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.library.queries import kind_name, kinds
from yakusoku.apps.library.services.answers import Wanted
from yakusoku.apps.library.services.certificates import Paper
from yakusoku.domain.inspections.answers import ANSWER_LABELS, Answer
from yakusoku.domain.library.links import LONGEST
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices

AREA = {"rows": 3}


class KeptAnswerForm(forms.Form):
    """What a kept answer says."""

    answer = forms.ChoiceField(choices=choices(ANSWER_LABELS), label=_("回答"), widget=forms.RadioSelect)
    comment = forms.CharField(
        max_length=2000, required=False, label=_("コメント"), widget=forms.Textarea(attrs=AREA)
    )
    named_evidence = forms.CharField(
        max_length=1000,
        required=False,
        label=_("証拠（資料の名前）"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = DayField(required=False, label=_("いつから使えるか"))
    valid_until = DayField(
        required=False,
        label=_("いつまで使えるか"),
        help_text=_("過ぎると、候補に出ても印は付きません。"),
    )
    tags = forms.CharField(
        max_length=200, required=False, label=_("しるし"), help_text=_("「、」で区切ります。")
    )
    for_everyone = forms.BooleanField(
        required=False,
        label=_("コメントと証拠を、どの委託元にも見せてよい"),
        help_text=_("付けないと、残したときの委託元のほかには、回答だけを入れます。"),
    )

    def wanted(self, question: str) -> Wanted:
        """Return what the form asks for."""
        data = self.cleaned_data
        return Wanted(
            question=question,
            answer=Answer(data["answer"]),
            comment=data["comment"],
            named_evidence=data["named_evidence"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            tags=data["tags"],
            for_everyone=data["for_everyone"],
        )


class NewAnswerForm(KeptAnswerForm):
    """An answer to a question in one's own words."""

    question = forms.CharField(
        max_length=1000,
        label=_("質問の文"),
        help_text=_("聞かれた文のとおりに入れます。同じ文の質問に候補として出ます。"),
        widget=forms.Textarea(attrs=AREA),
    )
    field_order = ("question",)


class RevisionForm(forms.Form):
    """Which revision was looked at."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class FileForm(forms.Form):
    """One file."""

    upload = forms.FileField(label=_("ファイル"))


class KeepForm(forms.Form):
    """How answers of a sheet are kept."""

    valid_until = DayField(
        required=False,
        label=_("いつまで使えるか"),
        help_text=_("ふつうは1年です。実際が変わったら、その前でも直します。"),
    )
    for_everyone = forms.BooleanField(
        required=False,
        label=_("コメントと証拠を、どの委託元にも見せてよい"),
        help_text=_("この委託元や業務のことが書かれていないときだけ付けます。"),
    )


class CertificateForm(forms.Form):
    """What stands on a certificate."""

    kind = forms.ChoiceField(label=_("認証の種類"))
    number = forms.CharField(max_length=100, label=_("登録番号"))
    scope = forms.CharField(
        max_length=1000,
        label=_("対象の範囲"),
        help_text=_("書面にある部署、場所、サービスの名前を、そのまま入れます。委託元が読みます。"),
        widget=forms.Textarea(attrs=AREA),
    )
    valid_until = DayField(required=False, label=_("有効期限"), help_text=_("書面に書かれた日です。"))
    counted_from = DayField(
        required=False,
        label=_("起算の日"),
        help_text=_("有効期限が書かれていないときだけ入れます。下の表の月数から数えます。"),
    )
    upload = forms.FileField(required=False, label=_("登録証などの写し"))

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(id, kind_name(id)) for id in kinds()]
        # Another kind is another certificate.
        field.disabled = fixed

    def paper(self) -> Paper:
        """Return what the form asks for."""
        data = self.cleaned_data
        return Paper(data["kind"], data["number"], data["scope"], data["counted_from"], data["valid_until"])


class LinkForm(forms.Form):
    """For whom a link is, and how long it works."""

    person = forms.CharField(max_length=100, label=_("答える人の氏名"))
    email = forms.EmailField(
        required=False,
        label=_("メールアドレス"),
        help_text=_("入れると、メールが使えるときはリンクを送ります。"),
    )
    days = forms.IntegerField(min_value=1, max_value=LONGEST, initial=14, label=_("使える日数"))


class PackageForm(forms.Form):
    """A package that comes back."""

    package = forms.FileField(label=_("記入したファイル一式（.zip）"))
    handed_over_by = forms.CharField(
        max_length=100,
        required=False,
        label=_("だれから受け取ったか"),
        help_text=_("USBメモリなどを持ってきた人の、会社と氏名を入れます。"),
    )

    def __init__(self, *args: Any, by_clerk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_clerk:
            self.fields["handed_over_by"].required = True
        else:
            del self.fields["handed_over_by"]
