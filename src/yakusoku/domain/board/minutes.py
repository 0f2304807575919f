"""議事録: what is written down of a meeting, and the paper of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yakusoku.domain.board.voting import VOTE_LABELS, Vote
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.letters.model import Block, Facts, Heading, Letter, Signature, Table, Text
from yakusoku.domain.refusal import Refusal

# Which facts of a work stand in the minutes.
TOLD_FACTS = frozenset({"期間", "扱う個人情報", "人数", "扱う場所"})
WITHHELD = "利害関係を申し出た案件のため、審議の内容は示しません。"


class CorrectionReasonMissing(Refusal):
    """Minutes that were approved once are only corrected with a reason."""

    code: ClassVar[str] = "minutes.reason-missing"


@dataclass(frozen=True, slots=True)
class MinutedCondition:
    """A condition of an approval: what, who, by when, shown by what."""

    text: str
    who: str
    due: date
    proof: str


@dataclass(frozen=True, slots=True)
class MinutedItem:
    """One item of the agenda as it went.

    facts      of the work, a few lines
    recused    who stepped aside, and why
    members    how many could take part; `present`: were there, `needed`: had to be
    votes      how many voted what; `names`: who voted what, only where the board's rule says so
    basis      on what the decision rests, in words
    withheld   the reader stepped aside: the discussion is not told
    """

    number: int
    title: str
    facts: tuple[tuple[str, str], ...]
    recused: tuple[tuple[str, str], ...]
    members: int
    present: int
    needed: int
    discussion: str
    votes: Mapping[Vote, int]
    names: tuple[tuple[str, Vote], ...]
    decided: str
    basis: str
    text: str
    conditions: tuple[MinutedCondition, ...]
    withheld: bool = False

    @property
    def told_votes(self) -> str:
        """Return how many voted what, in words; empty: nobody voted."""
        counts = [(VOTE_LABELS[vote], self.votes.get(vote, 0)) for vote in Vote]
        return "、".join(f"{label} {number}" for label, number in counts if number)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting as it went. `version` from 1; later ones say why they correct the one before."""

    board: str
    client: str
    number: str
    version: int
    reason: str
    day: date
    when: str
    where: str
    chair: str
    secretary: str
    members: tuple[tuple[str, str], ...]
    items: tuple[MinutedItem, ...]


def minutes_number(meeting: int) -> str:
    """Return the number that minutes bear in the files of the board."""
    return f"審議第{meeting}号"


def about_case(reference: str, department: str, company: str) -> tuple[tuple[str, str], ...]:
    """Return which case an item is about, as label and value."""
    return ("業務の番号", reference), ("主管課", department), ("委託候補", company)


def require_reason(version: int, reason: str) -> None:
    """Raise CorrectionReasonMissing for a later version that does not say what it corrects."""
    if version > 1 and not reason.strip():
        raise CorrectionReasonMissing()


def minutes_letter(minutes: Minutes) -> Letter:
    """Return the minutes as a paper that the chair signs."""
    head: list[tuple[str, str]] = [
        ("開催日時", f"{era_date(minutes.day)}　{minutes.when}".strip()),
        ("開催の方法", minutes.where),
        ("議長", minutes.chair),
        ("事務局", minutes.secretary),
    ]
    if minutes.version > 1:
        head.append(("訂正", f"第{minutes.version}版　{minutes.reason}"))
    blocks: list[Block] = [
        Facts(head),
        Heading("出席"),
        Table(("委員", "出欠"), minutes.members, (7, 3)),
    ]
    if not minutes.items:
        blocks.append(Text("議案はありませんでした。"))
    for item in minutes.items:
        blocks.extend(_item(item))
    blocks += [Text("以上のとおり相違ないことを確認します。"), Signature((f"議長　{minutes.chair}",))]
    return Letter(
        title=f"{minutes.board} 議事録",
        number=minutes.number,
        day=minutes.day,
        to=(),
        sender=(f"{minutes.client} {minutes.board}",),
        blocks=tuple(blocks),
    )


def _item(item: MinutedItem) -> Sequence[Block]:
    blocks: list[Block] = [Heading(f"議案{item.number}　{item.title}")]
    if item.facts:
        blocks.append(Facts(item.facts))
    recused = "、".join(f"{name}（{reason}）" for name, reason in item.recused)
    blocks.append(
        Text(
            f"定足数　加われる委員 {item.members}人のうち {item.present}人が出席（要る人数 {item.needed}人）"
        )
    )
    blocks.append(Text(f"利害関係により加わらなかった委員　{recused or 'なし'}"))
    blocks.append(
        Text(f"審議\n{WITHHELD if item.withheld else item.discussion or '発言の記録はありません。'}")
    )
    if item.told_votes:
        blocks.append(Text(f"採決　{item.told_votes}"))
    if item.names:
        blocks.append(Table(("委員", "投票"), [(name, VOTE_LABELS[vote]) for name, vote in item.names]))
    blocks.append(Text(f"結論　{item.decided}（{item.basis}）"))
    if item.text:
        blocks.append(Text(item.text))
    if item.conditions:
        rows = [(c.text, c.who, era_date(c.due), c.proof) for c in item.conditions]
        blocks.append(Table(("条件", "だれが", "期限", "示すもの"), rows, (4, 2, 2, 2)))
    return blocks
