"""Small questionnaires for the tests."""

from yakusoku.domain.survey.questionnaire.sheets import Sheets, sheets_from

LISTS = {
    "yn": (("1", "はい"), ("2", "いいえ")),
    "abc": (("a", "費用"), ("b", "規程"), ("c", "人手"), ("z", "特に課題はない")),
    "abd": (("a", "費用"), ("b", "規程"), ("d", "技術")),
}
ALONE = {"z"}


def row(name: str, kind: str = "select_one yn", **cells: str) -> dict[str, str]:
    """Return a row of a question."""
    return {"type": kind, "name": name, "label": f"{name}の文", **cells}


def sheets(*rows: dict[str, str], alone: set[str] = ALONE, **settings: str) -> Sheets:
    """Return the sheets with these rows and the lists of this file."""
    choices = [
        {"list_name": name, "name": code, "label": label, **({"exclusive": "yes"} if code in alone else {})}
        for name, options in LISTS.items()
        for code, label in options
    ]
    return sheets_from({"survey": rows, "choices": choices, "settings": [settings]})
