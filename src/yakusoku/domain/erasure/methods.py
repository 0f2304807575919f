"""On what copies lie, and which way of erasing fits which of them (docs/rules/erasure.md).

The words clear, purge and destroy are those of NIST SP 800-88. What fits which medium is our reading of it
for everyday media; `verified` says whether a person has held a row against the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """On what a copy lies."""

    PAPER = "paper"
    FILE = "file"
    REMOVABLE = "removable"
    SYSTEM = "system"
    BACKUP = "backup"
    CLOUD = "cloud"


MEDIUM_LABELS: Mapping[Medium, str] = {
    Medium.PAPER: "紙",
    Medium.FILE: "パソコンやサーバのファイル",
    Medium.REMOVABLE: "USBメモリなどの媒体",
    Medium.SYSTEM: "業務システムの中",
    Medium.BACKUP: "バックアップ",
    Medium.CLOUD: "クラウド",
}


class Ending(StrEnum):
    """What becomes of a copy at the end. KEEP: it stays for a while, with a reason and a last day."""

    RETURN = "return"
    ERASE = "erase"
    KEEP = "keep"


ENDING_LABELS: Mapping[Ending, str] = {
    Ending.RETURN: "返還した",
    Ending.ERASE: "消去・廃棄した",
    Ending.KEEP: "まだ残す（法令の保存期間、期限切れを待つバックアップ）",
}


class Method(StrEnum):
    """How a copy is erased."""

    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"
    DISSOLVE = "dissolve"
    SHRED = "shred"


@dataclass(frozen=True, slots=True)
class MethodFact:
    """A way of erasing: its words, what it does, what it fits, and where that is written.

    term   the word of the source; empty where it is not one of NIST SP 800-88
    """

    method: Method
    label: str
    term: str
    told: str
    fits: frozenset[Medium]
    source: str
    verified: bool


_NIST = "NIST SP 800-88 Rev. 1, Guidelines for Media Sanitization"
_LOCAL = "実務の慣行。自組織の文書管理規程を確かめること"

METHODS: tuple[MethodFact, ...] = (
    MethodFact(
        Method.CLEAR,
        "消去（クリア）",
        "Clear",
        "上書きや初期化で、ふつうの操作や市販の復元ソフトでは読めないようにします。媒体はまた使えます。",
        frozenset({Medium.FILE, Medium.REMOVABLE, Medium.SYSTEM, Medium.BACKUP, Medium.CLOUD}),
        _NIST,
        False,
    ),
    MethodFact(
        Method.PURGE,
        "除去（パージ）",
        "Purge",
        "専用の命令、暗号鍵の消去、消磁などで、研究室の設備でも読めないようにします。",
        frozenset({Medium.FILE, Medium.REMOVABLE, Medium.SYSTEM, Medium.BACKUP, Medium.CLOUD}),
        _NIST,
        False,
    ),
    MethodFact(
        Method.DESTROY,
        "破壊（デストロイ）",
        "Destroy",
        "細断、溶融、焼却などで、媒体そのものを使えなくします。",
        frozenset({Medium.PAPER, Medium.FILE, Medium.REMOVABLE, Medium.BACKUP}),
        _NIST,
        False,
    ),
    MethodFact(
        Method.DISSOLVE,
        "溶解",
        "",
        "紙を溶かして再生します。運ぶ間と溶かすところまで、だれが見届けたかを残します。",
        frozenset({Medium.PAPER}),
        _LOCAL,
        False,
    ),
    MethodFact(
        Method.SHRED,
        "裁断",
        "",
        "紙を、つなぎ合わせても読めない細かさに切ります。",
        frozenset({Medium.PAPER}),
        _LOCAL,
        False,
    ),
)
METHOD_LABELS: Mapping[Method, str] = {fact.method: fact.label for fact in METHODS}
_BY_METHOD = {fact.method: fact for fact in METHODS}


def fits(method: Method, medium: Medium) -> bool:
    """Return whether a way of erasing fits a medium."""
    return medium in _BY_METHOD[method].fits


def methods_for(medium: Medium) -> tuple[MethodFact, ...]:
    """Return the ways of erasing that fit a medium, in their order."""
    return tuple(fact for fact in METHODS if medium in fact.fits)
