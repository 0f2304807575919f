"""What is proposed to be written into an instruction; who instructs may change every word."""

from collections.abc import Mapping
from typing import Final

from yakusoku.domain.findings.kinds import FindingKind

DEMANDS: Final[Mapping[FindingKind, str]] = {
    FindingKind.DESIGN_MISSING: "次のことができるように、決まり、人、設備を整えてください。",
    FindingKind.NOT_OPERATED: "決めたとおりに行い、行ったことが分かるように記録してください。",
    FindingKind.EVIDENCE_MISSING: "行っていることを示す資料を出してください。",
    FindingKind.DISAGREEMENT: "回答と実際の違いがなぜ生じたかを調べ、実際のやり方を直してください。",
    FindingKind.UNDECLARED_HOP: "情報を渡した相手、情報の範囲、取扱いの状況を書面で届け出てください。",
}


def proposed_demand(kind: FindingKind, *, question: str = "", evidence: str = "", why: str = "") -> str:
    """Return what to ask for: what is to be done, what the check asks, why, and what to show.

    question, evidence, why   of the check that fell short, as the check sheet words them; empty: none
    """
    lines = [DEMANDS[kind]]
    if question:
        lines.append(f"満たすこと：{question}")
    if why:
        lines.append(f"わけ：{why}")
    if evidence:
        lines.append(f"示すもの：{evidence}")
    return "\n".join(lines)
