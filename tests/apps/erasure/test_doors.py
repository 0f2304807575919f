"""Who gets which page of the ledger, the end and the next period: address, person, status."""

import pytest

from tests.apps.erasure.ended import at_hop, contracted, held, hop_of, proven
from tests.doors import statuses, told

PAGES = {
    #               owner coll pol leg boa aud adm con oth sub str vis
    "ledger": "     200 404 200 200 200 200 200 200 404 404 404 302",
    "copy-new": "   200 404 200 403 403 403 200 200 404 404 404 302",
    "paper": "      200 404 200 200 200 200 200 200 404 404 404 302",
    "hop-ledger": " 404 404 404 404 404 404 404 404 404 200 404 302",
    "hop-new": "    404 404 404 403 403 403 404 404 404 200 404 302",
    "hop-ledger-paper": "  404 404 404 404 404 404 404 404 404 404 404 302",
    "copy": "       200 404 200 200 200 200 200 200 404 404 404 302",
    "copy-change": "403 404 403 403 403 403 403 200 404 404 404 302",
    "copy-paper": " 404 404 404 404 404 404 404 404 404 404 404 302",
    "hop-copy": "   200 404 200 200 200 200 200 200 404 200 404 302",
    "closing": "    200 404 200 200 200 200 200 404 404 404 404 302",
    "renewal": "    200 404 200 200 200 200 200 404 404 404 404 302",
}
POSTS = {
    "copy-new": "     422 404 422 403 403 403 422 422 404 404 404 302",
    "declare": "      403 403 403 403 403 403 403 302 404 404 403 302",
    "handovers": "    302 404 302 403 403 403 302 302 404 404 404 302",
    "hop-new": "      404 404 404 403 403 403 404 404 404 422 404 302",
    "hop-declare": "  403 403 403 403 403 403 403 404 404 302 403 302",
    "copy-change": "  403 404 403 403 403 403 403 422 404 404 404 302",
    "withdraw": "     403 404 403 403 403 403 403 422 404 404 404 302",
    "prove": "        403 403 403 403 403 403 403 422 404 404 403 302",
    "hop-copy-prove": "403 403 403 403 403 403 403 422 404 422 403 302",
    "pass-on": "      403 403 403 403 403 403 403 302 404 403 403 302",
    "give-back": "    403 403 403 403 403 403 403 422 404 403 403 302",
    "confirm": "      302 404 302 403 403 403 302 403 403 403 404 302",
    "send-back": "    422 404 422 403 403 403 422 403 403 403 404 302",
    "closing": "      422 404 422 403 403 403 422 403 403 403 404 302",
    "reopen": "       403 403 422 403 403 403 422 403 403 403 404 302",
    "renewal": "      302 404 422 403 403 403 422 403 403 403 404 302",
}


@pytest.fixture
def addresses(cast):
    work = contracted(cast)
    hop = hop_of(cast, work)
    copy, below, shown = held(cast, work), at_hop(cast, hop), proven(cast, work, what="証明した控え")
    base, of_hop, of_copy = f"/engagements/{work.pk}", f"/hops/{hop.pk}/ledger", f"/copies/{copy.pk}"
    return {
        "ledger": f"{base}/ledger/",
        "copy-new": f"{base}/ledger/new/",
        "handovers": f"{base}/ledger/handovers/",
        "declare": f"{base}/ledger/declare/",
        "paper": f"{base}/ledger/certificate.docx",
        "hop-ledger": f"{of_hop}/",
        "hop-new": f"{of_hop}/new/",
        "hop-declare": f"{of_hop}/declare/",
        "hop-ledger-paper": f"{of_hop}/certificate.pdf",
        "copy": f"{of_copy}/",
        "copy-change": f"{of_copy}/edit/",
        "copy-paper": f"{of_copy}/certificate.pdf",
        "withdraw": f"{of_copy}/withdraw/",
        "prove": f"{of_copy}/prove/",
        "hop-copy": f"/copies/{below.pk}/",
        "hop-copy-prove": f"/copies/{below.pk}/prove/",
        "pass-on": f"/copies/{below.pk}/pass-on/",
        "give-back": f"/copies/{below.pk}/give-back/",
        "confirm": f"/copies/{shown.pk}/confirm/",
        "send-back": f"/copies/{shown.pk}/send-back/",
        "closing": f"{base}/closing/",
        "reopen": f"{base}/closing/reopen/",
        "renewal": f"{base}/renewal/",
    }


@pytest.mark.parametrize("page", PAGES)
def test_who_reads(cast, addresses, page):
    assert statuses(cast, "get", addresses[page]) == told(PAGES[page])


@pytest.mark.parametrize("act", POSTS)
def test_who_writes(cast, addresses, act):
    assert statuses(cast, "post", addresses[act]) == told(POSTS[act])
