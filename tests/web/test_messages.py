import importlib
import pkgutil
from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

import yakusoku.apps
import yakusoku.domain
from yakusoku.domain.refusal import Refusal
from yakusoku.web import messages
from yakusoku.web.messages import SENTENCES, readable, sentence


class Refused(Refusal):
    code = "test.refused"


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def all_refusals():
    for package in (yakusoku.domain, yakusoku.apps):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    found, waiting = set(), [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("yakusoku."):
            found.add(kind)
    return found


def test_every_refusal_has_a_sentence():
    assert {kind.code for kind in all_refusals()} - set(SENTENCES) == set()


def test_every_refusal_has_its_own_code():
    kinds = all_refusals()
    codes = {kind.code for kind in kinds}
    assert len(kinds) == len(codes), sorted(kind.__name__ for kind in kinds)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_reads_even_without_its_facts(code):
    told = sentence(type("Named", (Refusal,), {"code": code})())
    assert told.endswith("。")
    assert "{" not in told


def test_facts_fill_the_sentence(monkeypatch):
    monkeypatch.setitem(messages.SENTENCES, "test.refused", gettext_lazy("{day}までに{count}件、{who}。"))
    refusal = Refused(day=date(2027, 4, 1), count=1200, who=["水道課", "税務課"])
    assert sentence(refusal) == "2027年4月1日までに1,200件、水道課、税務課。"


def test_a_fact_is_never_read_as_a_pattern(monkeypatch):
    monkeypatch.setitem(messages.SENTENCES, "test.refused", gettext_lazy("「{name}」は使えません。"))
    assert sentence(Refused(name="{code}")) == "「{code}」は使えません。"


def test_an_unknown_code_still_says_something():
    assert sentence(Refused()) == str(SENTENCES["refused"])


@pytest.mark.parametrize(
    ("fact", "words"), [(True, "はい"), (0, "0"), ("文字", "文字"), (("あ", "い"), "あ、い"), (None, "None")]
)
def test_readable(fact, words):
    assert readable(fact) == words
