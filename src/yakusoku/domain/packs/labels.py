"""The Japanese word for each coded fact, as screens and documents show it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.engagements.profile import WorkProfile

CONTRACTOR_LABEL: Final = "委託先"
FACT_LABELS: Final[Mapping[str, str]] = {
    "personal_information": "個人情報を扱う",
    "contract.for_work": "請負契約",
    "categories.identity": "氏名・住所・生年月日",
    "categories.contact": "電話番号・メールアドレス",
    "categories.family": "家族・世帯の情報",
    "categories.financial": "口座・収入・税・料金の情報",
    "categories.sensitive": "要配慮個人情報（健康、障害、犯罪歴など）",
    "categories.individual_number": "個人番号（マイナンバー）",
    "categories.biometric": "顔・指紋などの生体情報",
    "forms.paper": "紙の書類",
    "forms.file": "データファイル",
    "forms.system_access": "システムの画面・データベース",
    "forms.removable_media": "USBメモリなどの媒体",
    "places.client_premises": "発注者の庁舎・施設",
    "places.contractor_premises": "受注者の事業所",
    "places.subcontractor": "再委託先",
    "places.home": "従事者の自宅（テレワーク）",
    "places.visits": "訪問先・現場",
    "places.cloud": "クラウド",
    "needs.carry_out": "持出し",
    "needs.copy": "複写・複製",
    "needs.transport": "搬送・受渡し",
    "needs.subcontract": "再委託",
    "needs.temporary_staff": "派遣労働者等の従事",
    "needs.cloud": "クラウド・外部サービスの利用",
    "needs.collect": "本人などからの情報の収集",
    "needs.remote_access": "外部からの遠隔接続",
    "needs.develop_system": "システムの開発",
    "needs.operate_system": "システムの運用・保守",
    "people.over_100": "100人以上",
    "people.over_1000": "1,000人以上",
    "people.over_10000": "10,000人以上",
    "people.over_100000": "100,000人以上",
    "period.over_14_days": "14日を超える期間",
    "period.three_months_or_more": "3か月以上の期間",
    "period.one_year_or_more": "1年以上の期間",
    "procurement.open_tender": "一般競争入札",
    "procurement.proposal": "企画競争（プロポーザル）",
    "procurement.negotiated": "見積り合わせ等の随意契約",
    "procurement.sole_source": "特命の随意契約（一者）",
}

PLACE_LABELS: Final[Mapping[str, str]] = {
    fact.removeprefix("places."): label for fact, label in FACT_LABELS.items() if fact.startswith("places.")
}
TRAVEL_LABELS: Final[Mapping[str, str]] = {
    "by_hand": "手渡し",
    "tracked": "追跡できる配送",
    "courier": "追跡できない配送",
    "network": "通信回線",
    "media": "媒体の受渡し",
}
GAP_LABELS: Final[Mapping[str, str]] = {
    "undeclared": "届出のない再委託先が情報を持っています",
    "subcontracting-banned": "再委託を禁止しているのに、再委託先が情報を持っています",
    "home-uncovered": "自宅で扱われていますが、自宅での扱い方の約束がありません",
    "untracked-transport": "追跡できない方法で情報が運ばれています",
    "facts-silent": "業務の実態に書かれていないところで情報が扱われています",
    "clause-lost": "約束した条文が、下の段の契約に引き継がれていません",
    "data-widened": "渡した者が持っていない種類の情報を持っています",
    "number-unpermitted": "最初の委託者の許諾がないまま、許諾の要る情報を持っています",
}
GAP_SHORT: Final[Mapping[str, str]] = {
    "undeclared": "届出がない",
    "subcontracting-banned": "再委託の禁止に反する",
    "home-uncovered": "自宅での約束がない",
    "untracked-transport": "追跡できない配送",
    "facts-silent": "実態に書かれていない",
    "clause-lost": "引き継がれない条文がある",
    "data-widened": "情報の種類が広がっている",
    "number-unpermitted": "許諾がない",
}
GAP_REMEDIES: Final[Mapping[str, str]] = {
    "undeclared": "委託先に書面で届け出てもらい、承諾するかを決めてください。",
    "subcontracting-banned": "再委託をやめて情報を返してもらうか、条件を付けて認める条文に直してください。",
    "home-uncovered": "自宅での作業をやめてもらうか、テレワークの条文を加えてください。",
    "untracked-transport": "手渡しか、書留のように追跡できる方法に変えてもらってください。",
    "facts-silent": "業務の実態を書き直し、要る約束を選び直してください。",
    "clause-lost": "下の段の契約に条文を加えてもらい、引き継いだ条文を記録し直してもらってください。",
    "data-widened": "余分な情報を返してもらうか、渡した者の受け持つ情報を確かめてください。",
    "number-unpermitted": "情報を返してもらうか、許諾するかを決め、承諾書に書いてください。",
}
STRENGTH_LABELS: Final[Mapping[str, str]] = {
    "prohibit": "禁止",
    "consent": "事前の書面承諾",
    "controlled": "条件つき許可",
    "duty": "義務",
    "effort": "努力義務",
    "permit": "自由",
}
VERDICT_LABELS: Final[Mapping[str, str]] = {
    "adopt": "採用",
    "alternative": "代替案で採用",
    "decline": "不採用",
}
ASPECT_LABELS: Final[Mapping[str, str]] = {"arrangement": "対策", "operation": "運用"}
INSPECTION_LABELS: Final[Mapping[str, str]] = {
    "pre-assessment": "調査票",
    "periodic": "定期点検",
    "closing": "終了時点検",
}
FINDING_LABELS: Final[Mapping[str, str]] = {
    "design-missing": "対策がない",
    "not-operated": "対策はあるが運用されていない",
    "evidence-missing": "証拠が示されていない",
    "disagreement": "回答と確認結果が違う",
    "undeclared-hop": "届出のない者が情報を持っている",
}
SEVERITY_LABELS: Final[Mapping[str, str]] = {"high": "重大", "medium": "中", "low": "軽微"}
REMEDY_LABELS: Final[Mapping[str, str]] = {
    "amend-specification": "仕様書を実態に合わせて直す",
    "additional-measure": "対策を足す",
    "change-work": "業務のやり方を変える",
}


def need_label(need: str) -> str:
    """Return the plain words for what a clause cannot stand: a need such as `copy`, else a place, else data."""
    facts = (f"{group}.{need}" for group in ("needs", "places", "categories"))
    return next((FACT_LABELS[fact] for fact in facts if fact in FACT_LABELS), need)


def fact_label(fact: str) -> str:
    """Return the plain words for a fact; the code itself if it is not known."""
    return FACT_LABELS.get(fact, fact)


def tell_facts(
    profile: WorkProfile, say: Callable[[str], str] = str, day: Callable[[date], str] = era_date
) -> tuple[tuple[str, str], ...]:
    """Return the work as label and value pairs, in the order in which it was asked.

    Both sides read them: the hours that the client has for supervision are not among them.
    say   puts a Japanese word into the reader's language; documents are always Japanese
    day   writes a date
    """

    def words(group: str, values: frozenset[str]) -> str:
        known = [f for f in FACT_LABELS if f.startswith(f"{group}.") and f.rpartition(".")[2] in values]
        return say("、").join(say(FACT_LABELS[f]) for f in known) or say("なし")

    period = say("{start}から{end}まで")

    return (
        (say("業務の名称"), profile.title),
        (say("委託元"), f"{profile.client} {profile.department}".strip()),
        (say(CONTRACTOR_LABEL), profile.contractor or say("未定")),
        (say("契約の種類"), profile.contract_kind),
        (say("選び方"), say(FACT_LABELS[f"procurement.{profile.procurement}"])),
        (say("期間"), period.format(start=day(profile.period.start), end=day(profile.period.end))),
        (say("扱う個人情報"), words("categories", profile.categories)),
        (say("人数"), say("{count}人").format(count=f"{profile.people:,}")),
        (say("扱う形"), words("forms", profile.forms)),
        (say("扱う場所"), words("places", profile.places)),
        (say("業務に欠かせないこと"), words("needs", profile.needs)),
    )
