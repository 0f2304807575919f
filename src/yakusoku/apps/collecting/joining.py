"""Which record of a respondent counts: written whenever one is handed in, changed, or the rule is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from yakusoku.apps.collecting.models import Record, Terms, Way
from yakusoku.apps.collecting.reading import Paper
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.answers import Given, State, read_one
from yakusoku.domain.survey.collecting.consistency import Rule, broken
from yakusoku.domain.survey.collecting.joining import Candidate, JoinRule, join


def measured(paper: Paper, rules: Sequence[Rule], cells: Mapping[str, str]) -> tuple[int, list[str]]:
    """Return how many questions have an answer that counts, and which rules the answers break."""
    return measured_of(paper, rules, read_one(paper.form, cells))


def measured_of(paper: Paper, rules: Sequence[Rule], given: Mapping[str, Given]) -> tuple[int, list[str]]:
    """Return what `measured` does, of answers that were read."""
    answered = sum(given[name].state is State.ANSWERED for name in paper.names)
    return answered, [rule.name for rule in broken(rules, given)]


def settle(rows: Iterable[Record], terms: Terms) -> bool:
    """Set on the records of one respondent which of them counts; return whether that was another before.

    Records that changed are saved. The caller holds the respondent.
    """
    handed_in = [row for row in rows if row.submitted_at is not None]
    if not handed_in:
        return False
    found = join([candidate(row) for row in handed_in], JoinRule(terms.joining))
    lost = dict(found.lost)
    changed = []
    for row in handed_in:
        chosen, why = row.pk == found.chosen, str(lost.get(row.pk, ""))
        if (row.chosen, row.lost) != (chosen, why):
            row.chosen, row.lost = chosen, why
            changed.append(row)
    # The one that no longer counts first: two never count at once.
    for row in sorted(changed, key=lambda each: each.chosen):
        row.save(update_fields=["chosen", "lost"])
    return bool(changed)


def candidate(row: Record) -> Candidate:
    """Return a record as the rule looks at it: a paper came when it arrived, not when it was keyed."""
    at = row.begun_at if row.way == Way.PAPER else row.submitted_at
    assert at is not None
    return Candidate(row.pk, row.way, at, row.answered)


def join_all(survey: Survey, terms: Terms) -> int:
    """Join the records of every respondent anew; return of how many another counts now."""
    rows = Record.objects.filter(survey=survey, submitted_at__isnull=False).order_by("respondent_id", "pk")
    own = groupby(
        rows.defer("answers", "marks", "amending").iterator(chunk_size=1000), lambda r: r.respondent_id
    )
    return sum(settle(list(each), terms) for _respondent, each in own)
