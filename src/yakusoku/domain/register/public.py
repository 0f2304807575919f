"""What residents may see of an outsourced work: the released fields and nothing else."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from yakusoku.domain.register.phase import Phase

T = TypeVar("T")


class PublicField(StrEnum):
    """What can be released, in the order of the table."""

    TITLE = "title"
    STAGE = "stage"
    DEPARTMENT = "department"
    CONTRACTOR = "contractor"
    PERIOD = "period"
    CATEGORIES = "categories"
    PEOPLE = "people"
    TIERS = "tiers"
    LAST_INSPECTION = "last_inspection"
    NEXT_INSPECTION = "next_inspection"
    FINDINGS = "findings"


PUBLIC_LABELS: Final[Mapping[PublicField, str]] = {
    PublicField.TITLE: "業務の名称",
    PublicField.STAGE: "段階",
    PublicField.DEPARTMENT: "担当する課",
    PublicField.CONTRACTOR: "委託先",
    PublicField.PERIOD: "期間",
    PublicField.CATEGORIES: "扱う個人情報",
    PublicField.PEOPLE: "人数",
    PublicField.TIERS: "再委託",
    PublicField.LAST_INSPECTION: "前の点検",
    PublicField.NEXT_INSPECTION: "次の点検",
    PublicField.FINDINGS: "改善を待つ指摘",
}
# A work is drawn through these; whatever is closed has passed the last one.
STAGES: Final = (Phase.DECIDE, Phase.PROMISE, Phase.KEEP, Phase.END)


def released(told: Mapping[PublicField, T], fields: Iterable[str]) -> dict[PublicField, T]:
    """Return of what is known only what was released, in the order of the table; unknown names release nothing."""
    chosen = set(fields)
    return {field: told[field] for field in PublicField if field.value in chosen and field in told}


def stages_of(phase: Phase) -> tuple[tuple[Phase, str], ...]:
    """Return each stage with where the work stands: done, next or later."""
    present = len(STAGES) if phase is Phase.CLOSED else STAGES.index(phase)
    return tuple(
        (stage, "done" if place < present else "next" if place == present else "later")
        for place, stage in enumerate(STAGES)
    )
