"""The report of two waves of a survey: 45 questions, 505 and 508 answers, cut by role and size, as pptx and PDF."""

import random
from collections.abc import Iterator

from bench.timing import memory_mb, report, wall

from yakusoku.adapters.survey_papers import report_docx, report_pdf
from yakusoku.adapters.survey_slides import report_pptx
from yakusoku.domain.survey.answers import Responses, read_answers
from yakusoku.domain.survey.comparing import Wave, compare
from yakusoku.domain.survey.crosswalk import proposed
from yakusoku.domain.survey.form import build_form
from yakusoku.domain.survey.report.building import compared_figures
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.outline import OVERVIEW_ROWS
from yakusoku.domain.survey.report.plan import ReportPlan
from yakusoku.domain.survey.report.planning import Counting, planned_report, planned_tables
from yakusoku.domain.survey.report.releasing import printed_report, release_problems

QUESTIONS = 45
AXES = ("role", "size")


def form():
    """Return a questionnaire: two axes, and questions of three to nine answers, every third a 複数回答."""
    survey = [{"type": f"select_one {name}", "name": name, "label": name} for name in AXES]
    choices = [{"list_name": name, "name": str(n), "label": f"{name}{n}"} for name in AXES for n in (1, 2)]
    for number in range(1, QUESTIONS + 1):
        kind = "select_multiple" if number % 3 == 0 else "select_one"
        survey.append({"type": f"{kind} L{number}", "name": f"Q{number}", "label": f"設問その{number}"})
        choices += [
            {"list_name": f"L{number}", "name": str(n), "label": f"選択肢その{n}"}
            for n in range(3 + number % 7)
        ]
    return build_form(list(enumerate(survey, 2)), list(enumerate(choices, 2)))


def counting(asked, people: int, seed: int) -> Counting:
    """Return the answers of so many people."""
    draw = random.Random(seed)
    names = list(asked.questions)
    responses = Responses(tuple(names), [list(_answers(asked, names, draw)) for _ in range(people)])
    return Counting(asked, responses, read_answers(asked, responses))


def _answers(asked, names, draw: random.Random) -> Iterator[str]:
    for name in names:
        codes = [choice.name for choice in asked.questions[name].choices]
        if asked.questions[name].kind.value == "multiple":
            yield " ".join(code for code in codes if draw.random() < 0.3)
        else:
            yield draw.choice(codes)


def main():
    asked = form()
    first, second = counting(asked, 505, 1), counting(asked, 508, 2)

    def make():
        plan = ReportPlan("調査", overview=tuple((label, ("あり",)) for label in OVERVIEW_ROWS))
        tables = planned_tables(plan, second, AXES)
        waves = [
            Wave(name, each.answers, each.axis("role")) for name, each in (("前回", first), ("今回", second))
        ]
        joined = compared_figures(compare(proposed(asked, asked), *waves), ("前回", "今回"))
        store = FigureStore({table.id: table for table in [*tables, *joined]}, second.facts(AXES))
        made = planned_report(plan, store, [table.id for table in tables])
        assert not release_problems(made, store), release_problems(made, store)[:3]
        return printed_report(made, store), store

    made, store = make()
    drafting = wall(make, 1, 0)
    slides = wall(lambda: report_pptx(made, store), 1, 0)
    pages = wall(lambda: report_pdf(made, store), 1, 0)
    word = wall(lambda: report_docx(made, store), 1, 0)
    report(
        "survey-report",
        questions=QUESTIONS,
        count_draft_and_check_s=drafting,
        pptx_s=slides,
        pdf_s=pages,
        docx_s=word,
        pptx_and_pdf_s=drafting + slides + pages,
        limit_pptx_and_pdf_s=20,
        memory_mb=memory_mb(),
    )


if __name__ == "__main__":
    main()
