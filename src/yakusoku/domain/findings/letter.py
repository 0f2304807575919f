"""改善指示書: what it says, with the form for the reply on its back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.findings.reply_form import CAUSE, DAY, HEAD, MARK, mark_of
from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Signature, Table, Text

TITLE: Final = "改善指示書"
REPLY_TITLE: Final = "改善報告書"
OPENING: Final = (
    "次の業務で、個人情報の取扱いについて約束したことが守られていない点を認めました。"
    "下の表のとおり改善し、期限までに報告してください。"
)
REPLY_HINT: Final = (
    "この用紙に書くか、「約束」の画面で報告してください。証拠の写しを添えてください。"
    "期限に間に合わないときは、期限の前に、理由と新しい期限の案を申し出てください。"
)
FORM_HINT: Final = "Wordのまま記入したときは、「約束」の改善指示の画面に戻すと、書いたことをそのまま読み取れます。表の形は変えないでください。"
# Room to write by hand.
ROOM: Final = "\n".join("　" * 3)
AFTER: Final = (
    "報告を受けて、発注者が証拠又は現場で確かめます。",
    "確かめられないときは、理由を添えて、改めて報告を求めます。",
    "住民の氏名などの個人情報は、消すか黒く塗ってから添えてください。",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One finding as the letter tells it, in words. `repeated`: it was found before."""

    what: str
    severity: str
    where: str
    seen: str
    repeated: bool
    remedy: str
    demand: str


@dataclass(frozen=True, slots=True)
class Correction:
    """All that the letter says."""

    number: str
    day: date
    client: str
    department: str
    recipient: str
    work: str
    place: str
    due_on: date
    note: str
    points: Sequence[Point]


def correction_letter(told: Correction) -> Letter:
    """Return the letter: what fell short, what to do by when, and the form for the reply."""
    return Letter(
        title=TITLE,
        number=told.number,
        day=told.day,
        to=(f"{told.recipient} 御中",),
        sender=(f"{told.client} {told.department}".strip(),),
        blocks=(*_instruction(told), *_reply_form(told)),
    )


def article_words(article: int, title: str, point: str = "", check: str = "") -> str:
    """Return where a promise stands: 第12条 持出し（記録簿 removal-2o）."""
    told = " ".join(part for part in (point, check) if part)
    return f"第{article}条 {title}" + (f"（{told}）" if told else "")


def _instruction(told: Correction) -> list[Block]:
    rows = [("業務の名称", told.work), ("報告の期限", era_date(told.due_on))]
    if told.place:
        rows.insert(1, ("指摘のあった所", told.place))
    blocks: list[Block] = [Text(OPENING), Facts(rows)]
    if told.note:
        blocks.append(Text(told.note))
    blocks.append(Heading("指摘と改善の内容"))
    for number, point in enumerate(told.points, start=1):
        mark = "（繰返し）" if point.repeated else ""
        told_rows = [
            (f"指摘 {number}", f"{point.what}{mark}"),
            ("重さ", point.severity),
            ("約束", point.where),
            ("見たこと", point.seen),
            ("改善の道", point.remedy),
            ("すること", point.demand),
        ]
        blocks.append(Facts([row for row in told_rows if row[1]]))
    return [*blocks, Heading("報告のしかた"), Text(REPLY_HINT), Items(AFTER)]


def _reply_form(told: Correction) -> list[Block]:
    rows = [(f"{number}", point.what, ROOM, "") for number, point in enumerate(told.points, start=1)]
    mark = mark_of(told.number, [point.demand for point in told.points])
    return [
        Heading(REPLY_TITLE),
        Text(f"{told.client} {told.department} 御中".replace("  ", " ")),
        Text(f"{told.number}の指示について、次のとおり報告します。"),
        Text(FORM_HINT),
        Facts(((MARK, mark), (DAY, ""), (CAUSE, ROOM))),
        Table(HEAD, rows, (1, 3, 5, 3)),
        Signature((told.recipient,)),
    ]
