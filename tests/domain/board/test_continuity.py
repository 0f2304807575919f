"""Which work continues which: told by its title, whatever the year."""

import pytest

from yakusoku.domain.board.continuity import continues, is_news


@pytest.mark.parametrize(
    ("title", "earlier", "same"),
    [
        pytest.param("令和9年度水道検針業務", "令和8年度水道検針業務", True, id="another-year"),
        pytest.param("水道検針業務（令和９年度）", "水道検針業務 (令和8年度)", True, id="wide-digits"),
        pytest.param("2027年度 検診", "2026年度検診", True, id="western-year"),
        pytest.param("検診業務 第3期", "検診業務第2期", True, id="another-period"),
        pytest.param("水道検針", "水道検針", True, id="the-same-title"),
        pytest.param("令和元年度窓口業務", "窓口業務", True, id="first-year"),
        pytest.param("水道検針業務", "下水道検針業務", False, id="another-work"),
        pytest.param("令和9年度", "令和8年度", False, id="only-a-year"),
    ],
)
def test_continues(title, earlier, same):
    assert continues(title, earlier) is same


def test_what_changes_every_year_is_no_news():
    assert not is_news("期間")
    assert is_news("扱う個人情報")
