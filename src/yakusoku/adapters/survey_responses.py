"""A questionnaire (XLSForm) and the responses to it, from files."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from yakusoku.adapters.survey_files import problems_of, read_sheets
from yakusoku.adapters.xlsform import read_xlsform
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, refuse
from yakusoku.domain.survey.answers import Responses
from yakusoku.domain.survey.form import Form, FormUnreadable
from yakusoku.domain.survey.questionnaire.sheets import form_of

MOST_WEIGHT = 10**12
# How much of a cell a sentence repeats.
MOST_TOLD = 40
_FAR = re.compile(r"e[+-]?[\d_]{4,}", re.IGNORECASE)


def read_form(path: Path) -> Form:
    """Return the questionnaire that an XLSForm holds. Raises UnreadableFile."""
    try:
        form = form_of(read_xlsform(path))
    except FormUnreadable as error:
        problems = [
            Problem(path.name, f"{sheet} {line}行目", message) for sheet, line, message in error.problems
        ]
        raise UnreadableFile(problems) from error
    twice = [
        Problem(path.name, "choices", f"「{each.name}」の選択肢の記号「{code}」が二つあります。")
        for each in form.questions.values()
        for code, times in Counter(choice.name for choice in each.choices).items()
        if times > 1
    ]
    if twice:
        # Who wrote that code would be counted for one of them only.
        raise UnreadableFile(twice[:100])
    return form


def read_responses(path: Path) -> Responses:
    """Return one row for each respondent. Raises UnreadableFile."""
    rows = next((rows for rows in read_sheets(path).values() if any(any(row) for row in rows)), [])
    if not rows:
        raise refuse(path, "", "何も書かれていません。")
    heads = tuple(head.strip() for head in rows[0])
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise refuse(path, "1行目", f"同じ名前の列があります: {', '.join(twice)}")
    kept = [(line, row) for line, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    return Responses(heads, [row for _, row in kept], [line for line, _ in kept])


def weights_of(path: Path, responses: Responses, name: str) -> list[Fraction]:
    """Return the weight of each respondent, exactly as written. Raises UnreadableFile with each that is none."""
    column = responses.column(name)
    if column is None:
        raise refuse(path, "1行目", f"列がありません: {name}")
    weights, wrong = [], []
    for place, row in enumerate(responses.rows):
        text = row[column] if column < len(row) else ""
        weight = weight_of(text)
        if weight is None:
            wrong.append((responses.line(place), _no_weight(name, text)))
        else:
            weights.append(weight)
    if wrong:
        raise problems_of(path, wrong)
    return weights


def refuse_weights(path: Path, name: str, texts: Sequence[str]) -> UnreadableFile:
    """Return the refusal of weights whose lines are not known."""
    return UnreadableFile([Problem(path.name, "", _no_weight(name, text)) for text in texts[:100]])


def weight_of(text: str) -> Fraction | None:
    """Return a weight exactly as written; None if it is none."""
    text = unicodedata.normalize("NFKC", text).strip()
    # 1e-999999999 is a short text and a number of a thousand million digits.
    if not text or len(text) > 40 or "/" in text or _FAR.search(text):
        return None
    try:
        value, exact = float(text), Fraction(text)
    except ValueError:
        return None
    # 1e-400 is 0 only as a float.
    return exact if 0 <= value <= MOST_WEIGHT and (exact == 0 or value > 1 / MOST_WEIGHT) else None


def _no_weight(name: str, text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    shown = text if len(text) <= MOST_TOLD else f"{text[:MOST_TOLD]}…"
    return f"重み（{name}）を0以上の数で書いてください（「{shown}」）。"
