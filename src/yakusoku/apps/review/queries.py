"""Reading reviews: what the pages, the interface and the files of corrections show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yakusoku.adapters.contracts.together import REPORT, SUPPLEMENT
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.review.marking import marked, marks_of, words_marked
from yakusoku.apps.review.models import Action, Correction, Review, ReviewedFile
from yakusoku.apps.review.snapshots import digest_of_clause, precedence_kept, sides_of
from yakusoku.domain.catalogue.model import Requirement
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.comparing import Bound, Change, Pair, compare
from yakusoku.domain.review.judging import Status
from yakusoku.domain.review.party import PARTY_LABELS, Party
from yakusoku.domain.review.report import BASIS_LABELS, STATUS_LABELS, names_of
from yakusoku.web.words import listed, reads_english, say

Row = dict[str, Any]
# What a correction does not need of the file that it was made in.
HEAVY = ("file__clauses", "file__review__results", "file__review__profile")
GAPS = (Status.MISSING.value, Status.WEAK.value)


def headline(review: Review) -> str:
    """Return the one sentence that stands above everything that was found."""
    told = (
        (review.missing, _("足りない約束が%(n)s件")),
        (review.weak, _("弱い約束が%(n)s件")),
        (review.outdated, _("古い法令や注意の要る定めが%(n)s件")),
        (review.conflicts, _("守れない定めや食い違う定めが%(n)s件")),
    )
    found = [words % {"n": f"{count:,}"} for count, words in told if count]
    if not found:
        return _("足りない約束も、古い定めも、見つかりませんでした。")
    return _("%(found)sあります。") % {"found": listed(found)}


def status_words(status: str) -> str:
    """Return how a requirement stands, in the reader's language."""
    return say(STATUS_LABELS[Status(status)])


def strength_words(strength: str) -> str:
    """Return how a clause binds, in the reader's language."""
    return say(STRENGTH_LABELS[strength])


def level_words(organization: int, name: str) -> str:
    """Return the name of a level in the reader's language; empty: none was chosen."""
    found = catalogue_read(organization).level(name) if name else None
    if found is None:
        return name
    return found.english if reads_english() else found.title


@dataclass(frozen=True, slots=True)
class Found:
    """What a review found, for its page.

    documents   those that could be read; `files`: all
    matrix      a row a requirement: title, status and, document by document, the clauses that deal with it
    laws        what an old or risky clause shows: file, clause, words, and the change of the law
    """

    files: Sequence[ReviewedFile]
    documents: Sequence[ReviewedFile]
    unreadable: Sequence[ReviewedFile]
    gaps: Sequence[Row]
    matrix: Sequence[Row]
    laws: Sequence[Row]
    conflicts: Sequence[Row]
    order: "Order"


@dataclass(frozen=True, slots=True)
class Order:
    """Which document prevails: the documents from the first on, why, and the words that say so with their place."""

    documents: Sequence[ReviewedFile]
    basis: str
    words: str
    said: Sequence[Row]


def order_of(review: Review, documents: Sequence[ReviewedFile]) -> Order:
    """Return which of the documents of a review prevails."""
    order = precedence_kept(review.results)
    said = {
        each.words: {
            "words": each.words,
            "href": documents[each.document].address_of(each.clause),
            "file": documents[each.document],
        }
        for each in order.said
    }
    return Order(
        [documents[number] for number in order.order] or list(documents),
        order.basis.value,
        say(BASIS_LABELS[order.basis]),
        list(said.values()),
    )


def found_in(review: Review) -> Found:
    """Return what a review found."""
    files = list(review.files.select_related("stored"))
    documents = [each for each in files if not each.unreadable]
    for each, shown in zip(documents, names_of([(d.title, d.name) for d in documents]), strict=True):
        each.shown = shown
    english = _english(review)
    coverage = [_row(row, documents, english) for row in review.results["coverage"]]
    titles = titles_of(review)
    order = order_of(review, documents)
    conflicts = [_conflict(row, documents, titles, order) for row in review.results["conflicts"]]
    return Found(
        files,
        documents,
        [each for each in files if each.unreadable],
        [row for row in coverage if row["status"] in GAPS],
        coverage,
        list(_laws(documents, review.results["changes"])),
        conflicts,
        order,
    )


def _conflict(row: Row, documents: Sequence[ReviewedFile], titles: Mapping[str, str], order: Order) -> Row:
    where = [_place(each, documents) for each in row["where"]]
    prevails = row.get("prevails")
    return {
        **row,
        "title": titles.get(row["slug"], row["title"]),
        "where": where,
        "first": where[prevails] if prevails is not None else None,
        "why": row.get("because") or order.words,
    }


def titles_of(review: Review) -> Mapping[str, str]:
    """Return the titles of the requirements by slug: as they were kept, to English readers as they read now."""
    kept: Mapping[str, str] = review.results["titles"]
    english = _english(review)
    return {slug: english[slug].title if slug in english else title for slug, title in kept.items()}


def _english(review: Review) -> Mapping[str, Requirement]:
    """Return the requirements in English by slug; none for readers of Japanese, for whom the kept words stand."""
    if not reads_english():
        return {}
    return {each.slug: each for each in catalogue_read(review.organization_id).requirements}


def _row(row: Row, documents: Sequence[ReviewedFile], english: Mapping[str, Requirement]) -> Row:
    where = [_place(each, documents) for each in row["where"]]
    cells = [
        (file, [each for each in where if each["document"] == number])
        for number, file in enumerate(documents)
    ]
    told = english.get(row["slug"])
    words = {"title": told.title, "why": told.why, "harm": told.risk} if told else {}
    return {**row, **words, "words": status_words(row["status"]), "where": where, "cells": cells}


def _place(where: Row, documents: Sequence[ReviewedFile]) -> Row:
    file = documents[where["document"]]
    href = file.address_of(where["clause"])
    # An annex counts its clauses anew.
    part = file.clauses[where["clause"]].get("part", "")
    name = f"{part} {where['name']}" if part else where["name"]
    return {**where, "name": name, "file": file, "href": href, "bound": strength_words(where["strength"])}


def _laws(documents: Sequence[ReviewedFile], changes: Mapping[str, Row]) -> Iterator[Row]:
    for file in documents:
        for number, clause in enumerate(file.clauses):
            for hit in clause["outdated"]:
                href = file.address_of(number)
                name = clause["no"] or f"#{number + 1}"
                yield {"file": file, "href": href, "name": name, "text": hit["text"], **changes[hit["rule"]]}


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause beside its judgement.

    labels      what the review said: slug, title, words, weak; `correction`: what was said against it
    added       corrections that add a requirement
    choices     requirements that can be added: slug and title
    """

    place: int
    row: Row
    html: SafeString
    labels: Sequence[Row]
    added: Sequence[Row]
    laws: Sequence[Row]
    choices: Sequence[tuple[str, str]]

    @property
    def terms(self) -> str:
        """Return the time limits and amounts as they are written; reviews of before know no amounts."""
        told = [*self.row["periods"], *self.row.get("amounts", ())]
        return listed(dict.fromkeys(each["text"].replace("\n", "") for each in told))

    @property
    def name(self) -> str:
        """Return by what the clause is named."""
        return str(self.row["no"]) or f"#{self.place + 1}"


def clauses_shown(
    file: ReviewedFile, corrections: "QuerySet[Correction]", places: Sequence[int]
) -> list[ClauseShown]:
    """Return clauses of a file by their places. `corrections`: those that the reader sees, of any review."""
    titles = titles_of(file.review)
    rows = [(place, file.clauses[place], digest_of_clause(file.clauses[place])) for place in places]
    said: dict[str, list[Correction]] = {}
    digests = {digest for _place, _row, digest in rows}
    for each in corrections.filter(digest__in=digests).defer(*HEAVY).order_by("pk"):
        said.setdefault(each.digest, []).append(each)
    return [_shown(file, place, row, said.get(digest, []), titles) for place, row, digest in rows]


def clause_shown(file: ReviewedFile, place: int, corrections: "QuerySet[Correction]") -> ClauseShown:
    """Return one clause of a file, as `clauses_shown`. Its place was looked at before."""
    row = file.clauses[place]
    said = corrections.filter(digest=digest_of_clause(row)).defer(*HEAVY).order_by("pk")
    return _shown(file, place, row, list(said), titles_of(file.review))


def _shown(
    file: ReviewedFile, place: int, row: Row, said: Sequence[Correction], titles: Mapping[str, str]
) -> ClauseShown:
    against = {(each.slug, each.action): each for each in said}
    labels = [
        {
            **label,
            "title": titles.get(label["slug"], label["slug"]),
            "words": strength_words(label["strength"]),
            "rests_on": words_marked(row["text"], [*label["evidence"], *label["weak_words"]]),
            # Reviews of before do not know who is bound.
            "who": say(PARTY_LABELS[Party(label["binds"])]) if _told_of(label) else "",
            "correction": against.get((label["slug"], Action.REMOVE)),
            "change": _changed(against.get((label["slug"], Action.CHANGE))),
        }
        for label in row["requirements"]
    ]
    added = [
        {
            "title": titles.get(each.slug, each.slug),
            "words": strength_words(each.strength),
            "correction": each,
        }
        for each in said
        if each.action == Action.ADD
    ]
    known = {label["slug"] for label in labels} | {each.slug for each in said}
    changes = file.review.results["changes"]
    return ClauseShown(
        place,
        row,
        marked(row["text"], marks_of(row)),
        labels,
        added,
        [{**hit, **changes[hit["rule"]]} for hit in row["outdated"]],
        [(slug, title) for slug, title in titles.items() if slug not in known],
    )


def _changed(said: Correction | None) -> Row | None:
    """Return how a person says that a clause binds; None: nobody said so."""
    return {"words": strength_words(said.strength), "correction": said} if said else None


def _told_of(label: Row) -> bool:
    """Return whether it is said who keeps a clause; a free permission keeps nobody from anything."""
    return bool(label.get("binds")) and label["strength"] != Strength.PERMIT


def papers_shown(review: Review) -> list[Row]:
    """Return the papers of a review with their words; the supplement first, which is what to do next."""
    words = {REPORT: _("点検の結果（PDF）"), SUPPLEMENT: _("追加の特記仕様書（Word）")}
    rows = [
        {
            "words": words.get(row.stored.name)
            or _("コメント入りの文書：%(name)s") % {"name": row.stored.name},
            "href": reverse("review-paper", args=[review.pk, row.pk]),
            "first": row.stored.name == SUPPLEMENT,
        }
        for row in review.papers.select_related("stored")
    ]
    return sorted(rows, key=lambda row: not row["first"])


def difference(review: Review) -> list[Row]:
    """Return the requirements whose state is another than in the review before; nothing: it is the first."""
    if review.predecessor is None:
        return []
    before = {row["slug"]: row["status"] for row in review.predecessor.results["coverage"]}
    now = {row["slug"]: row["status"] for row in review.results["coverage"]}
    titles = {**titles_of(review.predecessor), **titles_of(review)}
    return [
        {
            "title": titles.get(slug, slug),
            "before": status_words(before[slug]) if slug in before else "—",
            "after": status_words(now[slug]) if slug in now else "—",
        }
        for slug in dict.fromkeys([*now, *before])
        if before.get(slug) != now.get(slug)
    ]


def compared(one: Sequence[Row], other: Sequence[Row]) -> tuple[Pair, ...]:
    """Return the clauses of two documents side by side."""
    return compare(sides_of(one), sides_of(other))


def comparison_rows(one: ReviewedFile, other: ReviewedFile) -> list[Row]:
    """Return two documents of reviews side by side as the page shows them."""
    titles = {**titles_of(one.review), **titles_of(other.review)}
    return pairs_shown(one.clauses, other.clauses, titles)


def pairs_shown(one: Sequence[Row], other: Sequence[Row], titles: Mapping[str, str]) -> list[Row]:
    """Return the clauses of two documents side by side as a page shows them. `titles`: of requirements, by slug."""
    rows = []
    for pair in compared(one, other):
        before = one[pair.one] if pair.one is not None else None
        after = other[pair.other] if pair.other is not None else None
        labels = [
            {
                "title": titles.get(each.slug, each.slug),
                "before": bound_words(each.before),
                "after": bound_words(each.after),
            }
            for each in pair.labels
        ]
        rows.append({"pair": pair, "before": before, "after": after, "labels": labels})
    return rows


def comparison_headline(rows: Iterable[Row]) -> str:
    """Return in one sentence how two documents differ."""
    count = Counter(row["pair"].change for row in rows)
    told = (
        (count[Change.CHANGED], _("変わった条項が%(n)s件")),
        (count[Change.ADDED], _("加わった条項が%(n)s件")),
        (count[Change.REMOVED], _("なくなった条項が%(n)s件")),
    )
    found = [words % {"n": f"{number:,}"} for number, words in told if number]
    return _("%(found)sあります。") % {"found": listed(found)} if found else _("二つの文書の条項は同じです。")


def bound_words(bound: Bound | None) -> str:
    """Return how a clause binds with regard to a requirement, in words; None: it does not deal with it."""
    if bound is None:
        return "—"
    words = strength_words(bound.strength)
    return _("%(strength)s・弱い") % {"strength": words} if bound.weak else words


def corrections_shown(corrections: Iterable[Correction], organization: int) -> list[tuple[Correction, str]]:
    """Return corrections, each with the title of its requirement in the reader's language."""
    titles = {each.slug: each.title for each in catalogue_read(organization).requirements}
    return [(each, titles.get(each.slug, each.slug)) for each in corrections]
