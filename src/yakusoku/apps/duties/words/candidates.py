"""What is due about candidates, security plans and contracts."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "candidate.select": Wording(
        gettext_lazy("委託候補を選ぶ"),
        gettext_lazy("一社に絞って契約を保留し、約束を守れるかを先に確かめます。"),
    ),
    "candidate.name-responsible": Wording(
        gettext_lazy("個人情報保護責任者を届け出る"),
        gettext_lazy("責任者が決まるまで、契約できません。"),
    ),
    "candidate.assess": Wording(
        gettext_lazy("委託候補に調査票を送る"),
        gettext_lazy("契約してから「できない」と分かるのを防ぎます。"),
    ),
    "plan.write": Wording(
        gettext_lazy("セキュリティ計画を書く"),
        gettext_lazy("できないことを、いつまでにどうするかを、契約の前に決めます。"),
    ),
    "plan.agree": Wording(
        gettext_lazy("セキュリティ計画を確かめて合意する"),
        gettext_lazy("合意すると、審査会や契約に進めます。"),
    ),
    "candidate.submit": Wording(
        gettext_lazy("審査会にかける"),
        gettext_lazy("この業務は、審査会の承認がないと契約できません。"),
    ),
    "contract.enter": Wording(
        gettext_lazy("契約の日を入れる"),
        gettext_lazy("契約の前に要ることが、すべて済みました。"),
    ),
    "plan.carry-out": Wording(
        gettext_lazy("計画した対策をする"),
        gettext_lazy("契約の前に約束した対策です。終えたら報告してください。"),
    ),
    "plan.verify": Wording(
        gettext_lazy("計画の対策ができたかを確かめる"),
        gettext_lazy("見て確かめるまで、できたとは言えません。"),
    ),
}
