"""Scenes of surveys: a published survey is asked anew of people made up so that its tables come out the same."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from yakusoku.adapters.survey_crosswalk import read_crosswalk
from yakusoku.adapters.survey_reports import plan_of
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.apps.collecting import answering, papers
from yakusoku.apps.collecting.answering import Sent
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.flows.answered import heard_of
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.report_planning import begun_plan
from yakusoku.apps.results.report_services import begin, release
from yakusoku.apps.results.services import keep_crosswalk
from yakusoku.apps.samples import frames
from yakusoku.apps.samples import services as samples
from yakusoku.apps.samples import writing as letters
from yakusoku.apps.samples.models import LetterKind, Respondent, Way
from yakusoku.apps.surveys import services, writing
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.sheets import form_of, sheets_from
from yakusoku.domain.survey.rebuilding import Counts, rebuilt
from yakusoku.domain.survey.report.outline import OBJECT
from yakusoku.domain.survey.sampling.allocation import Method, Wanted

FOLDER = Path(__file__).with_name("town") / "surveys"
TRAITS = ("role", "size", "industry")
HEAD = ("番号", "名称", "住所", "役割", "規模", "業種")
TOGETHER, DAYS = 100, 20


def prepare(moment: Moment) -> None:
    """Register a survey (`file`), publish its questionnaire, draw everybody of its frame and write to them.

    previous   the file of the wave before
    """
    told, by = read_yaml(FOLDER / moment.told["file"]), moment.town.people[moment.told["by"]]
    survey = services.register(moment.town.city, _facts(moment, told), by=by, at=moment.at)
    writing.replace(survey, sheets_from(_sheets(told)), by=by, at=moment.at)
    writing.publish(survey, moment.told.get("note", ""), by=by, at=moment.at)
    frame = SimpleUploadedFile("名簿.csv", _frame(_people(told)))
    pending = frames.receive(survey, frame, by=by, at=moment.at)
    frames.take(pending, only_right=False, by=by, at=moment.at)
    samples.set_plan(survey, ("role", "size"), {}, by=by, at=moment.at)
    samples.draw(survey, Wanted(Method.ALL), told["title"], by=by, at=moment.at)
    invitation, heard = LetterKind.INVITATION, heard_of(survey)
    letters.dispatch(survey, invitation, Way.POST, moment.today, heard, by=by, at=moment.at)
    services.open_survey(survey, by=by, at=moment.at)


def answer(moment: Moment) -> None:
    """Let everybody answer: who answered each question by web, the others on paper; then close the survey."""
    told, by = read_yaml(FOLDER / moment.told["file"]), moment.town.people[moment.told["by"]]
    survey = Survey.objects.get(organization=moment.town.city, title=told["title"])
    form = form_of(sheets_from(_sheets(told)))
    people = _people(told)
    answers = rebuilt(form, people, _published(told), told["title"])
    rows = Respondent.objects.filter(survey=survey).select_related("unit")
    asked = {row.unit.reference: row for row in rows if row.unit is not None}
    sent = [(asked[f"{number}"], given) for number, given in enumerate(answers, 1)]
    on_paper = _by_web(sent, moment)
    for respondent, given in on_paper:
        papers.send_in(survey, respondent.number, given, by=by, at=moment.at)
    services.close_survey(survey, by=by, at=moment.at)


def join_waves(moment: Moment) -> None:
    """Say what of a survey (`file`) may be compared with the wave before (`previous`)."""
    by, files = moment.town.people[moment.told["by"]], (moment.told["previous"], moment.told["file"])
    told = [read_yaml(FOLDER / file) for file in files]
    earlier, survey = (
        Survey.objects.get(organization=moment.town.city, title=each["title"]) for each in told
    )
    first, second = (form_of(sheets_from(_sheets(each))) for each in told)
    figures = read_crosswalk(FOLDER / moment.told["crosswalk"])
    keep_crosswalk(survey, earlier, figures, (first, second), by=by, at=moment.at)


def report(moment: Moment) -> None:
    """Write a report of a survey (`file`) as its `outline` says, with the wave before and whom it asked; release it."""
    by = moment.town.people[moment.told["by"]]
    title = read_yaml(FOLDER / moment.told["file"])["title"]
    survey = Survey.objects.get(organization=moment.town.city, title=title)
    data = data_of(survey)
    if data is None:
        raise LookupError(title)
    told = {
        "title": moment.told["title"],
        "by": moment.told["axis"],
        "strata": moment.told["axis"],
        "unit": "社",
    }
    plan, written = begun_plan(survey, data, told), plan_of(read_yaml(FOLDER / moment.told["outline"]))
    asked = tuple(
        (label, (moment.told["asked"],) if label == OBJECT else lines) for label, lines in plan.overview
    )
    plan = replace(
        plan,
        overview=asked,
        publisher=moment.town.city.name,
        issued=f"{moment.today.year}年{moment.today.month}月",
        terms=written.terms,
        pages=written.pages,
        summary=written.summary,
    )
    begun = begin(survey, plan, earlier=survey.previous, earlier_by=moment.told["axis"], by=by, at=moment.at)
    release(begun, by=by, at=moment.at)


def _by_web(
    sent: Sequence[tuple[Respondent, dict[str, str]]], moment: Moment
) -> list[tuple[Respondent, dict[str, str]]]:
    """Hand in by web what the web form takes; return the others, who left something open."""
    left = []
    for first in range(0, len(sent), TOGETHER):
        part = sent[first : first + TOGETHER]
        found = answering.take(
            [Sent(person.code, given, moment.at, whole=True, hand_in=True) for person, given in part]
        )
        left += [each for each, kept in zip(part, found, strict=True) if isinstance(kept, Refusal)]
    return left


def _facts(moment: Moment, told: Mapping[str, Any]) -> dict[str, Any]:
    town = moment.town
    before = moment.told.get("previous")
    title = read_yaml(FOLDER / before)["title"] if before else ""
    previous = Survey.objects.filter(organization=town.city, title=title)
    return {
        "title": told["title"],
        "purpose": told["purpose"],
        "contact": "見本市 情報政策課",
        "return_to": "",
        "department": None,
        "owner": town.people[moment.told["by"]],
        "reference_on": date.fromisoformat(told["reference_on"]),
        "opens_on": moment.today,
        "closes_on": moment.today + timedelta(days=DAYS),
        "population": None,
        "previous": previous.first(),
    }


def _sheets(told: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return the three sheets of the questionnaire."""
    choices = [{"list_name": name, **choice} for name, rows in told["choices"].items() for choice in rows]
    settings = {"form_title": told["title"], "default_language": "ja", "reference_on": told["reference_on"]}
    return {"survey": list(told["survey"]), "choices": choices, "settings": [settings]}


def _people(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the traits of each respondent; which size goes with which industry was not published, and is chance."""
    random = Random(told["title"])  # noqa: S311  # The same people each time, no secret.
    people = []
    for group in told["people"]:
        sizes, industries = (
            [value for value, count in group[name].items() for _ in range(count)]
            for name in ("size", "industry")
        )
        random.shuffle(industries)
        people += [
            {"role": group["role"], "size": size, "industry": industry}
            for size, industry in zip(sizes, industries, strict=True)
        ]
    return people


def _published(told: Mapping[str, Any]) -> list[Counts]:
    return [
        Counts(
            row["question"],
            row["where"],
            row["n"],
            {f"{code}": count for code, count in enumerate(row["counts"], 1)},
        )
        for row in told["published"]
    ]


def _frame(people: Sequence[Mapping[str, str]]) -> bytes:
    """Return the frame as a file: made-up names, in the order of the people."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    for number, traits in enumerate(people, 1):
        place = f"見本県見本市調査町{number}番地"
        rows.writerow([number, f"見本{number:03d}（{traits['industry']}）", place, *map(traits.get, TRAITS)])
    return out.getvalue().encode("utf-8-sig")


ACTS: Mapping[str, Act] = {
    "prepare-survey": prepare,
    "answer-survey": answer,
    "join-waves": join_waves,
    "report-survey": report,
}
