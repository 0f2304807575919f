"""The data of a survey for SPSS: the system file (.sav) and the syntax that says the same (.sps)."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from yakusoku.adapters.sav_files import MOST_LABEL, MOST_VALUE_LABEL, SavSet, SavVariable, sav_bytes
from yakusoku.domain.survey.codebook import MARKED, Codebook, Dataset, Holds, ReplySet, Value, Variable
from yakusoku.domain.survey.variable_names import cut_to_bytes, unique_names

MOST_DECIMALS, NARROWEST, WIDEST = 6, 8, 40
# SPSS names at most three values as missing; more stand in one range.
MOST_SINGLE = 3
ELLIPSIS = "…"


def survey_sav(dataset: Dataset) -> bytes:
    """Return the data as .sav, with labels, missing values, levels of measurement and multiple response sets."""
    codebook = dataset.codebook
    sets = [
        SavSet(name, each.label, each.variables, MARKED if each.marks else None)
        for name, each in _named_sets(codebook)
    ]
    variables = [_sav_variable(dataset, variable) for variable in codebook.variables]
    return sav_bytes(variables, sets, codebook.study.title, rows=codebook.respondents)


def survey_sps(dataset: Dataset, file: str) -> str:
    """Return the SPSS syntax that labels the variables of a .sav and makes its sets. `file`: the .sav."""
    codebook = dataset.codebook
    lines = [
        "* Encoding: UTF-8.",
        f"* {_comment(codebook.study.title)}",
        f"GET FILE={_quoted(file)}.",
        "",
        *_labels(codebook),
        *_levels(codebook),
        *_reply_sets(codebook),
        "EXECUTE.",
    ]
    return "\n".join(lines) + "\n"


def shortened(text: str, most: int) -> str:
    """Return a text that `most` bytes of UTF-8 hold, on one line; a cut one ends with …."""
    plain = " ".join(text.split())
    if len(plain.encode()) <= most:
        return plain
    return cut_to_bytes(plain, most - len(ELLIPSIS.encode())) + ELLIPSIS


def _sav_variable(dataset: Dataset, variable: Variable) -> SavVariable:
    label = shortened(variable.label, MOST_LABEL)
    if variable.holds is Holds.TEXT:
        return SavVariable(variable.name, label, variable.measure, texts=dataset.texts[variable.name])
    numbers = dataset.numbers[variable.name]
    width, decimals = _shape(numbers)
    labels = tuple(
        (each.code, shortened(each.label, MOST_VALUE_LABEL)) for each in (*variable.values, *variable.gaps)
    )
    missing = tuple(gap.code for gap in variable.gaps)
    return SavVariable(variable.name, label, variable.measure, numbers, (), labels, missing, width, decimals)


def _shape(numbers: NDArray[np.float64]) -> tuple[int, int]:
    """Return how wide and with how many decimals numbers are shown."""
    decimals = next(
        (places for places in range(MOST_DECIMALS) if np.array_equal(np.round(numbers, places), numbers)),
        MOST_DECIMALS,
    )
    greatest = float(np.max(np.abs(numbers), initial=1.0))
    width = len(f"{greatest:.0f}") + decimals + 2
    return min(WIDEST, max(NARROWEST, width)), decimals


def _named_sets(codebook: Codebook) -> Iterator[tuple[str, ReplySet]]:
    """Yield the sets with names that no variable and no other set has."""
    taken = [variable.name for variable in codebook.variables]
    wanted = [f"{each.name}_set" if each.name in taken else each.name for each in codebook.sets]
    # SPSS puts a $ before the name; a set of one variable is none.
    names = unique_names([*taken, *wanted])[len(taken) :]
    yield from (
        (name, each) for name, each in zip(names, codebook.sets, strict=True) if len(each.variables) > 1
    )


def _labels(codebook: Codebook) -> Iterator[str]:
    labels = [
        f"{variable.name} {_quoted(shortened(variable.label, MOST_LABEL))}" for variable in codebook.variables
    ]
    yield from _command("VARIABLE LABELS", labels)
    values = [
        "\n    ".join([variable.name, *map(_value, (*variable.values, *variable.gaps))])
        for variable in codebook.variables
        if variable.values or variable.gaps
    ]
    yield from _command("VALUE LABELS", values)


def _command(name: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield a command whose parts are divided by strokes; none before the first."""
    if parts:
        yield f"{name}\n  " + "\n  /".join(parts) + "."


def _value(value: Value) -> str:
    return f"{value.code:.15g} {_quoted(shortened(value.label, MOST_VALUE_LABEL))}"


def _levels(codebook: Codebook) -> Iterator[str]:
    for variable in codebook.variables:
        codes = sorted(gap.code for gap in variable.gaps)
        if len(codes) > MOST_SINGLE:
            yield f"MISSING VALUES {variable.name} ({codes[0]:g} THRU {codes[-1]:g})."
        elif codes:
            yield f"MISSING VALUES {variable.name} ({', '.join(f'{code:g}' for code in codes)})."
    for variable in codebook.variables:
        yield f"VARIABLE LEVEL {variable.name} ({variable.measure.upper()})."
    yield ""


def _reply_sets(codebook: Codebook) -> Iterator[str]:
    named = list(_named_sets(codebook))
    if not named:
        return
    yield "MRSETS"
    for name, each in named:
        label = _quoted(shortened(each.label, MOST_LABEL))
        if each.marks:
            yield f"  /MDGROUP NAME=${name} LABEL={label} CATEGORYLABELS=VARLABELS"
            yield f"    VARIABLES={' '.join(each.variables)} VALUE={MARKED}"
        else:
            yield f"  /MCGROUP NAME=${name} LABEL={label}"
            yield f"    VARIABLES={' '.join(each.variables)}"
    yield "  /DISPLAY NAME=ALL."
    yield ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _comment(text: str) -> str:
    """Return a text as a comment, which ends with its first line and one full stop."""
    return f"{' '.join(text.split()).rstrip('.')}."
