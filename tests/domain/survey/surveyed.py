"""A small questionnaire with all kinds of questions, and people who answered it."""

from yakusoku.domain.survey.answers import Responses
from yakusoku.domain.survey.form import build_form

_SURVEY = [
    {"type": "select_one role", "name": "role", "label": "立場"},
    {"type": "select_one size", "name": "size", "label": "規模"},
    {"type": "decimal", "name": "staff", "label": "従業員数"},
    {"type": "select_one yes", "name": "Q1", "label": "実施している"},
    {"type": "select_multiple why", "name": "Q2", "label": "課題", "relevant": "${Q1} = 1"},
    {"type": "select_one yes", "name": "Q3", "label": "契約書に書いている", "relevant": "${role} = 'u'"},
    {"type": "begin_group", "name": "all", "label": "どのくらい", "appearance": "table-list"},
    {"type": "select_one yes", "name": "B1", "label": "機器"},
    {"type": "select_one yes", "name": "B2", "label": "規則"},
    {"type": "end_group", "name": ""},
    {"type": "text", "name": "Q9", "label": "ご意見"},
]
_CHOICES = {
    "role": {"v": "委託先", "u": "委託元"},
    "size": {"1": "小", "2": "中", "3": "大"},
    "yes": {"1": "はい", "2": "いいえ"},
    "why": {"cost": "費用", "rule": "規則", "none": "特にない"},
}
FORM = build_form(
    list(enumerate(_SURVEY, 2)),
    [
        (2, {"list_name": name, "name": code, "label": label, "exclusive": "yes" if code == "none" else ""})
        for name, choices in _CHOICES.items()
        for code, label in choices.items()
    ],
    {"form_title": "委託の調査", "version": "3", "reference_on": "2026-10-01"},
)
HEADS = ("name", "w", *FORM.questions)
# role, size, staff, Q1, Q2, Q3, B1, B2, Q9
PEOPLE = [
    ["山田太郎", "1.5", "v", "1", "12", "1", "cost rule", "", "1", "2", "=1+1"],
    ["佐藤花子", "1", "u", "2", "300", "2", "", "1", "", "2", "良い"],
    ["鈴木一郎", "1", "u", "3", "", "1", "cost none", "1 2", "9", "1", ""],
    ["田中次郎", "2", "v", "", "5", "1", "", "", "1", "1", ""],
]


def responses(rows=PEOPLE):
    """Return the answers of people under their heads."""
    return Responses(HEADS, rows)
