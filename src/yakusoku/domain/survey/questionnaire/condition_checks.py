"""Checks of the conditions of a questionnaire: whom they reach, and what they look at."""

from itertools import islice

from yakusoku.domain.survey.condition_tree import Call, Compare, Constant, Ref, every_part
from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.questionnaire.clashing import branches, never_asked, said
from yakusoku.domain.survey.questionnaire.findings import Checker, Finding, Told
from yakusoku.domain.survey.questionnaire.outline import UNASKED
from yakusoku.domain.survey.questionnaire.reaching import Reach, can_be_met

# So many branches of a questionnaire are tried: a page waits for it.
MOST_BRANCHES = 300


def conditions_met(checker: Checker) -> Told:
    """Yield the conditions that nobody can meet; of what stands in a section, the section is told alone."""
    told: set[tuple[Condition, ...]] = set()
    for step in checker.form.steps:
        if step.kind == "end" or not step.conditions or step.conditions in told:
            continue
        reach = checker.reaching.of(step.conditions)
        if reach is Reach.REACHED:
            continue
        told.add(step.conditions)
        around = (checker.reaching.of(step.conditions[:n]) for n in range(1, len(step.conditions)))
        if Reach.NEVER in around:
            continue
        yield (
            _never(checker, step.name, step.conditions)
            if reach is Reach.NEVER
            else checker.warn("undecided", step.name)
        )


def _never(checker: Checker, name: str, conditions: tuple[Condition, ...]) -> Finding:
    for looked_at in (each for condition in conditions for each in sorted(condition.names)):
        if checker.reaching.of(checker.form.questions[looked_at].conditions) is Reach.NEVER:
            return checker.error("never-asked-either", name, question=checker.called(looked_at))
    return never_asked(checker, name, conditions)


def branches_met(checker: Checker) -> Told:
    """Yield the branches of conditions (one `or` the other) that nobody meets, of questions that are asked."""
    for name, branch, conditions in islice(branches(checker), MOST_BRANCHES):
        if checker.reaching.of(conditions) is Reach.NEVER:
            yield checker.warn("never-part", name, condition=said(checker, branch))


def options_offered(checker: Checker) -> Told:
    """Yield conditions that name an option which is not offered, or compare a 複数回答 with =."""
    for step, own in checker.own_conditions():
        for part in (part for condition in own for part in every_part(condition.tree)):
            match part:
                case Call("selected", (Ref(name), Constant(code))) | Compare(
                    "=" | "!=", Ref(name), Constant(code)
                ):
                    yield from _option_named(checker, step.name, name, code, isinstance(part, Compare))


def _option_named(checker: Checker, at: str, name: str, code: str | float, compared: bool) -> Told:
    question = checker.form.questions.get(name)
    if question is None or not question.choices or code == "":
        return
    written = f"{code:.15g}" if isinstance(code, float) else code
    if written not in {choice.name for choice in question.choices}:
        yield checker.error("no-such-option", at, option=written, question=checker.called(name))
    elif compared and question.kind is QuestionKind.MULTIPLE:
        yield checker.warn("compared", at, question=checker.called(name))


def order_kept(checker: Checker) -> Told:
    """Yield conditions that look at what comes later or is never asked: on paper and page it is not answered yet."""
    place = {step.name: n for n, step in enumerate(checker.form.steps) if step.kind != "end"}
    for step, own in checker.own_conditions():
        for name in sorted({name for condition in own for name in condition.names}):
            if place.get(name, -1) > place[step.name]:
                yield checker.error("later", step.name, question=checker.called(name))
            elif name in checker.form.questions and checker.form.questions[name].type in UNASKED:
                yield checker.error("unasked", step.name, question=name)


def constraints_met(checker: Checker) -> Told:
    """Yield the questions to which no answer is right."""
    for each in checker.asked():
        if each.check is not None and can_be_met(each, each.check, checker.form) is Reach.NEVER:
            yield checker.error("constraint", each.name, constraint=each.check.text)
