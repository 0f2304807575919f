"""A report as values: what stands in it, in order; every sentence may hold references (docs/rules/survey-report.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.charts.spec import ChartKind, Order
from yakusoku.domain.survey.report.findings import Excuse


class Role(StrEnum):
    """What a section is for, in the order of a report."""

    OVERVIEW = "overview"
    TERMS = "terms"
    RESULTS = "results"
    SUMMARY = "summary"
    APPENDIX = "appendix"


ROLE_TITLES = {
    Role.OVERVIEW: "調査概要",
    Role.TERMS: "用語",
    Role.RESULTS: "調査結果",
    Role.SUMMARY: "まとめ",
    Role.APPENDIX: "付録　単純集計",
}
OBJECT, METHOD, PERIOD, REFERENCE_DATE, VALID, QUESTIONS = (
    "調査対象",
    "調査方法",
    "調査期間",
    "基準日",
    "有効回答数",
    "設問数",
)
OVERVIEW_ROWS = (OBJECT, METHOD, PERIOD, REFERENCE_DATE, VALID, QUESTIONS)


@dataclass(frozen=True, slots=True)
class Headline:
    """The one sentence that a page says."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A few words beside a chart."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what is told of them; a value may have several lines."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """The chart of a table; the kind that fits it, where none is named."""

    table: str
    kind: ChartKind | None = None
    order: Order = Order.FORM


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with bases and shares; `counts`: with the number of people too; `errors`: with sampling errors."""

    table: str
    counts: bool = False
    errors: bool = False


Block = Headline | Paragraph | Callout | Bullets | Facts | ChartBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one title: of a question, or the whole of a section (then without a title)."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the tables that the part shows."""
        shown = (block.table for block in self.blocks if isinstance(block, ChartBlock | TableBlock))
        return tuple(dict.fromkeys(shown))


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report."""

    role: Role
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `issued`: its date in words; `excuses`: of numbers that no table holds."""

    title: str
    subtitle: str
    publisher: str
    issued: str
    sections: tuple[Section, ...]
    excuses: tuple[Excuse, ...] = ()

    def section(self, role: Role) -> Section | None:
        """Return the section of a role; None if there is none."""
        return next((section for section in self.sections if section.role is role), None)


def texts_of(part: Part) -> Iterator[str]:
    """Yield every text of a part in which a number may stand."""
    yield part.title
    for block in part.blocks:
        match block:
            case Headline(text) | Paragraph(text) | Callout(text):
                yield text
            case Bullets(items):
                yield from items
            case Facts(rows):
                for label, lines in rows:
                    yield from (f"{label}：{line}" for line in lines)


def headings(report: Report) -> Iterator[tuple[str, Section, Part | None]]:
    """Yield the numbers of the sections (1) and of the parts that have a title (3.2), each with what it is of."""
    for number, section in enumerate(report.sections, 1):
        yield str(number), section, None
        titled = 0
        for part in section.parts:
            titled += bool(part.title)
            yield f"{number}.{titled}" if part.title else "", section, part
