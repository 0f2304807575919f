"""Who holds data, written down by the client, held against the promise."""

from tests.apps import promised
from yakusoku.apps.engagements.models import Holder


def told(**changes):
    return {
        "name": "あおば",
        "place": "contractor_premises",
        "travels_by": "by_hand",
        "part": "入力",
    } | changes


def test_a_hidden_chain_to_a_home_worker_is_pointed_at(cast):
    work = promised.decided(cast)
    clerk = cast.client(cast.owner)
    assert clerk.get(f"/engagements/{work.pk}/holders/").status_code == 200
    clerk.post(f"/engagements/{work.pk}/holders/", told(declared="on"))
    first = Holder.objects.get()
    home = told(name="在宅の人", place="home", travels_by="courier", parent=first.pk)
    clerk.post(f"/engagements/{work.pk}/holders/", home)
    page = clerk.get(f"/engagements/{work.pk}/").content.decode()
    assert "届出のない再委託先" in page
    assert "追跡できない方法" in page
    assert "自宅" in page


def test_a_holder_who_passed_data_on_is_not_removed_first(cast):
    work = promised.decided(cast)
    clerk = cast.client(cast.owner)
    clerk.post(f"/engagements/{work.pk}/holders/", told())
    first = Holder.objects.get()
    clerk.post(f"/engagements/{work.pk}/holders/", told(name="次", parent=first.pk))
    clerk.post(f"/engagements/{work.pk}/holders/{first.pk}/remove/")
    assert Holder.objects.count() == 2
    last = Holder.objects.get(name="次")
    clerk.post(f"/engagements/{work.pk}/holders/{last.pk}/remove/")
    assert Holder.objects.get() == first


def test_a_parent_of_another_engagement_is_refused(cast):
    work, other = promised.decided(cast), promised.decided(cast, "ほかの業務")
    foreign = other.holders.create(name="よそ", place="home")
    answer = cast.client(cast.owner).post(f"/engagements/{work.pk}/holders/", told(parent=foreign.pk))
    assert answer.status_code == 422
    assert not work.holders.exists()


def test_strangers_and_contractors_write_nothing(cast):
    work = promised.opened(cast).version.engagement
    for person, status in ((cast.colleague, 404), (cast.stranger, 404), (cast.contractor, 403)):
        assert cast.client(person).post(f"/engagements/{work.pk}/holders/", told()).status_code == status
    assert not work.holders.exists()
