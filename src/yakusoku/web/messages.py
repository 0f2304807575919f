"""The sentence that a person reads for each refusal: what is wrong, and what to do next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.domain.refusal import Refusal
from yakusoku.web.formats import jdate
from yakusoku.web.words import listed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# One line per code, in the order of the packages that refuse. {fact} is filled from the refusal's facts.
SENTENCES: "dict[str, StrOrPromise]" = {
    "refused": gettext_lazy("この操作はできません。"),
    # domain/engagements
    "profile.end-before-start": gettext_lazy(
        "終わりの日が、始まりの日より前になっています。どちらかを直してください。"
    ),
    "profile.day-out-of-range": gettext_lazy("期間は、{earliest}から{latest}までの日で入れてください。"),
    "profile.negative-number": gettext_lazy("人数や時間は、0以上の数で入れてください。"),
    "decision.reason-missing": gettext_lazy(
        "採用しない、または弱めるときは、理由が必要です。理由を書いてください。"
    ),
    "decision.decider-missing": gettext_lazy(
        "採用しない、または弱めるときは、だれが決めたかが必要です。決めた人を書いてください。"
    ),
    "decision.strength-missing": gettext_lazy("代わりの決め方を選んでください。"),
    "decision.strength-unknown": gettext_lazy(
        "選んだ決め方の条文が、目録にありません。ほかの決め方を選んでください。"
    ),
    "decision.requirement-unknown": gettext_lazy("この要件は、使っている版の目録にありません。"),
    "decision.twice": gettext_lazy("同じ要件の判断が2つあります。1つにしてください。"),
    # domain/accounts
    "member.department-missing": gettext_lazy("役割が主管課のときは、課が必要です。課を選んでください。"),
    "member.department-not-needed": gettext_lazy("課を選ぶのは、役割が主管課のときだけです。"),
    "member.department-elsewhere": gettext_lazy(
        "「{name}」は別の組織の課です。この組織の課を選んでください。"
    ),
    "member.already": gettext_lazy("{name}さんには、すでにこの役割があります。"),
    "member.last-administrator": gettext_lazy(
        "管理者がいなくなります。先に、ほかの人を管理者にしてください。"
    ),
    "department.exists": gettext_lazy("「{name}」はすでにあります。別の名前にしてください。"),
    "person.email-taken": gettext_lazy("{email}の方は、すでに登録されています。"),
    "invitation.expired": gettext_lazy("招待の期限が過ぎています。招待した方に、もう一度頼んでください。"),
    "invitation.used": gettext_lazy("この招待はすでに使われました。登録した方は、サインインしてください。"),
    "invitation.withdrawn": gettext_lazy("この招待は取り消されました。招待した方に確かめてください。"),
    "invitation.sign-in-first": gettext_lazy(
        "この方はすでに登録されています。サインインしてから、招待のリンクをもう一度開いてください。"
    ),
    "invitation.someone-else": gettext_lazy(
        "この招待は{email}あてです。そのメールアドレスでサインインしてください。"
    ),
    "invitation.company-has-members": gettext_lazy(
        "{company}には、すでに利用者がいます。追加の招待は、{company}の管理者に頼んでください。"
    ),
    # domain/files
    "file.name-unusable": gettext_lazy(
        "ファイル名が読めません。名前を付け直してから、もう一度選んでください。"
    ),
    "file.empty": gettext_lazy("「{name}」は中身が空です。保存し直してから、もう一度選んでください。"),
    "file.too-large": gettext_lazy(
        "「{name}」は大きすぎます。{limit}MBまでにしてください。画像を小さくするか、ファイルを分けます。"
    ),
    "file.kind-unknown": gettext_lazy(
        "「{name}」の種類は受け取れません。受け取れるのは{known}です。PDFに保存し直すのが簡単です。"
    ),
    "file.content-mismatch": gettext_lazy(
        "「{name}」の中身が{ending}ではありません。もとのソフトで開き、{ending}の形式で保存し直してください。"
    ),
    "file.locked": gettext_lazy(
        "「{name}」は中を確かめられません。パスワードを外すか、新しい形式で保存し直してください。"
    ),
    "file.broken": gettext_lazy("「{name}」は壊れています。もとのソフトで開き、保存し直してください。"),
    "file.expands-too-much": gettext_lazy(
        "「{name}」は、開くと大きくなりすぎます。要らないシートや画像を減らし、保存し直してください。"
    ),
    "file.macros": gettext_lazy(
        "「{name}」にはマクロがあります。マクロのない形式で保存し直すか、PDFにしてください。"
    ),
    "file.external-link": gettext_lazy(
        "「{name}」は、ほかの場所のファイルを読み込みます。リンクを解除するか、PDFに保存し直してください。"
    ),
    "file.embedded-object": gettext_lazy(
        "「{name}」には、別のファイルや部品が埋め込まれています。取り除くか、PDFに保存し直してください。"
    ),
    "file.unsafe-xml": gettext_lazy(
        "「{name}」の中に、ふつうの文書にはない書き方があります。もとのソフトで開き、保存し直してください。"
    ),
    "file.pdf-active": gettext_lazy(
        "「{name}」には、動く仕掛けや添付ファイルがあります。「印刷」からPDFに保存し直してください。"
    ),
    # apps/engagements, apps/specifications
    "engagement.not-described": gettext_lazy(
        "業務の実態がまだ書き終わっていません。先に書き終えてください。"
    ),
    "engagement.contractor-fixed": gettext_lazy(
        "委託先には、もう遵守確認表を送っています。別の委託先に頼むときは、新しい委託業務を作ってください。"
    ),
    "specification.reference-missing": gettext_lazy(
        "条文が、採用していない条を引いています。目録を管理する人に知らせてください。"
    ),
    "specification.placeholder-unknown": gettext_lazy(
        "条文に、埋められない箇所があります。目録を管理する人に知らせてください。"
    ),
    "holder.passed-on": gettext_lazy("{name}から先に渡った者がいます。先にその行を消してください。"),
    "publication.undecided": gettext_lazy(
        "採否を決めていない要件が{count}件あります。決めてから発行してください。"
    ),
    "publication.nothing-changed": gettext_lazy(
        "第{number}版と同じ内容です。実態か採否を変えると、新しい版を発行できます。"
    ),
    "publication.reason-missing": gettext_lazy("第{number}版では、変えた理由を書いてください。"),
    # apps/inspections
    "inspection.contractor-missing": gettext_lazy(
        "委託先が決まっていません。業務の実態で委託先を選んでください。"
    ),
    "inspection.closed": gettext_lazy("いまは「{state}」なので、この操作はできません。"),
    "inspection.check-unknown": gettext_lazy(
        "この確認表に、その質問はありません。画面を開き直してください。"
    ),
    "inspection.answers-missing": gettext_lazy(
        "まだ{count}問に回答がありません。すべて答えてから提出してください。"
    ),
    "inspection.verifications-missing": gettext_lazy(
        "まだ{count}問を確認していません。見られないものは「未確認」を選んでください。"
    ),
    "answer.comment-missing": gettext_lazy(
        "「該当なし」の理由をコメントに書いてください。書くと保存します。"
    ),
    "verification.seen-missing": gettext_lazy(
        "「相違」では、何が違ったかを「見たこと」に書いてください。書くと保存します。"
    ),
    "evidence.too-many": gettext_lazy("一つの質問に付けられるファイルは{most}個までです。"),
    # apps/engagements, apps/specifications, apps/inspections
}


def sentence(refusal: Refusal) -> str:
    """Return the sentence for `refusal` in the reader's language; a fact that is missing reads as —."""
    pattern = SENTENCES.get(refusal.code, SENTENCES["refused"])
    facts: Mapping[str, str] = defaultdict(lambda: "—", {k: readable(v) for k, v in refusal.facts.items()})
    return str(pattern).format_map(facts)


def readable(fact: object) -> str:
    """Return a fact as a person reads it: dates, numbers with commas, lists."""
    if isinstance(fact, bool):
        return _("はい") if fact else _("いいえ")
    if isinstance(fact, date):
        return jdate(fact)
    if isinstance(fact, int):
        return f"{fact:,}"
    if isinstance(fact, Iterable) and not isinstance(fact, (str, bytes, Promise)):
        return listed(readable(part) for part in fact)
    return str(fact)
