"""Forms of the chain. They check shapes; rules live in the domain."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.chain.models import MEDIA_LABELS
from yakusoku.apps.chain.queries import Clause
from yakusoku.apps.chain.services import Told
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.packs.labels import PLACE_LABELS, TRAVEL_LABELS, fact_label
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices

MOST_COPIES = 10_000_000
# Nothing is chosen beforehand: a default would be recorded without a thought.
UNCHOSEN = ("", _("選んでください"))


def several(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Return a field of boxes to tick; its choices are set by the form."""
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, widget=forms.CheckboxSelectMultiple, required=False
    )


def lines(label: Any, rows: int = 2, **kwargs: Any) -> forms.CharField:
    """Return a field for a few lines of text."""
    kwargs.setdefault("required", False)
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def category_choices(held: Iterable[str]) -> list[tuple[str, str]]:
    """Return the kinds of data among `held`, in the order in which they are always told."""
    known = set(held)
    return choices({each.value: fact_label(f"categories.{each.value}") for each in Category if each in known})


def clause_choices(clauses: Iterable[Clause]) -> list[tuple[str, str]]:
    """Return the clauses of the promise as value and words."""
    return [
        (clause.slug, _("第%(number)s条 %(title)s") % {"number": clause.number, "title": clause.title})
        for clause in clauses
    ]


class DayForm(forms.Form):
    """The day as of which the chain is drawn."""

    on = DayField(label=_("この日のつながりを見る"), required=False)


class PlaceForm(forms.Form):
    """Who holds which data, where, and how it gets there."""

    name = forms.CharField(label=_("名前（会社又は人）"), max_length=200)
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("登録された会社"),
        help_text=_("選ぶと、その会社の利用者が自分の段を見て、点検に答えられます。"),
        required=False,
        empty_label=_("登録がない、又は分からない"),
    )
    part = forms.CharField(label=_("受け持つ仕事"), max_length=200, required=False)
    categories = several(_("渡す情報"), _("渡す側が持っている情報の中から、要るものだけを選んでください。"))
    place = forms.ChoiceField(label=_("扱う場所"), choices=[UNCHOSEN, *choices(PLACE_LABELS)])
    site = forms.CharField(label=_("場所の名前・所在地"), max_length=200, required=False)
    travels_by = forms.ChoiceField(label=_("渡し方"), choices=[UNCHOSEN, *choices(TRAVEL_LABELS)])

    def __init__(
        self,
        *args: Any,
        held: Iterable[str],
        companies: "QuerySet[Organization] | None" = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        boxes = self.fields["categories"]
        assert isinstance(boxes, forms.MultipleChoiceField)
        boxes.choices = category_choices(held)
        if not boxes.choices:
            del self.fields["categories"]
        if companies is None:
            # Who else works for the client is not the contractor's to know.
            del self.fields["organization"]
            return
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies

    def told(self) -> Told:
        """Return what was told."""
        data = self.cleaned_data
        clauses = data.get("clauses")
        return Told(
            name=data["name"],
            place=data["place"],
            travels_by=data["travels_by"],
            categories=tuple(data.get("categories", ())),
            part=data["part"],
            site=data["site"],
            since=data["since"],
            until=data.get("until"),
            reason=data.get("reason", ""),
            passed=None if clauses is None else tuple(clauses),
            organization=data.get("organization"),
        )


class RequestForm(PlaceForm):
    """A request for consent."""

    since = DayField(label=_("いつから"))
    until = DayField(
        label=_("いつまで"), help_text=_("業務の終わりまでのときは、空けておきます。"), required=False
    )
    reason = lines(_("再委託する理由"), required=True)
    clauses = several(
        _("再委託の契約に引き継ぐ条文"),
        _("引き継がないものがあれば、印を外してください。委託元が、どの段で失われたかを見ます。"),
    )

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clauses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = clause_choices(clauses)
        field.initial = [clause.slug for clause in clauses]
        if not clauses:
            del self.fields["clauses"]


class FoundForm(PlaceForm):
    """Someone who was found to hold data."""

    giver = forms.ChoiceField(label=_("だれから渡ったか"))
    since = DayField(label=_("いつから（分かれば）"), required=False)
    note = lines(
        _("どのように分かったか"),
        help_text=_("委託元の控えです。委託先には見えません。"),
    )
    field_order = ("giver", "name")

    def __init__(self, *args: Any, givers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tell_what_went_before()
        field = self.fields["giver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(givers)

    def _tell_what_went_before(self) -> None:
        """Ask what has reached them already, not what shall be handed over."""
        asked: dict[str, tuple[Any, Any]] = {
            "part": (_("受け持っている仕事"), ""),
            "categories": (_("渡っていた情報"), _("分かっているものを選んでください。")),
            "place": (_("扱っている場所"), ""),
            "travels_by": (_("どう渡ったか"), ""),
        }
        for name, (label, help_text) in asked.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text


class ConsentForm(forms.Form):
    """A written consent."""

    decided_on = DayField(label=_("承諾した日"), help_text=_("承諾書に書く日です。"))
    conditions = lines(_("加える条件"), 3, help_text=_("一行に一つ書いてください。なければ空けておきます。"))
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("登録された会社"),
        help_text=_("この相手が登録された会社なら選んでください。その会社の利用者が、自分の段を見られます。"),
        required=False,
        empty_label=_("登録がない"),
    )
    letter = forms.FileField(
        label=_("押印した承諾書の写し"),
        help_text=_("あれば付けます。あとから作ることもできます。"),
        required=False,
    )
    stated = forms.BooleanField(label=_("最初の委託者として、下のとおり許諾します"), required=False)

    def __init__(
        self, *args: Any, companies: "QuerySet[Organization]", permits: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies
        if not permits:
            del self.fields["stated"]


class ReasonForm(forms.Form):
    """Why not."""

    reason = lines(_("理由"), required=True)


class EndForm(forms.Form):
    """The last day on which someone holds data."""

    on = DayField(label=_("情報を持つ最後の日"))
    reason = lines(_("終わる理由"))


class ClausesForm(forms.Form):
    """Which clauses were passed down."""

    clauses = several(_("契約に引き継いだ条文"))

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clauses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = clause_choices(clauses)


class AmendForm(forms.Form):
    """What is put right about a place."""

    place = forms.ChoiceField(label=_("扱う場所"), choices=choices(PLACE_LABELS))
    site = forms.CharField(label=_("場所の名前・所在地"), max_length=200, required=False)
    travels_by = forms.ChoiceField(
        label=_("渡し方"), choices=[("", _("分からない")), *choices(TRAVEL_LABELS)], required=False
    )
    part = forms.CharField(label=_("受け持つ仕事"), max_length=200, required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("登録された会社"),
        required=False,
        empty_label=_("登録がない、又は分からない"),
    )
    note = lines(_("委託元の控え"), help_text=_("委託先には見えません。"))

    def __init__(self, *args: Any, companies: "QuerySet[Organization] | None", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if companies is None:
            del self.fields["organization"]
            return
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies


class HandoverForm(forms.Form):
    """What was handed over, between whom, and how."""

    giver = forms.ChoiceField(label=_("渡した側"))
    receiver = forms.ChoiceField(label=_("受け取る側"))
    description = forms.CharField(
        label=_("渡したもの"), max_length=200, help_text=_("例：健診問診票（4月分）")
    )
    medium = forms.ChoiceField(label=_("形"), choices=choices(MEDIA_LABELS))
    copies = forms.IntegerField(label=_("数"), min_value=1, max_value=MOST_COPIES)
    travels_by = forms.ChoiceField(label=_("渡し方"), choices=[UNCHOSEN, *choices(TRAVEL_LABELS)])
    tracking = forms.CharField(label=_("問合せ番号"), max_length=100, required=False)
    sent_on = DayField(label=_("渡した日"))

    def __init__(
        self,
        *args: Any,
        givers: Sequence[tuple[str, str]],
        receivers: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, ends in (("giver", givers), ("receiver", receivers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(ends)


class ReceiveForm(forms.Form):
    """When it arrived, and whether all of it did."""

    received_on = DayField(label=_("受け取った日"))
    remark = lines(_("気づいたこと"), help_text=_("数が違う、封が切れているなど。なければ空けておきます。"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"received_on": today})
        super().__init__(*args, **kwargs)
