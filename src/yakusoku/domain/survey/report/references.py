"""References in a sentence, {{表|区分|選択肢|見せ方}}, and what they are printed as (docs/rules/survey-text.md)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.report.figures import (
    DECIMALS,
    Difference,
    Figure,
    FigureStore,
    FigureTable,
    NoFigure,
    Place,
    plain,
)
from yakusoku.domain.survey.report.words import range_of, words_for
from yakusoku.domain.survey.rounding import in_print

REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.S)
FACT, ARROW = "事実", "→"
TENTH, WHOLE, COUNT, BASE, POINTS = "%", "整数%", "数", "n", "差"
FORMS = (TENTH, WHOLE, COUNT, BASE, POINTS)
NOT_SIGNIFICANT, NOT_TESTED, ALTERED = "有意差なし", "検定なし", "定義の変更あり"
NOT_THE_SAME = "比較できない（定義の変更）"


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the printed text a reference stands, and what it is."""

    start: int
    end: int
    written: str
    figure: Figure | None = None
    difference: Difference | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference that cannot be printed, and why."""

    written: str
    message: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its references printed; those that cannot be stay as they were written."""

    text: str
    spans: tuple[Span, ...]
    broken: tuple[Broken, ...]


def rendered(text: str, store: FigureStore) -> Rendered:
    """Return a text as it is printed."""
    parts: list[str] = []
    spans: list[Span] = []
    broken: list[Broken] = []
    end = length = 0
    for found in REFERENCE.finditer(text):
        before = text[end : found.start()]
        try:
            shown, span = resolved(found[1], store)
        except NoFigure as error:
            shown, span = found[0], Span(0, 0, found[0])
            broken.append(Broken(found[0], str(error)))
        length += len(before)
        spans.append(Span(length, length + len(shown), found[0], span.figure, span.difference, span.place))
        length += len(shown)
        parts += [before, shown]
        end = found.end()
    return Rendered("".join([*parts, text[end:]]), tuple(spans), tuple(broken))


def resolved(written: str, store: FigureStore) -> tuple[str, Span]:
    """Return what a reference is printed as, and what it points at. Raises NoFigure with the reason."""
    parts = [part.strip() for part in re.split(r"[|｜]", written)]
    if parts[0] == FACT:
        return _fact(parts, store)
    if len(parts) not in {2, 3, 4}:
        raise NoFigure("参照は {{表|区分|選択肢|見せ方}} の形で書いてください。")
    if len(parts) == 2:
        parts = [parts[0], EVERYBODY, parts[1]]
    form = unicodedata.normalize("NFKC", parts[3]) if len(parts) == 4 else ""
    tables = [store.table(name.strip()) for name in parts[0].split(ARROW)]
    groups = [_group(tables[0], name.strip()) for name in parts[1].split(ARROW)]
    if len(tables) > 2 or len(groups) > 2 or len(tables) + len(groups) == 4:
        raise NoFigure("差は、二つの回か、二つの区分の一方だけで書いてください。")
    if len(tables) == len(groups) == 1:
        return _cell(tables[0], groups[0], parts[2], form, store)
    first = Place(tables[0].id, groups[0], _categories(tables[0], parts[2]))
    second = Place(tables[-1].id, groups[-1], _categories(tables[-1], parts[2]))
    difference = store.difference(first, second)
    if form not in {"", POINTS}:
        raise NoFigure(f"差の見せ方は「{POINTS}」だけです。")
    return said_difference(difference), Span(0, 0, written, difference=difference)


def said_difference(difference: Difference) -> str:
    """Return a difference with what must be said of it."""
    if not difference.comparable:
        return NOT_THE_SAME
    marks = [] if difference.significant else [NOT_TESTED if difference.p is None else NOT_SIGNIFICANT]
    if difference.altered:
        marks.append(ALTERED)
    said = f"{difference.said(DECIMALS)}ポイント"
    return f"{said}（{'、'.join(marks)}）" if marks else said


def _fact(parts: list[str], store: FigureStore) -> tuple[str, Span]:
    name = parts[1] if len(parts) == 2 else ""
    found = next((value for key, value in store.facts.items() if plain(key) == plain(name)), None)
    if found is None:
        raise NoFigure(f"調査概要に「{name}」という数がありません。")
    return str(found), Span(0, 0, "|".join(parts))


def _cell(table: FigureTable, group: str, category: str, form: str, store: FigureStore) -> tuple[str, Span]:
    if category == BASE and BASE not in table.categories:
        if group in table.several_bases:
            raise NoFigure(f"表「{table.id}」は、項目ごとに n が違います。割合の参照を使ってください。")
        return str(table.bases[group]), Span(0, 0, category)
    place = Place(table.id, group, _categories(table, category))
    figure = store.figure(place)
    return shown(figure, form), Span(0, 0, category, figure=figure, place=place)


def shown(figure: Figure, form: str) -> str:
    """Return a figure in a form. Raises NoFigure where a word does not hold, or a count is not known."""
    if form in {"", TENTH}:
        return f"{in_print(figure.units(DECIMALS), DECIMALS)}%"
    if form == WHOLE:
        return f"{in_print(figure.units(0), 0)}%"
    if form == BASE:
        return str(figure.n)
    if form == COUNT:
        if figure.count is None:
            raise NoFigure("公表された割合からは、人数が一つに決まりません。")
        return str(figure.count)
    span = range_of(form)
    if span is None:
        raise NoFigure(f"見せ方「{form}」がありません。{'、'.join(FORMS)} か、約8割のようなことばです。")
    if not span.holds(figure.percent):
        exact = in_print(figure.units(2), 2)
        better = "、".join(words_for(figure.percent)) or shown(figure, TENTH)
        raise NoFigure(f"「{form}」は{span}のことばで、{exact}%には使えません（使えるもの: {better}）。")
    return form


def _group(table: FigureTable, name: str) -> str:
    words = next((group for group in table.groups if plain(group) == plain(name)), None)
    found = words or table.codes[0].get(name)
    if found is None:
        known = "、".join(table.groups[:10])
        raise NoFigure(f"表「{table.id}」に、区分「{name}」がありません（ある区分: {known}）。")
    return found


def _categories(table: FigureTable, name: str) -> tuple[str, ...]:
    """Return the categories that are meant: one, or several with + between them."""
    known = {plain(code): category for code, category in table.codes[1].items()}
    known |= {plain(category): category for category in table.categories}
    if plain(name) in known:
        return (known[plain(name)],)
    parts = [plain(part) for part in re.split(r"[+＋]", name)]
    lacking = [part for part in parts if part not in known]
    if lacking or not parts:
        listed = "、".join(table.categories[:10])
        raise NoFigure(f"表「{table.id}」に、選択肢「{name}」がありません（ある選択肢: {listed}）。")
    return tuple(known[part] for part in dict.fromkeys(parts))


def written_place(place: Place, store: FigureStore, form: str = "") -> str:
    """Return the reference that stands for a place."""
    table = store.tables[place.table]
    inner = "+".join(place.categories)
    alone: Sequence[str] = [EVERYBODY]
    middle = [] if list(table.groups) == alone else [place.group]
    if form and not middle:
        middle = [place.group]
    return "{{" + "|".join([place.table, *middle, inner, *([form] if form else [])]) + "}}"


def written_difference(difference: Difference) -> str:
    """Return the reference that stands for a difference."""
    first, second = difference.first, difference.second
    inner = "+".join(second.categories)
    if difference.between_waves:
        return f"{{{{{first.table}{ARROW}{second.table}|{second.group}|{inner}}}}}"
    return f"{{{{{second.table}|{first.group}{ARROW}{second.group}|{inner}}}}}"
