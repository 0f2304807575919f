"""A small questionnaire for the tests of collecting."""

from yakusoku.domain.survey.form import Form, build_form

SURVEY = [
    {
        "type": "begin_group",
        "name": "about",
        "label::日本語 (ja)": "会社について",
        "label::English (en)": "About you",
    },
    {
        "type": "select_one yesno",
        "name": "Q1",
        "label::日本語 (ja)": "委託していますか",
        "label::English (en)": "Do you outsource?",
        "required": "yes",
    },
    {
        "type": "integer",
        "name": "Q2",
        "label": "従業員数",
        "constraint": ". >= 1",
        "constraint_message": "1人以上です",
    },
    {
        "type": "integer",
        "name": "Q3",
        "label": "うち在宅勤務",
        "constraint": ". <= ${Q2}",
        "constraint_message": "従業員数を超えています",
    },
    {"type": "end_group"},
    {"type": "begin_group", "name": "how", "label": "委託について", "relevant": "${Q1} = 'yes'"},
    {"type": "select_multiple ways", "name": "Q4", "label": "対策", "least": "2", "most": "2"},
    {"type": "begin_group", "name": "scale", "label": "満足度", "appearance": "table-list"},
    {"type": "select_one five", "name": "Q5a", "label": "費用"},
    {"type": "select_one five", "name": "Q5b", "label": "品質"},
    {"type": "end_group"},
    {"type": "end_group"},
    {"type": "text", "name": "Q6", "label": "ご意見"},
]
CHOICES = [
    *(
        {"list_name": "yesno", "name": name, "label": label}
        for name, label in (("yes", "はい"), ("no", "いいえ"))
    ),
    *({"list_name": "ways", "name": name, "label": name} for name in "abc"),
    {"list_name": "ways", "name": "none", "label": "特にない", "exclusive": "yes"},
    *({"list_name": "five", "name": str(n), "label": str(n)} for n in range(1, 6)),
]


def sheets() -> dict[str, list[dict[str, str]]]:
    """Return the rows as a version of a questionnaire keeps them."""
    return {"survey": SURVEY, "choices": CHOICES, "settings": [{"form_title": "在宅勤務の調査"}]}


def form() -> Form:
    """Return the questionnaire."""
    return build_form(list(enumerate(SURVEY, 2)), list(enumerate(CHOICES, 2)))
