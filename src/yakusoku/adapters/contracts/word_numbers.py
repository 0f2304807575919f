"""The numbers that Word shows before paragraphs and does not keep in their text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
KANJI = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
# Styles that have a sign of its own for each number, as far as they go.
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "aiueo": AIUEO,
    "aiueoFullWidth": AIUEO,
    "iroha": IROHA,
    "irohaFullWidth": IROHA,
}
_COUNTED = {
    "japaneseCounting",
    "japaneseLegal",
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCountingThousand",
}
LEVELS, MOST_COUNTED = 9, 9_999


def written(number: int, style: str) -> str:
    """Return a number as Word writes it in one of its styles (w:numFmt); an unknown style as digits."""
    signs = _SIGNS.get(style, "")
    if 1 <= number <= len(signs):
        return signs[number - 1]
    if number > MOST_COUNTED:
        return str(number)
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(_FULL_WIDTH)
    if style == "decimalZero":
        return f"{number:02d}"
    if style in _COUNTED:
        return counted(number)
    if style in {"ideographDigital", "japaneseDigitalTenThousand"}:
        return "".join(KANJI[int(digit)] for digit in str(number))
    if style in {"upperRoman", "lowerRoman"}:
        return roman(number) if style == "upperRoman" else roman(number).lower()
    if style in {"upperLetter", "lowerLetter"}:
        # After z comes aa, then bb.
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style == "upperLetter" else letters
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


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `pattern`: as 第%1条; `plain`: numbers of levels above are shown as digits.

    anew    the level whose next number lets this one begin anew, from 1; None: the one above it; 0: none does
    style   the paragraph style that stands for it
    """

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    plain: bool = False
    anew: int | None = None
    of: str = ""


@dataclass
class _List:
    """One list of a document with how far it has counted."""

    levels: dict[int, _Level]
    counts: list[int] = field(default_factory=lambda: [0] * LEVELS)

    def next(self, level: int) -> str:
        own = self.levels.get(level, _Level(pattern=f"%{level + 1}."))
        self.counts[level] = self.counts[level] + 1 if self.counts[level] else own.start
        for below in range(level + 1, LEVELS):
            anew = self.levels.get(below, _Level()).anew
            if anew is None or level < anew:
                self.counts[below] = 0
        if own.style == "bullet":
            return "・"
        pattern = own.pattern
        for above in range(level + 1):
            each = self.levels.get(above, _Level())
            style = "decimal" if own.plain and above < level else each.style
            pattern = pattern.replace(f"%{above + 1}", written(self.counts[above] or each.start, style))
        return pattern.strip()


class Numbers:
    """Counts the numbered paragraphs of one document. Give it the paragraphs in their order."""

    def __init__(self, numbering: bytes | None, styles: bytes | None, parse: Any) -> None:
        sheet = parse(styles) if styles else None
        self._by_style = _styles(sheet) if sheet is not None else {}
        self._lists = _lists(parse(numbering), _list_styles(sheet)) if numbering else {}

    def label(self, paragraph: etree._Element) -> str:
        """Return the number that stands before a paragraph; empty: none does."""
        properties = paragraph.find(f"{W}pPr")
        number, level = _own(properties)
        style = properties.find(f"{W}pStyle") if properties is not None else None
        name = style.get(f"{W}val", "") if style is not None else ""
        if number is None and name:
            number, styled = self._by_style.get(name, (None, None))
            level = styled if level is None else level
        if not number or number not in self._lists:
            return ""
        found = self._lists[number]
        if level is None:
            level = next((at for at, each in found.levels.items() if name and each.of == name), 0)
        return found.next(min(level, LEVELS - 1))


def _own(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that a paragraph or style names itself."""
    if properties is None:
        return None, None
    number, level = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
    told = level.get(f"{W}val", "") if level is not None else ""
    return (number.get(f"{W}val") if number is not None else None), int(told) if told.isdigit() else None


def _list_styles(root: etree._Element | None) -> dict[str, str]:
    """Return the list of each list style, by its name."""
    found = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        number, _ = _own(style.find(f"{W}pPr"))
        if style.get(f"{W}type") == "numbering" and number:
            found[style.get(f"{W}styleId", "")] = number
    return found


def _styles(root: etree._Element) -> dict[str, tuple[str | None, int | None]]:
    """Return the list and level of each paragraph style that is numbered, its own or its parent's."""
    own: dict[str, tuple[str | None, int | None]] = {}
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


def _lists(root: etree._Element, styles: Mapping[str, str]) -> dict[str, _List]:
    abstract = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
    of = {each.get(f"{W}numId", ""): _value(each, "abstractNumId") for each in root.iter(f"{W}num")}
    shared: dict[str, list[int]] = {}
    lists = {}
    for each in root.iter(f"{W}num"):
        name = _value(each, "abstractNumId")
        kind = abstract.get(name)
        if kind is not None and (link := _value(kind, "numStyleLink")):
            # The levels stand with the list that a list style names.
            name = of.get(styles.get(link, ""), name)
            kind = abstract.get(name)
        levels = _levels(kind) if kind is not None else {}
        begins_anew = _override(levels, each)
        # Lists of one kind go on counting together unless one of them says that it begins anew.
        counts = [0] * LEVELS if begins_anew else shared.setdefault(name, [0] * LEVELS)
        lists[each.get(f"{W}numId", "")] = _List(levels, counts)
    return lists


def _override(levels: dict[int, _Level], number: etree._Element) -> bool:
    """Put what a list says of its levels in place; return whether it begins anew."""
    anew = False
    for override in number.iter(f"{W}lvlOverride"):
        told = override.get(f"{W}ilvl", "0")
        level = int(told) if told.isdigit() else 0
        levels.update(_levels(override))
        start = _value(override, "startOverride")
        if start.isdigit():
            levels[level] = replace(levels.get(level, _Level()), start=int(start))
            anew = True
    return anew


def _levels(above: etree._Element) -> dict[int, _Level]:
    levels = {}
    for each in above.iterchildren(f"{W}lvl"):
        start, restart, at = _value(each, "start"), _value(each, "lvlRestart"), each.get(f"{W}ilvl", "0")
        levels[int(at) if at.isdigit() else 0] = _Level(
            int(start) if start.isdigit() else 1,
            _value(each, "numFmt") or _value_of_any(each, "numFmt") or "decimal",
            _value(each, "lvlText"),
            each.find(f"{W}isLgl") is not None,
            int(restart) if restart.isdigit() else None,
            _value(each, "pStyle"),
        )
    return levels


def _value(element: etree._Element, name: str) -> str:
    """Return the value of a child, as Word writes most of them; empty: there is none."""
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _value_of_any(element: etree._Element, name: str) -> str:
    """Return the value of the first such element further down: newer formats stand beside a plain one."""
    found = [each.get(f"{W}val", "") for each in element.iter(f"{W}{name}")]
    return next((value for value in reversed(found) if value != "custom"), "")
