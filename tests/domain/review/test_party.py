"""Who has to keep what a clause says, and which clauses outlive the contract."""

from dataclasses import replace

import pytest

from tests.domain.review.test_precedence import CATALOGUE, document
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.judging import Status, judge
from yakusoku.domain.review.knowledge import Lore
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.party import Party, bound, parties_of
from yakusoku.domain.review.reviewing import Reviewer

TURNED = "株式会社みどり（以下「甲」という。）と緑川町（以下「乙」という。）は、次のとおり契約する。"
PRIVATE = "株式会社あおば（以下「甲」という。）と株式会社北斗（以下「乙」という。）は、次のとおり契約する。"
BUYS = "当社は、委託先を選ぶときは、次の事項を確かめる。"


@pytest.mark.parametrize(
    ("text", "words", "strength", "who"),
    [
        ("乙は、秘密を漏らしてはならない。", "漏らし", "prohibit", "contractor"),
        ("甲は、乙の秘密を漏らしてはならない。", "漏らし", "prohibit", "client"),
        ("甲及び乙は、相手方の秘密を漏らしてはならない。", "漏らし", "prohibit", "both"),
        ("緑川町は、資料を貸与する。受託者の従事者は、資料を複写しない。", "複写", "prohibit", "contractor"),
        ("甲は、必要があるときは、検査することができる。", "検査", "duty", "contractor"),
        ("発注者は、受注者に教育を行わせるものとする。", "教育", "duty", "contractor"),
        ("乙は、甲が支払わないときは、契約を解除することができる。", "解除", "duty", "client"),
        ("乙は、業務を再委託することができる。", "再委託", "permit", "contractor"),
        ("乙は、報告する。\n２　甲の情報は、複写してはならない。", "複写", "prohibit", "contractor"),
        ("事故の費用は、乙が負担する。", "負担", "duty", "contractor"),
        ("個人情報は、施錠して保管すること。", "施錠", "duty", "contractor"),
        ("個人情報は、国外の設備に保管される。", "保管", "duty", None),
        ("受注者は、情報を管理できる体制を整える。", "体制", "duty", "contractor"),
        (
            "甲は、品質の違い（以下「不適合」という。）があれば、補修を求めることができる。",
            "品質",
            "duty",
            "contractor",
        ),
        (f"{TURNED}\n甲は、秘密を漏らしてはならない。", "漏らし", "prohibit", "contractor"),
        (f"{PRIVATE}\n甲は、秘密を漏らしてはならない。", "漏らし", "prohibit", "client"),
        ("当社は、契約者の情報を漏らしません。", "漏らし", "prohibit", "contractor"),
        (f"{BUYS}当社は、漏らしません。", "漏らし", "prohibit", "client"),
    ],
)
def test_who_is_bound(text, words, strength, who):
    start = text.rfind(words)
    told = bound(text, ((start, start + len(words)),), Strength(strength), parties_of([text]))
    assert told == (Party(who) if who else None)


@pytest.mark.parametrize(
    ("who", "strength", "status"),
    [
        (Party.CONTRACTOR, Strength.PROHIBIT, Status.PROMISED),
        (None, Strength.PROHIBIT, Status.PROMISED),
        (Party.CLIENT, Strength.PROHIBIT, Status.WEAK),
        (Party.CLIENT, Strength.DUTY, Status.PROMISED),
    ],
)
def test_a_ban_that_binds_the_client_alone_is_no_promise_of_the_contractor(who, strength, status):
    read = document("契約書", ("複写の定め。", strength))
    clause = read.clauses[0]
    told = replace(clause, labels=(replace(clause.labels[0], binds=who),))
    coverage = judge([replace(read, clauses=(told,))], CATALOGUE, None).coverage
    assert next(row.status for row in coverage if row.requirement.slug == "copying") is status


def test_a_clause_that_lists_others_makes_them_outlive_the_contract():
    texts = (
        "漏らさない。",
        "支払う。",
        "契約終了後も、第１条及び第四条の規定は、なお効力を有する。",
        "賠償する。",
    )
    clauses = tuple(
        Clause(f"第{number}条", "", text, None, number)
        for number, text in zip("１２３４", texts, strict=True)
    )
    read = Reviewer(Lore({}, ())).review(Document("契約書.txt", "契約書", clauses))
    assert [each.survives for each in read.clauses] == [True, False, True, True]


@pytest.mark.parametrize(
    ("text", "survives"),
    [
        ("この契約が終了し、又は解除された後においても、同様とする。", True),
        ("退職後及び契約の終了後も、漏らしてはならない。", True),
        ("契約期間の満了後であっても、秘密を守る。", True),
        ("本契約の終了後における秘密の保持は、なお続く。", True),
        ("契約が終了した後、速やかに資料を返す。", False),
        ("業務の終了後14日以内に報告書を出す。", False),
        ("契約期間中は、秘密を守る。", False),
    ],
)
def test_what_binds_after_the_end_outlives_the_contract(text, survives):
    read = Reviewer(Lore({}, ())).read(Clause("", "", text, None, 1))
    assert read.survives is survives
