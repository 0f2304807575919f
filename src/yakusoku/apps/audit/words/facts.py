"""What the facts of an entry read as: their names, and the codes among their values."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import DECIDED_LABELS, QUORUM_LABELS, VOTE_LABELS
from yakusoku.domain.erasure import methods as erasing
from yakusoku.domain.inspections import methods as looking
from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.packs.labels import (
    FACT_LABELS,
    FINDING_LABELS,
    INSPECTION_LABELS,
    PLACE_LABELS,
    SEVERITY_LABELS,
    STRENGTH_LABELS,
    VERDICT_LABELS,
)
from yakusoku.domain.register.public import PUBLIC_LABELS
from yakusoku.domain.training.requirements import AUDIENCE_LABELS, PART_LABELS
from yakusoku.web.words import Code, say_later

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FACTS: "dict[str, StrOrPromise]" = {
    "abstentions_count": _("棄権を出席に数える"),
    "action": _("訂正"),
    "addressee": _("相談先"),
    "after": _("後"),
    "answer": _("回答"),
    "answers": _("回答"),
    "as": _("前と同じ点検"),
    "audience": _("受ける人"),
    "basis": _("決め方"),
    "before": _("前"),
    "before_start": _("着手の前に要る"),
    "board": _("審査会にかける業務"),
    "candidacy": _("委託候補の番号"),
    "categories": _("情報の種類"),
    "chair": _("委員長の番号"),
    "chair_breaks_ties": _("可否同数は議長が決める"),
    "chair_may_decide": _("委員長の専決"),
    "changed": _("変えたところ"),
    "check": _("確認項目"),
    "checks": _("確認項目"),
    "clause": _("条項の位置"),
    "clauses": _("引き継いだ条文"),
    "closing_only_days": _("点検を終わりだけにする期間（日）"),
    "comment": _("補足"),
    "company": _("会社の番号"),
    "condition": _("条件の番号"),
    "confirmed": _("確認できた数"),
    "contract_kind": _("契約の種類"),
    "contractor": _("委託先"),
    "copies": _("数"),
    "count": _("数"),
    "covered_by_closing_days": _("終わりの点検で兼ねる範囲（日）"),
    "course": _("研修の番号"),
    "day": _("日"),
    "decided": _("決定"),
    "department": _("課の番号"),
    "departments": _("課"),
    "document": _("文書"),
    "docx": _("Wordの要約値"),
    "due": _("期限"),
    "edition": _("版"),
    "end": _("終わりの日"),
    "ending": _("終わらせ方"),
    "engagement": _("委託業務の番号"),
    "escalate_after_days": _("遅れを上司に知らせるまでの日数"),
    "every_months": _("定期点検の間隔（か月）"),
    "fields": _("公開する欄"),
    "file": _("ファイルの番号"),
    "files": _("ファイルの数"),
    "finding": _("指摘の番号"),
    "findings": _("指摘"),
    "fingerprint": _("指紋"),
    "for_everyone": _("どの委託元にも見せる"),
    "from": _("渡した段の番号"),
    "granted": _("延長を認めた"),
    "hop": _("再委託の段の番号"),
    "host": _("送り先"),
    "indexed": _("検索に載せる"),
    "inspection": _("点検の番号"),
    "item": _("議案の番号"),
    "items": _("項目"),
    "kept": _("残した回答"),
    "key": _("項目"),
    "kind": _("種類"),
    "last_day": _("公表の最後の日"),
    "lead_days": _("確認表を送る時期（点検の何日前）"),
    "left": _("残り"),
    "letter": _("書面の写し"),
    "link": _("リンクの番号"),
    "made": _("新しい業務"),
    "manner": _("開き方"),
    "mapping": _("列の対応"),
    "medium": _("媒体"),
    "member": _("委員の番号"),
    "members": _("委員の番号"),
    "method": _("方法"),
    "months": _("有効な月数"),
    "name": _("名前"),
    "names_in_minutes": _("議事録に名前を書く"),
    "new": _("新しい質問"),
    "number": _("番号"),
    "on": _("日"),
    "opened": _("公開している"),
    "organization": _("組織の番号"),
    "outcome": _("結果"),
    "parent": _("上の段の番号"),
    "part": _("役割"),
    "pdf": _("PDFの要約値"),
    "people": _("人（数又は名簿の番号）"),
    "permitted": _("許可のある情報"),
    "person": _("担当者の番号"),
    "place": _("場所"),
    "places": _("場所"),
    "predecessor": _("前の年の番号"),
    "procurement": _("契約の方法"),
    "question": _("質問"),
    "quorum": _("定足数"),
    "quorum_value": _("定足数の値"),
    "reason": _("理由"),
    "removed": _("なくなった質問"),
    "repeats": _("前の指摘の番号"),
    "requirements": _("要件"),
    "revision": _("改訂"),
    "reworded": _("文の変わった質問"),
    "role": _("役割"),
    "round": _("回"),
    "row": _("行"),
    "severity": _("重さ"),
    "sha256": _("ファイルの要約値"),
    "shared": _("ほかの人も使える"),
    "short_check_days": _("短い業務の点検（始まりから何日後）"),
    "short_months": _("短い業務とみなす期間（か月）"),
    "side": _("側"),
    "signed_on": _("契約日"),
    "slug": _("要件"),
    "slugs": _("要件"),
    "source": _("もと"),
    "start": _("始まりの日"),
    "step": _("書くところ"),
    "strength": _("強さ"),
    "superior": _("上司の番号"),
    "taken": _("取り込んだ数"),
    "taken_out": _("引き継がなかった要件"),
    "title": _("件名"),
    "to": _("受け取った段の番号"),
    "unchanged": _("前から変わらない"),
    "unread": _("読めなかった数"),
    "unreadable": _("読めなかったファイル"),
    "until": _("いつまで"),
    "valid_from": _("いつから"),
    "valid_until": _("いつまで"),
    "verdict": _("採否"),
    "verification": _("確認"),
    "version": _("版"),
    "vote": _("票"),
    "votes": _("票"),
    "way": _("道"),
    "weakened": _("提案より弱めた"),
    "without": _("済んでいないもの"),
    "worker": _("従事者の番号"),
    "yearly_visit": _("個人情報を扱う業務では、年に一度は現地で確認する"),
    "yen": _("費用（円）"),
}


def _of(labels: Mapping[Code, str]) -> "dict[str, StrOrPromise]":
    return {str(code): say_later(text) for code, text in labels.items()}


_ROLES: "dict[str, StrOrPromise]" = {
    Role.DEPARTMENT.value: _("主管課"),
    Role.POLICY.value: _("情報政策"),
    Role.LEGAL.value: _("契約・法務"),
    Role.BOARD.value: _("審査会"),
    Role.AUDITOR.value: _("監査"),
    Role.ADMINISTRATOR.value: _("管理者"),
    Role.CONTRACTOR.value: _("委託先"),
}
_CATEGORIES = {
    key.removeprefix("categories."): text
    for key, text in FACT_LABELS.items()
    if key.startswith("categories.")
}
_DECIDED: "dict[str, StrOrPromise]" = {**_of(DECIDED_LABELS), "withdrawn": _("取下げ"), "held": _("保留中")}
_ANSWERS, _PLACES, _HELD = _of(ANSWER_LABELS), _of(PLACE_LABELS), _of(_CATEGORIES)

# Where a name means something else in one kind of entry.
OTHERWISE: "dict[tuple[str, str], StrOrPromise]" = {("publicity.page-set", "slug"): _("公開ページの番地")}
# The words for the codes of a fact, by its name.
VALUES: "dict[str, dict[str, StrOrPromise]]" = {
    "action": {"add": _("この要件を加える"), "remove": _("この要件ではない")},
    "addressee": {
        "policy": _("情報政策"),
        "legal": _("契約管財・法務"),
        "board": _("外部委託審査会"),
        "expert": _("外部の専門家"),
    },
    "answer": _ANSWERS,
    "answers": _ANSWERS,
    "audience": _of(AUDIENCE_LABELS),
    "basis": {
        "votes": _("委員の採決"),
        "tie": _("可否同数につき議長の決定"),
        "chair": _("委員長の専決"),
    },
    "board": {
        "always": _("すべての委託業務"),
        "personal": _("個人情報を扱う委託業務"),
        "never": _("審査会にかけない"),
    },
    "categories": _HELD,
    "changed": {
        "name": _("名前"),
        "part": _("受け持つ仕事"),
        "categories": _("情報の種類"),
        "place": _("場所"),
        "site": _("所在地"),
        "travels_by": _("運び方"),
        "since": _("いつから"),
        "until": _("いつまで"),
        "note": _("メモ"),
    },
    "decided": _DECIDED,
    "ending": _of(erasing.ENDING_LABELS),
    "fields": _of(PUBLIC_LABELS),
    "kind": {
        **_of(INSPECTION_LABELS),
        **_of(FINDING_LABELS),
        "public_body": _("公的機関"),
        "company": _("事業者"),
    },
    "manner": {
        "room": _("会議室に集まる"),
        "remote": _("オンラインで集まる"),
        "written": _("持回り（書面で審議する）"),
    },
    "medium": _of(erasing.MEDIUM_LABELS),
    "method": {**_of(erasing.METHOD_LABELS), **_of(looking.METHOD_LABELS)},
    "outcome": _DECIDED,
    "part": _of(PART_LABELS),
    "permitted": _HELD,
    "place": _PLACES,
    "quorum": _of(QUORUM_LABELS),
    "role": _ROLES,
    "severity": _of(SEVERITY_LABELS),
    "side": {"client": _("委託元"), "contractor": _("委託先")},
    "strength": _of(STRENGTH_LABELS),
    "verdict": _of(VERDICT_LABELS),
    "verification": _of(VERIFICATION_LABELS),
    "vote": _of(VOTE_LABELS),
    "votes": _of(VOTE_LABELS),
    "way": {"measure": _("対策をする"), "amend": _("要件を改める")},
    "without": {"board": _("審査会の決定"), "training": _("研修"), "plan": _("セキュリティ計画")},
}
# People by their numbers: "user:7" is an answer to whether they came.
PRESENCE: "dict[str, StrOrPromise]" = {
    "unknown": _("まだ分からない"),
    "present": _("出席"),
    "absent": _("欠席"),
}
