"""What is due about the review board."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "board.schedule": Wording(
        gettext_lazy("待っている案件を議案にする"),
        gettext_lazy("審査会にかけられた案件は、会議の議案になるのを待っています。"),
    ),
    "board.read": Wording(
        gettext_lazy("審査資料を読み、利害関係を確かめる"),
        gettext_lazy("関わりのある案件からは、先に外れておく必要があります。"),
    ),
    "board.hold": Wording(
        gettext_lazy("審査会を開き、結論を書く"),
        gettext_lazy("結論が出るまで、契約の日を決められません。"),
    ),
    "board.vote": Wording(
        gettext_lazy("議案に投票する"),
        gettext_lazy("出席した委員が全員投票すると、結論が出ます。"),
    ),
    "board.minutes": Wording(
        gettext_lazy("議事録を承認する"),
        gettext_lazy("議長が承認すると、だれも書き換えられない記録になります。"),
    ),
    "condition.meet": Wording(
        gettext_lazy("審査会の条件を満たし、報告する"),
        gettext_lazy("この条件を守ることで、委託が承認されました。"),
    ),
    "condition.verify": Wording(
        gettext_lazy("条件の報告を確かめる"),
        gettext_lazy("確かめるまで、条件は満たされたことになりません。"),
    ),
}
