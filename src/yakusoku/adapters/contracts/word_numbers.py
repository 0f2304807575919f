"""The numbers that Word shows before paragraphs and does not keep in their text."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
KANJI = "〇一二三四五六七八九"
LEVELS = 9


def written(number: int, style: str) -> str:
    """Return a number as Word writes it in one of its styles (w:numFmt); an unknown style as digits."""
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style in {
        "japaneseCounting",
        "chineseCounting",
        "ideographTraditional",
        "japaneseLegal",
        "taiwaneseCountingThousand",
    }:
        return counted(number)
    if style in {"ideographDigital", "japaneseDigitalTenThousand"}:
        return "".join(KANJI[int(digit)] for digit in str(number))
    if style in {"aiueo", "aiueoFullWidth"} and number <= len(AIUEO):
        return AIUEO[number - 1]
    if style in {"iroha", "irohaFullWidth"} and number <= len(IROHA):
        return IROHA[number - 1]
    if style in {"upperRoman", "lowerRoman"}:
        return roman(number) if style == "upperRoman" else roman(number).lower()
    if style in {"upperLetter", "lowerLetter"} and number <= 26:
        return chr((65 if style == "upperLetter" else 97) + number - 1)
    return "" if style == "none" else str(number)


def counted(number: int) -> str:
    """Return 二十三 for 23; below ten thousand."""
    told = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        count, number = divmod(number, unit)
        told += (KANJI[count] if count > 1 else "") + name if count else ""
    return told + (KANJI[number] if number else "") or KANJI[0]


def roman(number: int) -> str:
    """Return IV for 4."""
    told = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            told += letters
            number -= value
    return told


@dataclass
class _List:
    """One list of a document. `levels`: start, style and pattern (第%1条) by level."""

    levels: dict[int, tuple[int, str, str]]
    counts: list[int] = field(default_factory=lambda: [0] * LEVELS)

    def next(self, level: int) -> str:
        start, style, pattern = self.levels.get(level, (1, "decimal", f"%{level + 1}."))
        self.counts[level] = self.counts[level] + 1 if self.counts[level] else start
        self.counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if style == "bullet":
            return "・"
        for above in range(level + 1):
            first, above_style, _ = self.levels.get(above, (1, "decimal", ""))
            told = written(self.counts[above] or first, style if above == level else above_style)
            pattern = pattern.replace(f"%{above + 1}", told)
        return pattern.strip()


class Numbers:
    """Counts the numbered paragraphs of one document. Give it the paragraphs in their order."""

    def __init__(self, numbering: bytes | None, styles: bytes | None, parse: Any) -> None:
        root = parse(numbering) if numbering else None
        self._lists = _lists(root) if root is not None else {}
        self._by_style = _styles(parse(styles)) if styles else {}

    def label(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph; empty: none does."""
        properties = paragraph.find(f"{W}pPr")
        number, level = _own(properties)
        if number is None and properties is not None:
            style = properties.find(f"{W}pStyle")
            if style is not None:
                number, level = self._by_style.get(style.get(f"{W}val", ""), (None, 0))
        if not number or number not in self._lists:
            return ""
        return self._lists[number].next(min(level, LEVELS - 1))


def _own(properties: etree._Element | None) -> tuple[str | None, int]:
    if properties is None:
        return None, 0
    number, level = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
    told = level.get(f"{W}val", "0") if level is not None else "0"
    return (number.get(f"{W}val") if number is not None else None), int(told) if told.isdigit() else 0


def _styles(root: etree._Element) -> dict[str, tuple[str | None, int]]:
    """Return the list and level of each paragraph style that is numbered, its own or its parent's."""
    own: dict[str, tuple[str | None, int]] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based = style.find(f"{W}basedOn")
        parents[name] = based.get(f"{W}val", "") if based is not None else ""
        told = _own(style.find(f"{W}pPr"))
        if told[0]:
            own[name] = told
    found = dict(own)
    for name in parents:
        above, steps = name, 0
        while above and above not in own and steps < len(parents):
            above, steps = parents.get(above, ""), steps + 1
        if above in own:
            found[name] = own[above]
    return found


def _lists(root: etree._Element) -> dict[str, _List]:
    abstract = {each.get(f"{W}abstractNumId", ""): _levels(each) for each in root.iter(f"{W}abstractNum")}
    shared: dict[str, list[int]] = {}
    lists = {}
    for each in root.iter(f"{W}num"):
        of = each.find(f"{W}abstractNumId")
        name = of.get(f"{W}val", "") if of is not None else ""
        levels, overrides = dict(abstract.get(name, {})), list(each.iter(f"{W}lvlOverride"))
        for override in overrides:
            start = override.find(f"{W}startOverride")
            level = int(override.get(f"{W}ilvl", "0"))
            if start is not None and level in levels:
                levels[level] = (int(start.get(f"{W}val", "1")), *levels[level][1:])
        # Lists of one kind go on counting together unless one of them says that it begins anew.
        counts = [0] * LEVELS if overrides else shared.setdefault(name, [0] * LEVELS)
        lists[each.get(f"{W}numId", "")] = _List(levels, counts)
    return lists


def _levels(abstract: etree._Element) -> dict[int, tuple[int, str, str]]:
    levels = {}
    for each in abstract.iter(f"{W}lvl"):
        told = {name: each.find(f"{W}{name}") for name in ("start", "numFmt", "lvlText")}
        values = {name: found.get(f"{W}val", "") for name, found in told.items() if found is not None}
        start = values.get("start", "1")
        levels[int(each.get(f"{W}ilvl", "0"))] = (
            int(start) if start.isdigit() else 1,
            values.get("numFmt", "decimal"),
            values.get("lvlText", ""),
        )
    return levels
