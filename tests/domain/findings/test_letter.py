"""What the letter says, as docx and PDF, opened again."""

import io
from datetime import date

import docx
import pypdfium2
import pytest

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.domain.findings.letter import Correction, Point, article_words, correction_letter

POINT = Point(
    what="対策はあるが運用されていない",
    severity="重大",
    where="第12条 持出し（持出しの記録 removal-2o）",
    seen="6月分の記録なし",
    repeated=True,
    remedy="対策を足す",
    demand="持ち出すたびに記録してください。",
)
TOLD = Correction(
    number="Y-000001-K01",
    day=date(2027, 7, 12),
    client="みなと市",
    department="水道課",
    recipient="みなと検針株式会社",
    work="水道検針",
    place="はしけ印刷株式会社",
    due_on=date(2027, 7, 20),
    note="写しは課の窓口へ出してください。",
    points=[POINT],
)


def words_of_pdf(raw):
    document = pypdfium2.PdfDocument(raw)
    return "".join(page.get_textpage().get_text_range() for page in document).replace(" ", "")


def words_of_docx(raw):
    document = docx.Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace(" ", "")


@pytest.mark.parametrize(
    "words",
    [
        lambda: words_of_pdf(letter_pdf(correction_letter(TOLD))),
        lambda: words_of_docx(letter_docx(correction_letter(TOLD))),
    ],
    ids=["pdf", "docx"],
)
def test_the_letter_tells_what_why_and_by_when_and_holds_the_form_for_the_reply(words):
    told = "".join(words().split())
    for part in (
        "改善指示書",
        "みなと検針株式会社御中",
        "令和9年",
        "はしけ印刷株式会社",
        "対策はあるが運用されていない（繰返し）",
        "重大",
        "6月分の記録なし",
        "持ち出すたびに記録してください。",
        "写しは課の窓口へ",
        "改善報告書",
        "起きた原因",
        "行ったこと",
    ):
        assert part.replace(" ", "") in told, part


def test_an_article_is_named_with_point_and_check():
    assert article_words(12, "持出し", "記録", "removal-2o") == "第12条 持出し（記録 removal-2o）"
    assert article_words(12, "持出し") == "第12条 持出し"
