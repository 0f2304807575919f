"""The questionnaire on paper: what it shows, and whose paper it is on every page."""

from datetime import date

import pypdfium2

from tests.domain.survey.questionnaire.written import row, sheets
from yakusoku.adapters.questionnaire_paper import Addressed, Facts, paper_content, questionnaire_pdf
from yakusoku.domain.survey.questionnaire.sheets import form_of

FORM = form_of(
    sheets(
        row("A", label="実施していますか"),
        row("B", "select_multiple abc", relevant="${A} = '1'", most="2"),
        row("C", "text", appearance="multiline"),
        *(row(f"T{n}", "text") for n in range(30)),
    )
)
FACTS = Facts("働き方の調査", "みなと市", closes_on=date(2027, 5, 31), reference_on=date(2027, 4, 1))
WHOSE = Addressed(123, "ABCD-EFGH-JKLM", "https://survey.example/s/ABCDEFGHJKLM/")


def test_the_paper_tells_numbers_who_is_asked_and_where_to_go_on():
    told = paper_content(FORM, FACTS)
    first, second, third = told["sections"][0]["blocks"][:3]
    assert (first["mark"], first["options"][1]["jump"]) == ("問1", "→ 問2へ")
    assert (second["mark"], second["asked_of"]) == ("問1-1", "問1で「1 はい」を選んだ方にお尋ねします")
    assert third["input"] == "long"
    assert told["now"] == "設問の「現在」は、2027年4月1日のことです。"
    assert told["facts"] == [["締切り", "2027年5月31日"]]
    assert told["respondent"] is None


def test_every_page_says_whose_paper_it_is():
    pdf = pypdfium2.PdfDocument(questionnaire_pdf(FORM, FACTS, WHOSE))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 2
    assert all("123" in text and "ABCD-EFGH-JKLM" in text for text in pages)
