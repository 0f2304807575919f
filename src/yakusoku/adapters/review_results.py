"""What a review found, as the JSON that other tools read."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from yakusoku.domain.review.judging import Judgement, Place
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.references import Reference, Resolver
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

Row = dict[str, Any]


def review_told(
    documents: Sequence[ReviewedDocument], judgement: Judgement, unreadable: Sequence[tuple[str, str]]
) -> Row:
    """Return a review as plain values. `unreadable`: path and reason of each file that could not be read."""

    def where(place: Place) -> Row:
        document = documents[place.document].document
        return {"document": document.path, "clause": name_of(document.clauses[place.clause], place.clause)}

    return {
        "documents": [_document(each) for each in documents],
        "coverage": [
            {
                "slug": each.requirement.slug,
                "status": each.status.value,
                "where": [where(place) for place in each.places],
                "risk": each.risk,
            }
            for each in judgement.coverage
        ],
        "conflicts": list(_conflicts(judgement, where)),
        "precedence": {
            "basis": judgement.order.basis.value,
            "order": [documents[number].document.path for number in judgement.order.order],
            "words": list(dict.fromkeys(each.words for each in judgement.order.said)),
        },
        "unreadable": [{"path": path, "reason": reason} for path, reason in unreadable],
    }


def _conflicts(judgement: Judgement, where: Callable[[Place], Row]) -> Iterator[Row]:
    for hit in judgement.impossible:
        yield {
            "kind": "work",
            "slug": hit.slug,
            "where": [where(hit.place)],
            "need": hit.need,
            "reason": hit.reason,
        }
    for pair in judgement.contradictions:
        yield {
            "kind": "contradiction",
            "slug": pair.slug,
            "where": [where(pair.one), where(pair.other)],
            "prevails": where(pair.prevails) if pair.prevails else None,
            "words": pair.because.words if pair.because else "",
        }


def name_of(clause: Clause, place: int) -> str:
    """Return by what a clause is named: its number, else its place in the document (#3)."""
    return clause.no or f"#{place + 1}"


def _document(reviewed: ReviewedDocument) -> Row:
    clauses = reviewed.document.clauses
    resolver = Resolver(clauses, [each.references for each in reviewed.clauses])

    def pointed(place: int, reference: Reference) -> Row:
        target = resolver.clause(place, reference)
        return {
            "law": resolver.law(reference),
            "article": reference.article,
            "branch": reference.branch,
            "paragraph": reference.paragraph,
            "item": reference.item,
            "clause": None if target is None else name_of(clauses[target], target),
            "span": list(reference.span),
        }

    return {
        "path": reviewed.document.path,
        "title": reviewed.document.title,
        "warnings": list(reviewed.document.warnings),
        "clauses": [
            {**_clause(each), "references": [pointed(place, one) for one in each.references]}
            for place, each in enumerate(reviewed.clauses)
        ],
    }


def _clause(reviewed: Reviewed) -> Row:
    clause = reviewed.clause
    return {
        "no": clause.no,
        "heading": clause.heading,
        "text": clause.text,
        "part": clause.part,
        "location": {"page": clause.page} if clause.page is not None else {"paragraph": clause.paragraph},
        "requirements": [_label(label) for label in reviewed.labels],
        "periods": [
            {"text": each.text, "iso8601": each.iso8601, "kind": each.kind.value, "span": list(each.span)}
            for each in reviewed.periods
        ],
        "amounts": [
            {"text": each.text, "yen": each.yen, "kind": each.kind.value, "span": list(each.span)}
            for each in reviewed.amounts
        ],
        "outdated": [
            {
                "rule": each.change.id,
                "kind": each.change.kind.value,
                "text": each.text,
                "span": list(each.span),
            }
            for each in reviewed.outdated
        ],
        "days": [
            {"text": each.text, "iso8601": each.iso8601, "span": list(each.span)} for each in reviewed.days
        ],
        "survives": reviewed.survives,
    }


def _label(label: Label) -> Row:
    return {
        "slug": label.slug,
        "strength": label.strength.value,
        "weak": label.weak,
        "conditional": label.conditional,
        "binds": label.binds.value if label.binds else None,
        "evidence": [list(span) for span in label.evidence],
        "weak_words": [list(span) for span in label.weak_words],
    }
