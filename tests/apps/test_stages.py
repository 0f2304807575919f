"""What tests begin with is put back as it was built."""

import shutil

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.apps.promised import published
from tests.stages import staged, standing
from yakusoku.apps.files.services import content_of
from yakusoku.apps.specifications.models import VersionFile

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite is anything put back")
def test_what_is_put_back_is_what_was_built(cast):
    begin, built = staged(published.__wrapped__), []
    for _ in range(3):
        place = transaction.savepoint()
        version = begin(cast, "図書館の窓口")
        papers = [content_of(file.stored) for file in VersionFile.objects.filter(version=version)]
        built.append((standing(), papers, version.engagement.organization.name))
        transaction.savepoint_rollback(place)
        shutil.rmtree(settings.STORE_ROOT)
    once, again, put_back = built
    assert once == again == put_back
    assert len(put_back[1]) == 7
