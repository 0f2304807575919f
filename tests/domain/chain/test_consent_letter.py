"""再委託承諾書."""

from dataclasses import replace
from datetime import date

from yakusoku.domain.catalogue.chain_rules import Permission
from yakusoku.domain.chain.consent_letter import STANDARD_CONDITIONS, Agreed, consent_letter
from yakusoku.domain.letters.model import Facts, Heading, Items, Text

AGREED = Agreed(
    number="Y-000001-S2",
    day=date(2027, 4, 1),
    title="健診の業務",
    client="みなと市",
    department="健康課",
    contractor="甲社",
    way=("甲社", "乙社"),
    part="",
    categories="氏名",
    place="再委託先",
    travel="手渡し",
    since=date(2027, 4, 2),
    until=None,
    reason="設備がない",
    conditions=("月に一度報告すること。",),
    permissions=(),
    unpassed=(),
)


def blocks(letter, kind):
    return [block for block in letter.blocks if isinstance(block, kind)]


def test_who_agrees_to_what_under_which_conditions():
    letter = consent_letter(AGREED)
    rows = dict(blocks(letter, Facts)[0].rows)
    assert rows["情報が渡る順"] == "甲社　→　乙社"
    assert rows["期間"].endswith("から業務の終わりまで")
    assert "受け持つ仕事" not in rows
    assert blocks(letter, Items)[0].texts == (*STANDARD_CONDITIONS, "月に一度報告すること。")
    assert letter.to == ("甲社　御中",)
    assert [block.text for block in blocks(letter, Heading)] == ["承諾する再委託", "条件"]


def test_a_permission_says_its_law_and_that_nobody_checked_the_place():
    agreed = replace(
        AGREED, permissions=(Permission("x", "許諾します。", "ある法律第1条", False),), unpassed=("複写",)
    )
    letter = consent_letter(agreed)
    assert "許諾します。（ある法律第1条。条番号は未確認）" in [block.text for block in blocks(letter, Text)]
    assert blocks(letter, Items)[1].texts == ("複写",)
