"""What the board reads about one case before it decides, and the paper of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Table, Text

# What happened to a clause since the year before (domain/packs/difference.Change).
CHANGE_WORDS: Mapping[str, str] = {
    "added": "加わった",
    "removed": "なくなった",
    "reworded": "文が変わった",
    "moved": "条の番号が変わった",
}


@dataclass(frozen=True, slots=True)
class Softened:
    """A requirement that is promised less strongly than proposed, or was left out. `how`: what was decided."""

    title: str
    how: str
    reason: str
    decider: str
    risk: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to which the candidate answered anything but a plain yes."""

    title: str
    question: str
    answer: str
    comment: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The 調査票 in sums, with the answers that ask for a look."""

    yes: int = 0
    partial: int = 0
    no: int = 0
    not_applicable: int = 0
    asked: int = 0
    doubts: tuple[Doubt, ...] = ()

    @property
    def missing(self) -> int:
        """Return how many questions have no answer."""
        return max(0, self.asked - self.yes - self.partial - self.no - self.not_applicable)


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the security plan: what falls short, what is done about it, and by when (None: not said)."""

    point: str
    measure: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What the board decided before about the same company. `open_conditions`: those still not met."""

    title: str
    day: date | None
    decided: str
    open_conditions: int


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the company has done in the other engagements of the same client; nobody else's are looked at.

    late     rounds that were handed in after the day they were due, or are overdue now
    """

    works: int = 0
    inspections: int = 0
    late: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    open: int = 0
    repeated: int = 0
    decisions: tuple[EarlierDecision, ...] = ()

    @property
    def findings(self) -> int:
        """Return how many findings there were."""
        return self.high + self.medium + self.low


@dataclass(frozen=True, slots=True)
class News:
    """What differs from the same work of the year before.

    clauses   what happened to a clause, and its title
    facts     label, before, now
    decided   what the board decided then; empty: it did not
    """

    reference: str
    title: str
    clauses: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    company_before: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Packet:
    """One case as the board reads it. `version` 0: nothing is published yet."""

    reference: str
    title: str
    client: str
    department: str
    company: str
    selected_because: str
    responsible: str
    version: int
    facts: tuple[tuple[str, str], ...]
    softened: tuple[Softened, ...]
    unkept: tuple[tuple[str, str], ...]
    answers: Answers | None
    plan: tuple[Planned, ...]
    record: TrackRecord
    news: News | None


def packet_letter(packet: Packet, *, board: str, number: str, day: date) -> Letter:
    """Return the packet as a paper for the members of the board; `number`: meeting and number in the agenda."""
    return Letter(
        title=f"審査資料　{packet.title}",
        number=number,
        day=day,
        to=(f"{board} 委員 様",),
        sender=(f"{packet.client} {packet.department}",),
        blocks=(_about(packet), *_sections(packet)),
    )


def packets_letter(packets: Sequence[tuple[int, Packet]], *, board: str, meeting: str, day: date) -> Letter:
    """Return the packets of a whole meeting as one paper; each with its number in the agenda."""
    blocks: list[Block] = [
        Items([f"議案{number}　{packet.title}（{packet.company}）" for number, packet in packets])
    ]
    for number, packet in packets:
        blocks += [Heading(f"議案{number}　{packet.title}"), _about(packet), *_sections(packet)]
    return Letter(
        title=f"{board} {meeting} 審査資料",
        number="",
        day=day,
        to=(f"{board} 委員 様",),
        sender=(packets[0][1].client,) if packets else (),
        blocks=tuple(blocks),
    )


def _about(packet: Packet) -> Facts:
    return Facts(
        (
            ("業務", f"{packet.title}（{packet.reference}）"),
            ("主管課", packet.department),
            ("委託候補", packet.company),
            ("選んだ理由", packet.selected_because or "記載なし"),
            ("個人情報保護責任者", packet.responsible or "届出なし"),
        )
    )


def _sections(packet: Packet) -> Sequence[Block]:
    return (
        Heading("1　業務の実態"),
        Facts(packet.facts) if packet.facts else Text("まだ書き終えていません。"),
        Heading("2　弱めた約束、外した約束"),
        *_softened(packet),
        Heading("3　委託候補の回答"),
        *_answers(packet.answers),
        Heading("4　セキュリティ計画"),
        *_plan(packet),
        Heading("5　この委託元での実績"),
        *_record(packet.record),
        Heading("6　前の年度から変わったこと"),
        *_news(packet.news),
    )


def _softened(packet: Packet) -> Sequence[Block]:
    blocks: list[Block] = []
    if packet.softened:
        rows = [(s.title, s.how, s.reason, s.risk) for s in packet.softened]
        blocks.append(Table(("要件", "決めたこと", "理由", "高まる危険"), rows, (3, 2, 4, 4)))
    else:
        blocks.append(Text("提案どおりに、すべて約束します。"))
    if packet.unkept:
        blocks.append(Text("業務の実態と合わず、守れないおそれのある条文があります。"))
        blocks.append(Table(("条文", "なぜ守れないか"), packet.unkept, (3, 7)))
    return blocks


def _answers(answers: Answers | None) -> Sequence[Block]:
    if answers is None:
        return (Text("調査票はまだありません。"),)
    sums = Table(
        ("できる", "一部できる", "できない", "該当なし", "未回答"),
        [
            tuple(
                map(str, (answers.yes, answers.partial, answers.no, answers.not_applicable, answers.missing))
            )
        ],
    )
    if not answers.doubts:
        return (sums,)
    rows = [(d.title, d.question, d.answer, d.comment) for d in answers.doubts]
    return (sums, Table(("条文", "確認項目", "回答", "委託候補のことば"), rows, (2, 4, 1.4, 3.6)))


def _plan(packet: Packet) -> Sequence[Block]:
    if not packet.plan:
        return (Text("計画はありません。"),)
    rows = [(p.point, p.measure, era_date(p.due) if p.due else "", p.state) for p in packet.plan]
    return (Table(("足りないこと", "すること", "いつまで", "状態"), rows, (3, 4, 2, 1.5)),)


def _record(record: TrackRecord) -> Sequence[Block]:
    if not record.works:
        return (Text("この委託元で、ほかに受けている業務はありません。"),)
    sums = Facts(
        (
            ("業務の数", f"{record.works}件"),
            ("終えた点検", f"{record.inspections}回（うち期限に遅れたもの {record.late}回）"),
            ("指摘", f"{record.findings}件（重大 {record.high}、中 {record.medium}、軽微 {record.low}）"),
            ("直っていない指摘", f"{record.open}件"),
            ("繰り返した指摘", f"{record.repeated}件"),
        )
    )
    if not record.decisions:
        return (sums,)
    rows = [
        (d.title, era_date(d.day) if d.day else "", d.decided, f"{d.open_conditions}件")
        for d in record.decisions
    ]
    return (sums, Table(("これまでの審査", "日", "結論", "満たしていない条件"), rows, (4, 2.4, 2, 1.6)))


def _news(news: News | None) -> Sequence[Block]:
    if news is None:
        return (Text("同じ業務の前の年度は見当たりません。"),)
    before = f"比べた業務: {news.title}（{news.reference}）"
    if news.decided:
        before += f"　前の審査の結論: {news.decided}"
    if news.company_before:
        before += f"\n委託先が変わります。前の委託先: {news.company_before}"
    blocks: list[Block] = [Text(before)]
    if news.facts:
        blocks.append(Table(("実態", "前", "今"), news.facts, (2, 4, 4)))
    if news.clauses:
        blocks.append(Table(("条文", "変わり方"), [(title, how) for how, title in news.clauses], (6, 4)))
    if not (news.facts or news.clauses):
        blocks.append(Text("実態も条文も、前の年度と同じです。"))
    return blocks
