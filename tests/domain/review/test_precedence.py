"""Which document prevails: by its own words, by a person, else by the order that is stated."""

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.judging import Status, judge
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.precedence import Basis, Role, precedence_of, role_of
from yakusoku.domain.review.report import names_of
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument


def document(title, *clauses, part=""):
    """Return a document of clauses, each a text or a text with the strength in which it deals with copying."""
    read = []
    for each in clauses:
        text, strength = each if isinstance(each, tuple) else (each, None)
        weak = strength in {Strength.PERMIT, Strength.EFFORT}
        labels = (Label("copying", strength, weak, False, ((0, 1),)),) if strength else ()
        read.append(Reviewed(Clause("", "", text, None, 1, part), labels, (), (), (), survives=False))
    return ReviewedDocument(Document(f"{title}.txt", title, tuple(r.clause for r in read)), tuple(read))


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("業務委託契約書", Role.CONTRACT),
        ("個人情報取扱特記事項", Role.SPECIAL),
        ("特記仕様書", Role.SPECIAL),
        ("業務委託個別契約書", Role.SINGLE),
        ("業務委託基本契約書", Role.CONTRACT),
        ("清掃業務仕様書", Role.SPECIFICATION),
        ("業務委託契約約款", Role.TERMS),
        ("別添", Role.CONTRACT),
    ],
)
def test_what_a_document_is(title, role):
    assert role_of(title) is role


@pytest.mark.parametrize(
    ("text", "higher", "lower"),
    [
        ("特記仕様書は契約書に優先する。", "special", "contract"),
        ("契約書の定めは、特記仕様書の定めに優先する。", "contract", "special"),
        ("本契約と特記仕様書の定めが異なる場合は、本契約の定めが優先する。", "contract", "special"),
        ("約款と本契約が矛盾する場合は、本契約による。", "contract", "terms"),
        (
            "個別契約において本契約と異なる定めをしたときは、個別契約の定めが優先する。",
            "single",
            "contract",
        ),
        ("約款よりも本契約が優先して適用される。", "contract", "terms"),
        ("仕様書と約款との間に相違があるときは、約款の定めるところによる。", "terms", "specification"),
        ("この特記事項に定める事項は、契約書の規定に優先して適用する。", "special", "contract"),
    ],
)
def test_what_documents_say_of_themselves(text, higher, lower):
    order = precedence_of([document("業務委託契約書", text)])
    assert order.basis is Basis.TEXT
    assert [(each.higher.value, each.lower.value) for each in order.said] == [(higher, lower)]


@pytest.mark.parametrize(
    "text",
    [
        "特記仕様書は契約書に優先しない。",
        "乙は、本契約及び仕様書に従い、業務を行う。",
        "乙は、人命を優先して業務を行う。",
        "契約書に定めのない事項は、約款による。",
    ],
)
def test_what_says_nothing_of_the_order(text):
    order = precedence_of([document("業務委託契約書", text)])
    assert (order.basis, order.said) == (Basis.DEFAULT, ())


def test_what_a_single_contract_calls_this_contract_is_itself():
    text = "基本契約と本契約が異なるときは、本契約の定めが優先する。"
    said = precedence_of([document("基本契約書"), document("個別契約書", text)]).said
    assert [(each.higher, each.lower) for each in said] == [(Role.SINGLE, Role.CONTRACT)]


def test_a_list_tells_the_order_of_all():
    text = "文書の間に相違があるときは、次の順位により優先する。\n(1)仕様書\n(2)特記仕様書\n(3)契約書"
    told = precedence_of([document("契約書", text), document("仕様書"), document("特記仕様書")])
    assert told.order == (1, 2, 0)


CATALOGUE = shipped_catalogue()
BAN, FREE = ("複写してはならない。", Strength.PROHIBIT), ("複写することができる。", Strength.PERMIT)
FIRST = "約款と本契約が矛盾する場合は、本契約による。"


def judged(*documents, chosen=None):
    told = judge(list(documents), CATALOGUE, None, order=precedence_of(documents, chosen))
    status = next(row.status for row in told.coverage if row.requirement.slug == "copying")
    return status, [each.prevails.document if each.prevails else None for each in told.contradictions]


@pytest.mark.parametrize(
    ("documents", "chosen", "status", "prevails"),
    [
        pytest.param(
            (("契約書", BAN), ("約款", FREE)), None, Status.PROMISED, [0], id="lower-undoes-nothing"
        ),
        pytest.param((("契約書", FREE), ("約款", BAN)), None, Status.WEAK, [0], id="lower-cures-nothing"),
        pytest.param((("契約書", FREE), ("約款", BAN)), (1, 0), Status.PROMISED, [1], id="a-person-chose"),
        pytest.param((("契約書", FREE), ("契約書", BAN)), None, Status.PROMISED, [None], id="of-one-rank"),
        pytest.param((("特記仕様書", FREE), ("契約書", BAN)), None, Status.WEAK, [0], id="special-first"),
        pytest.param((("基本契約書", BAN), ("個別契約書", FREE)), None, Status.WEAK, [1], id="single-first"),
        pytest.param(
            (("特記仕様書", FREE), ("契約書", BAN, "契約書の定めは、特記仕様書に優先する。")),
            None,
            Status.PROMISED,
            [1],
            id="the-text-turns-it-round",
        ),
    ],
)
def test_the_higher_document_decides(documents, chosen, status, prevails):
    assert judged(*(document(*each) for each in documents), chosen=chosen) == (status, prevails)


def test_a_soft_clause_above_leaves_a_firm_one_below_standing():
    soft = document("契約書", ("複写しないよう努める。", Strength.EFFORT))
    assert judged(soft, document("約款", BAN)) == (Status.PROMISED, [])


def test_documents_of_one_title_are_told_apart_by_their_files():
    told = [("契約書", "a.docx"), ("仕様書", "b.docx"), ("契約書", "c.pdf"), ("", "d.txt")]
    assert names_of(told) == ["契約書（a.docx）", "仕様書", "契約書（c.pdf）", "d.txt"]
