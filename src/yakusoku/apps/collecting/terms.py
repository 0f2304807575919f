"""How answers of a survey are taken: the joining rule, whether they may be changed, what must hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.collecting.duties import papers_wait
from yakusoku.apps.collecting.joining import join_all, measured
from yakusoku.apps.collecting.models import Record, Terms
from yakusoku.apps.collecting.papers import key_once_only
from yakusoku.apps.collecting.reading import paper_of, published
from yakusoku.apps.collecting.standing import rules_in, terms_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.consistency import RuleUnreadable, own_rule
from yakusoku.web.edits import mark_of_row, require_unchanged

MOST_RULES = 200


class RuleWrong(Refusal):
    """A rule cannot be read; the facts say which and why."""

    code: ClassVar[str] = "answers.rule-wrong"


@transaction.atomic
def set_terms(
    survey: Survey, given: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime
) -> Terms:
    """Set how answers are taken; what came in already is joined and looked at anew.

    given    joining, amend, twice, and rules: [{"name", "condition", "sentence"}]
    seen     the mark of the row as the page showed it
    raises   RuleWrong, ChangedMeanwhile
    """
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    kept = terms_of(survey)
    require_unchanged(seen, mark_of_row(kept if kept.pk else None))
    rules = list(given["rules"])
    _require_readable(survey, rules)
    before = {"joining": kept.joining, "rules": kept.rules, "twice": kept.twice}
    kept.joining, kept.amend, kept.twice, kept.rules = given["joining"], given["amend"], given["twice"], rules
    kept.changed_by, kept.changed_at = by, at
    kept.save()
    survey.terms = kept
    if kept.twice != before["twice"]:
        _key_anew(survey, kept, by, at)
    if kept.rules != before["rules"]:
        _look_again(survey, kept)
    changed = join_all(survey, kept) if kept.joining != before["joining"] else 0
    facts: dict[str, JSON] = {
        "joining": kept.joining, "amend": kept.amend, "twice": kept.twice, "rules": len(rules), "changed": changed,
    }  # fmt: skip
    record("answers.terms-set", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return kept


def _key_anew(survey: Survey, terms: Terms, by: User, at: datetime) -> None:
    """Let papers that were keyed once wait for a second keying, or be agreed when none is asked any longer."""
    if terms.twice:
        papers_wait(survey, at=at)
    else:
        key_once_only(survey, by=by, at=at)


def _require_readable(survey: Survey, rules: Sequence[Mapping[str, str]]) -> None:
    version = published(survey.pk)
    if rules and version is None:
        raise RuleWrong(name=rules[0]["name"], reason="—")
    for each in rules:
        assert version is not None
        try:
            own_rule(paper_of(version).form, each["name"], each["condition"], each["sentence"])
        except RuleUnreadable as error:
            raise RuleWrong(name=each["name"], reason=str(error)) from error


def _look_again(survey: Survey, terms: Terms) -> None:
    """Look up the rules in every answer that was handed in."""
    rows = Record.objects.filter(survey=survey, submitted_at__isnull=False).select_related("questionnaire")
    for row in rows.defer("questionnaire__sheets").iterator(chunk_size=500):
        paper = paper_of(row.questionnaire)
        broken = measured(paper, rules_in(paper, terms), row.cells)[1]
        if broken != row.broken:
            Record.objects.filter(pk=row.pk).update(broken=broken)
