"""Two waves of a survey with many answers, for the tests of results."""

from random import Random
from typing import Any

from tests.apps.collecting import collected
from tests.cast import NOW, Cast
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.collecting.reading import paper_of
from yakusoku.apps.samples.models import Draw, Respondent, Unit
from yakusoku.apps.surveys.models import Survey

SIZES, INDUSTRIES = ("大規模", "中規模", "小規模"), ("製造業", "情報通信業", "サービス業", "建設業")


def filled(cast: Cast, people: int = 60, *, seed: int = 1, **changes: Any) -> Survey:
    """Return a survey of which two of three answered: units with traits, a draw, records that count."""
    dice = Random(seed)
    survey = collected.opened(cast, people=0, **changes)
    units = Unit.objects.bulk_create(
        Unit(survey=survey, reference=f"R{n}", name=f"会社{n}", traits=_traits(n), stratum=SIZES[n % 3])
        for n in range(people)
    )
    drawn = [{"stratum": size, "frame": 100, "drawn": people // 3} for size in SIZES]
    draw = Draw.objects.create(
        survey=survey, seed="1", frame="", allocation=drawn, drawn_by=cast.owner, drawn_at=NOW
    )
    asked = Respondent.objects.bulk_create(
        Respondent(
            survey=survey,
            number=n,
            code=collected.code_of(survey, n),
            unit=unit,
            draw=draw,
            stratum=unit.stratum,
        )
        for n, unit in enumerate(units, 1)
    )
    version = survey.questionnaires.get()
    questions = paper_of(version).form.questions
    Record.objects.bulk_create(
        Record(
            survey=survey,
            questionnaire=version,
            respondent=each,
            way="web" if dice.random() < 0.6 else "paper",
            answers=_answers(questions, dice),
            begun_at=NOW,
            saved_at=NOW,
            submitted_at=NOW,
            chosen=True,
        )
        for n, each in enumerate(asked)
        if n % 3 or n < 6
    )
    return survey


def _traits(n: int) -> dict[str, str]:
    return {"role": "委託元" if n % 2 else "委託先", "size": SIZES[n % 3], "industry": INDUSTRIES[n % 4]}


def _answers(questions: Any, dice: Random) -> dict[str, str]:
    found = {"Q2": str(dice.randint(5, 900)), "Q3": "3", "Q6": "特になし"}
    found["Q1"] = "yes" if dice.random() < 0.8 else "no"
    if found["Q1"] == "yes":
        found["Q4"] = " ".join(sorted(dice.sample("abc", 2)))
        found |= {name: str(dice.randint(1, 5)) for name in ("Q5a", "Q5b")}
    if dice.random() < 0.1:
        found.pop("Q4", None)
    return found
