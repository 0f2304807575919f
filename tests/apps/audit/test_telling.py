"""The facts of an entry are told in words: every name that the services write has one."""

import ast
from pathlib import Path

import pytest

from yakusoku import apps
from yakusoku.apps.audit.telling import facts_told
from yakusoku.apps.audit.words.facts import FACTS

SERVICES = [
    file
    for file in Path(apps.__file__).parent.rglob("*.py")
    if not {"migrations", "demo"} & set(file.parts) and "record(" in file.read_text(encoding="utf-8")
]
WRITERS = {"record", "Happened", "log", "_log"}


def literals(node):
    """Yield the names of every dict that is written out below a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            yield from (key.value for key in each.keys if isinstance(getattr(key, "value", None), str))


def written(module):
    """Yield the names of facts that a module hands to the trail, at once or by a variable of that name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
            for given in (*node.args, *(word.value for word in node.keywords if word.arg == "facts")):
                yield from literals(given)
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and getattr(target, "id", "") == "facts":
            yield from literals(node)


def test_every_name_of_a_fact_has_a_word():
    found = {name for file in SERVICES for name in written(ast.parse(file.read_text(encoding="utf-8")))}
    assert len(found) > 50
    assert found - set(FACTS) == set()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param({"verdict": "decline", "slug": "removal"}, "採否：不採用、要件：持出し", id="codes"),
        pytest.param({"check": "removal-2o", "weakened": True}, "確認項目：持出し removal-2o、提案より弱めた：はい", id="checks"),
        pytest.param({"votes": {"approve": 2}, "without": []}, "票：承認 2、済んでいないもの：なし", id="several"),
        pytest.param({"user:7": "present"}, "青木 水道：出席", id="people"),
        pytest.param({"fingerprint": "a" * 64}, f"指紋：{'a' * 16}…", id="digests"),
        pytest.param({"findings": [*range(1, 9)]}, "指摘：1、2、3、4、5、6ほか2件", id="many"),
        pytest.param({"source": "hop:9"}, "もと：再委託の段 9", id="things"),
        pytest.param({"unheard-of": "x"}, "unheard-of：x", id="what-nobody-knows"),
    ],
)  # fmt: skip
def test_facts_are_told_in_words(facts, told):
    assert facts_told("any.code", facts, {"user:7": "青木 水道"}) == told
