"""Papers as PDF, read back."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from tests.adapters.papers import HOSTILE, bare, pack_of, words_of
from tests.packs import example_pack
from yakusoku.adapters.paper import running_head
from yakusoku.adapters.pdf import (
    PressForked,
    checksheet_pdf,
    decisions_pdf,
    handbook_pdf,
    press,
    specification_pdf,
)

PAPERS = [
    pytest.param(specification_pdf, id="specification"),
    pytest.param(checksheet_pdf, id="checksheet"),
    pytest.param(handbook_pdf, id="handbook"),
    pytest.param(decisions_pdf, id="decisions"),
]


@pytest.mark.parametrize("name", ["home-visits", "data-entry"])
def test_the_specification_holds_every_article_with_its_numbers(name):
    pack = example_pack(name)
    words = words_of(specification_pdf(pack), running_head(pack.identity, pack.specification.title))
    for article in pack.specification.articles:
        assert f"第{article.number}条（{article.title}）" in words
        for paragraph in article.paragraphs:
            number = str(paragraph.number) if paragraph.number > 1 else ""
            items = "".join(f"({n}){item}" for n, item in enumerate(paragraph.items, start=1))
            assert bare(number + paragraph.text + items) in words


def test_the_specification_tells_its_pages_title_and_language():
    pdf = specification_pdf(example_pack())
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    first = bare(document[0].get_textpage().get_text_range())
    assert f"1/{pages}" in first
    assert "Y-000001第1版" in first
    assert "高齢者世帯訪問調査業務" in document.get_metadata_dict()["Title"]
    assert b"/Lang(ja-JP)" in pdf.replace(b" ", b"")


def test_the_contract_is_signed_on_a_page_that_holds_its_last_words():
    pack = example_pack()
    document = pypdfium2.PdfDocument(specification_pdf(pack))
    last = bare(document[len(document) - 1].get_textpage().get_text_range())
    assert bare(pack.specification.closing[-1])[:20] in last
    assert pack.identity.contractor in last


def test_the_checksheet_asks_every_question():
    pack = example_pack()
    words = words_of(checksheet_pdf(pack))
    for check in pack.checks:
        assert bare(check.id) in words
        assert bare(check.question) in words
    assert words.count("該当なし") >= len(pack.checks)


def test_the_handbook_explains_every_article_and_check():
    pack = example_pack()
    words = words_of(handbook_pdf(pack), running_head(pack.identity, pack.guidance.handbook_title))
    for requirement in pack.requirements:
        assert bare(f"第{requirement.article}条 {requirement.title}") in words
        assert bare(requirement.purpose) in words
        assert bare(requirement.risk) in words
    for check in pack.checks:
        assert bare(check.id) in words
    assert "年1〜3時間" in words
    assert "（未確認）" in words
    assert "2027年8月31日(令和9年)定期点検" in words


def test_a_clause_that_cannot_be_kept_stands_on_the_first_page_of_the_handbook():
    document = pypdfium2.PdfDocument(handbook_pdf(pack_of()))
    first = bare(document[0].get_textpage().get_text_range())
    assert "「複写・複製」の禁止は、この業務では守れません" in first
    assert "業務に欠かせないこと:複写・複製" in first


def test_the_decision_paper_names_who_accepted_which_risk():
    words = words_of(decisions_pdf(pack_of()))
    assert "庁舎の規程で足りるため。" in words
    assert "高齢福祉課長" in words
    assert "山田花子" in words
    assert "引き受けた危険" in words


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("title", HOSTILE)
def test_markup_in_a_title_is_printed_as_it_is(paper, title):
    assert bare(title) in words_of(paper(pack_of(title=title)))


@pytest.mark.parametrize("paper", PAPERS)
def test_what_no_font_can_draw_and_no_file_can_hold_does_not_stop_a_paper(paper):
    assert "調査業務" in words_of(paper(pack_of(title="調査業務 🙂 \ud83d \x00 \u202e", contractor=None)))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_pack_gives_the_same_bytes_also_after_another_pack(paper):
    once = paper(example_pack())
    paper(example_pack("data-entry"))
    assert paper(example_pack()) == once
    assert b"CreationDate" not in once


def test_threads_do_not_mix_up_their_papers():
    names = ["home-visits", "data-entry", "water-meter"] * 3
    alone = {name: specification_pdf(example_pack(name)) for name in set(names)}
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda name: specification_pdf(example_pack(name)), names))
    assert together == [alone[name] for name in names]


def test_a_forked_worker_is_told_instead_of_waiting_for_ever():
    specification_pdf(example_pack())
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    worker = context.Process(target=_print_and_tell, args=(answers,))
    worker.start()
    worker.join(30)
    assert not worker.is_alive()
    assert answers.get() == "forked"


def _print_and_tell(answers):
    try:
        specification_pdf(example_pack())
    except PressForked:
        answers.put("forked")
    else:
        answers.put("printed")


def test_a_press_that_rested_prints_the_same():
    before = specification_pdf(example_pack())
    press().rest()
    assert specification_pdf(example_pack()) == before
