"""All 45 questions by 8 axes of a survey of 505, before anything is written, against pandas.crosstab counting the same."""

import random
from fractions import Fraction
from itertools import chain

import numpy as np
import pandas as pd
from bench.timing import cpu, memory_mb, report

from yakusoku.domain.survey.answers import Responses, State, read_answers
from yakusoku.domain.survey.axes import axis_of_question
from yakusoku.domain.survey.coded import Measured, coded
from yakusoku.domain.survey.coding import coding_of
from yakusoku.domain.survey.design import design_of
from yakusoku.domain.survey.exact import alike, weighed
from yakusoku.domain.survey.form import QuestionKind, build_form
from yakusoku.domain.survey.grouping import grouping_of
from yakusoku.domain.survey.marks import marks_of
from yakusoku.domain.survey.table_tests import how_tested, letters_of
from yakusoku.domain.survey.tabulating import count_all, rows_of_tables
from yakusoku.domain.survey.telling import comparisons_of
from yakusoku.domain.survey.weighting import as_column

PEOPLE, QUESTIONS, AXES = 505, 45, 8
# Raked weights are kept to as many parts of one.
GRID = 10**9
SIZES = (3, 4, 5, 8)


def survey():
    """Return a questionnaire and answers to it: every fourth question takes several answers; some are blank."""
    draw = random.Random(1)
    choices = [
        (0, {"list_name": f"l{size}", "name": str(code), "label": f"選択肢{code}"})
        for size in SIZES
        for code in range(1, size + 1)
    ]
    kinds = ["select_one l4", "select_one l5", "select_one l3", "select_multiple l8"]
    rows = [(0, {"type": kinds[n % 4], "name": f"Q{n}", "label": f"設問{n}"}) for n in range(QUESTIONS)]
    rows += [(0, {"type": kinds[n % 3], "name": f"A{n}", "label": f"軸{n}"}) for n in range(AXES)]
    form = build_form(rows, choices)

    def answer(question):
        codes = [choice.name for choice in question.choices]
        if question.kind is QuestionKind.MULTIPLE:
            return " ".join(code for code in codes if draw.random() < 0.35)
        return draw.choice([*codes, codes[0], codes[0], ""])

    given = [[answer(question) for question in form.questions.values()] for _ in range(PEOPLE)]
    return form, read_answers(form, Responses(tuple(form.questions), given))


def by_design(tables_by_axis, shares):
    """Make the tests and letters of tables by six strata of a finite population."""
    design = design_of(
        PEOPLE,
        strata=coded("stratum", [str(n % 6) for n in range(PEOPLE)]),
        populations=[Measured("frame", np.full(PEOPLE, 900.0))],
        weights=as_column(shares),
    )
    for counted in chain.from_iterable(tables_by_axis):
        how = how_tested(counted, design)
        letters_of(marks_of(counted, by=how.tester, rest=False))


def main():
    form, answers = survey()
    asked = [form.questions[f"Q{n}"] for n in range(QUESTIONS)]
    cut = [form.questions[f"A{n}"] for n in range(AXES)]

    draw = random.Random(2)
    shares = [Fraction(draw.randrange(5 * GRID, 30 * GRID), 10 * GRID) for _ in range(PEOPLE)]
    weights = weighed(shares)

    def count(weighing):
        codings = [coding_of(question, answers[question.name]) for question in asked]
        for axis in cut:
            grouping = grouping_of([axis_of_question(axis, answers[axis.name])], PEOPLE)
            yield list(count_all(codings, grouping, weighing))

    def whole(weighing):
        """Make everything: counts, printed and exact percentages, letters, tests."""
        return [(rows_of_tables(tables), comparisons_of(tables)) for tables in count(weighing)]

    frame = pd.DataFrame(
        {name: [each.codes[0] if each.codes else None for each in given] for name, given in answers.items()},
        dtype="category",
    )
    ticks = {
        (question.name, choice.name): pd.Series(
            [
                choice.name in each.codes if each.state is State.ANSWERED else None
                for each in answers[question.name]
            ]
        )
        for question in asked
        if question.kind is QuestionKind.MULTIPLE
        for choice in question.choices
    }

    def crosstab():
        for axis in cut:
            for question in asked:
                if question.kind is not QuestionKind.MULTIPLE:
                    pd.crosstab(frame[axis.name], frame[question.name])
                for choice in question.choices if question.kind is QuestionKind.MULTIPLE else ():
                    pd.crosstab(frame[axis.name], ticks[question.name, choice.name])

    equal = alike(PEOPLE)
    counting, theirs = cpu(lambda: list(count(equal)), 9), cpu(crosstab, 1)
    ours, heavy = cpu(lambda: whole(equal), 9), cpu(lambda: whole(weights), 9)
    drawn = cpu(lambda: by_design(count(weights), shares), 3)
    report(
        "survey_book",
        tables=QUESTIONS * AXES,
        count_ms=counting * 1000,
        whole_ms=ours * 1000,
        limit_whole_ms=50,
        weighted_ms=heavy * 1000,
        limit_weighted_ms=50,
        designed_ms=drawn * 1000,
        crosstab_ms=theirs * 1000,
        faster_than_crosstab=theirs / ours,
        memory_mb=memory_mb(),
    )


if __name__ == "__main__":
    main()
