"""Publishing: looked at first, then written once."""

from tests.apps.promised import decided, decline, described, published
from tests.cast import NOW
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict


def address(work):
    return f"/engagements/{work.pk}/publish/"


def told(cast, work, user=None):
    return cast.client(user or cast.owner).get(address(work)).content.decode()


def publish(cast, work, reason="", user=None):
    return cast.client(user or cast.owner).post(address(work), {"reason": reason})


def test_before_publishing_the_articles_the_questions_and_the_effort_are_shown(cast):
    page = told(cast, decided(cast))
    assert "特記仕様書を発行する" in page
    assert "第1条" in page
    assert "委託元の手間（年）" in page
    assert "変えた理由" not in page


def test_the_owner_publishes_and_lands_on_the_version(cast):
    work = decided(cast)
    answer = publish(cast, work)
    version = Version.objects.get()
    assert answer["Location"] == version.get_absolute_url()
    assert version.number == 1


def test_what_is_undecided_is_said_and_nothing_is_published(cast):
    work = described(cast)
    page = told(cast, work)
    assert "件の採否を決める" in page
    assert "特記仕様書を発行する</button>" not in page
    assert publish(cast, work).status_code == 422
    assert not Version.objects.exists()


def test_a_clause_that_cannot_be_kept_is_warned_of_with_the_way_out(cast):
    work = decided(cast)
    engagements.decide(
        work, Decision("removal", Verdict.ADOPT, Strength.PROHIBIT, "", ""), by=cast.owner, at=NOW
    )
    page = told(cast, work)
    assert "守れない約束が" in page
    assert "持出し（禁止）" in page
    assert "条件つき許可" in page


def test_publishing_the_same_again_is_refused_kindly(cast):
    work = published(cast).engagement
    assert "変わったところはありません" in told(cast, work)
    assert publish(cast, work, "念のため").status_code == 422
    assert Version.objects.count() == 1


def test_a_second_version_shows_the_difference_and_asks_why(cast):
    work = published(cast).engagement
    decline(cast, work)
    page = told(cast, work)
    assert "変えた理由" in page
    assert "なくなった条" in page
    assert "<del>" in page
    refused = publish(cast, work)
    assert refused.status_code == 422
    assert "変えた理由を書いてください" in refused.content.decode()
    assert Version.objects.count() == 1
    publish(cast, work, "公表の定めが重なっていた")
    assert Version.objects.get(number=2).reason == "公表の定めが重なっていた"


def test_a_reworded_clause_shows_what_is_new_and_what_is_gone(cast):
    work = published(cast).engagement
    engagements.decide(
        work,
        Decision("copying", Verdict.ALTERNATIVE, Strength.CONSENT, "写しを減らせた", "水道課長"),
        by=cast.owner,
        at=NOW,
    )
    page = told(cast, work)
    assert "文が変わった条" in page
    assert "<ins>" in page


def test_only_those_with_the_right_reach_the_page(cast):
    work = decided(cast)
    for user, status in (
        (cast.colleague, 404),
        (cast.stranger, 404),
        (cast.legal, 403),
        (cast.contractor, 403),
    ):
        assert cast.client(user).get(address(work)).status_code == status
        assert publish(cast, work, user=user).status_code == status
    assert not Version.objects.exists()


def test_the_decision_paper_is_the_clients_alone(cast):
    work = decided(cast)
    paper = f"/engagements/{work.pk}/decisions.pdf"
    assert cast.client(cast.owner).get(paper).content.startswith(b"%PDF-")
    assert cast.client(cast.stranger).get(paper).status_code == 404
    assert cast.client(cast.contractor).get(paper).status_code == 404
