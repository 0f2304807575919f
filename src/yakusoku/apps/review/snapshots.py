"""What a review keeps of what was found: plain values that no later change of knowledge touches."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from yakusoku.adapters.review_results import name_of, review_told
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.review.comparing import Bound, Side
from yakusoku.domain.review.judging import Judgement, Place, Status
from yakusoku.domain.review.precedence import Basis, Precedence, Role, Said
from yakusoku.domain.review.report import weak_words
from yakusoku.domain.review.reviewing import ReviewedDocument

Row = dict[str, Any]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clauses_of(document: ReviewedDocument) -> list[Row]:
    """Return the clauses of a document as the review's JSON tells them."""
    told = review_told([document], Judgement((), (), ()), ())
    clauses: list[Row] = storable(told["documents"][0]["clauses"])
    return clauses


def storable(value: Any) -> Any:
    """Return values of any depth as every database can hold them: a letter for a letter, so that spans still fit."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: storable(each) for name, each in value.items()}
    return [storable(each) for each in value] if isinstance(value, list) else value


def results_of(documents: Sequence[ReviewedDocument], judgement: Judgement, catalogue: Catalogue) -> Row:
    """Return what was found in all documents together, with every word that the page shows of it.

    coverage    one row a requirement, gaps first; `why`: why it is needed, `harm`: what happens without it
    conflicts   what the work cannot keep (work), and clauses that contradict each other (contradiction)
    precedence  which document prevails (precedence_told)
    changes     the changes of the law that the documents show, by their id
    titles      of every requirement, by slug
    """
    titles = {each.slug: each.title for each in catalogue.requirements}
    coverage = [
        {
            "slug": each.requirement.slug,
            "title": each.requirement.title,
            "status": each.status.value,
            "risk": each.risk,
            "why": each.requirement.why.strip(),
            "harm": each.requirement.risk.strip(),
            "where": [_where(documents, place) for place in each.places],
        }
        for each in judgement.coverage
    ]
    found: Row = {
        "coverage": coverage,
        "conflicts": list(_conflicts(documents, judgement, titles)),
        "precedence": precedence_told(judgement.order),
        "changes": _changes(documents),
        "titles": titles,
    }
    return {name: storable(each) for name, each in found.items()}


def precedence_told(order: Precedence) -> Row:
    """Return which document prevails, and by which words, as plain values."""
    return {
        "basis": order.basis.value,
        "roles": [role.value for role in order.roles],
        "ranks": [dict(ranks) for ranks in order.ranks],
        "said": [
            {
                "higher": each.higher.value,
                "lower": each.lower.value,
                "document": each.document,
                "clause": each.clause,
                "words": each.words,
            }
            for each in order.said
        ],
    }


def precedence_kept(results: Mapping[str, Any]) -> Precedence:
    """Return what `precedence_told` told of a review; reviews of before know no order: there is none."""
    told = results.get("precedence") or {"basis": "default", "roles": [], "ranks": [], "said": []}
    said = [
        Said(Role(row["higher"]), Role(row["lower"]), row["document"], row["clause"], row["words"])
        for row in told["said"]
    ]
    roles = tuple(Role(each) for each in told["roles"])
    return Precedence(tuple(told["ranks"]), roles, Basis(told["basis"]), tuple(said))


def _where(documents: Sequence[ReviewedDocument], place: Place) -> Row:
    """Return a clause that deals with a requirement, and the words that it does it with."""
    return {
        "document": place.document,
        "clause": place.clause,
        "name": name_of(documents[place.document].clauses[place.clause].clause, place.clause),
        "strength": place.label.strength.value,
        "weak": place.label.weak,
        "words": weak_words(documents, place),
    }


def _conflicts(
    documents: Sequence[ReviewedDocument], judgement: Judgement, titles: Mapping[str, str]
) -> Iterator[Row]:
    for each in judgement.impossible:
        where = [_where(documents, each.place)]
        title = titles.get(each.slug, each.slug)
        yield {"kind": "work", "slug": each.slug, "title": title, "where": where, "reason": each.reason}
    for pair in judgement.contradictions:
        where = [_where(documents, pair.one), _where(documents, pair.other)]
        title = titles.get(pair.slug, pair.slug)
        places = (pair.one, pair.other)
        yield {
            "kind": "contradiction",
            "slug": pair.slug,
            "title": title,
            "where": where,
            "reason": "",
            "prevails": next((n for n, place in enumerate(places) if place is pair.prevails), None),
            "because": pair.because.words if pair.because else "",
        }


def _changes(documents: Sequence[ReviewedDocument]) -> Row:
    shown = [hit.change for each in documents for clause in each.clauses for hit in clause.outdated]
    return {
        change.id: {
            "title": change.title,
            "kind": change.kind.value,
            "changed": change.changed,
            "advice": change.advice,
            "law": change.law,
            "since": change.since,
        }
        for change in shown
    }


def counted(results: Mapping[str, Any], files: Iterable[Sequence[Row]]) -> dict[str, int]:
    """Return how many of each were found, as a review keeps it for lists. `files`: the clauses of each."""
    statuses = [row["status"] for row in results["coverage"]]
    return {
        "missing": statuses.count(Status.MISSING.value),
        "weak": statuses.count(Status.WEAK.value),
        "outdated": sum(len(clause["outdated"]) for clauses in files for clause in clauses),
        "conflicts": len(results["conflicts"]),
    }


def digest_of_clause(clause: Mapping[str, Any]) -> str:
    """Return what stands for the words of a clause, so that the same words elsewhere are found."""
    return sha256(f"{clause['heading']}\n{clause['text']}".encode()).hexdigest()


def sides_of(clauses: Iterable[Row]) -> list[Side]:
    """Return the clauses of a file as one side of a comparison."""
    return [
        Side(
            each["no"],
            each["heading"],
            each["text"],
            {row["slug"]: Bound(row["strength"], row["weak"]) for row in each["requirements"]},
        )
        for each in clauses
    ]
