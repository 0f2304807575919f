"""The supplement: a 特記仕様書 that holds exactly what the contract misses or promises only weakly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yakusoku.domain.catalogue.model import Catalogue, Frame
from yakusoku.domain.dates.working_days import IsHoliday
from yakusoku.domain.engagements.profile import Category, Need, Period, Place, Procurement, WorkProfile
from yakusoku.domain.packs.build import Publication, build_pack
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.review.judging import Judgement
from yakusoku.domain.specifications.articles import Parties

TITLE = "個人情報の取扱いに関する追加の特記仕様書"
PREAMBLE = (
    "{client_name}（以下「{client}」という。）と{contractor_name}（以下「{contractor}」という。）は、{contract_date}に締結した"
    "「{work_title}」に係る契約（以下「本契約」という。）について、本契約に定めのない事項及び定めの足りない事項を補うため、"
    "個人情報の取扱いに関する追加の特記仕様書（以下「本特記仕様書」という。）を次のとおり定める。",
)
# A supplement comes later than the contract, and nobody can have kept it before.
FROM_THE_CONTRACT, FROM_NOW = "本契約の効力が生じた日から適用する", "これを取り交わした日から適用する"
# Names that stand in the blanks when nothing is known of the work.
CLIENT_BLANK = "　　　　　　　　　　"
# Bounds of the calendar of working days: a period that says nothing of the real one.
ANY_PERIOD = Period(date(2027, 4, 1), date(2028, 3, 31))


def supplement(
    judgement: Judgement, catalogue: Catalogue, profile: WorkProfile, reference: str, is_holiday: IsHoliday
) -> Pack | None:
    """Return the pack of the gaps alone, in the order of the catalogue; None: there is no gap."""
    missing = {gap.requirement.slug for gap in judgement.gaps}
    gaps = tuple(each for each in catalogue.requirements if each.slug in missing)
    if not gaps or catalogue.frame is None:
        return None
    narrowed = replace(catalogue, requirements=gaps, frame=_frame(catalogue.frame))
    return build_pack(profile, narrowed, (), Publication(reference, parties=Parties.KOU), is_holiday)


def _frame(frame: Frame) -> Frame:
    closing = tuple(each.replace(FROM_THE_CONTRACT, FROM_NOW) for each in frame.closing)
    return replace(frame, title=TITLE, preamble=PREAMBLE, closing=closing)


def unknown_work(title: str) -> WorkProfile:
    """Return a work of which only the title is known: everything may be needed, so no clause bans outright."""
    return WorkProfile(
        title=title or CLIENT_BLANK,
        client=CLIENT_BLANK,
        contractor=None,
        department="",
        contract_kind="",
        procurement=Procurement.NEGOTIATED,
        period=ANY_PERIOD,
        categories=frozenset(Category),
        people=1,
        forms=frozenset(),
        places=frozenset(Place),
        needs=frozenset(Need),
        supervision_hours_per_year=0,
    )


def titles_of(documents: Sequence[str]) -> str:
    """Return the titles of the documents as one."""
    return "、".join(title for title in documents if title)
