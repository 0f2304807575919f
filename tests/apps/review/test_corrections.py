"""Saying that the machine is wrong: one click, taken back as easily, and handed out for the model to learn from."""

import json
from dataclasses import replace

import pytest
from bench.learning import Row, corrected_rows, labelled_rows, train
from django.urls import reverse

from tests.apps.review.reading import COPYING, corrected, reviewed, text
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.review import services
from yakusoku.apps.review.models import Action, Correction
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.refusal import Refusal

REMOVE = {"clause": COPYING, "slug": "copying", "action": "remove"}


@pytest.fixture
def file(cast):
    return reviewed(cast).files.get()


def test_a_label_is_refused_with_one_click_and_taken_back(cast, file):
    browser = cast.client(cast.owner)
    address = reverse("review-correct", args=[file.pk])
    answer = browser.post(address, REMOVE)
    assert (answer.status_code, answer["Location"]) == (302, f"{file.get_absolute_url()}#c{COPYING}")
    shown = browser.get(file.get_absolute_url()).content.decode()
    assert "review-refused" in shown
    said = Correction.objects.get()
    browser.post(reverse("review-correction-undo", args=[said.pk]))
    assert "review-refused" not in browser.get(file.get_absolute_url()).content.decode()
    browser.post(address, REMOVE)
    assert Correction.objects.filter(undone_at__isnull=True).count() == 1


def test_htmx_gets_the_clause_alone(cast, file):
    browser = cast.client(cast.owner)
    address = reverse("review-correct", args=[file.pk])
    answer = browser.post(address, REMOVE, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith("<article")
    second = browser.post(address, REMOVE, headers={"HX-Request": "true"})
    assert second.status_code == 409
    assert "ほかの人が" in second.content.decode()


def test_a_correction_changes_no_review_and_is_told_of_the_same_words_again(cast, file):
    before = (file.review.results, file.clauses)
    services.correct(file, 0, "training", Action.ADD, strength=Strength.EFFORT, by=cast.owner, at=NOW)
    corrected(cast, file)
    file.refresh_from_db()
    file.review.refresh_from_db()
    assert (file.review.results, file.clauses) == before
    again = services.review_again(file.review, by=cast.owner, at=NOW).files.get()
    shown = cast.client(cast.owner).get(again.get_absolute_url()).content.decode()
    assert "review-refused" in shown
    assert "人が加えた要件" in shown


@pytest.mark.parametrize(
    ("clause", "slug", "action", "code"),
    [
        (99, "copying", Action.REMOVE, "review.no-such-clause"),
        (0, "no-such-thing", Action.ADD, "review.no-such-clause"),
        (0, "copying", Action.REMOVE, "review.nothing-to-correct"),
        (COPYING, "copying", Action.ADD, "review.nothing-to-correct"),
        (0, "copying", Action.CHANGE, "review.nothing-to-correct"),
        (COPYING, "copying", Action.CHANGE, "review.nothing-to-correct"),
    ],
)
def test_what_cannot_be_corrected(cast, file, clause, slug, action, code):
    with pytest.raises(Refusal) as refused:
        services.correct(file, clause, slug, action, by=cast.owner, at=NOW)
    assert refused.value.code == code


def test_how_a_clause_binds_is_corrected_as_well(cast, file):
    browser = cast.client(cast.owner)
    given = {**REMOVE, "action": "change", "strength": "permit"}
    shown = browser.post(reverse("review-correct", args=[file.pk]), given, headers={"HX-Request": "true"})
    assert "人が直した強さ" in shown.content.decode()
    assert "複写し、又は複製してはならない」" in shown.content.decode()
    line = json.loads(browser.get("/reviews/corrections.jsonl").content)
    assert ("copying" in line["labels"], line["strength"]["copying"]) == (True, "permit")
    assert (line["weak"], line["corrected"]) == (["copying"], {"copying": True})


def test_the_same_words_in_one_document_are_taken_back_at_the_clause_that_was_asked_from(cast):
    twice = "契約書\n" + "".join(f"第{n}条　乙は、資料を複写してはならない。\n" for n in (1, 2))
    file = reviewed(cast, text(twice)).files.get()
    said = services.correct(file, 0, "copying", Action.REMOVE, by=cast.owner, at=NOW)
    address = reverse("review-correction-undo", args=[said.pk])
    shown = cast.client(cast.owner).post(address, {"clause": "1"}, headers={"HX-Request": "true"})
    assert 'id="c1"' in shown.content.decode()


def test_it_is_taken_back_once(cast, file):
    said = corrected(cast, file)
    services.undo(said, by=cast.owner, at=NOW)
    with pytest.raises(Refusal) as refused:
        services.undo(said, by=cast.owner, at=NOW)
    assert refused.value.code == "review.already-undone"


def test_who_may_correct(cast, file):
    address = reverse("review-correct", args=[file.pk])
    row = told("302 404 302 302 403 403 302 403 403 403 404 302")
    assert statuses(cast, "post", address, REMOVE) == row
    assert Correction.objects.count() == 1
    undo = reverse("review-correction-undo", args=[Correction.objects.get().pk])
    assert statuses(cast, "post", undo, {"list": "1"})["colleague"] == 404
    assert statuses(cast, "get", reverse("review-corrections")) == told(
        "200 200 200 200 403 200 200 403 403 403 200 302"
    )


def test_the_list_shows_only_the_own_departments(cast, file):
    corrected(cast, file)
    address = reverse("review-corrections")
    assert "検針の契約書" in cast.client(cast.owner).get(address).content.decode()
    assert "検針の契約書" not in cast.client(cast.colleague).get(address).content.decode()
    searched = cast.client(cast.owner).get(f"{address}?q=ありません").content.decode()
    assert "当てはまる訂正はありません" in searched
    assert "検針の契約書" in cast.client(cast.auditor).get(f"{address}?format=csv").content.decode(
        "utf-8-sig"
    )


def test_the_corrected_clauses_teach_the_model(cast, file, tmp_path):
    corrected(cast, file)
    services.correct(file, COPYING, "training", Action.ADD, by=cast.owner, at=NOW)
    answer = cast.client(cast.owner).get("/reviews/corrections.jsonl")
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert len(lines) == 1
    assert "copying" not in lines[0]["labels"]
    assert lines[0]["strength"]["training"] == "duty"
    assert lines[0]["hard"] == "資料の話"
    kept = tmp_path / "clauses.jsonl"
    kept.write_bytes(answer.content)
    assert "training" in labelled_rows(kept)[0].labels
    # Of the rest of the clause only the machine spoke: that is no lesson for it.
    row = corrected_rows(kept)[0]
    assert (row.labels, row.judged) == ({"training"}, {"training", "copying"})


def test_only_the_corrected_labels_of_a_clause_teach():
    copying = [Row("a", "", f"乙は、資料{n}を複写してはならない。", frozenset({"copying"})) for n in range(4)]
    others = [Row("b", "", f"乙は、費用{n}を負担する。", frozenset()) for n in range(4)]
    said = Row("c", "", "乙は、費用を負担する。", frozenset({"damages"}), judged=frozenset({"damages"}))

    def learned(*rows):
        told = train(rows)
        return {slug: told.bias[place] for place, slug in enumerate(told.slugs)}

    base, more = (
        learned(*copying, *others, replace(said, labels=frozenset())),
        learned(*copying, *others, said),
    )
    assert base["copying"] == more["copying"]
    assert base["damages"] != more["damages"]
