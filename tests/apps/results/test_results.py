"""Results of a survey as pages."""

import pytest
from django.urls import reverse

from tests.apps.results.filled import filled

pytestmark = pytest.mark.django_db


def test_pages_open(cast):
    earlier = filled(cast, title="前の調査", seed=2)
    survey = filled(cast, title="今度の調査", previous=earlier)
    owner = cast.client(cast.owner)
    base = f"/surveys/{survey.pk}/results/"
    for path in (
        "",
        "?q=費用",
        "tables/",
        "tables/?q=Q4&q=Q5a&by=role&by=size&marks=rest&correction=bh&suppress=3&blank=show",
        "tables/?q=Q2&by=way",
        "tables/?q=Q4&nets=Q4: aかb = a,b&by=Q1&level=1",
        "people/?q=Q1&by=size&row=大規模&category=yes",
        "book/",
        "book/?by=role&format=xlsx",
        "weights/",
        "waves/",
        "waves/?by=size&format=xlsx",
        "waves/crosswalk/",
        "waves/crosswalk.yaml",
        "data/",
        "data/?quasi=role&quasi=size&k=3",
        *(f"data/{kind}" for kind in ("csv", "labels", "xlsx", "sav", "sps", "ddi")),
        "data/csv?quasi=size&k=3",
        *(f"tables/?q=Q1&by=role&format={kind}" for kind in ("csv", "xlsx", "pptx", "png", "svg")),
    ):
        answer = owner.get(base + path)
        assert answer.status_code == 200, (path, answer.status_code)
    assert owner.get("/surveys/check/").status_code == 200
    answer = owner.post(
        reverse("survey-check"), {"pasted": "区分\tn\tはい\tいいえ\n全体\t30\t33.4\t66.6\n", "kind": "single"}
    )
    assert "矛盾は" in answer.content.decode()
