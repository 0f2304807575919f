"""Forms of the review board."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.board.models import Attendance, Manner, Side
from yakusoku.domain.board.voting import DECIDED_LABELS, QUORUM_LABELS, VOTE_LABELS, Quorum, Rule
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices


def lines(rows: int = 3) -> forms.Textarea:
    """Return a box for some lines of text."""
    return forms.Textarea(attrs={"rows": rows})


def chosen_from(form: forms.Form, name: str, people: "QuerySet[User]") -> None:
    """Let a field of a form offer these people."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people


class RulesForm(forms.Form):
    """How the board works."""

    name = forms.CharField(
        max_length=100, required=False, label=_("審査会の名前"), help_text=_("空なら「外部委託審査会」")
    )
    chair = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=_("選んでいない"),
        label=_("委員長"),
        help_text=_("議長を務めます。会議ごとに代理を選べます。"),
    )
    quorum = forms.ChoiceField(
        choices=choices(QUORUM_LABELS), label=_("定足数"), widget=forms.RadioSelect, initial=Quorum.MAJORITY
    )
    quorum_value = forms.IntegerField(
        min_value=0,
        max_value=999,
        required=False,
        label=_("割合か人数"),
        help_text=_("「委員の過半数」なら要りません。"),
    )
    abstentions_count = forms.BooleanField(
        required=False, label=_("棄権した委員も、過半数のもとになる人数に数える")
    )
    chair_breaks_ties = forms.BooleanField(required=False, label=_("可否同数のときは、議長の投票で決する"))
    chair_may_decide = forms.BooleanField(
        required=False, label=_("急ぐときは、委員長が書面で決めてよい（専決）")
    )
    names_in_minutes = forms.BooleanField(required=False, label=_("議事録に、だれがどう投票したかを載せる"))

    def __init__(self, *args: Any, members: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_from(self, "chair", members)

    def rule(self) -> Rule:
        """Return the rule of voting that was typed."""
        told = self.cleaned_data
        return Rule(
            Quorum(told["quorum"]),
            told["quorum_value"] or 0,
            told["abstentions_count"],
            told["chair_breaks_ties"],
            told["chair_may_decide"],
        )


class MeetingForm(forms.Form):
    """When, where and how a meeting is held."""

    manner = forms.ChoiceField(
        choices=Manner.choices, label=_("開き方"), widget=forms.RadioSelect, initial=Manner.ROOM
    )
    held_on = DayField(label=_("開く日"), help_text=_("持回りのときは、投票の締切の日"))
    starts_at = forms.TimeField(
        required=False, label=_("始まる時刻"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(
        max_length=200, required=False, label=_("場所"), help_text=_("会議室の名前か、オンライン会議の入り方")
    )
    chair = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=_("選んでいない"),
        label=_("議長"),
        help_text=_("選ばなければ、委員長が務めます。"),
    )
    note = forms.CharField(max_length=2000, required=False, label=_("委員へのお知らせ"), widget=lines())

    def __init__(self, *args: Any, members: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_from(self, "chair", members)


class SubjectForm(forms.Form):
    """A subject that is no case."""

    title = forms.CharField(max_length=200, label=_("議案の題"))


class AttendanceForm(forms.Form):
    """Who is there: one field for each member, `seat-7`."""

    def __init__(self, *args: Any, seats: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member, name, there in seats:
            self.fields[f"seat-{member}"] = forms.ChoiceField(
                choices=Attendance.choices, label=name, initial=there
            )

    def attendance(self) -> dict[int, Attendance]:
        """Return who is there, by number of the member."""
        return {
            int(name.removeprefix("seat-")): Attendance(value) for name, value in self.cleaned_data.items()
        }


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=2000, label=_("理由"), widget=lines(2))


class OptionalReasonForm(forms.Form):
    """What a later version of the minutes corrects."""

    reason = forms.CharField(max_length=2000, required=False, label=_("何を訂正したか"), widget=lines(2))


class ConflictForm(forms.Form):
    """An interest in a case."""

    reason = forms.CharField(
        max_length=2000, label=_("どんな関わりがあるか"), widget=lines(2), help_text=_("例：親族が勤めている")
    )


class VoteForm(forms.Form):
    """A member's own vote."""

    vote = forms.ChoiceField(
        choices=choices(VOTE_LABELS),
        label=_("あなたの投票"),
        widget=forms.RadioSelect,
        error_messages={"required": _("どれか一つを選んでください。")},
    )
    comment = forms.CharField(max_length=2000, required=False, label=_("意見（任意）"), widget=lines(2))


class RoomVoteForm(forms.Form):
    """A vote given in the room, written down by the secretariat."""

    member = forms.ModelChoiceField(User.objects.none(), label=_("委員"), empty_label=None)
    vote = forms.ChoiceField(choices=choices(VOTE_LABELS), label=_("投票"))

    def __init__(self, *args: Any, members: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen_from(self, "member", members)


class DiscussionForm(forms.Form):
    """What was said. `before` marks the text that the writer saw."""

    discussion = forms.CharField(max_length=20_000, required=False, label=_("審議の内容"), widget=lines(6))
    before = forms.CharField(max_length=16, widget=forms.HiddenInput)


class ConditionForm(forms.Form):
    """A condition of an approval."""

    text = forms.CharField(max_length=2000, label=_("条件"), widget=lines(2))
    side = forms.ChoiceField(choices=Side.choices, label=_("だれが満たすか"), widget=forms.RadioSelect)
    due_on = DayField(label=_("いつまでに"))
    proof = forms.CharField(max_length=300, label=_("何で示すか"), help_text=_("例：改めた手順書の写し"))


class DecisionForm(forms.Form):
    """The wording of a decision."""

    decision = forms.CharField(
        max_length=5000,
        required=False,
        label=_("決定の文"),
        widget=lines(),
        help_text=_("議事録に載ります。"),
    )


class AloneForm(forms.Form):
    """A decision of the chair alone."""

    decided = forms.ChoiceField(choices=choices(DECIDED_LABELS), label=_("結論"), widget=forms.RadioSelect)
    reason = forms.CharField(max_length=5000, label=_("専決する理由と決定の文"), widget=lines())


class CorrectionForm(forms.Form):
    """Another wording of a decision that was made."""

    decision = forms.CharField(max_length=5000, required=False, label=_("決定の文"), widget=lines())
    reason = forms.CharField(max_length=2000, label=_("訂正の理由"), widget=lines(2))


class ReportForm(forms.Form):
    """The word that a condition is met."""

    report = forms.CharField(max_length=2000, label=_("したこと"), widget=lines())
    upload = forms.FileField(required=False, label=_("示すもの（ファイル）"))
