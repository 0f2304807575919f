"""Rules that the answers of one respondent must keep among themselves (docs/rules/survey-joining.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.conditions import OWN, Condition, UnknownCondition, holds, parse_condition
from yakusoku.domain.survey.form import Form


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of every respondent who answered all the questions that it looks at.

    sentence   what is wrong where it does not hold, in plain words
    own        the question whose `constraint` it is; empty: a rule of the survey
    """

    name: str
    sentence: str
    condition: Condition
    looks_at: frozenset[str]
    own: str = ""

    def kept(self, answers: Mapping[str, Given]) -> bool:
        """Return whether a respondent keeps the rule; where a question has no answer that counts, it is kept."""
        needed = self.looks_at | {self.own} if self.own else self.looks_at
        if any(answers[name].state is not State.ANSWERED for name in needed):
            return True
        known = {name: " ".join(given.codes) for name, given in answers.items()}
        return holds(self.condition, {**known, OWN: known.get(self.own, "")})


class RuleUnreadable(ValueError):
    """A rule cannot be used; the text says why."""


def own_rule(form: Form, name: str, condition: str, sentence: str) -> Rule:
    """Return a rule of a survey, as `${Q3} <= ${Q2}` with its sentence. Raises RuleUnreadable."""
    try:
        read, looks_at = parse_condition(condition)
    except UnknownCondition as error:
        raise RuleUnreadable(str(error)) from error
    for question in sorted(looks_at):
        if question not in form.questions:
            raise RuleUnreadable(f"${{{question}}} という設問がありません。")
    if not looks_at:
        raise RuleUnreadable("設問を一つ以上、${…} で書いてください。")
    return Rule(name, sentence, read, looks_at)


def rules_of(form: Form, own: Iterable[Rule] = ()) -> list[Rule]:
    """Return what must hold: the constraints of the questionnaire that look at other questions, then own rules."""
    found = [
        Rule(q.name, q.refusal.said() or q.label, q.check, q.check.names, q.name)
        for q in form.questions.values()
        if q.check is not None and q.check.names
    ]
    return [*found, *own]


def broken(rules: Sequence[Rule], answers: Mapping[str, Given]) -> list[Rule]:
    """Return the rules that a respondent does not keep."""
    return [rule for rule in rules if not rule.kept(answers)]
