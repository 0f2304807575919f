"""Two take the same ledger at the same moment: its rows come in once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.register.conftest import work
from tests.apps.register.test_import import HEAD, ROWS
from tests.apps.test_two_at_once import at_once, refused
from tests.cast import NOW, make_cast
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.publicity import services as publicity
from yakusoku.apps.publicity.models import Release
from yakusoku.apps.register import imports, services
from yakusoku.apps.register.models import LedgerRow, SavedView

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings, tmp_path):
    """The cast, committed, so that other threads see it."""
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def test_a_ledger_is_taken_once(cast):
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEAD, *ROWS[:2]))
    upload = SimpleUploadedFile("a.csv", text.encode())
    pending = imports.receive(cast.city, upload, by=cast.policy, at=NOW)
    results = at_once(lambda: imports.take(pending, only_right=False, by=cast.policy, at=NOW))
    assert refused(results) == ["register.nothing-to-take"]
    assert Engagement.objects.count() == LedgerRow.objects.count() == 2


def test_a_view_is_kept_once(cast):
    at_once(lambda: services.keep_view(cast.city, "x", "late=on", shared=False, by=cast.policy, at=NOW))
    assert SavedView.objects.count() == 1


def test_a_work_is_released_once(cast):
    row = work(cast, "検診の業務")
    results = at_once(lambda: publicity.release(cast.city, [row.pk], {row.pk}, by=cast.policy, at=NOW))
    assert Release.objects.count() == 1
    assert sorted(results) == [(0, 0), (1, 0)]
