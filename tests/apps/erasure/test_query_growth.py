"""No page of training, the ledger or the end asks more because there is more to show."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.erasure.ended import at_hop, contracted, hop_of, proven
from tests.apps.training.listed import START, course, listed
from tests.cast import NOW
from yakusoku.apps.flows.closing import open_matters
from yakusoku.apps.training import services as training
from yakusoku.domain.training.requirements import Audience


def counts(cast, work, hop):
    base = f"/engagements/{work.pk}"
    pages = {
        "courses": ("/courses/", "policy"),
        "own": ("/courses/staff/", "policy"),
        "training": (f"{base}/training/", "owner"),
        "training-of-contractor": (f"{base}/training/", "contractor"),
        "training-file": (f"{base}/training/?format=csv", "owner"),
        "ledger": (f"{base}/ledger/", "owner"),
        "ledger-file": (f"{base}/ledger/?format=csv", "owner"),
        "certificate": (f"{base}/ledger/certificate.docx", "owner"),
        "hop-ledger": (f"/hops/{hop.pk}/ledger/", "subcontractor"),
        "closing": (f"{base}/closing/", "owner"),
        "renewal": (f"{base}/renewal/", "owner"),
    }
    found = {}
    for name, (path, who) in pages.items():
        browser = cast.client(getattr(cast, who))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200, name
        found[name] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        open_matters(work, date(2028, 4, 1))
    return found | {"open-matters": len(asked)}


def more(cast, work, hop, number):
    asked = course(cast, name=f"研修{number}", audience=Audience.STAFF)
    course(cast, name=f"職員研修{number}", audience=Audience.OWN)
    worker = listed(cast, work, f"A-{number}")
    training.complete(asked, [worker], START, engagement=work, by=cast.contractor, at=NOW)
    proven(cast, work, what=f"控え{number}")
    at_hop(cast, hop, what=f"下の控え{number}")


def test_pages_ask_as_much_for_much_as_for_little(cast):
    work = contracted(cast)
    hop = hop_of(cast, work)
    more(cast, work, hop, 0)
    little = counts(cast, work, hop)
    for number in range(1, 6):
        more(cast, work, hop, number)
    assert counts(cast, work, hop) == little
    assert max(little.values()) <= 30, little
