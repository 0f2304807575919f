"""The catalogue to read, and an organisation's own rules laid over it."""

import pytest
from django.urls import reverse

from tests.apps.engagements.work import described
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.engagements.choice import choice_of
from yakusoku.apps.engagements.models import CatalogueOverlay
from yakusoku.apps.engagements.queries import catalogue_for

OVERLAY = """
change:
  copying:
    title: 写しの作成
leave_out: [publication]
"""


def overlay(cast, text, who=None):
    return cast.client(who or cast.policy).post(reverse("catalogue-overlay"), {"text": text})


def test_the_list_shows_every_requirement(cast):
    page = cast.client(cast.contractor).get(reverse("catalogue")).text
    for requirement in shipped_catalogue().requirements:
        assert reverse("requirement", args=[requirement.slug]) in page


def test_words_narrow_the_list(cast):
    page = cast.client(cast.owner).get(reverse("catalogue"), {"q": "写し"}).text
    assert reverse("requirement", args=["copying"]) in page
    assert reverse("requirement", args=["damages"]) not in page
    assert 'value="写し"' in page


def test_words_that_nothing_holds_lead_back_to_all(cast):
    page = cast.client(cast.owner).get(reverse("catalogue"), {"q": "<zzz>"}).text
    assert "当てはまる要件はありません" in page
    assert "<zzz>" not in page


@pytest.mark.parametrize("requirement", shipped_catalogue().requirements, ids=lambda r: r.slug)
def test_each_requirement_shows_its_clauses_without_placeholders(cast, requirement):
    page = cast.client(cast.owner).get(reverse("requirement", args=[requirement.slug])).text
    assert requirement.risk in page
    assert all(variant.summary in page for variant in requirement.variants)
    assert all(check.operation.text in page for check in requirement.checks)
    assert "{" not in page.split('id="clauses"', 1)[1].split('id="checks"', 1)[0]


def test_a_requirement_reads_in_english_too(cast):
    client = cast.client(cast.owner)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("requirement", args=["copying"])).text
    assert "Nobody knows how many copies exist" in page


def test_a_requirement_that_is_unknown_is_not_found(cast):
    assert cast.client(cast.owner).get(reverse("requirement", args=["weather"])).status_code == 404


@pytest.mark.parametrize("who", ["owner", "legal", "auditor", "contractor"])
def test_only_policy_and_administrators_change_the_catalogue(cast, who):
    client = cast.client(getattr(cast, who))
    assert client.get(reverse("catalogue-overlay")).status_code == 403
    assert overlay(cast, OVERLAY, getattr(cast, who)).status_code == 403
    assert reverse("catalogue-overlay") not in client.get(reverse("catalogue")).text
    assert not CatalogueOverlay.objects.exists()


def test_an_overlay_changes_the_own_organisation_only(cast):
    work = described(cast)
    assert overlay(cast, OVERLAY).url == reverse("catalogue")
    assert catalogue_for(cast.city.pk).requirement("copying").title == "写しの作成"
    assert catalogue_for(cast.city.pk).requirement("publication") is None
    assert catalogue_for(cast.stranger_city.pk) is shipped_catalogue()
    assert choice_of(work).row("publication") is None
    assert "写しの作成" in cast.client(cast.owner).get(reverse("catalogue")).text


def test_a_requirement_that_was_decided_and_then_left_out_does_no_harm(cast):
    work = described(cast)
    cast.client(cast.owner).post(reverse("decide", args=[work.pk, "publication"]), {"verdict": "adopt"})
    overlay(cast, OVERLAY)
    answer = cast.client(cast.owner).get(reverse("decisions", args=[work.pk]))
    assert answer.status_code == 200
    assert 'id="publication"' not in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("change: [", id="no-yaml"),
        pytest.param("colour: blue", id="unknown-key"),
        pytest.param("change: {copying: {risk: {level: 9}}}", id="level-out-of-range"),
    ],
)
def test_an_overlay_that_does_not_hold_is_refused_and_kept_on_the_page(cast, wrong):
    answer = overlay(cast, wrong)
    assert answer.status_code == 422
    assert 'id="id_text_error"' in answer.text
    assert wrong in answer.text
    assert not CatalogueOverlay.objects.exists()


def test_an_empty_overlay_brings_the_shipped_catalogue_back(cast):
    overlay(cast, OVERLAY)
    overlay(cast, "  ")
    assert catalogue_for(cast.city.pk) is shipped_catalogue()


def test_the_page_names_who_saved_last(cast):
    overlay(cast, OVERLAY)
    page = cast.client(cast.administrator).get(reverse("catalogue-overlay")).text
    assert cast.policy.name in page
    assert "写しの作成" in page
