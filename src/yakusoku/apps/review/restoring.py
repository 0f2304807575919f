"""From what a review keeps back to what was read and judged, to write its papers as they would have been then."""

from collections.abc import Sequence
from typing import Any

from yakusoku.apps.review.models import Review, ReviewedFile
from yakusoku.apps.review.snapshots import precedence_kept
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.judging import Contradiction, Coverage, Impossible, Judgement, Place, Status
from yakusoku.domain.review.law import ChangeKind, LawChange, Outdated
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.party import Party
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

Row = dict[str, Any]


def documents_of(review: Review, files: Sequence[ReviewedFile]) -> list[ReviewedDocument]:
    """Return the documents of a review as they were read; of periods and references, no paper tells."""
    laws = {id: _law(id, row) for id, row in review.results["changes"].items()}
    found = []
    for file in files:
        clauses = tuple(_reviewed(row, laws) for row in file.clauses)
        document = Document(
            file.name, file.title, tuple(each.clause for each in clauses), tuple(file.warnings)
        )
        found.append(ReviewedDocument(document, clauses))
    return found


def _reviewed(row: Row, laws: dict[str, LawChange]) -> Reviewed:
    where = row["location"]
    clause = Clause(
        row["no"], row["heading"], row["text"], where.get("page"), where.get("paragraph"), row.get("part", "")
    )
    labels = tuple(
        Label(
            each["slug"],
            Strength(each["strength"]),
            each["weak"],
            each["conditional"],
            tuple((start, end) for start, end in each["evidence"]),
            tuple((start, end) for start, end in each["weak_words"]),
            # Reviews of before do not know who is bound.
            Party(each["binds"]) if each.get("binds") else None,
        )
        for each in row["requirements"]
    )
    outdated = tuple(
        Outdated(laws[each["rule"]], each["text"], (each["span"][0], each["span"][1]))
        for each in row["outdated"]
    )
    return Reviewed(clause, labels, (), outdated, (), row["survives"])


def _law(id: str, row: Row) -> LawChange:
    return LawChange(
        id=id,
        kind=ChangeKind(row["kind"]),
        title=row["title"],
        changed=row["changed"],
        since=row["since"],
        law=row["law"],
        advice=row["advice"],
        verified=False,
        signs=(),
    )


def judgement_of(review: Review, documents: Sequence[ReviewedDocument], catalogue: Catalogue) -> Judgement:
    """Return how a review judged. A requirement that the catalogue no longer has is left out."""

    def place(slug: str, where: Row) -> Place:
        labels = documents[where["document"]].clauses[where["clause"]].labels
        return Place(
            where["document"], where["clause"], next(label for label in labels if label.slug == slug)
        )

    order = precedence_kept(review.results)
    known = {each.slug: each for each in catalogue.requirements}
    coverage = tuple(
        Coverage(
            known[row["slug"]],
            Status(row["status"]),
            tuple(place(row["slug"], where) for where in row["where"]),
            row["risk"],
        )
        for row in review.results["coverage"]
        if row["slug"] in known
    )
    told = [
        (row, [place(row["slug"], where) for where in row["where"]]) for row in review.results["conflicts"]
    ]
    impossible = tuple(
        Impossible(row["slug"], places[0], "", row["reason"]) for row, places in told if row["kind"] == "work"
    )
    contradictions = tuple(
        Contradiction(
            row["slug"],
            places[0],
            places[1],
            places[row["prevails"]] if row.get("prevails") is not None else None,
            next((said for said in order.said if said.words == row.get("because")), None),
        )
        for row, places in told
        if row["kind"] == "contradiction"
    )
    return Judgement(coverage, impossible, contradictions, order, catalogue.level(review.level))
