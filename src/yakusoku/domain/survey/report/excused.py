"""What a reader is told of the numbers that no table holds: which, why they stand, who decided so and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.findings import Excuse
from yakusoku.domain.survey.report.outline import (
    ROLE_TITLES,
    Facts,
    Paragraph,
    Part,
    Report,
    Role,
    Section,
    texts_of,
)
from yakusoku.domain.survey.report.references import rendered

TITLE = "数字の確認"
INTRODUCTION = "次の数は、この報告書の表から数えたものではない。載せた理由と、そう判断した人と日を示す。"


def with_excuses(report: Report, store: FigureStore) -> Report:
    """Return the report with the list of its excuses at the end of the appendix; without any, the report itself.

    An excuse of words that no longer stand in the report is not told.
    """
    if not report.excuses:
        return report
    texts = [rendered(text, store).text for text in _texts(report)]
    told = [each for each in report.excuses if any(each.quote in text for text in texts)]
    if not told:
        return report
    part = Part(TITLE, (Paragraph(INTRODUCTION), Facts(tuple(map(_row, told)))))
    if report.section(Role.APPENDIX) is None:
        section = Section(Role.APPENDIX, ROLE_TITLES[Role.APPENDIX], (part,))
        return replace(report, sections=(*report.sections, section))
    sections = (
        replace(each, parts=(*each.parts, part)) if each.role is Role.APPENDIX else each
        for each in report.sections
    )
    return replace(report, sections=tuple(sections))


def _texts(report: Report) -> Iterator[str]:
    yield from (report.title, report.subtitle)
    for section in report.sections:
        for part in section.parts:
            yield from texts_of(part)


def _row(excuse: Excuse) -> tuple[str, tuple[str, ...]]:
    lines = [f"理由：{excuse.why}", f"判断：{excuse.by}（{_day(excuse.at)}）"]
    if excuse.typed and excuse.typed != excuse.quote:
        lines.insert(0, f"文：{excuse.quote}")
    return excuse.typed or excuse.quote, tuple(lines)


def _day(at: str) -> str:
    try:
        day = date.fromisoformat(at)
    except ValueError:
        return at
    return f"{day.year}年{day.month}月{day.day}日"
