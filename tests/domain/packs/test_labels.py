"""Coded facts in plain words."""

import pytest

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.engagements.facts import need_of
from yakusoku.domain.packs.labels import need_label


@pytest.mark.parametrize(
    ("need", "words"),
    [
        pytest.param("copy", "複写・複製", id="a-need"),
        pytest.param("visits", "訪問先・現場", id="a-place"),
        pytest.param("cloud", "クラウド・外部サービスの利用", id="a-word-that-is-both"),
    ],
)
def test_a_need_is_told_in_words(need, words):
    assert need_label(need) == words


def test_every_obstacle_of_the_catalogue_has_words():
    obstacles = {o.fact for r in shipped_catalogue().requirements for v in r.variants for o in v.cannot_keep}
    assert obstacles
    assert not [fact for fact in obstacles if need_label(need_of(fact)) == need_of(fact)]
