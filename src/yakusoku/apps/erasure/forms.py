"""Forms of the erasure ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.access import holding_hops
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.erasure.ledger import Proof
from yakusoku.domain.erasure.methods import (
    ENDING_LABELS,
    MEDIUM_LABELS,
    METHOD_LABELS,
    Ending,
    Medium,
    Method,
    methods_for,
)
from yakusoku.domain.packs.labels import FACT_LABELS
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices

CATEGORY_LABELS = {each: FACT_LABELS[f"categories.{each}"] for each in Category}


class CopyForm(forms.Form):
    """One copy of personal data, as it lies there."""

    what = forms.CharField(
        max_length=200,
        label=_("何の写しか"),
        help_text=_("「検針票の控え」のように、現物と照らせる名前を書きます。"),
    )
    categories = forms.MultipleChoiceField(
        choices=choices(CATEGORY_LABELS),
        required=False,
        label=_("含まれる個人情報"),
        widget=forms.CheckboxSelectMultiple,
    )
    medium = forms.ChoiceField(choices=choices(MEDIUM_LABELS), label=_("媒体"), widget=forms.RadioSelect)
    place = forms.CharField(
        max_length=200,
        label=_("どこにあるか"),
        help_text=_("建物と保管庫、サーバの名前、サービスの名前など。"),
    )
    number = forms.IntegerField(
        min_value=1, max_value=100_000_000, initial=1, label=_("数"), help_text=_("枚、件、個などの数です。")
    )
    since = DayField(required=False, label=_("いつから持っているか"))


class PlacedCopyForm(CopyForm):
    """The same, with who holds it: for those who see the whole chain."""

    hop = forms.ModelChoiceField(
        Hop.objects.none(), required=False, label=_("だれが持っているか"), empty_label=_("委託先")
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["what", "hop"])
        hops = holding_hops().filter(engagement=engagement)
        hop = self.fields["hop"]
        if isinstance(hop, forms.ModelChoiceField):
            hop.queryset = hops
        if not hops:
            del self.fields["hop"]


class ProofForm(forms.Form):
    """What became of a copy."""

    ending = forms.ChoiceField(
        choices=choices(ENDING_LABELS), label=_("どうしたか"), widget=forms.RadioSelect
    )
    method = forms.ChoiceField(required=False, label=_("消した方法"), widget=forms.RadioSelect)
    done_on = DayField(required=False, label=_("返した日、消した日"))
    done_by = forms.CharField(
        required=False, max_length=200, label=_("だれがしたか"), help_text=_("会社と役割、または氏名。")
    )
    witness = forms.CharField(required=False, max_length=200, label=_("立ち会った人"))
    device = forms.CharField(
        required=False,
        max_length=200,
        label=_("装置、媒体の製造番号など"),
        help_text=_("媒体を消したときに書きます。"),
    )
    certificate = forms.FileField(
        required=False,
        label=_("証明するファイル"),
        help_text=_("業者の証明書、写真など。なければ、この画面から証明書を作れます。"),
    )
    kept_reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("残す理由"),
        help_text=_("根拠の法令、バックアップの世代など。"),
    )
    kept_until = DayField(required=False, label=_("残す最後の日"))

    def __init__(self, *args: Any, medium: Medium, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        method = self.fields["method"]
        if isinstance(method, forms.ChoiceField):
            method.choices = choices({f.method: METHOD_LABELS[f.method] for f in methods_for(medium)})

    @property
    def proof(self) -> Proof:
        """Return what was told, as the rule knows it."""
        data = self.cleaned_data
        return Proof(
            Ending(data["ending"]),
            Method(data["method"]) if data["method"] else None,
            data["done_on"],
            data["done_by"],
            data["kept_reason"],
            data["kept_until"],
        )


class ReasonForm(forms.Form):
    """Why something is sent back or struck."""

    reason = forms.CharField(max_length=2000, label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))
