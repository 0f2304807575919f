"""The report of a review: what is promised, weak, missing, outdated and impossible, in plain Japanese."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Table, Text
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.judging import Contradiction, Coverage, Judgement, Place, Status
from yakusoku.domain.review.law import ChangeKind
from yakusoku.domain.review.model import Clause
from yakusoku.domain.review.precedence import Basis
from yakusoku.domain.review.reviewing import Label, ReviewedDocument

STATUS_LABELS = {
    Status.PROMISED: "約束あり",
    Status.CONDITIONAL: "承諾を条件に約束あり",
    Status.WEAK: "約束が弱い",
    Status.MISSING: "定めなし",
}
BASIS_LABELS = {
    Basis.TEXT: "文書の定めによる",
    Basis.CHOSEN: "人が選んだ順による",
    Basis.DEFAULT: "文書に定めがないので、特約、個別契約、契約書、仕様書、約款の順による",
}
TITLE = "契約書の点検の結果"
MOST_WORDS = 60
NO_TERM, NO_GIVER = "期限などの定めがない", "だれが承諾するかの定めがない"
KEPT = "守れない定めは見つかりませんでした。"


def report_of(
    documents: Sequence[ReviewedDocument],
    judgement: Judgement,
    unreadable: Sequence[tuple[str, str]],
    today: date,
    titles: Mapping[str, str],
    work: str = "",
) -> Letter:
    """Return the report of a day as a letter without an addressee.

    titles   of every requirement, by slug
    work     title of the work that was asked for; empty: a level, or every requirement
    """
    blocks = [
        *_summary(documents, judgement, work),
        *_order(documents, judgement),
        *_gaps(documents, judgement),
    ]
    blocks += [
        *_matrix(documents, judgement),
        *_law(documents),
        *_conflicts(documents, judgement, titles),
        *_unread(unreadable),
    ]
    blocks.append(
        Text(
            "この点検は、文のことばを手がかりに機械で行ったものです。契約の判断は、原文を読んで行ってください。"
        )
    )
    return Letter(TITLE, "", today, (), (), blocks)


def _asked(judgement: Judgement, work: str) -> str:
    """Return what the documents were held against."""
    if work:
        return f"「{work}」の業務の実態に要る約束"
    return f"水準「{judgement.level.title}」の約束" if judgement.level else "要件目録のすべての約束"


def _summary(documents: Sequence[ReviewedDocument], judgement: Judgement, work: str) -> Iterator[Block]:
    count = {status: sum(1 for each in judgement.coverage if each.status is status) for status in Status}
    yield Facts(
        [
            (
                "読んだ文書",
                "、".join(_names(documents)) or "なし",
            ),
            ("照らしたもの", _asked(judgement, work)),
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
    soft = [place for place in row.places if place.label.weak or place.label.one_sided]
    return "　".join(
        f"{in_its_document(documents, place)}「{weak_words(documents, place)}」{_lacking(place)}"
        for place in soft[:3]
    )


def _lacking(place: Place) -> str:
    if place.label.one_sided:
        return "（委託元だけを縛る）"
    return f"（{lack}）" if (lack := lacking(place.label)) else ""


def lacking(label: Label) -> str:
    """Return what a weak promise does not say; empty: it is weak for the words that it says."""
    if label.without_term:
        return NO_TERM
    return NO_GIVER if label.weak and label.strength is Strength.CONSENT else ""


def names_of(told: Sequence[tuple[str, str]]) -> list[str]:
    """Return by what documents are called: the title, with the path where another one has the same title.

    told   title and path of each
    """
    titles = [title or path for title, path in told]
    return [
        f"{title}（{path}）" if titles.count(title) > 1 and title != path else title
        for title, (_, path) in zip(titles, told, strict=True)
    ]


def _names(documents: Sequence[ReviewedDocument]) -> list[str]:
    return names_of([(each.document.title, each.document.path) for each in documents])


def weak_words(documents: Sequence[ReviewedDocument], place: Place) -> str:
    """Return the words that make a clause weak, else those that it rests on."""
    text = clause_of(documents, place).text
    spans = place.label.weak_words or place.label.evidence
    told = "…".join(text[start:end] for start, end in spans).replace("\n", "")
    return told if len(told) <= MOST_WORDS else told[:MOST_WORDS] + "…"


def _matrix(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    yield Heading("要件と条項の対照")
    names = _names(documents)
    rows = []
    for each in sorted(judgement.coverage, key=lambda row: row.requirement.order):
        cells = []
        for number in range(len(documents)):
            places = [place for place in each.places if place.document == number]
            cells.append("、".join(_cell(documents, place) for place in places) or "—")
        rows.append((each.requirement.title, STATUS_LABELS[each.status], *cells))
    yield Table(("要件", "状態", *names), rows)


def _cell(documents: Sequence[ReviewedDocument], place: Place) -> str:
    weak = "・弱い" if place.label.weak else "・委託元だけ" if place.label.one_sided else ""
    return f"{_named(documents, place)}（{STRENGTH_LABELS[place.label.strength]}{weak}）"


def _law(documents: Sequence[ReviewedDocument]) -> Iterator[Block]:
    found = [
        (_where(documents, number, place), hit.text, hit.change.title, hit.change.advice, hit.change.kind)
        for number, document in enumerate(documents)
        for place, clause in enumerate(document.clauses)
        for hit in clause.outdated
    ]
    for kind, title in ((ChangeKind.OLD, "古い法令に基づく定め"), (ChangeKind.RISK, "注意の要る定め")):
        rows = [row[:4] for row in found if row[4] is kind]
        if rows:
            yield Heading(title)
            yield Table(
                ("条", "ことば", "何が変わったか", "直し方"),
                rows,
                (0.1 if len(documents) == 1 else 0.2, 0.2, 0.26, 0.4),
            )


def _conflicts(
    documents: Sequence[ReviewedDocument], judgement: Judgement, titles: Mapping[str, str]
) -> Iterator[Block]:
    yield Heading("実際の業務で守れない定め、食い違う定め")
    told = [
        f"{in_its_document(documents, each.place)}（{titles.get(each.slug, each.slug)}）: {each.reason}"
        for each in judgement.impossible
    ]
    told += [
        f"{titles.get(each.slug, each.slug)}: {contradiction_words(documents, judgement, each)}"
        for each in judgement.contradictions
    ]
    yield Items(told) if told else Text(KEPT)


def contradiction_words(
    documents: Sequence[ReviewedDocument], judgement: Judgement, each: Contradiction
) -> str:
    """Return which two clauses disagree, and which of them prevails and why."""
    one, other = (in_its_document(documents, place) for place in (each.one, each.other))
    told = f"{one}と{other}が食い違っています。"
    if each.prevails is None:
        return told + "どちらに従うかを決めて、直してください。"
    why = f"「{each.because.words}」" if each.because else BASIS_LABELS[judgement.order.basis]
    return f"{told}{in_its_document(documents, each.prevails)}が優先します（{why}）。"


def in_its_document(documents: Sequence[ReviewedDocument], place: Place) -> str:
    """Return by what a clause is found: its number and page, and where there are several documents, in which."""
    return _where(documents, place.document, place.clause)


def _where(documents: Sequence[ReviewedDocument], number: int, place: int) -> str:
    """Return by what a clause is found; where there are several documents, in which."""
    named = _clause_named(documents[number].document.clauses[place], place)
    if len(documents) == 1:
        return named
    return f"{_names(documents)[number]}の{named}"


def _order(documents: Sequence[ReviewedDocument], judgement: Judgement) -> Iterator[Block]:
    """Yield which document prevails, where there are several."""
    if len(documents) < 2:
        return
    yield Heading("文書の優先順位")
    names = _names(documents)
    yield Text(
        f"{'、'.join(names[number] for number in judgement.order.order)}の順（{BASIS_LABELS[judgement.order.basis]}）。"
    )
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
    return _clause_named(clause_of(documents, place), place.clause)


def _clause_named(clause: Clause, place: int) -> str:
    part = f"{clause.part}の" if clause.part else ""
    number = part + (clause.no or f"{place + 1}番目の文")
    page = f"（{clause.page}頁）" if clause.page is not None else ""
    return f"{number}{page}"
