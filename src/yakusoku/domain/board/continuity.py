"""Which work of an earlier year a work continues."""

import re
from unicodedata import normalize

# 令和9年度, 平成31年度, 2027年度, R9, 第3期, （その2）, 2027: what changes from year to year in a title.
YEARLY = re.compile(
    r"(令和|平成|reiwa|heisei|\b[rh])?\s*(\d{1,4}|元)\s*(年度|年)|第\s*\d+\s*期|\(その\s*\d+\)|\b(19|20)\d\d\b|\b[rh]\d{1,2}\b"
)


def plain_title(title: str) -> str:
    """Return a title without year, period and spaces: the same for the same work of another year."""
    left = re.sub(r"\s+", "", YEARLY.sub("", normalize("NFKC", title).lower()))
    return left.replace("()", "").replace("[]", "")


def continues(title: str, earlier: str) -> bool:
    """Return whether two titles name the same work in two years; False for titles that are only a year."""
    plain = plain_title(title)
    return bool(plain) and plain == plain_title(earlier)


# What differs every year and is no news: title, period.
YEARLY_FACTS = frozenset({"業務の名称", "期間"})


def is_news(label: str) -> bool:
    """Return whether a fact that differs from the year before is worth telling."""
    return label not in YEARLY_FACTS
