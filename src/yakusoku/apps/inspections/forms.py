"""Forms of answering and verifying."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.inspections.methods import METHOD_LABELS
from yakusoku.domain.packs.labels import INSPECTION_LABELS
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices


class AnswerForm(forms.Form):
    """One answer."""

    answer = forms.ChoiceField(
        choices=choices(ANSWER_LABELS),
        error_messages={"required": _("回答を選んでください。選ぶと、書いたことも保存します。")},
    )
    comment = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    named_evidence = forms.CharField(max_length=1000, required=False)
    # The wording of the question that was read (AskedCheck.wording).
    asked = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """One file shown as evidence."""

    upload = forms.FileField()


class ObserveForm(forms.Form):
    """What the client saw."""

    verification = forms.ChoiceField(
        choices=choices(VERIFICATION_LABELS),
        error_messages={"required": _("確認の結果を選んでください。選ぶと、書いたことも保存します。")},
    )
    seen = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class OpenForm(forms.Form):
    """Which inspection is sent, and by when it is to be answered."""

    # The 調査票 has its own place: before the contract.
    kind = forms.ChoiceField(
        choices=choices({k: v for k, v in INSPECTION_LABELS.items() if k != "pre-assessment"}),
        label=_("点検の種類"),
    )
    due_on = DayField(label=_("回答の期限"))


class ImportForm(forms.Form):
    """A returned check sheet."""

    sheet = forms.FileField(label=_("記入した遵守確認表（.xlsx）"))


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(
        max_length=2000, label=_("直してほしいこと"), widget=forms.Textarea(attrs={"rows": 2})
    )


class AskForm(OpenForm):
    """The same, with who is asked: the contractor itself, or someone below it."""

    asked = forms.ChoiceField(label=_("だれに聞くか"), required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = list(places)  # type: ignore[attr-defined]  # a ChoiceField, above
        self.order_fields(["asked", "kind", "due_on"])


class HoldersForm(forms.Form):
    """Who holds data now."""

    same = forms.ChoiceField(
        choices=[("yes", _("この表のとおり")), ("no", _("違うところがある"))],
        widget=forms.RadioSelect,
        label=_("いま情報を持っているのは、この表のとおりですか"),
        error_messages={"required": _("「この表のとおり」か「違うところがある」を選んでください。")},
    )
    told = forms.CharField(
        label=_("違うところ（だれが、どの情報を、いつから）"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """What was done about a difference."""

    note = forms.CharField(
        label=_("確かめたことと、したこと"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(forms.Form):
    """Who of the department looks at the answers."""

    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("担当者"), empty_label=_("決めない（課のだれでも）")
    )

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, above


class MethodForm(forms.Form):
    """How the client looks."""

    method = forms.ChoiceField(choices=choices(METHOD_LABELS), widget=forms.RadioSelect, label=_("確かめ方"))
    reason = forms.CharField(
        label=_("遠隔で確かめる理由"),
        help_text=_("現地に行けない訳と、遠隔でも確かめられると考えた訳を書いてください。"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class VisitForm(forms.Form):
    """Going there: when, where, who, and what to look at."""

    day = DayField(label=_("行く日"))
    place = forms.CharField(label=_("行く場所"), max_length=200, required=False)
    comers = forms.CharField(label=_("行く人"), max_length=400)
    checks = forms.MultipleChoiceField(
        label=_("現地で見ること"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("現地で見ることを、一つは選んでください。")},
    )

    def __init__(self, *args: Any, checks: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = list(checks)  # type: ignore[attr-defined]  # the field above


class AttendanceForm(forms.Form):
    """That somebody was there."""

    held_on = DayField(label=_("行った日"))
    comers = forms.CharField(label=_("行った人"), max_length=400)
    met = forms.CharField(label=_("立ち会った人（相手方）"), max_length=400)


class NotedForm(ObserveForm):
    """What was seen on the spot, as the page or the tablet sends it (apps/inspections/onsite.Noted)."""

    key = forms.CharField(max_length=64, required=False)
    base = forms.CharField(max_length=64, required=False)
    force = forms.BooleanField(required=False)


class PhotoForm(forms.Form):
    """A photo from the spot."""

    key = forms.CharField(max_length=64, required=False)
    photo = forms.FileField()
