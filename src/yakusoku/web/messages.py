"""The sentence that a person reads for each refusal: what is wrong, and what to do next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.domain.refusal import Refusal
from yakusoku.web.formats import jdate
from yakusoku.web.sentences import (
    accounts,
    board,
    candidates,
    chain,
    collecting,
    consultations,
    duties,
    engagements,
    erasure,
    exchange,
    files,
    findings,
    inspections,
    library,
    publicity,
    register,
    results,
    review,
    samples,
    standards,
    survey_charts,
    survey_data,
    survey_design,
    survey_reports,
    surveys,
    training,
)
from yakusoku.web.words import listed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# {fact} is filled from the refusal's facts.
SENTENCES: "dict[str, StrOrPromise]" = {
    "refused": gettext_lazy("この操作はできません。"),
    "edit.changed-meanwhile": gettext_lazy(
        "あなたが開いた後に、ほかの人がここを変えました。書いたものは残っています。"
        "別の画面で今の内容を見て、合わせてから、もう一度保存してください。"
    ),
    "edit.preview-changed": gettext_lazy(
        "あなたが見た後に、取り込むと変わるところが変わりました。まだ取り込んでいません。"
        "もう一度見てから、取り込んでください。"
    ),
}
for _told in (
    accounts,
    files,
    engagements,
    inspections,
    duties,
    chain,
    findings,
    candidates,
    board,
    consultations,
    review,
    samples,
    standards,
    collecting,
    training,
    erasure,
    library,
    register,
    results,
    publicity,
    exchange,
    survey_data,
    survey_charts,
    survey_design,
    survey_reports,
    surveys,
):
    SENTENCES |= _told.SENTENCES


def sentence(refusal: Refusal) -> str:
    """Return the sentence for `refusal` in the reader's language; a fact that is missing reads as —."""
    pattern = SENTENCES.get(refusal.code, SENTENCES["refused"])
    facts: Mapping[str, str] = defaultdict(lambda: "—", {k: readable(v) for k, v in refusal.facts.items()})
    return str(pattern).format_map(facts)


def readable(fact: object) -> str:
    """Return a fact as a person reads it: dates, numbers with commas, lists."""
    if isinstance(fact, bool):
        return _("はい") if fact else _("いいえ")
    if isinstance(fact, date):
        return jdate(fact)
    if isinstance(fact, int):
        return f"{fact:,}"
    if isinstance(fact, Iterable) and not isinstance(fact, (str, bytes, Promise)):
        return listed(readable(part) for part in fact)
    return str(fact)
