"""A question, battery or section as a person fills it in on a page, and the rows that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from yakusoku.domain.survey.form import NET_COLUMNS, SCORE_COLUMNS, first_of, nets_of, parted
from yakusoku.domain.survey.questionnaire.columns import languages_of, with_words
from yakusoku.domain.survey.questionnaire.editing import (
    Item,
    free_name,
    insert,
    item_for,
    items_of,
    list_of,
    names_in,
    rename,
    require_name,
    without_idle_lists,
)
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.domain.survey.wording import Row, words_of

Said = Mapping[str, str]
TYPES = {
    "single": "select_one", "multiple": "select_multiple", "integer": "integer", "decimal": "decimal",
    "date": "date", "text": "text", "long": "text", "note": "note", "section": "begin_group",
    "battery": "begin_group",
}  # fmt: skip
ANSWER_LABELS = {
    "single": "単一回答（一つ選ぶ）",
    "multiple": "複数回答（いくつも選ぶ）",
    "integer": "数（整数）",
    "decimal": "数（小数も）",
    "date": "日付",
    "text": "自由記述（一行）",
    "long": "自由記述（長い文）",
    "note": "説明の文（答えない）",
}
STEMS = {"section": "S", "battery": "B", "note": "N"}
CHOOSING = ("single", "multiple", "battery")


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option: its code ("": the next free number), its words in each language, whether it excludes all others.

    nets    what it is taken together with others as; None: as it stands
    score   the number that it stands for in a mean; empty: in none; None: as it stands
    """

    code: str
    said: Said
    exclusive: bool = False
    nets: Sequence[str] | None = None
    score: str | None = None


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of a battery: its name ("": the next free one) and its words in each language."""

    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands under one name. `kind`: one of TYPES; of a battery, `several` says that its lines are 複数回答."""

    kind: str
    name: str = ""
    label: Said = field(default_factory=dict)
    hint: Said = field(default_factory=dict)
    definition: Said = field(default_factory=dict)
    refusal: Said = field(default_factory=dict)
    required: bool = False
    least: int | None = None
    most: int | None = None
    relevant: str = ""
    constraint: str = ""
    several: bool = False
    options: Sequence[OptionDraft] = ()
    lines: Sequence[LineDraft] = ()


def draft_of(sheets: Sheets, name: str) -> Draft:
    """Return what stands under a name, to be filled in anew. Raises NoSuchItem."""
    item = item_for(sheets, name)
    inside = [row for _, row in sheets.survey][item.first + 1 : item.last] if item.kind == "battery" else []
    row = item.row
    choosing = inside[0] if inside else row
    found = {word: _said(row, word) for word in ("label", "hint", "guidance_hint", "constraint_message")}
    return Draft(
        _kind(item), name, found["label"], found["hint"], found["guidance_hint"], found["constraint_message"],
        (choosing if inside else row).get("required", "").lower() in {"yes", "true", "1", "true()"},
        _whole(row.get("least", "")), _whole(row.get("most", "")), row.get("relevant", ""),
        row.get("constraint", ""), choosing.get("type", "").startswith("select_multiple"),
        _options_of(sheets, list_of(choosing)),
        [LineDraft(each.get("name", ""), _said(each, "label")) for each in inside],
    )  # fmt: skip


def with_draft(sheets: Sheets, draft: Draft, *, old: str = "", after: str = "") -> tuple[Sheets, str]:
    """Return the sheets with what was filled in, and its name.

    old      the name of what it replaces; empty: it is new and comes `after` an item
    raises   NoSuchItem, NameTaken, NameUnusable
    """
    name = draft.name or old or free_name(STEMS.get(draft.kind, "Q"), names_in(sheets))
    if old:
        sheets = rename(sheets, old, name)
        item: Item | None = item_for(sheets, name)
    else:
        require_name(name, names_in(sheets))
        item = None
    list_name = _list_for(sheets, draft, name, item)
    made = _rows(sheets, replace(draft, name=name), list_name, item)
    every = [row for _, row in sheets.survey]
    if item is None:
        changed = insert(sheets, made, after)
    else:
        changed = sheets.with_survey([*every[: item.first], *made, *every[item.last + 1 :]])
    if list_name:
        changed = _with_options(changed, list_name, draft)
    return without_idle_lists(changed), name


def _rows(sheets: Sheets, draft: Draft, list_name: str, item: Item | None) -> list[Row]:
    """Return the rows that a draft makes; columns that no page shows stay as they were."""
    row: dict[str, str] = _without(item.row, ("repeat_count",)) if item else {}
    kind = TYPES[draft.kind]
    other = " or_other" if row.get("type", "").endswith(" or_other") else ""
    row |= {"type": f"{kind} {list_name}{other}" if kind.startswith("select") else kind, "name": draft.name}
    for word, said in (
        ("label", draft.label), ("hint", draft.hint), ("guidance_hint", draft.definition),
        ("constraint_message", draft.refusal),
    ):  # fmt: skip
        row = with_words(row, sheets, word, said)
    several = draft.kind == "multiple"
    cells = {
        "required": "yes" if draft.required and draft.kind not in STEMS else "",
        "relevant": draft.relevant.strip(),
        "constraint": draft.constraint.strip(),
        "least": f"{draft.least or ''}" if several else "",
        "most": f"{draft.most or ''}" if several else "",
        "appearance": {"battery": "table-list", "long": "multiline"}.get(draft.kind, _other_look(row)),
    }
    row = {head: text for head, text in (row | cells).items() if text}
    if draft.kind == "section":
        inside = [each for _, each in sheets.survey][item.first + 1 : item.last] if item else []
        return [row, *inside, {"type": "end_group"}]
    return (
        [row, *_lines(sheets, draft, list_name, item), {"type": "end_group"}]
        if draft.kind == "battery"
        else [row]
    )


def _lines(sheets: Sheets, draft: Draft, list_name: str, item: Item | None) -> list[Row]:
    """Return the rows of a battery; a line that was there keeps its own columns."""
    before = [each for _, each in sheets.survey][item.first + 1 : item.last] if item else []
    known = {each.get("name", ""): each for each in before}
    taken = names_in(sheets) | {draft.name}
    found: list[Row] = []
    for line in draft.lines:
        name = line.name or free_name(f"{draft.name}_", taken)
        if line.name not in known:
            require_name(name, taken)
        taken.add(name)
        kind = TYPES["multiple" if draft.several else "single"]
        row = {**known.get(line.name, {}), "type": f"{kind} {list_name}", "name": name}
        row = with_words(row, sheets, "label", line.said)
        row["required"] = "yes" if draft.required else ""
        found.append({head: text for head, text in row.items() if text})
    return found


def _list_for(sheets: Sheets, draft: Draft, name: str, item: Item | None) -> str:
    """Return the list for the options: the own one, unless others use it too and the options differ."""
    if draft.kind not in CHOOSING:
        return ""
    rows = [row for _, row in sheets.survey]
    own = rows[item.first : item.last + 1] if item else []
    present = next((found for row in own if (found := list_of(row))), "")
    elsewhere = {list_of(row) for n, row in enumerate(rows) if not item or not item.first <= n <= item.last}
    if present and (present not in elsewhere or _same_options(sheets, present, draft)):
        return present
    lists = {row.get("list_name", "") for _, row in sheets.choices} | elsewhere
    return name if name not in lists else free_name(f"{name}_", lists)


def _same_options(sheets: Sheets, list_name: str, draft: Draft) -> bool:
    return [*map(_heard, _options_of(sheets, list_name))] == [*map(_heard, draft.options)]


def _heard(option: OptionDraft) -> tuple[object, ...]:
    """Return an option as it reads: words that are empty say nothing."""
    said = {each: text for each, text in option.said.items() if text}
    return option.code, said, option.exclusive, tuple(option.nets or ()), option.score or ""


def _with_options(sheets: Sheets, list_name: str, draft: Draft) -> Sheets:
    known = {row.get("name", ""): row for _, row in sheets.choices if row.get("list_name") == list_name}
    taken = {option.code for option in draft.options} - {""}
    made: list[Row] = []
    for option in draft.options:
        code = option.code or next(
            f"{n}" for n in range(1, len(draft.options) + len(taken) + 2) if f"{n}" not in taken
        )
        taken.add(code)
        row: dict[str, str] = {**known.get(code, {}), "list_name": list_name, "name": code}
        row = with_words(row, sheets, "label", option.said) | {"exclusive": "yes" if option.exclusive else ""}
        if option.nets is not None and (nets := parted("; ".join(option.nets))) != nets_of(row):
            row = _without(row, NET_COLUMNS) | {NET_COLUMNS[0]: "; ".join(nets)}
        if option.score is not None and option.score != first_of(row, SCORE_COLUMNS):
            row = _without(row, SCORE_COLUMNS) | {SCORE_COLUMNS[0]: option.score}
        made.append({head: text for head, text in row.items() if text})
    rows = [row for _, row in sheets.choices]
    places = [n for n, row in enumerate(rows) if row.get("list_name") == list_name]
    before = rows[: places[0]] if places else rows
    left = [row for row in rows[len(before) :] if row.get("list_name") != list_name]
    return sheets.with_choices([*before, *made, *left])


def _options_of(sheets: Sheets, list_name: str) -> list[OptionDraft]:
    return [
        OptionDraft(
            row.get("name", ""),
            _said(row, "label"),
            row.get("exclusive", "").lower() in {"yes", "1", "true", "はい", "○"},
            nets_of(row),
            first_of(row, SCORE_COLUMNS),
        )
        for _, row in sheets.choices
        if list_name and row.get("list_name") == list_name
    ]


def _without(row: Row, columns: Sequence[str]) -> dict[str, str]:
    return {head: text for head, text in row.items() if head not in columns}


def _said(row: Row, word: str) -> dict[str, str]:
    return dict(words_of(row, word).each)


def _kind(item: Item) -> str:
    if item.kind != "question":
        return item.kind
    base, look = item.row.get("type", "").split()[0], item.row.get("appearance", "")
    if base == "text":
        return "long" if "multiline" in look else "text"
    known = {"select_one": "single", "select_multiple": "multiple", "range": "decimal"}.get(base, base)
    # What cannot be asked becomes a text, once somebody writes it anew.
    return known if known in TYPES else "text"


def _other_look(row: Row) -> str:
    look = row.get("appearance", "")
    return "" if look in {"table-list", "multiline"} else look


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def blank(sheets: Sheets, kind: str) -> Draft:
    """Return a draft to begin with, its name already chosen."""
    empty = dict.fromkeys(languages_of(sheets), "")
    return Draft(kind, free_name(STEMS.get(kind, "Q"), names_in(sheets)), label=empty)


def open_section(sheets: Sheets, kind: str) -> str:
    """Return the section in which a new item is written that is to come last: the last one, if nothing follows it.

    Whoever writes a heading and then a question means it to stand under the heading. Empty: in none.
    """
    last = next((item for item in reversed(items_of(sheets)) if item.depth == 0), None)
    return last.name if last and last.kind == "section" and kind != "section" else ""
