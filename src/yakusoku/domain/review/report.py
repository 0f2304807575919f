"""The report of a review: what is promised, weak, missing, outdated and impossible, in plain Japanese."""

from collections.abc import Iterator, Sequence
from datetime import date

from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Table, Text
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.judging import Contradiction, Coverage, Judgement, Place, Status
from yakusoku.domain.review.law import ChangeKind
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.precedence import Basis
from yakusoku.domain.review.reviewing import ReviewedDocument

STATUS_LABELS = {
    Status.PROMISED: "約束あり",
    Status.CONDITIONAL: "承諾を条件に約束あり",
    Status.WEAK: "約束が弱い",
    Status.MISSING: "定めなし",
}
BASIS_LABELS = {
    Basis.TEXT: "文書の定めによる",
    Basis.CHOSEN: "人が選んだ順による",
    Basis.DEFAULT: "文書に定めがないので、特約、契約書、仕様書、約款の順による",
}
TITLE = "契約書の点検の結果"
MOST_WORDS = 60
KEPT = "守れない定めは見つかりませんでした。"


def report_of(
    documents: Sequence[ReviewedDocument],
    judgement: Judgement,
    unreadable: Sequence[tuple[str, str]],
    today: date,
) -> Letter:
    """Return the report of a day as a letter without an addressee."""
    blocks = [*_summary(documents, judgement), *_order(documents, judgement), *_gaps(documents, judgement)]
    blocks += [
        *_matrix(documents, judgement),
        *_law(documents),
        *_conflicts(documents, judgement),
        *_unread(unreadable),
    ]
    blocks.append(
        Text(
            "この点検は、文のことばを手がかりに機械で行ったものです。契約の判断は、原文を読んで行ってください。"
        )
    )
    return Letter(TITLE, "", today, (), (), blocks)


def _summary(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    count = {status: sum(1 for each in judgement.coverage if each.status is status) for status in Status}
    yield Facts(
        [
            (
                "読んだ文書",
                "、".join(each.document.title or each.document.path for each in documents) or "なし",
            ),
            ("条項の数", f"{sum(len(each.clauses) for each in documents):,}"),
            *((STATUS_LABELS[status], f"{count[status]:,}件") for status in Status),
        ]
    )
    warnings = [f"{each.document.path}: {told}" for each in documents for told in each.document.warnings]
    if warnings:
        yield Items(warnings)


def _gaps(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    yield Heading("足りない約束（危険の大きい順）")
    if not judgement.gaps:
        yield Text("足りない約束は見つかりませんでした。")
        return
    rows = [
        (each.requirement.title, STATUS_LABELS[each.status], str(each.risk), _why(documents, each))
        for each in judgement.gaps
    ]
    yield Table(("要件", "状態", "危険", "なぜ要るか・どこが弱いか"), rows, (0.2, 0.14, 0.08, 0.58))


def _why(documents: Sequence[ReviewedDocument], row: Coverage) -> str:
    """Return why a promise is needed, or the words that make the one there is weak."""
    if row.status is Status.MISSING:
        return row.requirement.risk.strip()
    return "　".join(
        f"{_named(documents, place)}「{weak_words(documents, place)}」" for place in row.places[:3]
    )


def weak_words(documents: Sequence[ReviewedDocument], place: Place) -> str:
    """Return the words that make a clause weak, else those that it rests on."""
    text = clause_of(documents, place).text
    spans = place.label.weak_words or place.label.evidence
    told = "…".join(text[start:end] for start, end in spans).replace("\n", "")
    return told if len(told) <= MOST_WORDS else told[:MOST_WORDS] + "…"


def _matrix(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    yield Heading("要件と条項の対照")
    names = [each.document.title or each.document.path for each in documents]
    rows = []
    for each in sorted(judgement.coverage, key=lambda row: row.requirement.order):
        cells = []
        for number in range(len(documents)):
            places = [place for place in each.places if place.document == number]
            cells.append("、".join(_cell(documents, place) for place in places) or "—")
        rows.append((each.requirement.title, STATUS_LABELS[each.status], *cells))
    yield Table(("要件", "状態", *names), rows)


def _cell(documents: Sequence[ReviewedDocument], place: Place) -> str:
    weak = "・弱い" if place.label.weak else ""
    return f"{_named(documents, place)}（{STRENGTH_LABELS[place.label.strength]}{weak}）"


def _law(documents: Sequence[ReviewedDocument]) -> Iterator[Block]:
    found = [
        (f"{clause.clause.no or '—'}", hit.text, hit.change.title, hit.change.advice, hit.change.kind)
        for document in documents
        for clause in document.clauses
        for hit in clause.outdated
    ]
    for kind, title in ((ChangeKind.OLD, "古い法令に基づく定め"), (ChangeKind.RISK, "注意の要る定め")):
        rows = [row[:4] for row in found if row[4] is kind]
        if rows:
            yield Heading(title)
            yield Table(("条", "ことば", "何が変わったか", "直し方"), rows, (0.1, 0.2, 0.3, 0.4))


def _conflicts(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    yield Heading("実際の業務で守れない定め、食い違う定め")
    told = [f"{_named(documents, each.place)}: {each.reason}" for each in judgement.impossible]
    told += [_contradiction(documents, judgement, each) for each in judgement.contradictions]
    yield Items(told) if told else Text(KEPT)


def _contradiction(documents: Sequence[ReviewedDocument], judgement: Judgement, each: Contradiction) -> str:
    one, other = (_in_its_document(documents, place) for place in (each.one, each.other))
    told = f"{one}と{other}が、同じことについて食い違っています。"
    if each.prevails is None:
        return told + "どちらに従うかを決めて、直してください。"
    why = f"「{each.because.words}」" if each.because else BASIS_LABELS[judgement.order.basis]
    return f"{told}{_in_its_document(documents, each.prevails)}が優先します（{why}）。"


def _in_its_document(documents: Sequence[ReviewedDocument], place: Place) -> str:
    if len(documents) == 1:
        return _named(documents, place)
    document = documents[place.document].document
    return f"{document.title or document.path}の{_named(documents, place)}"


def _order(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    """Yield which document prevails, where there are several."""
    if len(documents) < 2:
        return
    yield Heading("文書の優先順位")
    titles = [
        documents[number].document.title or documents[number].document.path
        for number in judgement.order.order
    ]
    yield Text(f"{'、'.join(titles)}の順（{BASIS_LABELS[judgement.order.basis]}）。")
    if judgement.order.said:
        yield Items([f"「{words}」" for words in dict.fromkeys(each.words for each in judgement.order.said)])


def _unread(unreadable: Sequence[tuple[str, str]]) -> Iterator[Block]:
    if unreadable:
        yield Heading("読めなかったファイル")
        yield Table(("ファイル", "理由"), list(unreadable), (0.35, 0.65))


def clause_of(documents: Sequence[ReviewedDocument], place: Place) -> Clause:
    """Return the clause at a place."""
    return documents[place.document].clauses[place.clause].clause


def _named(documents: Sequence[ReviewedDocument], place: Place) -> str:
    clause = clause_of(documents, place)
    number = clause.no or f"{place.clause + 1}番目の文"
    page = f"（{clause.page}頁）" if clause.page is not None else ""
    return f"{number}{page}"
