"""What a person reads when something about subcontracting and handover is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "chain.giver-not-consented": gettext_lazy(
        "{name}は、委託元がまだ承諾していません。承諾されてから、その先の再委託を届け出てください。"
    ),
    "chain.giver-ended": gettext_lazy("{name}が情報を持つのは{day}までです。それより前の日にしてください。"),
    "chain.data-widened": gettext_lazy(
        "{name}が持っていない種類の情報は渡せません。渡す情報を選び直してください。"
    ),
    "chain.data-missing": gettext_lazy("渡す情報の種類を一つ以上選んでください。"),
    "chain.days-in-disorder": gettext_lazy("終わりの日が、始まりの日より前です。どちらかを直してください。"),
    "chain.permission-missing": gettext_lazy(
        "この情報は、最初の委託者の許諾がなければ扱わせることができません。許諾する欄に印を付けるか、承諾しないでください。"
    ),
    "chain.still-passed-on": gettext_lazy(
        "{names}が、{day}より後もここから受け取った情報を持っています。先にそちらの終わりの日を決めてください。"
    ),
    "chain.not-waiting": gettext_lazy("いまは「{state}」の段階なので、この操作はできません。"),
    "chain.reason-missing": gettext_lazy("理由を書いてください。"),
    "chain.clause-unknown": gettext_lazy(
        "発行した特記仕様書にない条文が選ばれています。画面を開き直して選んでください。"
    ),
    "chain.other-engagement": gettext_lazy("ほかの委託業務の者は選べません。選び直してください。"),
    "handover.same-hands": gettext_lazy("渡す側と受け取る側が同じです。どちらかを選び直してください。"),
    "handover.receiver-not-consented": gettext_lazy(
        "{name}には、委託元の承諾がないので渡せません。先に再委託の承諾を得てください。"
    ),
    "handover.tracking-missing": gettext_lazy("追跡できる配送では、問合せ番号を書いてください。"),
    "handover.day-ahead": gettext_lazy("{day}はまだ来ていません。実際の日を入れてください。"),
    "handover.received-before-sent": gettext_lazy(
        "渡した日（{day}）より前に受け取ることはできません。日を直してください。"
    ),
    "handover.closed": gettext_lazy("この受渡しは、もう確認又は取消しがされています。"),
}
