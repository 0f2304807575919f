"""Conditions as a person says them: who chose Y in question X, who did not, whose number is so large."""

from dataclasses import dataclass, replace

from yakusoku.domain.survey.condition_tree import Call, Compare, Constant, Joined, Node, Ref
from yakusoku.domain.survey.form import Form, QuestionKind

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
SIGNS = tuple(TURNED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who chose one of these options, or (`taken` is False) none of them; also who did not answer chose none."""

    question: str
    options: tuple[str, ...]
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """Whose number stands so to a limit: = != < <= > >=."""

    question: str
    sign: str
    limit: str


Term = Chosen | Measured


@dataclass(frozen=True, slots=True)
class Plain:
    """A condition in plain words: all of its terms hold (`and`), or one at least (`or`)."""

    word: str
    terms: tuple[Term, ...]


def read_plain(node: Node, form: Form) -> Plain | None:
    """Return a condition in plain words; None: it says more than those can."""
    term = _term(node, form)
    if term is not None:
        return Plain("and", (term,))
    if not isinstance(node, Joined):
        return None
    terms = [_term(part, form) for part in _flat(node)]
    found = [term for term in terms if term is not None]
    return Plain(node.word, tuple(found)) if len(found) == len(terms) else None


def write_plain(plain: Plain) -> str:
    """Return the condition as XLSForm writes it."""
    several = len(plain.terms) > 1
    return f" {plain.word} ".join(_written(term, several=several) for term in plain.terms)


def _written(term: Term, *, several: bool) -> str:
    if isinstance(term, Measured):
        return f"${{{term.question}}} {term.sign} {term.limit}"
    each = " or ".join(f"selected(${{{term.question}}}, '{option}')" for option in term.options)
    if not term.taken:
        return f"not({each})"
    return f"({each})" if several and len(term.options) > 1 else each


def _flat(node: Joined) -> list[Node]:
    """Return the parts of a connection, also of the same connection within it."""
    found: list[Node] = []
    for part in node.parts:
        found.extend(_flat(part) if isinstance(part, Joined) and part.word == node.word else [part])
    return found


def _term(node: Node, form: Form) -> Term | None:
    match node:
        case Call("selected", (Ref(name), Constant(option))) if _offers(name, option, form):
            return Chosen(name, (_code(option),))
        case Call("not", (inner,)):
            term = _term(inner, form)
            return replace(term, taken=not term.taken) if _turns(term) and isinstance(term, Chosen) else None
        case Compare(sign, Ref(name), Constant(value)):
            return _compared(name, sign, value, form)
        case Compare(sign, Constant(value), Ref(name)):
            return _compared(name, TURNED[sign], value, form)
        case Joined(word, _):
            return _merged(word, [_term(part, form) for part in _flat(node)])
        case _:
            return None


def _turns(term: Term | None) -> bool:
    """Return whether the opposite of a term is a term too: not that none was chosen, if several were named."""
    return isinstance(term, Chosen) and (term.taken or len(term.options) == 1)


def _merged(word: str, terms: list[Term | None]) -> Term | None:
    """Return one term for several of the same question: one of these chosen, or none of these."""
    chosen = [term for term in terms if isinstance(term, Chosen) and term.taken is (word == "or")]
    if not chosen or len(chosen) != len(terms) or len({term.question for term in chosen}) != 1:
        return None
    options = tuple(dict.fromkeys(option for term in chosen for option in term.options))
    return Chosen(chosen[0].question, options, chosen[0].taken)


def _compared(name: str, sign: str, value: str | float, form: Form) -> Term | None:
    question = form.questions.get(name)
    if question is None:
        return None
    if question.kind is QuestionKind.SINGLE and sign in {"=", "!="} and _offers(name, value, form):
        return Chosen(name, (_code(value),), sign == "=")
    if question.kind is QuestionKind.NUMBER and (isinstance(value, float) or _is_number(value)):
        return Measured(name, sign, _code(value))
    return None


def _offers(name: str, option: str | float, form: Form) -> bool:
    question = form.questions.get(name)
    return question is not None and any(choice.name == _code(option) for choice in question.choices)


def _code(value: str | float) -> str:
    return f"{value:.15g}" if isinstance(value, float) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
