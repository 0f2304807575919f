"""The text of a letter to respondents, with places that are filled for each: 〔名称〕 (docs/rules/survey-sampling.md)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yakusoku.domain.refusal import Refusal


class Place(StrEnum):
    """What can stand between 〔 and 〕."""

    NAME = "名称"
    SECTION = "部署"
    PERSON = "担当者"
    NUMBER = "番号"
    CODE = "回答用コード"
    LINK = "回答ページ"
    SURVEY = "調査名"
    PURPOSE = "目的"
    SENDER = "実施者"
    SENT = "発送日"
    DEADLINE = "締切日"
    REFERENCE_DAY = "基準日"
    CONTACT = "問合せ先"


_PLACE = re.compile("〔([^〔〕]*)〕")

INVITATION_TITLE: Final = "「〔調査名〕」ご協力のお願い"
INVITATION: Final = """拝啓
〔名称〕におかれましては、日ごろから〔実施者〕の仕事にご協力いただき、ありがとうございます。
このたび、「〔調査名〕」を行うことになりました。〔目的〕
調査をお願いする先は、くじ引きと同じ方法で選びました。答えるかどうかは自由です。お答えは統計としてまとめ、どの組織の答えか分かる形では公表しません。
〔締切日〕までに、次の回答ページからお答えください。二次元コードを読み取ると、そのまま答え始められます。途中で保存し、後から続けることもできます。
敬具"""
REMINDER_TITLE: Final = "「〔調査名〕」ご回答のお願い（再度のご案内）"
REMINDER: Final = """拝啓
先日ご案内した「〔調査名〕」について、〔発送日〕の時点で、まだお答えを受け取っていません。
お忙しいところ恐れ入りますが、〔締切日〕までに、次の回答ページからお答えください。
行き違いで、すでにお答えいただいたときは、この案内に構わないでください。お答えいただけないときも、お知らせいただく必要はありません。
敬具"""


class PlaceUnknown(Refusal):
    """A text names a place that nothing fills."""

    code = "sample.place-unknown"


class PlaceOpen(Refusal):
    """A bracket is opened or closed alone."""

    code = "sample.place-open"


def require_places(text: str) -> None:
    """Raise PlaceUnknown or PlaceOpen if a text cannot be filled."""
    known = {place.value for place in Place}
    unknown = [name for name in _PLACE.findall(text) if name not in known]
    if unknown:
        raise PlaceUnknown(name=unknown[0], known="、".join(sorted(known)))
    left = _PLACE.sub("", text)
    if alone := re.search(".{0,10}[〔〕].{0,10}", left):
        raise PlaceOpen(near=alone[0])


def filled(text: str, told: Mapping[Place, str]) -> str:
    """Return a text with its places filled; one that is not told stays empty. What is put in is not looked into."""
    return _PLACE.sub(lambda found: told.get(Place(found[1]), ""), text)


def code_words(code: str) -> str:
    """Return a personal code as it is printed: groups of four letters."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
