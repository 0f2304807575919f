"""A file of answers that may be given away: nobody is named, and nobody stands alone (docs/rules/survey-public-use.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.anonymity import Classes, Mask, Rows, classes_of, uniform_classes, withhold
from yakusoku.domain.survey.codebook import (
    GAP_LABELS,
    Codebook,
    Dataset,
    Gap,
    Holds,
    Measure,
    Numbers,
    Value,
    Variable,
    counted,
)
from yakusoku.domain.survey.form import Form
from yakusoku.domain.survey.recoding import Done, Recoded, cut_ends, in_classes, merge_rare
from yakusoku.domain.survey.told import Told
from yakusoku.domain.survey.variable_names import unique_names

USUAL_K, LEAST_K = 5, 2
ID, ID_LABEL = "id", "番号（並べ替えた後に付けたもの）"
DROPPED_LABELS = {
    "free-text": "自由記述",
    "beside": "調査票にない列（識別子かもしれないもの）",
    "too-few": "数の答えが少ない",
}


class QuasiUnknown(Refusal):
    """A quasi-identifier names no question and no column."""

    code = "survey.quasi-unknown"


class QuasiUnusable(Refusal):
    """A quasi-identifier is a 複数回答 or a text, which have too many forms to make people alike."""

    code = "survey.quasi-unusable"


class QuasiNotChosen(Refusal):
    """An order or classes are given for what is no quasi-identifier."""

    code = "survey.quasi-not-chosen"


class KUnusable(Refusal):
    """k is no number from 2 to the number of respondents."""

    code = "survey.k-unusable"


class Dropped(Told):
    """Why a variable is not in the file."""

    __slots__ = ()
    SENTENCES = DROPPED_LABELS


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    quasi    questions or columns by which others may know a respondent, the most important first
    k        how many must be alike in all of them
    ordered  those whose categories have an order: neighbours are merged
    classes  for numbers, where classes begin; not given: by rule
    """

    quasi: tuple[str, ...]
    k: int = USUAL_K
    ordered: frozenset[str] = frozenset()
    classes: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Combination:
    """What some respondents have in common in the quasi-identifiers, in words, and how many they are."""

    values: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Uniform:
    """A question that a whole class answered alike: who knows the class knows the answer (l = 1)."""

    label: str
    classes: int
    respondents: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, to be filed beside the data and not to be given away: combinations may point to people.

    dropped   label of each variable that is not in the file, and why
    recoded   label of each variable that was made coarser, and how
    risky     combinations of fewer than k before cells were withheld
    lost      label of each quasi-identifier and how many of its cells were withheld
    hidden    label of each question from which a withheld or merged value could be read, and how many cells went
    uniform   questions that whole classes answered alike
    rare      options of other questions that fewer than k chose: label, option, count
    smallest  size of the smallest class in the file
    """

    plan: Plan
    respondents: int
    quasi: tuple[str, ...]
    dropped: tuple[tuple[str, Dropped], ...]
    recoded: tuple[tuple[str, Done], ...]
    risky: tuple[Combination, ...]
    lost: tuple[tuple[str, int], ...]
    hidden: tuple[tuple[str, int], ...]
    uniform: tuple[Uniform, ...]
    rare: tuple[tuple[str, str, int], ...]
    classes: int
    smallest: int


def public_use(form: Form, dataset: Dataset, plan: Plan) -> tuple[Dataset, Report]:
    """Return the data for public use, and the report on what was done.

    raises  QuasiUnknown, QuasiUnusable, QuasiNotChosen, KUnusable
    """
    if not LEAST_K <= plan.k <= dataset.codebook.respondents or not plan.quasi:
        raise KUnusable(k=plan.k, respondents=dataset.codebook.respondents)
    for name in (*sorted(plan.ordered), *plan.classes):
        if name not in plan.quasi:
            raise QuasiNotChosen(name=name)
    quasi = [_quasi(dataset.codebook, name) for name in dict.fromkeys(plan.quasi)]
    code = _withheld_code(dataset.codebook)
    order = _order(dataset)
    coarse = {each.name: _coarser(dataset, each, plan) for each in quasi}
    before = {name: each.column for name, each in coarse.items()}
    after, lost = withhold(before, plan.k, code, order)
    kept, dropped = _others(dataset, quasi, plan.k)
    hidden = _hide(form, dataset, quasi, after, kept, code)
    parts = {**{name: replace(coarse[name], column=column) for name, column in after.items()}, **kept}
    classes = classes_of(list(after.values()))
    made = _assembled(dataset.codebook, parts, order, code)
    risky = _risky(classes_of(list(before.values())), [coarse[each.name].variable for each in quasi], plan.k)
    labels = {variable.name: variable.label for variable in dataset.codebook.variables}
    report = Report(
        plan=plan,
        respondents=dataset.codebook.respondents,
        quasi=tuple(each.label for each in quasi),
        dropped=tuple(dropped),
        recoded=tuple((labels[name], each.done) for name, each in parts.items() if each.done is not None),
        risky=risky,
        lost=tuple((labels[name], count) for name, count in lost.items()),
        hidden=tuple((labels[name], count) for name, count in hidden.items() if count),
        uniform=tuple(_uniform(classes, kept)),
        rare=tuple(_rare(made.codebook, set(after), plan.k)),
        classes=len(classes.sizes),
        smallest=int(classes.sizes.min()),
    )
    return made, report


def _quasi(codebook: Codebook, name: str) -> Variable:
    found = [each for each in codebook.variables if name in {each.question, each.name}]
    if not found:
        raise QuasiUnknown(name=name)
    if len(found) > 1 or found[0].holds not in {Holds.CODE, Holds.NUMBER}:
        raise QuasiUnusable(name=name)
    return found[0]


def _withheld_code(codebook: Codebook) -> float:
    """Return the code of a withheld cell: the one below the other gaps."""
    return min(gap.code for variable in codebook.variables for gap in variable.gaps) - 1


def _order(dataset: Dataset) -> Rows:
    """Return the rows shuffled; the same data give the same order, which nobody finds who has not all of them."""
    seal = sha256()
    for name in (each.name for each in dataset.codebook.variables):
        seal.update(name.encode())
        if name in dataset.numbers:
            seal.update(dataset.numbers[name].tobytes())
        else:
            seal.update("\0".join(dataset.texts[name]).encode(errors="surrogatepass"))
    key = seal.digest()
    ranks = [sha256(key + row.to_bytes(8)).digest() for row in range(dataset.codebook.respondents)]
    return np.array(sorted(range(len(ranks)), key=ranks.__getitem__), dtype=np.int64)


def _coarser(dataset: Dataset, variable: Variable, plan: Plan) -> Recoded:
    column = dataset.numbers[variable.name]
    if variable.holds is Holds.NUMBER:
        return in_classes(variable, column, plan.k, plan.classes.get(variable.question, ()))
    ordered = variable.measure is Measure.ORDINAL or variable.question in plan.ordered
    return merge_rare(variable, column, plan.k, ordered=ordered)


def _others(
    dataset: Dataset, quasi: Sequence[Variable], k: int
) -> tuple[dict[str, Recoded], list[tuple[str, Dropped]]]:
    """Return the other variables that go into the file, and those that do not, each with the reason.

    Only questions with codes or numbers go: what is not known to be harmless stays here.
    """
    kept: dict[str, Recoded] = {}
    dropped: list[tuple[str, Dropped]] = []
    for variable in dataset.codebook.variables:
        if variable in quasi:
            continue
        if not variable.from_form:
            dropped.append((variable.label, Dropped("beside")))
        elif variable.holds is Holds.TEXT:
            dropped.append((variable.label, Dropped("free-text")))
        elif variable.holds is Holds.NUMBER:
            cut = cut_ends(variable, dataset.numbers[variable.name], k)
            if cut is None:
                dropped.append((variable.label, Dropped("too-few")))
            else:
                kept[variable.name] = cut
        else:
            kept[variable.name] = Recoded(variable, dataset.numbers[variable.name])
    return kept, dropped


def _hide(
    form: Form,
    dataset: Dataset,
    quasi: Sequence[Variable],
    after: Mapping[str, Numbers],
    kept: dict[str, Recoded],
    code: float,
) -> dict[str, int]:
    """Withhold answers from which a withheld or merged value could be read; return how many of each variable.

    Who was asked a question that only some values of a quasi-identifier open has such a value.
    """
    hidden: dict[str, int] = {}
    for each in quasi:
        exact, shown = dataset.numbers[each.name], after[each.name]
        for name, part in kept.items():
            if each.question not in _looked_at(form, part.variable.question):
                continue
            unasked = next(gap.code for gap in part.variable.gaps if gap.name == Gap.NOT_ASKED)
            rows = _telling(exact, shown, dataset.numbers[name] != unasked)
            hidden[name] = hidden.get(name, 0) + int(np.count_nonzero(rows & (part.column != code)))
            kept[name] = replace(part, column=np.where(rows, code, part.column))
    return hidden


def _looked_at(form: Form, name: str) -> set[str]:
    """Return the questions that decide, near or far, whether a question is asked."""
    seen: set[str] = set()
    left = [*form.questions[name].looks_at] if name in form.questions else []
    while left:
        each = left.pop()
        if each not in seen:
            seen.add(each)
            left.extend(form.questions[each].looks_at)
    return seen


def _telling(exact: Numbers, shown: Numbers, asked: Mask) -> Mask:
    """Return the respondents of whose exact value more is told by having been asked than by the value shown."""
    rows = np.zeros(len(shown), dtype=np.bool_)
    for value in np.unique(shown):
        alike = shown == value
        if len(np.unique(exact[alike])) > 1 and len(np.unique(asked[alike])) > 1:
            rows |= alike
    return rows


def _assembled(codebook: Codebook, parts: Mapping[str, Recoded], order: Rows, code: float) -> Dataset:
    """Return the file: its variables in the order of the questionnaire, its rows shuffled and numbered anew."""
    gap = Value(code, GAP_LABELS[Gap.WITHHELD], name=Gap.WITHHELD.value)
    numbers: dict[str, Numbers] = {}
    variables: list[Variable] = []
    names = [each.name for each in codebook.variables if each.name in parts]
    own = unique_names([*names, ID])[-1]
    numbers[own] = np.arange(1, len(order) + 1, dtype=np.float64)
    first = Variable(own, ID_LABEL, ID_LABEL, own, Holds.NUMBER, Measure.NOMINAL, from_form=False)
    variables.append(counted(first, numbers[own]))
    for name in names:
        part = parts[name]
        numbers[name] = part.column[order]
        gaps = tuple(each for each in part.variable.gaps if each.name != Gap.WITHHELD)
        variables.append(counted(replace(part.variable, gaps=(*gaps, gap)), numbers[name]))
    sets = tuple(
        replace(each, variables=tuple(name for name in each.variables if name in parts))
        for each in codebook.sets
    )
    scales = {each.name: each.values for each in variables}
    whole = tuple(each for each in sets if each.marks or _one_scale(each.variables, scales))
    return Dataset(replace(codebook, variables=tuple(variables), sets=whole), numbers, {})


def _one_scale(names: Sequence[str], scales: Mapping[str, tuple[Value, ...]]) -> bool:
    return len({tuple((value.code, value.label) for value in scales[name]) for name in names}) == 1


def _risky(classes: Classes, variables: Sequence[Variable], k: int) -> tuple[Combination, ...]:
    words = [{float(value.code): value.label for value in (*each.values, *each.gaps)} for each in variables]
    found = [
        Combination(tuple(known[code] for known, code in zip(words, key.tolist(), strict=True)), int(size))
        for key, size in zip(classes.keys, classes.sizes, strict=True)
        if size < k
    ]
    return tuple(sorted(found, key=lambda each: (each.count, each.values)))


def _uniform(classes: Classes, kept: Mapping[str, Recoded]) -> Iterator[Uniform]:
    for part in kept.values():
        answers = [value.code for value in part.variable.values]
        if part.variable.holds is Holds.CODE and len(answers) > 1:
            many, respondents = uniform_classes(classes, part.column, answers)
            if many:
                yield Uniform(part.variable.label, many, respondents)


def _rare(codebook: Codebook, quasi: set[str], k: int) -> Iterator[tuple[str, str, int]]:
    for variable in codebook.variables:
        if variable.name in quasi or variable.holds not in {Holds.CODE, Holds.MARK}:
            continue
        for value in variable.values:
            marked = variable.holds is Holds.CODE or value.code
            if marked and 0 < value.count < k:
                yield variable.label, value.label, value.count
