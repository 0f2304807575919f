"""Putting references into texts: where a person says, or instead of a number that was typed."""

import re
from typing import ClassVar

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report.editing import COVER, OVERVIEW, places_of, texts_at
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind
from yakusoku.domain.survey.report.outline import ChartBlock, TableBlock
from yakusoku.domain.survey.report.plan import ReportPlan
from yakusoku.domain.survey.report.references import REFERENCE, rendered

# Where the next number comes, as a person without a cursor can say it.
GAP = re.compile(r"＿+|_{2,}")


class NumberGone(Refusal):
    """The number that was to be replaced no longer stands in the text."""

    code: ClassVar[str] = "report.number-gone"


def inserted(text: str, reference: str) -> str:
    """Return a text with a reference in its first gap; else before the full stop at its end."""
    if GAP.search(text):
        return GAP.sub(lambda _: reference, text, count=1)
    bare = text.rstrip()
    return f"{bare[:-1]}{reference}。" if bare.endswith("。") else f"{bare}{reference}"


def referenced(text: str, store: FigureStore, sentence: str, typed: str, reference: str) -> str | None:
    """Return a text with a reference instead of a number typed in one of its sentences; None: it is not there.

    sentence   as it is printed
    """
    printed = rendered(text, store)
    start = printed.text.find(sentence)
    at = printed.text.find(typed, max(start, 0))
    while at >= 0 and any(span.start < at + len(typed) and at < span.end for span in printed.spans):
        at = printed.text.find(typed, at + 1)
    if at < 0 or (start >= 0 and at >= start + len(sentence)):
        return None
    end = _written(text, store, at)
    return text[:end] + reference + text[end + len(typed) :]


def _written(text: str, store: FigureStore, at: int) -> int:
    """Return where a place of the printed text, outside of references, stands in the written one."""
    shift = 0
    spans = iter(rendered(text, store).spans)
    for found in REFERENCE.finditer(text):
        span = next(spans)
        if span.start >= at:
            break
        shift = found.end() - span.end
    return at + shift


def place_of_finding(finding: NumberFinding, plan: ReportPlan, store: FigureStore) -> str:
    """Return the place in which a finding stands; empty: it is of the whole report."""
    if finding.kind is NumberKind.OUTLINE:
        told = {"調査概要": OVERVIEW, "報告書の題": COVER}
        return next((place for words, place in told.items() if finding.message.startswith(words)), "")
    for place in places_of(plan):
        for text in texts_at(plan, place):
            if finding.sentence == text or finding.sentence in rendered(text, store).text:
                return place
    label, _, line = finding.sentence.partition("：")
    rows = dict(plan.overview)
    if label in rows and line:
        return OVERVIEW
    return _block_with(plan, finding.sentence)


def _block_with(plan: ReportPlan, table: str) -> str:
    for number, page in enumerate(plan.pages, 1):
        for at, block in enumerate(page.blocks, 1):
            if isinstance(block, ChartBlock | TableBlock) and block.table == table:
                return f"r{number}b{at}"
    return ""
