"""Published versions: never changed, and shown to each side as far as it concerns it."""

import pytest
from django.db import DatabaseError, transaction

from tests.apps.promised import decline, opened, published, published_again
from tests.cast import NOW
from yakusoku.adapters import snapshots
from yakusoku.apps.files.services import content_of
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.papers import PAPERS
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.apps.specifications.services import publish

CLIENTS_ONLY = {"decisions.pdf", "decisions.xlsx"}


def contents(version):
    return {file.name: content_of(file.stored) for file in version.files.select_related("stored")}


def file_url(version, name):
    return f"{version.get_absolute_url()}files/{name}"


def test_the_papers_of_a_version_stay_byte_for_byte_when_the_next_one_appears(cast):
    first = published(cast)
    before, snapshot = contents(first), first.snapshot
    decline(cast, first.engagement)
    second = publish(first.engagement, reason="見直し", by=cast.owner, at=NOW)
    first.refresh_from_db()
    assert set(before) == set(PAPERS)
    assert contents(first) == before
    assert first.snapshot == snapshot
    assert second.fingerprint != first.fingerprint
    served = cast.client(cast.owner).get(file_url(first, "specification.pdf"))
    assert b"".join(served.streaming_content) == before["specification.pdf"]


def test_a_snapshot_read_and_written_again_gives_the_same_bytes_and_the_same_papers(cast):
    version = published(cast)
    pack = pack_of(version)
    assert snapshots.dump(pack) == version.snapshot.encode()
    assert snapshots.fingerprint(snapshots.dump(pack)) == version.fingerprint
    kept = contents(version)
    assert PAPERS["checksheet.xlsx"].render(pack) == kept["checksheet.xlsx"]
    assert PAPERS["specification.pdf"].render(pack) == kept["specification.pdf"]


def test_the_database_itself_refuses_to_change_a_version_or_its_papers(cast):
    version = published(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(snapshot="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        version.files.update(name="other")


def test_the_client_is_offered_every_paper(cast):
    version = published(cast)
    page = cast.client(cast.owner).get(version.get_absolute_url()).content.decode()
    for name in PAPERS:
        assert file_url(version, name) in page
    assert version.fingerprint in page
    assert "第1条（" in page


def test_the_contractor_never_gets_the_decisions(cast):
    version = opened(cast).version
    client = cast.client(cast.contractor)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "採否" not in page
    for name in PAPERS:
        expected = 404 if name in CLIENTS_ONLY else 200
        assert client.get(file_url(version, name)).status_code == expected, name
        assert (name in page) == (name not in CLIENTS_ONLY)


@pytest.mark.parametrize("page", ["", "handbook/", "files/specification.pdf"])
def test_a_version_is_hidden_from_strangers_colleagues_and_an_unasked_contractor(cast, page):
    version = published(cast)
    for user in (cast.stranger, cast.colleague, cast.contractor):
        assert cast.client(user).get(version.get_absolute_url() + page).status_code == 404


def test_a_paper_that_does_not_exist_is_not_found(cast):
    assert cast.client(cast.owner).get(file_url(published(cast), "secret.pdf")).status_code == 404


def test_the_handbook_says_why_each_clause_and_check_is_there(cast):
    version = published(cast)
    pack = pack_of(version)
    page = cast.client(cast.owner).get(f"{version.get_absolute_url()}handbook/").content.decode()
    for requirement in pack.requirements:
        assert f'id="{requirement.slug}"' in page
        assert requirement.purpose in page
    for check in pack.checks:
        assert check.why in page
    assert "data-print" in page


def test_the_changes_of_a_version_are_shown_clause_by_clause(cast):
    second = published_again(cast)
    client = cast.client(cast.owner)
    page = client.get(f"{second.get_absolute_url()}changes/").content.decode()
    assert "違反事実の公表" in page
    assert "なくなった条" in page
    assert "公表の定めが重なっていた" in page
    assert client.get(f"/engagements/{second.engagement_id}/versions/1/changes/").status_code == 404
