"""What is due about subcontracting and handover."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "subcontract.decide": Wording(
        gettext_lazy("再委託を承諾するか決める"),
        gettext_lazy("承諾するまで、情報を先に渡すことはできません。"),
    ),
    "handover.receive": Wording(
        gettext_lazy("届いたことを確認する"),
        gettext_lazy("受け取った側が確かめて初めて、渡ったことが記録に残ります。"),
    ),
}
