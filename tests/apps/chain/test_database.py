"""What the database itself refuses, whoever writes: no loop, no move, no other engagement, no wider data."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.apps.chain import chained
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.services import root_of


def place(work, parent, **facts):
    told = {"name": "だれか", "place": "home", "standing": Standing.CONSENTED, "categories": ["identity"]}
    return Hop.objects.create(engagement=work, parent=parent, **(told | facts))


@pytest.fixture
def top(cast):
    """The contractor's place."""
    return root_of(chained.shared(cast))


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_rows_get_their_numbers_from_the_database_and_hang_below_older_ones(top):
    first = place(top.engagement, top)
    second = place(top.engagement, first)
    assert top.pk < first.pk < second.pk


def test_a_place_cannot_hang_below_itself(top):
    sequence = Hop.objects.order_by("-pk").first().pk + 1
    columns = "engagement_id, parent_id, name, part, categories, place, site, travels_by, standing, note, reason, words, permitted"
    values = f"{top.engagement_id}, {sequence}, 'x', '', '[]', 'home', '', '', 'undeclared', '', '', '', '[]'"

    def insert():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO chain_hop ({columns}) VALUES ({values})")

    refused(insert)


def test_nobody_is_hung_elsewhere(top):
    first, second = place(top.engagement, top), place(top.engagement, top)
    refused(lambda: Hop.objects.filter(pk=first.pk).update(parent=second))
    refused(lambda: Hop.objects.filter(pk=second.pk).update(parent=first))
    refused(lambda: Hop.objects.filter(pk=top.pk).update(parent=first))


def test_a_place_stays_in_its_engagement_and_below_a_place_of_it(cast, top):
    other = root_of(chained.shared(cast, "ほかの業務"))
    first = place(top.engagement, top)
    refused(lambda: Hop.objects.filter(pk=first.pk).update(engagement=other.engagement))
    refused(lambda: place(top.engagement, other))


def test_nothing_is_deleted(top):
    first = place(top.engagement, top)
    refused(lambda: Hop.objects.filter(pk=first.pk).delete())


def test_there_is_one_contractor(top):
    refused(lambda: place(top.engagement, None))


@pytest.mark.parametrize("standing", [Standing.REQUESTED, Standing.CONSENTED])
def test_nobody_is_allowed_data_that_the_giver_does_not_hold(top, standing):
    first = place(top.engagement, top, categories=["identity"])
    refused(lambda: place(top.engagement, first, standing=standing, categories=["identity", "contact"]))
    below = place(top.engagement, first, standing=standing)
    refused(lambda: Hop.objects.filter(pk=below.pk).update(categories=["contact"]))
    refused(lambda: Hop.objects.filter(pk=first.pk).update(categories=[]))


def test_what_was_found_is_written_as_it_is(top):
    first = place(top.engagement, top, categories=["identity"])
    wider = place(top.engagement, first, standing=Standing.UNDECLARED, categories=["identity", "contact"])
    refused(lambda: Hop.objects.filter(pk=wider.pk).update(standing=Standing.CONSENTED))


def test_the_same_company_stands_at_several_places(cast, top):
    first = place(top.engagement, top, organization=cast.subcompany)
    place(top.engagement, first, organization=cast.subcompany)
    place(top.engagement, top, organization=cast.company)
    assert Hop.objects.filter(organization=cast.subcompany).count() == 2
