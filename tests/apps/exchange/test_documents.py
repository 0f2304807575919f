"""The words of a difference: a page says why something is left, and never a code."""

import ast
import re
from pathlib import Path

from yakusoku import domain
from yakusoku.apps.exchange.document_words import FIELDS, REASONS, told_value

READERS = Path(domain.__file__).parent / "oscal"
CODE = re.compile(r"[a-z]+(-[a-z]+)*")


def written(module, name, place):
    """Return the codes that stand at one place of the calls of `name` in a module."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and len(node.args) > place:
            for inner in ast.walk(node.args[place]):
                if isinstance(inner, ast.Constant) and CODE.fullmatch(str(inner.value)):
                    yield inner.value


def test_every_code_of_a_difference_has_words():
    modules = sorted(READERS.glob("*.py"))
    reasons = {code for module in modules for code in written(module, "Left", 1)}
    fields = {code for module in modules for code in written(module, "Change", 2)}
    assert (len(reasons) > 5, len(fields) > 5) == (True, True)
    assert (reasons - set(REASONS), fields - set(FIELDS)) == (set(), set())


def test_values_are_told_in_words_and_texts_as_they_are():
    assert told_value("decision", "decline") == "採用しない"
    assert told_value("planned", "2027-06-30 closing") == "2027-06-30 終了時点検"
    assert told_value("question", "鍵はありますか") == "鍵はありますか"
    assert told_value("answer", "maybe") == "maybe"
