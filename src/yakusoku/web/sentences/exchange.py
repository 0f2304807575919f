"""What a person reads when something about webhooks and OSCAL is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "webhook.host-not-allowed": gettext_lazy(
        "「{host}」へは送れません。運用者に、設定で許してもらってください。"
    ),
    "oscal.unknown": gettext_lazy(
        "この文書は取り込めません。catalog、profile、component-definition、assessment-plan、"
        "assessment-results、plan-of-action-and-milestonesのどれか一つを入れてください。"
    ),
    "oscal.version": gettext_lazy("OSCALの{version}版は読めません。1.x版で書き出してください。"),
    "oscal.unsound": gettext_lazy(
        "この文書を読めません。JSONとして正しいか、深すぎないか、使えない文字や数がないかを確かめてください。"
    ),
    "oscal.wrong-place": gettext_lazy(
        "{kind}は、ここでは取り込めません。catalogと回答の控えは組織に、profileと点検の計画と改善の計画は業務に、"
        "回答と点検の結果は点検に取り込みます。"
    ),
    "oscal.too-many-waiting": gettext_lazy(
        "取込みを待つ文書が{most}件あります。先のものを取り込むか、捨ててください。"
    ),
    "oscal.changed-meanwhile": gettext_lazy(
        "見た後で、変わることが変わりました。もう一度見てから取り込んでください。"
    ),
    "oscal.nothing-to-take": gettext_lazy("いまと同じです。取り込むものはありません。"),
    "oscal.taken-already": gettext_lazy("この文書は、もう取り込んだか捨てたものです。"),
    "oscal.not-published": gettext_lazy("特記仕様書を発行してから、点検の計画を取り込んでください。"),
    "oscal.task-unknown": gettext_lazy("文書にある点検から、始めるものを一つ選んでください。"),
}
