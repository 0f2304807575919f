"""遵守確認表 as a table: its columns, its identity and the digest of what must not change."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import AskedCheck

SHEET_FORMAT: Final = "yakusoku-checksheet-1"
SHEET_TAB: Final = "遵守確認表"
GUIDE_TAB: Final = "記入のしかた"
IDENTITY_TAB: Final = "_identity"

ASPECT_WORDS: Final[Mapping[Aspect, str]] = {
    Aspect.ARRANGEMENT: "対策があること",
    Aspect.OPERATION: "運用が実施されていること",
}
LOCKED_COLUMNS: Final = ("番号", "条", "要件", "観点", "質問", "見る証拠")
ANSWER_COLUMNS: Final = ("回答", "コメント", "証拠（資料の名前）")
COLUMNS: Final = LOCKED_COLUMNS + ANSWER_COLUMNS


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Which promise a sheet belongs to. `digest` covers identity and every locked cell."""

    reference: str
    title: str
    version: int
    digest: str


def identify(reference: str, title: str, version: int, checks: Iterable[AskedCheck]) -> SheetIdentity:
    """Return the identity of a sheet."""
    return SheetIdentity(reference, title, version, sheet_digest(reference, title, version, checks))


def sheet_digest(reference: str, title: str, version: int, checks: Iterable[AskedCheck]) -> str:
    """Return the SHA-256 over identity and checks, 64 hexadecimal digits.

    It finds accidents and honest edits. Who rewrites both sheet and digest is found when the sheet is
    read back beside the published version, which is kept by the client.
    """
    content = [SHEET_FORMAT, reference, title, version, [check.values() for check in checks]]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return JSON that is always written the same way."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def locked_cells(check: AskedCheck) -> tuple[str, ...]:
    """Return the texts of the locked cells of a row, in the order of LOCKED_COLUMNS."""
    title = f"{check.title}（{check.point}）"
    evidence = check.evidence + ("（必須）" if check.evidence_required else "")
    return (check.id, f"第{check.article}条", title, ASPECT_WORDS[check.aspect], check.question, evidence)


def version_words(version: int) -> str:
    """Return the version as it stands on the sheet."""
    return f"第{version}版"
