"""How strongly a clause binds, read from what its sentences end with."""

import pytest

from yakusoku.domain.review.finding import Trace
from yakusoku.domain.review.knowledge import Knowledge, Nature
from yakusoku.domain.review.strength import binding
from yakusoku.domain.review.text import clause_text


def told(text, words, nature, weak=()):
    """Return how a text binds as to something that some of its words speak of."""
    clause = clause_text(text)
    spans, weak_spans = (
        tuple((start, start + len(each)) for each in found if (start := clause.text.find(each)) >= 0)
        for found in (words, weak)
    )
    assert len(spans) == len(words)
    return binding(clause, Trace(Knowledge("it", nature, ()), spans, weak_spans, True))


ACTS = [
    ("個人情報を複写してはならない。", "prohibit", False),
    ("個人情報を複写することを禁ずる。", "prohibit", False),
    ("個人情報の複写は、いたしません。", "prohibit", False),
    ("個人情報を複写しないと約束します。", "prohibit", False),
    ("個人情報を複写せず、第三者にも渡さない。", "prohibit", False),
    ("個人情報の複写は認められない。", "prohibit", False),
    ("甲に無断で個人情報を複写してはならない。", "prohibit", False),
    ("個人情報の複写は、この業務のためにのみ行うものとする。", "prohibit", False),
    ("甲の承諾なく個人情報を複写してはならない。", "consent", True),
    ("あらかじめ書面でお許しを頂いたときを除き、個人情報の複写をしません。", "consent", True),
    ("個人情報の複写は、甲が認めた場合でなければ、することができない。", "consent", True),
    ("個人情報を複写するときは、前もって甲の了承を得るものとする。", "consent", True),
    ("個人情報を複写してはならない。ただし、甲の承諾を得たときは、この限りでない。", "consent", True),
    (
        "次の行為をしてはならない。ただし、甲の承諾を得たときは、この限りでない。\n(1) 持出し\n(2) 個人情報の複写",
        "consent",
        True,
    ),
    ("個人情報の複写は禁じられる。甲が指示し、又は承認したときは、この限りでない。", "consent", True),
    ("個人情報を複写してはならない。やむを得ず行うときは、甲の同意を得るものとする。", "consent", True),
    ("本人の同意を得ずに個人情報を複写してはならない。", "prohibit", False),
    ("申込者の同意を得た場合に限り、個人情報を複写する。", "controlled", False),
    ("甲の承諾を得ることなく、個人情報を複写することができる。", "permit", False),
    ("個人情報の複写は、あらかじめ甲の承諾を得たものとして取り扱い、自由にできる。", "permit", False),
    ("甲は、必要と認めたときは、個人情報の複写を禁止する。", "prohibit", False),
    ("個人情報を複写してはならない。甲が書面で依頼したものは、この限りでない。", "consent", True),
    (
        "個人情報を複写してはならない。甲の許可がある場合は、番号に換えて複写することができる。",
        "consent",
        True,
    ),
    ("必要な限度で、個人情報を複写することができる。", "controlled", False),
    ("個人情報の複写は、必要な部数に限る。", "controlled", False),
    ("個人情報の複写は、国内の設備にのみ行わなければならない。", "controlled", False),
    ("個人情報を複写したときは、記録しなければならない。", "duty", False),
    ("乙は、自由に個人情報を複写することができる。", "permit", False),
    ("個人情報を複写することがあります。", "permit", False),
    ("個人情報の複写をしないよう努めるものとする。", "effort", False),
    (
        "複写は乙の本社で行うことを原則とする。ただし、乙の判断で、ほかの場所で行うことができる。",
        "permit",
        False,
    ),
    ("次の行為をしてはならない。\n一　個人情報の複写\n二　媒体の持出し", "prohibit", False),
    ("甲の承認を得ないで、次の行為を行わない。\nア　個人情報の複写", "consent", True),
]


@pytest.mark.parametrize(("text", "strength", "conditional"), ACTS, ids=[text[:24] for text, _, _ in ACTS])
def test_an_act(text, strength, conditional):
    found = told(text, ["複写"], Nature.ACT)
    assert (found.strength.value, found.conditional) == (strength, conditional)


DUTIES = [
    ("従事者に教育を行わなければならない。", "duty", False),
    ("教育を外部の講師に任せるときは、甲の承諾を得る。", "consent", True),
    ("教育の履歴を検索できること。", "duty", False),
    ("秘密を漏らしてはならないことを教育する。", "duty", False),
    ("従事者の教育をいたします。", "duty", False),
    ("従事者の教育に努めるものとする。", "effort", False),
    ("教育の誤りを直ちに報告し、再発の防止に努める。", "duty", False),
    ("教育の記録は一年間保存され、いつでも取り出すことができる。", "duty", False),
    ("教育に派遣の者を充てるときは、甲の承認を得る。", "consent", True),
    ("従事者の教育は、適宜実施しております。", "effort", False),
    ("教育の方法は、甲乙協議してこれを定める。", "effort", False),
    ("教育の不足について責任を負いません。", "effort", False),
    ("従事者の教育を省くことができる。", "permit", False),
    ("甲は、教育の記録の提出を求めることができる。", "duty", False),
    ("教育の担当者を変えようとするときは、甲の承認を得なければならない。", "duty", True),
    ("教育の計画を作り、甲の承認を得る。", "duty", False),
    ("教育の結果を報告し、甲の指示に従わなければならない。", "duty", False),
    ("甲の承認を得ずに教育の資料を送ってはならない。", "consent", True),
]


@pytest.mark.parametrize(
    ("text", "strength", "conditional"), DUTIES, ids=[text[:24] for text, _, _ in DUTIES]
)
def test_a_duty(text, strength, conditional):
    found = told(text, ["教育"], Nature.DUTY)
    assert (found.strength.value, found.conditional) == (strength, conditional)


def test_what_the_client_may_do_binds_the_contractor():
    assert told("甲は、立入検査をすることができる。", ["立入検査"], Nature.RIGHT).strength.value == "duty"
    assert told("立入検査に応じるよう努める。", ["立入検査"], Nature.RIGHT).strength.value == "effort"


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        pytest.param("適宜、教育を行う。", True, id="in-the-sentence"),
        pytest.param("教育を行う。ただし、適宜の方法による。", True, id="in-its-proviso"),
        pytest.param("毎年、教育を行う。適宜、研修も行う。", False, id="beside-one-that-is-firm"),
    ],
)
def test_weak_words_count_where_nothing_firmer_stands(text, weak):
    words = ["教育", "研修"] if "研修" in text else ["教育"]
    assert bool(told(text, words, Nature.DUTY, weak=["適宜"]).weak) is weak


def test_a_ban_that_is_opened_in_part_is_no_plain_ban():
    text = "全部の複写をしてはならない。一部の複写は、甲に届け出て行うことができる。"
    found = told(text, ["複写", "一部の複写"], Nature.ACT)
    assert found.strength.value == "controlled"


def test_that_the_client_acts_when_there_is_need_is_not_weak():
    text = "甲は、必要に応じて報告を求めることができる。"
    assert not told(text, ["報告"], Nature.DUTY, weak=["必要に応じて"]).weak


def test_a_full_stop_in_brackets_does_not_part_a_sentence():
    text = "個人情報を複写すること（写真に撮ることを含む。）は、甲の承諾を得た場合に限り認められる。"
    assert told(text, ["複写"], Nature.ACT).strength.value == "consent"


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("個人情報を、承諾なく複写してはならない。", "承諾"),
        ("個人情報を複写するときは、あらかじめ所定の承認を得るものとする。", "承認"),
        ("個人情報を複写してはならない。ただし、書面による許可を得たときは、この限りでない。", "許可"),
        ("甲の承諾なく、個人情報を複写してはならない。", ""),
        ("個人情報を複写するときは、町に届け出て、承諾を得るものとする。", ""),
        ("個人情報を複写するときは、学校の事前の書面による同意を得るものとする。", ""),
        ("甲から渡された個人情報を、承諾なく複写してはならない。", ""),
    ],
)
def test_assent_that_nobody_is_named_to_give_is_weak(text, weak):
    clause = clause_text(text)
    assert "".join(clause.text[a:b] for a, b in told(text, ["複写"], Nature.ACT).weak) == weak
