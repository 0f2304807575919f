"""Who gets which page of the chain, and who may act there."""

import pytest

from tests.apps.chain import chained
from tests.doors import statuses, told
from yakusoku.apps.chain.models import Handover, Hop

#        owner coll poli lega boar audi admi cont othe subc stra visi
READ = "   200  404  200  200  200  200  200  200  404  404  404  302"
BELOW = "  200  404  200  200  200  200  200  200  404  200  404  302"
ASK = "    200  404  200  403  403  403  200  200  404  404  404  302"
ASK_BELOW = "200 404 200  403  403  403  200  200  404  200  404  302"
RECORD = " 200  404  200  403  403  403  200  403  403  403  404  302"
# A wrong form comes back; a right would have acted.
CLIENT = " 422  404  422  403  403  403  422  403  404  403  404  302"
GIVER = "  422  404  422  403  403  403  422  422  404  403  404  302"
RECEIVER = "403 404 403  403  403  403  403  403  404  422  404  302"
SENDER = " 422  404  422  403  403  403  422  422  404  403  404  302"


@pytest.mark.parametrize(
    ("method", "address", "row"),
    [
        ("get", "/engagements/{work}/chain/", READ),
        ("get", "/engagements/{work}/handovers/", READ),
        ("get", "/engagements/{work}/chain/request/", ASK),
        ("get", "/engagements/{work}/handovers/new/", ASK),
        ("get", "/engagements/{work}/chain/undeclared/", RECORD),
        ("get", "/hops/{top}/", READ),
        ("get", "/hops/{first}/", BELOW),
        ("get", "/hops/{home}/", BELOW),
        ("get", "/hops/{first}/request/", ASK_BELOW),
        ("get", "/hops/{first}/handovers/new/", ASK_BELOW),
        ("get", "/hops/{first}/consent.docx", BELOW),
        ("get", "/handovers/{sent}/", BELOW),
        ("post", "/engagements/{work}/chain/request/", "422 404 422 403 403 403 422 422 404 404 404 302"),
        ("post", "/engagements/{work}/chain/undeclared/", "422 404 422 403 403 403 422 403 403 403 404 302"),
        ("post", "/engagements/{work}/handovers/new/", "422 404 422 403 403 403 422 422 404 404 404 302"),
        ("post", "/hops/{first}/request/", "422 404 422 403 403 403 422 422 404 422 404 302"),
        ("post", "/hops/{first}/handovers/new/", "422 404 422 403 403 403 422 422 404 422 404 302"),
        ("post", "/hops/{first}/consent/", CLIENT),
        ("post", "/hops/{first}/refuse/", CLIENT),
        ("post", "/hops/{first}/amend/", CLIENT),
        ("post", "/hops/{first}/dismiss/", CLIENT),
        ("post", "/hops/{first}/withdraw/", GIVER),
        ("post", "/hops/{first}/end/", GIVER),
        ("post", "/handovers/{sent}/receive/", RECEIVER),
        ("post", "/handovers/{sent}/cancel/", SENDER),
        ("post", "/hops/{found}/request-late/", "422 404 422 403 403 403 422 422 404 404 404 302"),
        ("get", "/hops/{found}/request-late/", "200 404 200 403 403 403 200 200 404 404 404 302"),
    ],
)
def test_the_doors_of_the_chain(cast, method, address, row):
    first, home = chained.three_tiers(cast)
    found = chained.found(cast, first.engagement)
    sent = chained.sent(cast, first.engagement, first.parent, first)
    before = (Hop.objects.count(), Handover.objects.count())
    path = address.format(
        work=first.engagement_id,
        top=first.parent_id,
        first=first.pk,
        home=home.pk,
        found=found.pk,
        sent=sent.pk,
    )
    assert statuses(cast, method, path, {"note": ""}) == told(row)
    assert (Hop.objects.count(), Handover.objects.count()) == before


@pytest.mark.parametrize("path", ["/hops/999999/", "/handovers/999999/"])
def test_what_does_not_exist_looks_like_what_is_not_yours(cast, path):
    assert cast.client(cast.owner).get(path).status_code == 404
