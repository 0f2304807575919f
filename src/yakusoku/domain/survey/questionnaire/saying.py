"""What the respondent is told about a question: who is asked, how many options to take, what a number may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.plain import Measured, Plain, Term, read_plain
from yakusoku.domain.survey.wording import JAPANESE

LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How the sentences read in one language."""

    chosen: str
    several: str
    none: str
    measured: str
    signs: Mapping[str, str]
    option: str
    either: str
    joined: Mapping[str, str]
    people: str
    raw: str
    most: str
    least: str
    exactly: str
    between: str
    one: str
    any: str
    alone: str


_JAPANESE = _Phrases(
    chosen="{mark}で{options}を選んだ",
    several="{mark}で{options}のどれかを選んだ",
    none="{mark}で{options}を選ばなかった",
    measured="{mark}が{limit}{sign}",
    signs={"=": "の", "!=": "でない", "<": "より小さい", "<=": "以下の", ">": "より大きい", ">=": "以上の"},
    option="「{number} {label}」",
    either="、",
    joined={"and": "、かつ、", "or": "、又は、"},
    people="{who}方にお尋ねします",
    raw="次の条件に当てはまる方にお尋ねします：{raw}",
    most="{most}つまで選んでください",
    least="{least}つ以上選んでください",
    exactly="{most}つ選んでください",
    between="{least}つから{most}つまで選んでください",
    one="一つだけ選んでください",
    any="当てはまるものをすべて選んでください",
    alone="「{label}」を選んだときは、ほかを選ばないでください",
)
_ENGLISH = _Phrases(
    chosen="chose {options} in {mark}",
    several="chose any of {options} in {mark}",
    none="did not choose {options} in {mark}",
    measured="answered {sign} {limit} in {mark}",
    signs={
        "=": "",
        "!=": "other than",
        "<": "less than",
        "<=": "at most",
        ">": "more than",
        ">=": "at least",
    },
    option="“{number} {label}”",
    either=", ",
    joined={"and": " and ", "or": " or "},
    people="For those who {who}",
    raw="For those to whom this applies: {raw}",
    most="Choose up to {most}",
    least="Choose at least {least}",
    exactly="Choose {most}",
    between="Choose {least} to {most}",
    one="Choose one",
    any="Choose all that apply",
    alone="If you choose “{label}”, choose no other",
)


def phrases(language: str) -> _Phrases:
    """Return how sentences read: Japanese for Japanese and for no stated language, English for all others."""
    return _JAPANESE if language in {JAPANESE, ""} else _ENGLISH


def asked_of(
    conditions: Iterable[Condition], form: Form, marks: Mapping[str, str], language: str = JAPANESE
) -> str:
    """Return who is asked as a sentence without a full stop; empty: everyone.

    marks   how the questions are called
    """
    words = phrases(language)
    found, raw = [], []
    for condition in conditions:
        plain = read_plain(condition.tree, form)
        if plain is None:
            raw.append(condition.text)
        else:
            found.append(condition_said(plain, form, marks, language))
    if raw:
        return words.raw.format(raw=words.joined["and"].join([*found, *raw]))
    return words.people.format(who=words.joined["and"].join(found)) if found else ""


def condition_said(plain: Plain, form: Form, marks: Mapping[str, str], language: str = JAPANESE) -> str:
    """Return a condition as a part of a sentence: 問1で「1 はい」を選んだ."""
    joint = phrases(language).joined[plain.word]
    return joint.join(_term_said(term, form, marks, language) for term in plain.terms)


def _term_said(term: Term, form: Form, marks: Mapping[str, str], language: str) -> str:
    words, mark = phrases(language), marks.get(term.question) or term.question
    if isinstance(term, Measured):
        return words.measured.format(mark=mark, sign=words.signs[term.sign], limit=term.limit).replace(
            "  ", " "
        )
    question = form.questions[term.question]
    numbers = {choice.name: number for number, choice in enumerate(question.choices, 1)}
    options = [
        words.option.format(
            number=numbers[choice.name], label=_short(choice.words.said(language) or choice.label)
        )
        for choice in question.choices
        if choice.name in term.options
    ]
    pattern = words.none if not term.taken else words.several if len(options) > 1 else words.chosen
    return pattern.format(mark=mark, options=words.either.join(options))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def rules_said(question: Question, language: str = JAPANESE) -> Sequence[str]:
    """Return how a question with options is answered, as sentences without full stops."""
    words, least, most = phrases(language), question.least, question.most
    if question.kind is QuestionKind.SINGLE:
        return [words.one]
    if question.kind is not QuestionKind.MULTIPLE:
        return []
    alone = [
        words.alone.format(label=choice.words.said(language) or choice.label)
        for choice in question.choices
        if choice.exclusive
    ]
    if most is None:
        many = words.any if least in {None, 1} else words.least
    elif least == most:
        many = words.exactly
    else:
        many = words.most if least in {None, 1} else words.between
    return [many.format(least=least, most=most), *alone]
