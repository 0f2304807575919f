"""A report as a Word document: headings, a table of contents, native tables, charts as pictures."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Lines

from yakusoku.adapters.font_measures import missing_letters
from yakusoku.adapters.pdf import press
from yakusoku.adapters.survey_charts import chart_svg
from yakusoku.adapters.survey_papers.styles import (
    CALLOUT,
    CAPTION,
    FACT,
    HEADLINE,
    NOTE,
    RULED,
    SMALL,
    TEXT_WIDTH_MM,
    TINT,
    styled_document,
)
from yakusoku.adapters.word import UNPRINTABLE
from yakusoku.domain.survey.charts.refusals import GlyphMissing
from yakusoku.domain.survey.charts.spec import Chart
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.grids import Grid, grid_of
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    Report,
    Role,
    TableBlock,
    headings,
)
from yakusoku.domain.survey.report.releasing import chart_of_block

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
DOTS_PER_INCH: Final = 200
LABEL_MM: Final = 36
NARROW: Final = ("n", "自由度")


def report_docx(report: Report, store: FigureStore) -> bytes:
    """Return a report, its references printed already, as docx; the same report gives the same bytes."""
    document = styled_document(_clean(report.title), _clean(report.publisher))
    _cover(document, report)
    _contents(document, report)
    _Writer(document, store).write(report)
    return _packed(document)


def _cover(document: Document, report: Report) -> None:
    for _ in range(9):
        document.add_paragraph()
    document.add_paragraph(_clean(report.title), style="Title")
    for text in filter(None, (report.subtitle, report.issued, report.publisher)):
        document.add_paragraph(_clean(text), style="Subtitle")
    _break_page(document)


def _contents(document: Document, report: Report) -> None:
    """Put a table of contents that Word fills with page numbers; until then it links to the headings."""
    document.add_paragraph("目次", style="TOC Heading")
    paragraph = document.add_paragraph(style="Contents 1")
    begin = _field_part(paragraph, "begin")
    begin.set(qn("w:dirty"), "true")
    _add_instruction(paragraph, r'TOC \o "1-2" \h \z \u')
    _field_part(paragraph, "separate")
    first = True
    for place, (number, section, part) in enumerate(headings(report)):
        title = part.title if part else section.title
        if not title:
            continue
        if not first:
            paragraph = document.add_paragraph(style="Contents 2" if part else "Contents 1")
        first = False
        _link(paragraph, f"part-{place}", f"{number}　{_clean(title)}")
    _field_part(paragraph, "end")


class _Writer:
    """Puts the blocks of a report into a document."""

    def __init__(self, document: Document, store: FigureStore) -> None:
        self._document, self._store, self._drawn = document, store, 0
        # Looked up for each cell, the style would take most of the time.
        self._ids = {name: document.styles[name].style_id for name in (FACT, SMALL)}

    def write(self, report: Report) -> None:
        """Write all sections, each on a page of its own; only the terms follow the outline of the survey."""
        for place, (number, section, part) in enumerate(headings(report)):
            if part is None:
                if section.role is not Role.TERMS:
                    _break_page(self._document)
                self._heading(place, f"{number}　{section.title}", 1)
                continue
            if part.title:
                self._heading(place, f"{number}　{part.title}", 2)
            for block in part.blocks:
                self._block(block)

    def _heading(self, place: int, text: str, level: int) -> None:
        heading = self._document.add_paragraph(style=f"Heading {level}")
        _bookmark(heading, place, _clean(text))

    def _block(self, block: Block) -> None:
        match block:
            case Headline(text):
                self._say(text, HEADLINE)
            case Paragraph(text):
                self._say(text, "Body Text")
            case Callout(text):
                self._say(text, CALLOUT)
            case Bullets(items):
                for item in items:
                    self._say(item, "List Bullet")
            case Facts(rows):
                self._facts(rows)
            case ChartBlock():
                self._chart(chart_of_block(block, self._store))
            case TableBlock(table, counts, errors):
                self._table(grid_of(self._store.table(table), counts=counts, errors=errors))

    def _say(self, text: str, style: str) -> None:
        self._document.add_paragraph(_clean(text), style=style)

    def _notes(self, notes: tuple[str, ...]) -> None:
        for note in notes:
            self._say(f"注\t{note}", NOTE)

    def _chart(self, chart: Chart) -> None:
        self._drawn += 1
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        picture = _picture(chart)
        paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(TEXT_WIDTH_MM))
        (described,) = paragraph._p.iter(qn("wp:docPr"))
        described.set("descr", _clean(chart.description))
        described.set("name", f"図{self._drawn}")
        self._say(f"図{self._drawn}　{chart.title}", CAPTION)
        self._notes((*chart.notes, *([f"出典 {chart.source}"] if chart.source else [])))

    def _facts(self, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        widths = [LABEL_MM, TEXT_WIDTH_MM - LABEL_MM]
        table = _ruled(self._document, len(rows), widths)
        words = [text for label, lines in rows for text in (label, "\n".join(lines))]
        for at, (cell, text) in enumerate(zip(table._cells, words, strict=True)):
            cell.width = Mm(widths[at % 2])
            _fill(cell, _clean(text), self._ids[FACT], head=at % 2 == 0)
        self._document.add_paragraph()

    def _table(self, grid: Grid) -> None:
        # Names need more room than shares, and bases and degrees of freedom less.
        parts = [1.9, *(0.6 if head in NARROW else 1.0 for head in grid.head[1:])]
        widths = [TEXT_WIDTH_MM * part / sum(parts) for part in parts]
        table = _ruled(self._document, 1 + len(grid.rows), widths)
        words = [text for row in (grid.head, *grid.rows) for text in row]
        # Asked for by row and column, each cell would be looked for anew.
        for at, (cell, text) in enumerate(zip(table._cells, words, strict=True)):
            column = at % len(widths)
            cell.width = Mm(widths[column])
            _fill(cell, _clean(text), self._ids[SMALL], head=at < len(widths), number=bool(column))
        _repeat_head(table)
        self._notes(grid.notes)


def _picture(chart: Chart) -> bytes:
    """Return the drawing alone: title, notes and source stand in the document as text."""
    missing = missing_letters(chart.description)
    if missing:
        raise GlyphMissing(letters=missing)
    content = {"svg": chart_svg(chart, framed=False), "title": chart.title, "alt": chart.description}
    return press().picture("chart", content, DOTS_PER_INCH)


def _ruled(document: Document, rows: int, widths: Sequence[float]) -> Any:
    table = document.add_table(rows, len(widths), style=RULED)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _fill(cell: Any, text: str, style: str, *, head: bool, number: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style
    paragraph.add_run(text).bold = head
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head else WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", TINT)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _repeat_head(table: Any) -> None:
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if row._tr is table._tbl.tr_lst[0]:
            properties.append(OxmlElement("w:tblHeader"))


def _field_part(paragraph: Lines, kind: str) -> Any:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(part)
    return part


def _add_instruction(paragraph: Lines, words: str) -> None:
    part = OxmlElement("w:instrText")
    part.set(qn("xml:space"), "preserve")
    part.text = words
    paragraph.add_run()._r.append(part)


def _link(paragraph: Lines, anchor: str, text: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def _bookmark(paragraph: Lines, place: int, text: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for part in (start, end):
        part.set(qn("w:id"), str(place))
    start.set(qn("w:name"), f"part-{place}")
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph._p.append(end)


def _break_page(document: Document) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)


def _packed(document: Document) -> bytes:
    """Return the document with the same dates inside, whenever it is made."""
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, package.read(name))
    return out.getvalue()
