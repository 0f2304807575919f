"""What residents see, and that nothing else leaves."""

import csv
import io

import pytest

from tests.apps.register.conftest import work
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.publicity import services
from yakusoku.apps.publicity.models import PublicPage, Release
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.register.public import PublicField

ALL = [field.value for field in PublicField]


def settle(cast, fields, opened=True, slug="minato", **more):
    told = {"indexed": False, "words": "", **more}
    return services.set_page(cast.city, slug, opened=opened, fields=fields, by=cast.policy, at=NOW, **told)


@pytest.fixture
def two(cast):
    """Return a work that is released and one that is not."""
    seen = work(cast, "検診の業務", contractor=cast.company)
    hidden = work(cast, "内緒の業務", contractor=cast.other_company)
    services.release(cast.city, [seen.pk, hidden.pk], {seen.pk}, by=cast.policy, at=NOW)
    return seen, hidden


def page(cast, query=""):
    return cast.client(None).get(f"/public/minato/{query}")


def test_without_a_page_there_is_nothing(cast, two):
    assert page(cast).status_code == 404


def test_a_closed_page_tells_nothing_of_itself(cast, two):
    settle(cast, ALL, opened=False)
    assert page(cast).status_code == 404


def test_only_released_works_stand_there(cast, two):
    settle(cast, ALL)
    text = page(cast).content.decode()
    assert "検診の業務" in text
    assert "みなと検針株式会社" in text
    assert "内緒の業務" not in text


@pytest.mark.parametrize("field", ALL)
def test_a_field_that_is_not_released_does_not_leave(cast, two, field):
    settle(cast, [name for name in ALL if name != field])
    everything = page(cast).content.decode() + page(cast, "?format=csv").content.decode()
    secret = {
        "title": "検診の業務",
        "department": "水道課",
        "contractor": "みなと検針株式会社",
        "period": "2027年11月30日",
        "categories": "電話番号",
        "people": "8,000",
        "tiers": "再委託",
        "last_inspection": "前の点検",
        "next_inspection": "次の点検",
        "findings": "改善を待つ指摘",
        "stage": "段階",
    }
    assert secret[field] not in everything
    assert all(words in everything for name, words in secret.items() if name != field)


def test_what_is_not_released_cannot_be_searched_or_sorted(cast, two):
    settle(cast, ["title"])
    assert "検診の業務" in page(cast, "?q=検診").content.decode()
    assert "検診の業務" not in page(cast, "?q=みなと検針").content.decode()
    assert 'aria-sort="ascending"' not in page(cast, "?sort=contractor").content.decode()


def test_the_file_holds_what_is_seen(cast, two):
    settle(cast, ["title", "contractor"])
    rows = list(csv.reader(io.StringIO(page(cast, "?format=csv").content.decode("utf-8-sig"))))
    assert rows == [["業務の名称", "委託先"], ["検診の業務", "みなと検針株式会社"]]


@pytest.mark.parametrize("indexed", [True, False])
def test_search_engines_are_told(cast, two, indexed):
    settle(cast, ["title"], indexed=indexed)
    for answer in (page(cast), page(cast, "?format=csv")):
        assert ("noindex" in answer.get("X-Robots-Tag", "")) != indexed
    assert ("noindex" in page(cast).content.decode()) != indexed


def test_a_work_without_personal_information_cannot_be_released(cast):
    plain = work(cast, "封入の業務", people=0, categories=[])
    services.release(cast.city, [plain.pk], {plain.pk}, by=cast.policy, at=NOW)
    assert not Release.objects.exists()


def test_nobody_releases_the_work_of_another_city(cast, two):
    _seen, hidden = two
    assert services.release(cast.stranger_city, [hidden.pk], {hidden.pk}, by=cast.stranger, at=NOW) == (0, 0)


def test_an_address_belongs_to_one_organisation(cast):
    settle(cast, ["title"])
    with pytest.raises(Refusal) as caught:
        services.set_page(
            cast.stranger_city,
            "minato",
            opened=True,
            indexed=False,
            words="",
            fields=["title"],
            by=cast.stranger,
            at=NOW,
        )
    assert caught.value.code == "publicity.address-taken"


def test_a_page_does_not_open_empty(cast):
    answer = cast.client(cast.policy).post("/publicity/", {"slug": "minato", "opened": "on"})
    assert answer.status_code == 422
    assert "公開する項目を一つ以上" in answer.content.decode()
    assert not PublicPage.objects.exists()


def test_each_change_is_in_the_trail(cast, two):
    seen, _hidden = two
    browser = cast.client(cast.policy)
    body = {"slug": "minato", "opened": "on", "fields_released": ["title"], "words": "説明"}
    assert browser.post("/publicity/", body).status_code == 302
    browser.post("/publicity/works/", {"shown": [seen.pk], "released": []})
    codes = list(
        AuditEntry.objects.filter(code__startswith="publicity")
        .order_by("sequence")
        .values_list("code", flat=True)
    )
    assert codes == ["publicity.released", "publicity.page-set", "publicity.withheld"]
    assert "検診の業務" not in page(cast).content.decode()


def test_the_preview_shows_what_visitors_would_see_before_it_opens(cast, two):
    settle(cast, ["title"], opened=False)
    text = cast.client(cast.policy).get("/publicity/").content.decode()
    assert "検診の業務" in text
    assert "みなと検針株式会社" not in text


def test_words_are_shown_as_text(cast, two):
    settle(cast, ["title"], words="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(cast).content.decode()


def test_doors(cast, two):
    settle(cast, ["title"])
    row = told("403 403 200 403 403 403 200 403 403 403 200 302")
    assert statuses(cast, "get", "/publicity/") == row
    assert statuses(cast, "get", "/publicity/works/") == row
    acts = told("403 403 302 403 403 403 302 403 403 403 302 302")
    assert statuses(cast, "post", "/publicity/works/", {"shown": "1"}) == acts
    assert set(statuses(cast, "get", "/public/minato/").values()) == {200}


@pytest.mark.parametrize("shown", ["x", "-1", "99999999999999999999", ""])
def test_strange_numbers_release_nothing(cast, two, shown):
    answer = cast.client(cast.policy).post("/publicity/works/", {"shown": shown, "released": shown})
    assert answer.status_code == 302
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    ("show", "titles"),
    [("released", ["検診の業務"]), ("withheld", ["内緒の業務"]), ("", ["内緒の業務", "検診の業務"])],
)
def test_the_works_to_choose_from(cast, two, show, titles):
    text = cast.client(cast.policy).get(f"/publicity/works/?show={show}").content.decode()
    assert [title for title in ("内緒の業務", "検診の業務") if title in text] == titles
