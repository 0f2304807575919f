"""What everyone with the link sees, and what nobody sees."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from python_calamine import CalamineWorkbook

from tests.apps import promised
from tests.apps.candidates import candidate
from tests.cast import NOW
from yakusoku.apps.candidates import announcing
from yakusoku.apps.files.services import content_of
from yakusoku.apps.specifications.queries import pack_of


def announced(cast, version, last_day=None):
    return announcing.announce(
        version.engagement, last_day=last_day, today=localdate(), by=cast.owner, at=NOW
    )


def test_a_bidder_reads_everything_without_an_account(cast):
    version = candidate.tendered(cast)
    answer = cast.client(None).get(announced(cast, version).get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in page
    pack = pack_of(version)
    for requirement in pack.requirements:
        assert requirement.title in page
        assert requirement.purpose in page
    for check in pack.checks:
        assert check.question in page
    assert "手間の見積り" in page


def test_nothing_of_the_client_is_told(cast):
    work = promised.decided(cast)
    promised.decline(cast, work)
    version = promised.publish(work, reason="", by=cast.owner, at=NOW)
    page = cast.client(None).get(announced(cast, version).get_absolute_url()).content.decode()
    assert cast.company.name not in page
    assert "水道課長" not in page
    assert "公表は条例で定めている" not in page
    pack = pack_of(version)
    assert all(requirement.risk not in page for requirement in pack.requirements if requirement.risk)
    assert "監督に使える時間" not in page


def test_the_papers_name_no_contractor(cast):
    made = announced(cast, promised.published(cast))
    visitor = cast.client(None)
    for paper in made.papers.select_related("stored"):
        got = visitor.get(reverse("tender-file", args=[made.secret, paper.name]))
        assert got.status_code == 200
        raw = b"".join(got.streaming_content)
        assert raw == content_of(paper.stored)
        if paper.name.endswith(".pdf"):
            document = pypdfium2.PdfDocument(raw)
            text = "".join(page.get_textpage().get_text_bounded() for page in document)
        else:
            book = CalamineWorkbook.from_filelike(BytesIO(raw))
            text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
        assert len(text) > 500
        assert cast.company.name not in text


@pytest.mark.parametrize("secret", ["x", "%00", "a" * 64])
def test_an_unknown_link_is_not_found(cast, secret):
    assert cast.client(None).get(f"/tenders/{secret}/").status_code == 404
    assert cast.client(None).get(f"/tenders/{secret}/files/specification.pdf").status_code == 404


def test_a_link_that_is_over_says_so(cast):
    version = candidate.tendered(cast)
    made = announced(cast, version, localdate())
    made.last_day = localdate() - timedelta(days=1)
    made.save(update_fields=["last_day"])
    visitor = cast.client(None)
    assert visitor.get(made.get_absolute_url()).status_code == 410
    assert visitor.get(reverse("tender-file", args=[made.secret, "specification.pdf"])).status_code == 404


def test_a_withdrawn_link_shows_nothing(cast):
    made = announced(cast, candidate.tendered(cast))
    clerk = cast.client(cast.owner)
    assert clerk.post(reverse("announcement-withdraw", args=[made.engagement_id])).status_code == 302
    answer = cast.client(None).get(made.get_absolute_url())
    assert answer.status_code == 410
    assert "みなと市" in answer.content.decode()
    again = announced(cast, made.version)
    assert again.secret != made.secret


def test_a_last_day_in_the_past_is_refused(cast):
    work = candidate.tendered(cast).engagement
    body = {"last_day": "2020-01-01"}
    answer = cast.client(cast.owner).post(reverse("announce", args=[work.pk]), body)
    assert answer.status_code == 422
    assert "2020-01-01" in answer.content.decode()
