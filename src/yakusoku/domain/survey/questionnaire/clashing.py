"""Which conditions can never hold together, and why, in the words of the questionnaire.

Of the conditions of a question that is asked of nobody, as few as explain it are told.
"""

from collections.abc import Iterator, Sequence

from yakusoku.domain.survey.condition_tree import OWN, Joined, Node, Ref, every_part, run_of, written
from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import QuestionKind
from yakusoku.domain.survey.questionnaire.findings import Checker, Finding
from yakusoku.domain.survey.questionnaire.plain import read_plain
from yakusoku.domain.survey.questionnaire.reaching import Reach, conjuncts
from yakusoku.domain.survey.questionnaire.saying import asked_of, condition_said, rules_said

# With more parts than this nobody sees the cause sooner in fewer; and a page waits for it.
MOST_PARTS, MOST_REASONS = 12, 2


def never_asked(checker: Checker, name: str, conditions: Sequence[Condition]) -> Finding:
    """Return the finding that a question is asked of nobody, with the conditions that cannot hold."""
    parts = _fewest(checker, [part for each in conditions for part in conjuncts(each.tree)])
    told = [said(checker, part) for part in parts]
    because = "".join(f"（{reason}）" for reason in list(_reasons(checker, parts))[:MOST_REASONS])
    if len(told) == 1:
        return checker.error("never-asked", name, condition=told[0], because=because)
    together = "と".join(f"「{each}」" for each in told)
    return checker.error("never-asked-together", name, conditions=together, because=because)


def branches(checker: Checker) -> Iterator[tuple[str, Node, tuple[Condition, ...]]]:
    """Yield each branch (one `or` the other) of the conditions that a question has itself, with its name.

    With it come all conditions under which it is asked by way of that branch.
    """
    for step, own in checker.own_conditions():
        every = [part for each in step.conditions for part in conjuncts(each.tree)]
        parts = [part for each in own for part in conjuncts(each.tree) if isinstance(part, Joined)]
        if parts and len(every) <= MOST_PARTS and checker.reaching.of(step.conditions) is Reach.REACHED:
            made = {each: _condition(each) for each in every}
            for part in parts:
                rest = [made[each] for each in every if each != part]
                for branch in part.parts:
                    yield step.name, branch, (*rest, _condition(branch))


def _fewest(checker: Checker, parts: Sequence[Node]) -> list[Node]:
    """Return as few of the parts as cannot hold together: each is left out if the others cannot without it."""
    left = list(dict.fromkeys(parts))
    if len(left) > MOST_PARTS:
        return left
    for part in list(left):
        others = [each for each in left if each != part]
        if others and checker.reaching.of(tuple(map(_condition, others))) is Reach.NEVER:
            left = others
    return left


def _condition(node: Node) -> Condition:
    return Condition(written(node), node, frozenset(_names(node)), run_of(node))


def _names(node: Node) -> Iterator[str]:
    return (part.name for part in every_part(node) if isinstance(part, Ref) and part.name != OWN)


def said(checker: Checker, node: Node) -> str:
    """Return a part of a condition in the words of the questionnaire, else as the sheet writes it."""
    plain = read_plain(node, checker.form)
    return condition_said(plain, checker.form, checker.outline.marks()) if plain else written(node)


def _reasons(checker: Checker, parts: Sequence[Node]) -> Iterator[str]:
    """Yield what the questionnaire says of the questions that makes the conditions fail."""
    names = list(dict.fromkeys(name for part in parts for name in _names(part)))
    marks = checker.outline.marks()
    for name in names:
        question = checker.form.questions[name]
        others = set(names) - {name}
        if len(parts) > 1 and question.looks_at & others:
            yield f"{marks.get(name) or name}は、{asked_of(question.conditions, checker.form, marks)}"
        elif len(parts) == 1 and question.kind is QuestionKind.MULTIPLE and (question.least or question.most):
            yield f"{marks.get(name) or name}：{rules_said(question)[0]}"
        elif len(parts) == 1 and question.check is not None:
            yield f"{marks.get(name) or name}の答えの条件：{question.check.text}"
