"""Numbers before a paragraph: 第３条の２, 第五, 7.1, (2), ア, ①, 三, 例１."""

import re
from dataclasses import dataclass
from unicodedata import normalize

KANJI = "〇一二三四五六七八九"
_DIGITS = "0-9０-９"
_NUMBER = rf"(?:[{_DIGITS}]{{1,3}}|[一二三四五六七八九十百〇○●■]{{1,5}})"
_SPACE = r"[ \t　]"
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
# Some print a sheet on which numbers are still to come: 第○条, 第　条. Old contracts write 第壱条.
_ARTICLE = rf"(?:{_NUMBER}|[壱弐参拾一二三四五六七八九十]{{1,4}}|(?<=第){_SPACE}{{1,6}}(?=条))"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_SMALL_ROMAN = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
_CIRCLED = "①-⑳㉑-㉟㊱-㊿⒈-⒛"

# What follows a bare number in running text, so that 2027年 or ３名 is no label.
_NOT_COUNTED = r"(?![年月日時分人名件円個回部箇か社者割%％,，:：/／\-~〜～])"
# A number set apart by a blank that still counts something: 10 日以内, where １　日時 is a heading.
_NOT_COUNTED_APART = r"(?! (?:年|月|日|か月|箇月|ヶ月|週間|時間|営業日|分|名|人|件|円|個|回|部|通|％|%)[以間後前内度未目のをにはがとまか、。）])"
# What follows a number that is only referred to: 第５条の規定により, 第２条及び.
_NOT_REFERRED = (
    r"(?!第|の|に|及|又|から|まで|を|と|で|は|が|、|，|。|若し|並び|中「|各[号項条]|ただし書|但書|"
    r"本文|前段|後段|[（(]第|[0-9０-９])"
)

_FORMS: tuple[tuple[str, str], ...] = (
    ("part", rf"第{_SPACE}*{_NUMBER}{_SPACE}*[編章節款](?:の{_NUMBER})?"),
    ("article", rf"第{_SPACE}*{_ARTICLE}{_SPACE}*条(?:{_SPACE}*の{_SPACE}*{_NUMBER})*{_NOT_REFERRED}"),
    ("item-of", rf"第{_SPACE}*{_NUMBER}{_SPACE}*[項号](?:の{_NUMBER})?{_NOT_REFERRED}"),
    ("item-of", rf"{_NUMBER}{_SPACE}*[項号](?={_SPACE})"),
    (
        "section",
        rf"第{_SPACE}*{_NUMBER}(?:の{_NUMBER})*(?={_SPACE}|[（(【「]|$)(?!{_SPACE}*[条項号編章節款])",
    ),
    ("example", rf"例{_SPACE}*(?:{_NUMBER}|[A-ZＡ-Ｚア-ン])(?={_SPACE}|[（(【]|$)"),
    ("article", rf"(?:Article|ARTICLE){_SPACE}*[{_DIGITS}]{{1,3}}(?=[.．:：]|{_SPACE}|[（(【]|$)"),
    ("article", rf"{_NUMBER}{_SPACE}*条(?={_SPACE}|[（(【])"),
    (
        "dotted",
        rf"[{_DIGITS}]{{1,2}}(?:[.．\-－‐][{_DIGITS}]{{1,2}})+[.．]?(?={_SPACE}|[（(【]|[^{_DIGITS}.．]|$)",
    ),
    ("roman", rf"[{_ROMAN}](?:[\-－‐－][{_DIGITS}]{{1,2}})?[.．、]?"),
    ("roman", rf"(?:I{{1,3}}|I?V|VI{{1,3}}|I?X|XI{{1,3}})[.．](?={_SPACE}|[^\x00-\x7f])"),
    ("small-roman", rf"[（(]?[{_SMALL_ROMAN}][)）]?[.．、]?"),
    ("capital", rf"[A-ZＡ-Ｚ][.．](?={_SPACE}|[^\x00-\x7f])"),
    ("lettered", rf"[A-ZＡ-Ｚ][\-－‐－][{_DIGITS}]{{1,2}}(?={_SPACE}|[（(【]|$)"),
    ("paren", rf"[（(]{_SPACE}*[{_DIGITS}]{{1,2}}{_SPACE}*[)）]|[⑴-⒇]"),
    ("paren-kanji", rf"[（(]{_SPACE}*[一二三四五六七八九十]{{1,3}}{_SPACE}*[)）]"),
    ("paren-kana", rf"[（(]{_SPACE}*[{_KATAKANA}ｱ-ﾝ]{_SPACE}*[)）]"),
    ("paren-letter", rf"[（(]{_SPACE}*(?:[a-zａ-ｚ]|[ivx]{{2,4}}){_SPACE}*[)）]"),
    ("half-kana", rf"[{_KATAKANA}ｱ-ﾝ]{_SPACE}*[)）]"),
    ("half-paren", rf"[{_DIGITS}]{{1,2}}{_SPACE}*[)）]"),
    ("circled", rf"[{_CIRCLED}]"),
    (
        "number",
        rf"[{_DIGITS}]{{1,2}}(?:[.．、]{_NOT_COUNTED}|(?={_SPACE}|[（(【]|$){_NOT_COUNTED_APART}|(?<=[０-９])(?=[一-龥ぁ-んァ-ン]){_NOT_COUNTED})",
    ),
    ("kanji", rf"[一二三四五六七八九十]{{1,3}}(?:[.．、]|(?={_SPACE}|[（(【]|$))"),
    ("kana", rf"[{_KATAKANA}ｱ-ﾝ](?:[.．、]|(?={_SPACE}|[（(]))"),
    ("letter", rf"[a-zａ-ｚ](?:[.．、)）]|(?={_SPACE}))"),
    ("bullet", r"[・●○■□◆◇▪‣•\-－–—*＊※](?=\S)|[・●○■□◆◇▪‣•](?=\s)"),
)
_BLANKS = re.compile(r"[ \t　]+")
# What sets the words after a number apart: 第１条：目的, 第１条．（目的）.
_AFTER, _AFTER_ARTICLE = " \t　", " \t　.．:："
_COMPILED = tuple((kind, re.compile(rf"{_SPACE}*({pattern})")) for kind, pattern in _FORMS)


@dataclass(frozen=True, slots=True)
class Label:
    """A number before a paragraph.

    written   as it stands, without the blanks that typesetters put around digits: 第 3 条 is 第3条
    rest      where the text after it begins
    """

    kind: str
    written: str
    rest: int

    @property
    def is_bullet(self) -> bool:
        """Return whether it only sets items of a list apart."""
        return self.kind == "bullet"


def label_of(text: str) -> Label | None:
    """Return the label that a paragraph begins with; None: it begins with words."""
    for kind, pattern in _COMPILED:
        found = pattern.match(text)
        if found:
            end = found.end()
            while end < len(text) and text[end] in (_AFTER_ARTICLE if kind == "article" else _AFTER):
                end += 1
            return Label(kind, _BLANKS.sub("", found[1]), end)
    return None


def number_of(label: str) -> int | None:
    """Return the last number of a label, so that 第三条 is 3 and イ is 2; None: it cannot be told."""
    plain = normalize("NFKC", label)
    digits = re.findall(r"\d+", plain)
    if digits:
        return int(digits[-1])
    kanji = re.findall(r"[一二三四五六七八九十百〇]+", plain)
    if kanji:
        return kanji_number(kanji[-1])
    kana = re.search(f"[{_KATAKANA}]", plain)
    if kana:
        return _KATAKANA.index(kana[0]) + 1
    letter = re.search(r"[a-z]", plain.lower())
    return ord(letter[0]) - ord("a") + 1 if letter else None


def kanji_number(text: str) -> int:
    """Return what kanji numerals mean: 二十三 → 23, 一〇 → 10. Other characters count as nothing."""
    if not re.search("[十百千]", text):
        return int("".join(str(KANJI.index(each)) for each in text if each in KANJI) or 0)
    total, present = 0, 0
    for each in text:
        if each in KANJI:
            present = KANJI.index(each)
        elif each in "十百千":
            total += (present or 1) * {"十": 10, "百": 100, "千": 1000}[each]
            present = 0
    return total + present
