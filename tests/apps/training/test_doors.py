"""Who gets which page of training: address, person, status."""

import pytest

from tests.apps.training.listed import START, contracted, course, hop_of, listed
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.training import services
from yakusoku.apps.training.models import Completion

PAGES = {
    #                owner coll pol leg boa aud adm con oth sub str vis
    "courses": "     403 403 200 403 403 403 200 403 403 403 200 302",
    "course-new": "  403 403 200 403 403 403 200 403 403 403 200 302",
    "course": "      403 403 200 403 403 403 200 403 403 403 404 302",
    "own": "         403 403 200 403 403 403 200 403 403 403 200 302",
    "own-complete": "403 403 200 403 403 403 200 403 403 403 200 302",
    "training": "    200 404 200 200 200 200 200 200 404 404 404 302",
    "complete": "    200 404 200 403 403 403 200 200 404 404 404 302",
    "worker-new": "  403 404 403 403 403 403 403 200 404 404 404 302",
    "worker": "      403 404 403 403 403 403 403 200 404 404 404 302",
    "list-form": "   403 404 403 403 403 403 403 200 404 404 404 302",
    "import": "      403 404 403 403 403 403 403 200 404 404 404 302",
    "certificate": " 404 404 404 404 404 404 404 404 404 404 404 302",
}
POSTS = {
    "course-new": "  403 403 422 403 403 403 422 403 403 403 422 302",
    "course": "      403 403 422 403 403 403 422 403 403 403 404 302",
    "own-complete": "403 403 422 403 403 403 422 403 403 403 422 302",
    "complete": "    422 404 422 403 403 403 422 422 404 404 404 302",
    "worker-new": "  403 404 403 403 403 403 403 422 404 404 404 302",
    "worker": "      403 404 403 403 403 403 403 422 404 404 404 302",
    "strike": "      403 404 403 403 403 403 403 302 404 404 404 302",
    "import": "      403 404 403 403 403 403 403 422 404 404 404 302",
    "take": "        403 404 403 403 403 403 403 302 404 404 404 302",
    "withdraw": "    302 404 404 404 404 404 404 404 404 404 404 302",
    "start": "       422 404 422 403 403 403 422 403 403 403 404 302",
}


@pytest.fixture
def addresses(cast):
    work, asked = contracted(cast), course(cast)
    worker = listed(cast, work)
    listed(cast, work, "清水", part="worker", hop=hop_of(cast, work))
    services.complete(asked, [worker], START, engagement=work, by=cast.contractor, at=NOW)
    one = Completion.objects.get().pk
    base = f"/engagements/{work.pk}"
    return {
        "courses": "/courses/",
        "course-new": "/courses/new/",
        "course": f"/courses/{asked.pk}/",
        "own": "/courses/staff/",
        "own-complete": "/courses/staff/complete/",
        "training": f"{base}/training/",
        "complete": f"{base}/training/complete/",
        "worker-new": f"{base}/training/workers/",
        "list-form": f"{base}/training/list.xlsx",
        "import": f"{base}/training/import/",
        "take": f"{base}/training/import/take/",
        "worker": f"/workers/{worker.pk}/",
        "strike": f"/workers/{worker.pk}/strike/",
        "certificate": f"/completions/{one}/certificate/",
        "withdraw": f"/completions/{one}/withdraw/",
        "start": f"{base}/start/",
    }


@pytest.mark.parametrize("page", PAGES)
def test_who_reads(cast, addresses, page):
    assert statuses(cast, "get", addresses[page]) == told(PAGES[page])


@pytest.mark.parametrize("act", POSTS)
def test_who_writes(cast, addresses, act):
    assert statuses(cast, "post", addresses[act]) == told(POSTS[act])
