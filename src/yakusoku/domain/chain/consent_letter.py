"""再委託承諾書: the client's written consent that someone further down may hold data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yakusoku.domain.catalogue.chain_rules import Permission
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.letters.model import Facts, Heading, Items, Letter, Text

TITLE = "再委託承諾書"
STANDARD_CONDITIONS = (
    "承諾した範囲を超えて、個人情報を取り扱わせないこと。",
    "特記仕様書の条文と同じ義務を、書面の契約で課すこと。",
    "この承諾に係る者が、さらにほかの者に取り扱わせるときは、その都度、あらかじめ書面で承諾を求めること。",
    "委託元が行う点検に、この承諾に係る者も応じさせること。",
    "業務が終わったときは、情報を返還し、又は消去させ、その証明を提出すること。",
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed to, in words.

    way          those through whose hands the data goes, the contractor first, the one agreed to last
    conditions   what the client added, one a line
    unpassed     titles of clauses that were not passed down; the consent does not release from them
    """

    number: str
    day: date
    title: str
    client: str
    department: str
    contractor: str
    way: Sequence[str]
    part: str
    categories: str
    place: str
    travel: str
    since: date | None
    until: date | None
    reason: str
    conditions: Sequence[str]
    permissions: Sequence[Permission]
    unpassed: Sequence[str]


def consent_letter(agreed: Agreed) -> Letter:
    """Return the letter; what was not told is left out."""
    blocks: list[Facts | Heading | Items | Text] = [
        Text(f"「{agreed.title}」について届出のあった次の再委託を、下の条件を付けて承諾します。"),
        Heading("承諾する再委託"),
        Facts(_facts(agreed)),
        Heading("条件"),
        Items((*STANDARD_CONDITIONS, *agreed.conditions)),
    ]
    if agreed.permissions:
        blocks.append(Heading("法律に基づく許諾"))
        blocks += [Text(_permitted(permission)) for permission in agreed.permissions]
    if agreed.unpassed:
        blocks += [
            Heading("引き継がれていない条文"),
            Text(
                "届出では、次の条文が再委託の契約に引き継がれていません。この承諾は、その義務を免れさせるものではありません。"
            ),
            Items(tuple(agreed.unpassed)),
        ]
    return Letter(
        title=TITLE,
        number=agreed.number,
        day=agreed.day,
        to=(f"{agreed.contractor}　御中",),
        sender=(agreed.client, agreed.department),
        blocks=blocks,
    )


def _facts(agreed: Agreed) -> list[tuple[str, str]]:
    end = era_date(agreed.until) if agreed.until else "業務の終わり"
    days = f"{era_date(agreed.since)}から{end}まで" if agreed.since else ""
    rows = [
        ("業務の名称", agreed.title),
        ("承諾する者", agreed.way[-1]),
        ("情報が渡る順", "　→　".join(agreed.way)),
        ("受け持つ仕事", agreed.part),
        ("渡す情報", agreed.categories),
        ("扱う場所", agreed.place),
        ("渡し方", agreed.travel),
        ("期間", days),
        ("再委託の理由", agreed.reason),
    ]
    return [(label, value) for label, value in rows if value]


def _permitted(permission: Permission) -> str:
    unsure = "" if permission.verified else "。条番号は未確認"
    return f"{permission.text}（{permission.law}{unsure}）"
