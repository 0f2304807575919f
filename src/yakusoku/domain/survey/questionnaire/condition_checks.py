"""Checks of the conditions of a questionnaire: whom they reach, and what they look at."""

from yakusoku.domain.survey.condition_tree import Call, Compare, Constant, Ref, every_part
from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.questionnaire.findings import Checker, Told
from yakusoku.domain.survey.questionnaire.outline import UNASKED
from yakusoku.domain.survey.questionnaire.reaching import Reach, can_be_met


def conditions_met(checker: Checker) -> Told:
    """Conditions that nobody can meet; of what stands in a section, the section is told alone."""
    told: set[tuple[object, ...]] = set()
    for step in checker.form.steps:
        if step.kind == "end" or not step.conditions or step.conditions in told:
            continue
        reach = checker.reaching.of(step.conditions)
        if reach is Reach.REACHED:
            continue
        told.add(step.conditions)
        if any(
            checker.reaching.of(step.conditions[:n]) is Reach.NEVER for n in range(1, len(step.conditions))
        ):
            continue
        if reach is Reach.NEVER:
            yield checker.error(
                "never-asked",
                step.name,
                _why_never(checker, step.conditions),
                "条件か、条件が見ている設問の選択肢を直してください。",
            )
        else:
            yield checker.warn(
                "undecided", step.name, "だれかに尋ねられるかを、確かめられませんでした。",
                "条件が込み入っています。尋ねられる人がいるかを、試しに答えて確かめてください。",
            )  # fmt: skip


def _why_never(checker: Checker, conditions: tuple[Condition, ...]) -> str:
    for condition in conditions:
        for name in sorted(condition.names):
            if checker.reaching.of(checker.form.questions[name].conditions) is Reach.NEVER:
                return f"条件が見ている{checker.called(name)}がだれにも尋ねられないので、ここもだれにも尋ねられません。"
    return "この条件に当てはまる答え方がないので、だれにも尋ねられません。"


def options_offered(checker: Checker) -> Told:
    """Conditions that name an option which is not offered, or compare a 複数回答 with =."""
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
        yield checker.error(
            "no-such-option", at, f"条件にある「{written}」という選択肢が、{checker.called(name)}にありません。",
            "選択肢の記号を確かめてください。",
        )  # fmt: skip
    elif compared and question.kind is QuestionKind.MULTIPLE:
        yield checker.warn(
            "compared", at, f"複数回答の{checker.called(name)}を = で比べています。ほかも選んだ人は当てはまりません。",
            "「選んだ人」の条件（selected）にしてください。",
        )  # fmt: skip


def order_kept(checker: Checker) -> Told:
    """Conditions that look at a question that comes later: on paper and page it is not answered yet."""
    place = {step.name: n for n, step in enumerate(checker.form.steps) if step.kind != "end"}
    for step, own in checker.own_conditions():
        for name in sorted({name for condition in own for name in condition.names}):
            if place.get(name, -1) > place[step.name]:
                yield checker.error(
                    "later", step.name, f"条件が、後にある{checker.called(name)}を見ています。",
                    "その設問を前に移すか、条件を変えてください。",
                )  # fmt: skip
            elif name in checker.form.questions and checker.form.questions[name].type in UNASKED:
                yield checker.error(
                    "unasked",
                    step.name,
                    f"条件が、人に尋ねない「{name}」を見ています。",
                    "尋ねる設問を見る条件にしてください。",
                )


def constraints_met(checker: Checker) -> Told:
    for each in checker.asked():
        if each.check is not None and can_be_met(each, each.check, checker.form) is Reach.NEVER:
            yield checker.error(
                "constraint",
                each.name,
                f"答えの条件「{each.check.text}」に合う答えがありません。",
                "答えの条件を直してください。",
            )
