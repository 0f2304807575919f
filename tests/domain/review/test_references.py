"""What clauses point to, and the days in them."""

import pytest

from tests.domain.review.test_structure import clauses
from yakusoku.domain.review.days import days_in
from yakusoku.domain.review.references import Resolver, references_in
from yakusoku.domain.review.text import clause_text

NUMBERS = "行政手続における特定の個人を識別するための番号の利用等に関する法律"
PRIVACY = "個人情報の保護に関する法律"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{PRIVACY}（平成15年法律第57号）第66条第2項", [(PRIVACY, 66, None, 2)]),
        ("乙は個人情報保護法第２３条を守る。", [(PRIVACY, 23, None, None)]),
        ("民法第六百三十七条", [("民法", 637, None, None)]),
        ("刑法（明治40年法律第45号）第96条の６", [("刑法", 96, 6, None)]),
        ("著作権法第27条及び第28条", [("著作権法", 27, None, None), ("著作権法", 28, None, None)]),
        ("地方自治法施行令第167条の16", [("地方自治法施行令", 167, 16, None)]),
        (f"みなと市{PRIVACY}施行条例第3条", [(f"みなと市{PRIVACY}施行条例", 3, None, None)]),
        ("この方法により、社内規程に従い、合法に", []),
        (
            f"この特記事項並びに{PRIVACY}及び番号法第９条",
            [(PRIVACY, None, None, None), (NUMBERS, 9, None, None)],
        ),
        ("市の定める情報の保護に関する規程及び監督の方法", []),
        ("第５条第２項及び第６条", [("", 5, None, 2), ("", 6, None, None)]),
    ],
)
def test_laws_and_articles(text, told):
    found = references_in(clause_text(text))
    assert [(each.law, each.article, each.branch, each.paragraph) for each in found] == told


CONTRACT = f"""
業務委託契約書
第１条　乙は、{PRIVACY}（以下「法」という。）を守る。
第２条　乙は、法第66条を守る。
第２条の２　前条及び次条は、残る。
第３条　第２条の２及び第９条は、残る。
個人情報取扱特記事項
第１　乙は、守る。
第２　前条及び第１条並びに第３条は、残る。
"""


def test_what_they_mean_in_their_document():
    read = clauses(CONTRACT).clauses
    found = [references_in(clause_text(each.text)) for each in read]
    resolver = Resolver(read, found)
    assert resolver.law(found[1][0]) == PRIVACY
    targets = [[resolver.clause(place, each) for each in some] for place, some in enumerate(found)]
    # 第１条 of a special agreement is its own; 第３条, which it does not have, is one of the contract.
    assert targets == [[None], [None], [1, 3], [2, None], [], [4, 4, 3]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("令和９年４月１日から令和十年三月三十一日まで", ["2027-04-01", "2028-03-31"]),
        ("令和元年５月１日", ["2019-05-01"]),
        ("平成３１年３月", ["2019-03"]),
        ("Ｒ９．４．１〜H31.4.30", ["2027-04-01", "2019-04-30"]),
        ("西暦2027年4月1日又は2028/3/31", ["2027-04-01", "2028-03-31"]),
        ("令和９年２月30日", [None]),
        ("平成15年法律第57号、123.4.1、14日以内", []),
    ],
)
def test_days_of_the_calendar(text, told):
    found = days_in(clause_text(text))
    assert [each.iso8601 for each in found] == told
    assert all(text[slice(*each.span)] == each.text for each in found)
