"""A package of files as it goes out, and the page of instructions that travels with it."""

from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, override

from yakusoku.adapters.packages import package_zip
from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.inspections.access import takes_answers_along
from yakusoku.apps.inspections.holders import declared_chain
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.library.packages import EVIDENCE, HANDBOOK, SHEET, SPECIFICATION

TEXT = gettext_lazy(
    """遵守確認表 一式

業務　　　　%(title)s
委託元　　　%(client)s
点検の種類　%(kind)s
回答の期限　%(due)s

入っているもの
・%(sheet)s　記入する表です。白い欄だけを書いてください。
・%(specification)s　約束の文（特記仕様書）です。
・%(handbook)s　質問の意味と、証拠の例です。
・%(evidence)s　証拠のファイルを入れるフォルダーです。質問の番号ごとに分かれています。

書き方
1. %(sheet)s を開き、回答を一覧から選びます。行や列は変えないでください。
2. 証拠のファイルを、%(evidence)s の中の、質問と同じ番号のフォルダーに入れます。
3. ファイルにパスワードを付けず、マクロのない形式にしてください。

返し方
1. このフォルダーをまるごとzipに圧縮します。パスワードは付けません。
2. USBメモリなど、委託元と決めた方法で渡します。媒体そのものを守る方法は、委託元と決めてください。
3. 渡すときに、いま情報を持っている者が次のとおりか、違うところ（だれが、どの情報を、いつから）があるかを伝えてください。
%(holders)s
"""
)


def package_of(who: Acting, inspection: Inspection) -> bytes:
    """Return everything that is needed to answer a sheet without a network, as one zip file.

    Answers stand in it where the person may take them along.
    """
    pack = replace(pack_of(inspection.version), checks=checks_of(inspection))
    given = answers_given(inspection).values() if takes_answers_along(who, inspection) else ()
    return package_zip(pack, tuple(given), instructions(inspection))


def instructions(inspection: Inspection) -> str:
    """Return the text of README.txt: what is in the package, what to write, how to give it back."""
    engagement = inspection.version.engagement
    declared = declared_chain(inspection, localdate())
    # What is a paper of the contract stays in its language.
    with override("ja"):
        told = {
            "title": engagement.title,
            "client": engagement.organization.name,
            "kind": inspection.get_kind_display(),
            "due": era_date(inspection.due_on),
            "sheet": SHEET,
            "specification": SPECIFICATION,
            "handbook": HANDBOOK,
            "evidence": EVIDENCE,
            "holders": "\n".join(f"　{'　' * (place.tier - 1)}・{place.name}" for place in declared),
        }
        return str(TEXT) % told
