"""The certificate of return and erasure as a letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from yakusoku.domain.erasure.methods import ENDING_LABELS, MEDIUM_LABELS, METHODS, Ending, Medium, Method
from yakusoku.domain.letters.model import Block, Facts, Heading, Letter, Signature, Table, Text

TITLE = "個人情報の返還・消去証明書"
_METHODS = {fact.method: fact for fact in METHODS}


@dataclass(frozen=True, slots=True)
class ProvenCopy:
    """A copy whose end was told; the fields are those of the ledger."""

    reference: str
    what: str
    categories: tuple[str, ...]
    medium: Medium
    place: str
    number: int
    holder: str
    ending: Ending
    method: Method | None
    done_on: date | None
    done_by: str
    witness: str
    device: str
    kept_reason: str
    kept_until: date | None

    @property
    def way(self) -> str:
        """Return what was done, with the word of the source: 消去（クリア） Clear."""
        if self.ending is not Ending.ERASE or self.method is None:
            return ENDING_LABELS[self.ending].removesuffix("した")
        fact = _METHODS[self.method]
        return f"{fact.label} {fact.term}".strip()


def certificate(
    copies: Sequence[ProvenCopy],
    *,
    number: str,
    day: date,
    work: str,
    client: Sequence[str],
    contractor: str,
    holder: str,
    write_day: Callable[[date], str],
) -> Letter:
    """Return the certificate for copies of one holder: one in full, several as tables.

    holder      who gives it; contractor: who answers for it
    write_day   writes a date
    """
    facts = [("業務", work), ("委託先", contractor)]
    if holder != contractor:
        facts.append(("返還・消去した者", holder))
    blocks: list[Block] = [
        Text("次のとおり、この業務で扱った個人情報を返還し、または消去したことを証明します。"),
        Facts(facts),
    ]
    ended = [copy for copy in copies if copy.ending is not Ending.KEEP]
    kept = [copy for copy in copies if copy.ending is Ending.KEEP]
    if len(copies) == 1:
        blocks += [Heading("対象"), Facts(_in_full(copies[0], write_day))]
    else:
        blocks += _tables(ended, kept, write_day)
    blocks += _ways(ended)
    blocks.append(Signature([f"責任者　{holder}"]))
    return Letter(TITLE, number, day, tuple(client), (holder,), tuple(blocks))


def _in_full(copy: ProvenCopy, write_day: Callable[[date], str]) -> list[tuple[str, str]]:
    rows = [
        ("台帳の番号", copy.reference),
        ("内容", copy.what),
        ("媒体", MEDIUM_LABELS[copy.medium]),
        ("場所", copy.place),
        ("数", f"{copy.number:,}"),
        ("処理", copy.way),
    ]
    if copy.ending is Ending.KEEP:
        until = write_day(copy.kept_until) if copy.kept_until else ""
        return [*rows, ("残す理由", copy.kept_reason), ("残す最後の日", until)]
    rows += [
        ("処理した日", write_day(copy.done_on) if copy.done_on else ""),
        ("処理した者", copy.done_by),
        ("立会い", copy.witness or "なし"),
    ]
    return [*rows, ("装置・製造番号など", copy.device)] if copy.device else rows


def _tables(
    ended: Sequence[ProvenCopy], kept: Sequence[ProvenCopy], write_day: Callable[[date], str]
) -> list[Block]:
    blocks: list[Block] = []
    if ended:
        rows = [
            (
                copy.reference,
                copy.what,
                f"{MEDIUM_LABELS[copy.medium]}\n{copy.place}",
                f"{copy.number:,}",
                copy.way,
                write_day(copy.done_on) if copy.done_on else "",
                "\n".join(
                    filter(None, (copy.done_by, copy.witness and f"立会い {copy.witness}", copy.device))
                ),
            )
            for copy in ended
        ]
        head = ("番号", "内容", "媒体と場所", "数", "処理", "日", "処理した者")
        blocks += [Heading("返還・消去したもの"), Table(head, rows, (1.8, 1.8, 1.9, 1.1, 1.4, 2.2, 1.6))]
    if kept:
        rows_kept = [
            (
                copy.reference,
                copy.what,
                MEDIUM_LABELS[copy.medium],
                copy.kept_reason,
                write_day(copy.kept_until) if copy.kept_until else "",
            )
            for copy in kept
        ]
        head_kept = ("番号", "内容", "媒体", "残す理由", "残す最後の日")
        blocks += [Heading("まだ残しているもの"), Table(head_kept, rows_kept, (1.7, 2.1, 1.5, 2.6, 2.2))]
    return blocks


def _ways(copies: Sequence[ProvenCopy]) -> list[Block]:
    used = {copy.method for copy in copies if copy.ending is Ending.ERASE}
    rows = [(f"{f.label} {f.term}".strip(), f.told) for f in METHODS if f.method in used]
    return [Heading("方法の説明"), Facts(rows)] if rows else []
