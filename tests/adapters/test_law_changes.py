"""The register of law changes: its own examples, and old law that a later clause calls by a short name."""

import pytest

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.law_changes import shipped_changes
from yakusoku.adapters.review_knowledge import shipped_lore
from yakusoku.adapters.yaml_files import parse_yaml
from yakusoku.domain.review.law import ChangeKind
from yakusoku.domain.review.model import Clause, Document
from yakusoku.domain.review.reviewing import Reviewer

REGISTER = parse_yaml((DEFAULT / "law-changes.yaml").read_bytes(), "law-changes.yaml")["changes"]
NAMED = "受託者は、青葉町個人情報保護条例（以下「条例」という。）を守る。"


@pytest.fixture(scope="module")
def reviewer():
    return Reviewer(shipped_lore(), shipped_changes())


def old(reviewer, *texts):
    """Return by clause of one document whether it rests on old law."""
    clauses = tuple(Clause("", "", text, None, None) for text in texts)
    read = reviewer.review(Document("契約.txt", "", clauses)).clauses
    return [any(each.change.kind is ChangeKind.OLD for each in one.outdated) for one in read]


@pytest.mark.parametrize("change", REGISTER, ids=lambda change: change["id"])
def test_its_examples_read_as_they_say(reviewer, change):
    for example in change["examples"]:
        read = reviewer.read(Clause("", "", example["text"], None, None))
        shown = change["id"] in {each.change.id for each in read.outdated}
        assert shown == example["expected"], example["text"]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("市は、条例第40条により、必要な限度で立ち入ることができる。", True),
        ("乙は、個人情報の取扱いについては、条例の規定を遵守する。", True),
        ("乙は、個人情報の保護に関する法律施行条例の規定に従う。", False),
        ("乙は、青葉町手数料条例第3条により手数料を納める。", False),
    ],
)
def test_a_short_name_is_old_law_only_where_another_clause_gave_it(reviewer, later, expected):
    assert old(reviewer, NAMED, later) == [True, expected]
    assert old(reviewer, "乙は、業務を誠実に行う。", later) == [False, False]


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("瑕疵", "納品の後に誤りが見つかったときは、受注者が無償で直す。", True),
        ("（かしの補正）", "計画書に誤りが見つかったときは、無償で補正する。", True),
        ("瑕疵の取扱い", "検収の後１年間に判明した契約不適合は、無償で是正する。", False),
        ("施設の設置の瑕疵", "来館者に損害が生じたときは、市が賠償する。", False),
        ("誤りの訂正", "納品の後に誤りが見つかったときは、受注者が無償で直す。", False),
    ],
)
def test_a_heading_alone_shows_old_law_unless_the_text_says_otherwise(reviewer, heading, text, expected):
    read = reviewer.read(Clause("", heading, text, None, None))
    assert any(each.change.id == "defects-liability" for each in read.outdated) == expected
