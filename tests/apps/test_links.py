"""Every link that a person is shown leads somewhere: the whole site walked from its front page, as each of them."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver
from lxml import html

# All of them walk through one work.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("links")]
WALKERS = ("owner", "policy", "auditor", "board", "contractor", "subcontractor")
# A page of each kind is enough; what a number, a requirement or a secret names changes nothing about its links.
ANY = re.compile(r"(?<=/)(\d+|[\w-]{20,})(?=[/.])|(?<=/(?:catalogue|decisions)/)(?!overlay)[a-z-]+(?=/)")
# Signing out would end the walk.
LEFT_OUT = ("/account/logout/", "/static/")


def walk(client) -> Iterator[tuple[str, str, int]]:
    """Yield (where the link stood, where it leads, status) for one link of every kind."""
    ahead, seen = [("", "/")], set()
    while ahead:
        stood, path = ahead.pop(0)
        kind = ANY.sub("*", path)
        if kind in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(kind)
        cache.clear()
        answer = client.get(path)
        yield stood, path, answer.status_code
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        body = b"".join(answer) if answer.streaming else answer.content
        hrefs = html.fromstring(body).xpath("//a/@href")
        found = [urlsplit(urljoin(path, href)) for href in hrefs if not href.startswith("#")]
        ahead += [(path, each.path) for each in found if each.netloc in {"", "testserver"} and each.path]


@pytest.mark.parametrize("who", WALKERS)
def test_nobody_is_shown_a_link_that_does_not_open(lived, who):
    cast, _life = lived
    logging.disable(logging.CRITICAL)
    walked = list(walk(cast.client(getattr(cast, who))))
    logging.disable(logging.NOTSET)
    assert len(walked) > 5
    assert [step for step in walked if step[2] not in {200, 302}] == []


def names(patterns) -> Iterator[str]:
    """Yield the name of every page of our own."""
    for each in patterns:
        if isinstance(each, URLResolver) and not each.namespace and str(each.pattern) != "account/":
            yield from names(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name


def test_no_two_pages_have_one_name():
    assert [name for name, times in Counter(names(get_resolver().url_patterns)).items() if times > 1] == []
