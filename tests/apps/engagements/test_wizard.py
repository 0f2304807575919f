"""The wizard: what is typed is kept, what is wrong is told beside its field, and the facts come out whole."""

import pytest
from django.urls import reverse

from tests.apps.engagements.work import begun, described
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.engagements.questions import QUESTIONS, Step

STEPS = {
    "work": {"title": "高齢者世帯訪問調査業務", "contract_kind": "準委任"},
    "information": {"categories": ["identity", "sensitive"], "people": "8000", "forms": ["paper"]},
    "places": {"places": ["contractor_premises", "visits"]},
    "needs": {"needs": ["carry_out", "copy"]},
    "period": {
        "start": "2027-06-01",
        "end": "2027-11-30",
        "procurement": "negotiated",
        "contractor": "",
        "contractor_name": "株式会社しおかぜリサーチ",
        "supervision_hours_per_year": "24",
    },
}


def step_url(work, step):
    return reverse("profile-step", args=[work.pk, step])


def posted(cast, step, **changes):
    department = {"department": str(cast.water.pk)} if step == "work" else {}
    return {**STEPS[step], **department, **changes}


def test_an_engagement_begins_with_a_title_and_a_department(cast):
    answer = cast.client(cast.owner).post(
        reverse("engagement-new"), {"title": "水道メータ検針業務", "department": cast.water.pk}
    )
    work = Engagement.objects.get()
    assert (work.title, work.department) == ("水道メータ検針業務", cast.water)
    assert answer.url == step_url(work, "work")


def test_beginning_without_a_title_keeps_the_page_and_says_so(cast):
    answer = cast.client(cast.owner).post(
        reverse("engagement-new"), {"title": "", "department": cast.water.pk}
    )
    assert answer.status_code == 422
    assert 'id="id_title_error"' in answer.text
    assert not Engagement.objects.exists()


def test_a_clerk_begins_work_only_for_the_own_department(cast):
    client = cast.client(cast.owner)
    assert cast.health.name not in client.get(reverse("engagement-new")).text
    answer = client.post(reverse("engagement-new"), {"title": "検診", "department": cast.health.pk})
    assert answer.status_code == 422
    assert not Engagement.objects.exists()


def test_who_belongs_to_no_department_is_told_what_to_do(cast):
    cast.stranger_city.departments.all().delete()
    page = cast.client(cast.stranger).get(reverse("engagement-new")).text
    assert "課がまだありません" in page
    assert 'name="title"' not in page


@pytest.mark.parametrize("who", ["contractor", "legal", "auditor"])
def test_who_may_not_begin_work_is_refused(cast, who):
    assert cast.client(getattr(cast, who)).get(reverse("engagement-new")).status_code == 403


@pytest.mark.parametrize("step", list(Step))
def test_every_step_shows_its_questions_and_why_they_are_asked(cast, step):
    page = cast.client(cast.owner).get(step_url(begun(cast), step)).text
    names = [name for name in QUESTIONS if f'name="{name}"' in page]
    assert names
    assert all(QUESTIONS[name].why in page for name in names)
    assert page.count("button-primary") == 1


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("stranger", 404), ("contractor", 403)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not_reach_the_wizard(cast, who, status, method):
    work = begun(cast)
    client = cast.client(getattr(cast, who))
    assert getattr(client, method)(step_url(work, "work")).status_code == status
    assert client.post(reverse("profile-keep", args=[work.pk, "work"])).status_code == status


def test_a_step_that_is_unknown_is_not_found(cast):
    assert cast.client(cast.owner).get(step_url(begun(cast), "weather")).status_code == 404


def test_the_draft_keeps_itself_even_when_it_is_wrong(cast):
    work, client = begun(cast), cast.client(cast.owner)
    wrong = {"people": "八千くらい", "categories": ["identity"], "forms": []}
    assert client.post(reverse("profile-keep", args=[work.pk, "information"]), wrong).status_code == 204
    page = client.get(step_url(work, "information")).text
    assert 'value="八千くらい"' in page
    assert page.count(" checked") == 1


def test_keeping_one_step_leaves_the_others_alone(cast):
    work, client = begun(cast), cast.client(cast.owner)
    client.post(reverse("profile-keep", args=[work.pk, "places"]), {"places": ["visits"]})
    client.post(reverse("profile-keep", args=[work.pk, "needs"]), {"needs": ["copy"]})
    work.refresh_from_db()
    assert (work.draft["places"], work.draft["needs"]) == (["visits"], ["copy"])
    assert work.draft["title"] == work.title


def test_a_wrong_step_stays_and_is_kept(cast):
    work, client = begun(cast), cast.client(cast.owner)
    answer = client.post(step_url(work, "information"), {"people": "-3"})
    assert answer.status_code == 422
    assert 'id="id_people_error"' in answer.text
    assert 'value="-3"' in answer.text
    work.refresh_from_db()
    assert work.draft["people"] == "-3"


def test_an_end_before_the_start_is_refused_beside_the_field(cast):
    work = begun(cast)
    wrong = posted(cast, "period", start="2027-06-01", end="2027-05-31")
    answer = cast.client(cast.owner).post(step_url(work, "period"), wrong)
    assert answer.status_code == 422
    told = answer.text.split('id="id_end_error"', 1)[1].split("</div>", 1)[0]
    assert "終わりの日が始まりの日より前です" in told
    assert 'id="id_start_error"' not in answer.text


def test_the_period_step_reads_the_days_back_in_western_and_era_years(cast):
    work, client = begun(cast), cast.client(cast.owner)
    client.post(reverse("profile-keep", args=[work.pk, "period"]), posted(cast, "period"))
    page = client.get(step_url(work, "period")).text
    assert "2027年6月1日 (令和9年)から2027年11月30日 (令和9年)まで" in page
    assert "令和" in page.split("<tbody>", 1)[1]


def test_the_period_step_bears_a_day_that_is_no_day(cast):
    work, client = begun(cast), cast.client(cast.owner)
    client.post(reverse("profile-keep", args=[work.pk, "period"]), posted(cast, "period", end="2027-11-31"))
    answer = client.get(step_url(work, "period"))
    assert answer.status_code == 200
    assert "いま入っている期間" not in answer.text


def test_five_right_steps_lead_to_the_decisions(cast):
    work, client = begun(cast), cast.client(cast.owner)
    for step in Step:
        answer = client.post(step_url(work, step), posted(cast, step))
        following = step.following
        assert answer.url == (
            step_url(work, following) if following else reverse("decisions", args=[work.pk])
        )
    work.refresh_from_db()
    assert work.profile["personal_information"]["people"] == 8000
    assert work.profile["contractor"] == "株式会社しおかぜリサーチ"
    assert work.profile["needs"] == ["carry_out", "copy"]


def test_the_last_step_leads_back_to_the_first_gap(cast):
    work, client = begun(cast), cast.client(cast.owner)
    for step in ("work", "information", "needs"):
        client.post(step_url(work, step), posted(cast, step))
    answer = client.post(step_url(work, "period"), posted(cast, "period"), follow=True)
    assert answer.redirect_chain == [(step_url(work, "places"), 302)]
    assert "「場所」に、まだ書けていないところがあります" in answer.text
    work.refresh_from_db()
    assert not work.described


def test_who_comes_back_without_facts_lands_on_the_same_question(cast):
    work, client = begun(cast), cast.client(cast.owner)
    client.post(reverse("profile-keep", args=[work.pk, "needs"]), {"needs": ["copy"]})
    assert client.get(reverse("decisions", args=[work.pk])).url == step_url(work, "needs")


def test_changing_facts_that_stand_says_when_they_take_effect(cast):
    page = cast.client(cast.owner).get(step_url(described(cast), "needs")).text
    assert "業務の実態を確定する" in page


def test_the_side_tells_in_words_which_steps_are_done(cast):
    work, client = begun(cast), cast.client(cast.owner)
    client.post(step_url(work, "work"), posted(cast, "work"))
    page = client.get(step_url(work, "information")).text
    steps = page.split('<nav class="steps"', 1)[1].split("</nav>", 1)[0]
    assert steps.count("済み") >= 1
    assert steps.count('aria-current="step"') == 1
