"""What each paper shows of a pack, as plain JSON values: templates lay out, they do not decide."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, TypeAlias

from yakusoku.domain.catalogue.model import Range
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.engagements.balance import HIGHEST_RISK
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.sheet import version_words
from yakusoku.domain.packs.labels import (
    ASPECT_LABELS,
    INSPECTION_LABELS,
    STRENGTH_LABELS,
    VERDICT_LABELS,
    need_label,
)
from yakusoku.domain.packs.model import (
    Identity,
    Pack,
    PackedCase,
    PackedConflict,
    PackedRequirement,
    PackedSource,
)
from yakusoku.domain.specifications.articles import Article

NO_RESOLUTION: Final = "解決する条文がありません。業務のやり方を変えることを検討してください。"
AS_PROPOSED: Final = "提案のとおり"
UNDECIDED_CONTRACTOR: Final = "（未定）"
HEADER_LENGTH: Final = 48

Values: TypeAlias = dict[str, Any]
Entry: TypeAlias = tuple[str, str]


def specification_content(pack: Pack) -> Values:
    """Return what 特記仕様書 shows."""
    specification = pack.specification
    return _cover(pack.identity, specification.title) | {
        "preamble": specification.preamble,
        "articles": [_article(article) for article in specification.articles],
        "closing": specification.closing,
        "signature": specification.signature,
        "parties": pack.parties.terms,
    }


def checksheet_content(pack: Pack) -> Values:
    """Return what 遵守確認表 shows: checks by article, the two aspects of a point together."""
    groups = groupby(pack.checks, key=lambda check: (check.article, check.title))
    return _cover(pack.identity, pack.guidance.sheet_title) | {
        "instructions": pack.guidance.sheet_instructions,
        "articles": [
            {"heading": f"第{number}条　{title}", "points": list(_points(checks))}
            for (number, title), checks in groups
        ],
    }


def handbook_content(pack: Pack) -> Values:
    """Return what 利用説明書 shows. Both sides read it: who declined what, and why, stays with the client."""
    guidance = pack.guidance
    checks = {slug: list(group) for slug, group in groupby(pack.checks, key=lambda check: check.slug)}
    told = {case: r.article for r in reversed(pack.requirements) for case in r.cases}
    return _cover(pack.identity, guidance.handbook_title) | {
        "introduction": guidance.introduction,
        "how_to": [{"heading": h.heading, "text": h.text} for h in guidance.how_to],
        "facts": pack.facts_told,
        "conflicts": list(conflicts_told(pack)),
        "articles": [_explained(r, checks.get(r.slug, []), told) for r in pack.requirements],
        "inspections": [(era_date(i.date), INSPECTION_LABELS[i.kind]) for i in pack.inspections],
    }


def decisions_content(pack: Pack) -> Values:
    """Return what 採否判断書 shows."""
    balance, guidance = pack.balance, pack.guidance
    return _cover(pack.identity, guidance.decisions_title) | {
        "introduction": guidance.decisions_introduction,
        "facts": pack.facts_told,
        "balance": [list(row) for row in balance_rows(pack)],
        "hours": {
            "low": balance.client_hours.low,
            "high": balance.client_hours.high,
            "available": balance.hours_available,
        },
        "risk": {"kept": balance.kept_risk, "remaining": balance.remaining_risk},
        "rows": [decision_row(r) for r in pack.requirements],
        "remaining": list(remaining_rows(pack)),
        "conflicts": list(conflicts_told(pack)),
    }


def hours_words(hours: Range) -> str:
    """Return a yearly estimate of hours, as 年1〜3時間."""
    return _range_words(hours, "時間")


def yen_words(yen: Range) -> str:
    """Return a yearly estimate of money, as 年0〜30,000円."""
    return _range_words(yen, "円")


def number_words(value: float) -> str:
    """Return a number with separators and without needless decimals, as 1,200 or 19.5."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def risk_words(level: int) -> str:
    """Return a risk level as dots and digits, as ●●●○○ 3."""
    return f"{'●' * level}{'○' * (HIGHEST_RISK - level)} {level}"


def source_words(source: PackedSource) -> str:
    """Return where something rests; what nobody has looked up says so."""
    return f"{source.name} {source.section}".strip() + ("" if source.verified else "（未確認）")


def decision_row(requirement: PackedRequirement) -> Values:
    """Return the row of an adopted requirement in the table of decisions."""
    return {
        "article": f"第{requirement.article}条",
        "title": requirement.title,
        "verdict": VERDICT_LABELS[requirement.verdict],
        "strength": STRENGTH_LABELS[requirement.strength],
        "summary": requirement.summary,
        "reason": requirement.reason or "".join(requirement.why),
        "decider": requirement.decider or AS_PROPOSED,
        "client": hours_words(requirement.client_hours),
        "contractor": hours_words(requirement.contractor_hours),
        "risk": requirement.risk_level,
        "weakened": requirement.weakened,
    }


def remaining_rows(pack: Pack) -> Iterator[Values]:
    """Yield each risk that somebody accepted: what was left out, then what binds less than proposed."""
    for declined in pack.declined:
        yield {
            "title": declined.title,
            "verdict": VERDICT_LABELS["decline"],
            "reason": declined.reason,
            "decider": declined.decider,
            "risk": declined.risk,
            "level": declined.risk_level,
        }
    for promised in pack.requirements:
        if promised.weakened:
            change = f"{STRENGTH_LABELS[promised.proposed]}を{STRENGTH_LABELS[promised.strength]}に緩和"
            yield {
                "title": promised.title,
                "verdict": change,
                "reason": promised.reason,
                "decider": promised.decider,
                "risk": promised.risk,
                "level": promised.risk_level,
            }


def balance_rows(pack: Pack) -> Iterator[Entry]:
    """Yield each line of cost against risk as label and words."""
    balance = pack.balance
    yield "委託元の手間（見積り）", hours_words(balance.client_hours)
    yield "監督に使える時間", f"年{number_words(balance.hours_available)}時間"
    yield "委託元のお金（見積り）", yen_words(balance.client_yen)
    yield "委託先の手間（見積り）", hours_words(balance.contractor_hours)
    yield "委託先のお金（見積り）", yen_words(balance.contractor_yen)


def conflict_rows(conflict: PackedConflict) -> Values:
    """Return a conflict with the clause that would resolve it."""
    strength = conflict.resolution_strength
    return {
        "title": conflict.title,
        "strength": STRENGTH_LABELS[conflict.strength],
        "need": need_label(conflict.need),
        "reason": conflict.reason,
        "proposal": f"{STRENGTH_LABELS[strength]}: {conflict.resolution}" if strength else NO_RESOLUTION,
        "clause": conflict.resolution_text.split("\n") if conflict.resolution_text else [],
    }


def conflicts_told(pack: Pack) -> Iterator[Values]:
    """Return each conflict; the clause that resolves several of one requirement is told once."""
    told: set[str] = set()
    for conflict in pack.conflicts:
        row = conflict_rows(conflict)
        yield row | {"clause": []} if conflict.slug in told else row
        told.add(conflict.slug)


def period_words(identity: Identity) -> str:
    """Return the period of the work with its era years."""
    return f"{era_date(identity.start)}から{era_date(identity.end)}まで"


def running_head(identity: Identity, title: str) -> Entry:
    """Return the left and right words at the head of every page."""
    work = (
        identity.title if len(identity.title) <= HEADER_LENGTH else identity.title[: HEADER_LENGTH - 1] + "…"
    )
    return f"{title}　{work}", f"{identity.reference}　{version_words(identity.version)}"


def _cover(identity: Identity, title: str) -> Values:
    left, right = running_head(identity, title)
    return {
        "title": title,
        "full_title": f"{title} {identity.title} {version_words(identity.version)}",
        "author": identity.client,
        "head": {"left": left, "right": right},
        "work": identity.title,
        "version": version_words(identity.version),
        "reference": identity.reference,
        "client": f"{identity.client} {identity.department}".strip(),
        "contractor": identity.contractor or UNDECIDED_CONTRACTOR,
        "period": period_words(identity),
    }


def _article(article: Article) -> Values:
    return {
        "heading": f"第{article.number}条（{article.title}）",
        "paragraphs": [
            {"number": str(p.number) if p.number > 1 else "", "text": p.text, "items": p.items}
            for p in article.paragraphs
        ],
    }


def _points(checks: Iterable[AskedCheck]) -> Iterator[Values]:
    for pair in _pairs(checks):
        yield {
            "point": pair[0].point,
            "by": pair[0].answered_by,
            "checks": [
                {
                    "id": check.id,
                    "aspect": ASPECT_LABELS[check.aspect],
                    "question": check.question,
                    "evidence": check.evidence,
                    "required": check.evidence_required,
                }
                for check in pair
            ],
        }


def _explained(
    requirement: PackedRequirement, checks: Iterable[AskedCheck], told: Mapping[PackedCase, int]
) -> Values:
    """Return the explanation of an article; `told` says in which article each case is told in full."""
    rows: list[tuple[str, list[Entry]]] = [
        ("目的", [("", requirement.purpose)]),
        ("この業務に要る理由", [("", "".join(requirement.why))]),
        ("ないときの危険", [(risk_words(requirement.risk_level), requirement.risk)]),
        (
            "過去の事例",
            [_case(c, told[c], requirement.article) for c in requirement.cases],
        ),
        ("確かめること", [(_point_name(pair), pair[0].why) for pair in _pairs(checks)]),
        ("手間（見積り）", [("", _effort(requirement))]),
        ("根拠", [("", source_words(s)) for s in requirement.sources]),
    ]
    return {
        "heading": f"第{requirement.article}条　{requirement.title}",
        "strength": STRENGTH_LABELS[requirement.strength],
        "summary": requirement.summary,
        "rows": [row for row in rows if row[1]],
    }


def _pairs(checks: Iterable[AskedCheck]) -> Iterator[list[AskedCheck]]:
    for _, pair in groupby(checks, key=lambda check: check.pair):
        yield list(pair)


def _case(case: PackedCase, told_in: int, article: int) -> Entry:
    story = f"{case.what}教訓: {case.lesson}" if told_in == article else f"（第{told_in}条を参照）"
    return f"{case.date_text} {case.title}".strip(), story


def _point_name(pair: list[AskedCheck]) -> str:
    return f"{pair[0].point}（{'・'.join(check.id for check in pair)}）"


def _verdict(requirement: PackedRequirement) -> str:
    return f"{VERDICT_LABELS[requirement.verdict]}・{STRENGTH_LABELS[requirement.strength]}"


def _effort(requirement: PackedRequirement) -> str:
    client, contractor = hours_words(requirement.client_hours), hours_words(requirement.contractor_hours)
    return f"委託元 {client}、委託先 {contractor}。{requirement.effort_basis}。"


def _range_words(span: Range, unit: str) -> str:
    low, high = number_words(span.low), number_words(span.high)
    if span.high == 0:
        return "なし"
    return f"年{low}{unit}" if span.low == span.high else f"年{low}〜{high}{unit}"
