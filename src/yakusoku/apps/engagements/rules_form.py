"""The form of what an organisation settles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.engagements.models import BoardNeed


def whole(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    """Return a field for a whole number in a range."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


class RulesForm(forms.Form):
    """What holds for all engagements of an organisation."""

    board = forms.ChoiceField(
        choices=BoardNeed,
        label=_("審査会にかける業務"),
        widget=forms.RadioSelect,
        help_text=_("かける業務では、審査会が決める前に契約日を入れられません。"),
    )
    closing_only_days = whole(
        _("点検を終わりだけにする期間（日）"), 0, 366, _("この日数以内の業務は、終了時の点検だけをします。")
    )
    short_months = whole(
        _("短い業務とみなす期間（か月）"), 1, 24, _("これより短い業務の定期点検は一度だけです。")
    )
    short_check_days = whole(_("短い業務の点検（始まりから何日後）"), 1, 366)
    every_months = whole(_("定期点検の間隔（か月）"), 1, 24)
    covered_by_closing_days = whole(
        _("終わりの点検で兼ねる範囲（日）"), 0, 366, _("終わりの何日前までの定期点検を省くか。")
    )
    lead_days = whole(_("確認表を送る時期（点検の何日前）"), 0, 90)
    yearly_visit = forms.BooleanField(
        label=_("個人情報を扱う業務では、年に一度は現地で確認する"), required=False
    )
    escalate_after_days = whole(_("遅れを上司に知らせるまでの日数"), 1, 90)
