"""What the paragraphs of a contract are besides clauses: titles, annexes, tables of contents, closing words.

docs/rules/review-structure.md tells the rules in prose.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from yakusoku.domain.review.labels import Label, label_of
from yakusoku.domain.review.model import Line

MOST_HEADING = 40
# A heading above its number is shorter than a sentence, and most numbers of the document have one.
MOST_LONE_HEADING, LEAST_SHARE = 24, 0.6
_BLANK = re.compile(r"[ \t　]+")
_COPY = r"(?:[（(【][^）)】]{1,12}[）)】])?"
_ANNEX = re.compile(
    r"^[【（(〔]?(?:別記|別紙|別添|別表|附則|付則|様式)(?:第?[0-9０-９一二三四五六七八九十]{0,3}(?:号|の[0-9０-９])?)?[】）)〕]?"
    rf"(?P<title>(?:[^。のにをはがとで、よ][^。]{{0,39}})?){_COPY}$"
)
_ENDINGS = "特記事項|特約条項|特約|覚書|契約書|仕様書|約款|協定書|誓約書|規程|要領|規約|合意書|契約条項"
_TITLE = re.compile(rf"^[^。、]{{2,40}}(?:{_ENDINGS}){_COPY}$")
# The first line of a document may be a title that would open no part further down.
_FIRST_TITLE = re.compile(
    rf"^[^。、]{{0,40}}(?:{_ENDINGS}|確認書|計画書|基準|方針|要項|条項|ポリシー|ガイドライン){_COPY}$"
)
# A heading says what a clause is about; it ends with no verb and no full stop.
_SENTENCE_END = re.compile(
    r"(?:[。、はがをにのでと]|する|した|ない|こと|もの|ます|です|ある|れる|せる|う|く|る)$"
)
_LEADERS = re.compile(r"^.{1,60}?(?:[…‥・.．･]{3,}|[…‥]+)[ 　]*[0-9０-９]{1,4}$")
_WITH_PAGE = re.compile(r"^[^。]{1,60}[ \t　]+[0-9０-９]{1,4}$")
_CONTENTS = re.compile(r"^[【〈《]?目次[】〉》]?$")
_WITNESS = re.compile(
    r"(?:契約|覚書|協定|合意|締結|以上|成立|上記).{0,30}(?:を|する|の)証(?:する|し|と|拠)|"
    r"本(?:書|契約書|覚書|協定書)[^。]{0,12}(?:[0-9０-９一二三四五]|弐|貳)通|各自?[^。]{0,4}(?:[0-9０-９一]|壱)通"
)
_KEPT = re.compile(r"作成|保有|所持|保管|記名|押印|署名|電磁的記録|電子署名")
_DAY = re.compile(
    r"^(?:(?:令和|平成|昭和|西暦)?(?:[0-9０-９一二三四五六七八九十元]{1,4}|[〇○●_＿]{0,4})年[^。、]{0,6}月[^。、]{0,6}日)"
    r"(?:締結|付け?)?$"
)
_PARTIES = "甲|乙|丙|丁|委託者|受託者|発注者|受注者|委託元|委託先|注文者|請負者|賃貸人|賃借人|売主|買主|申込者|誓約者"
_SIGNATURE = re.compile(
    rf"^[（(]?(?:{_PARTIES})[）)]?(?:[（(][^）)]{{1,12}}[）)])?[：:]?(?:(?:住所|所在地|氏名|名称|商号|会社名|代表者)(?:[：:・又]|.*$)|.*(?:印|㊞)$|$)|"
    r"^(?:住所|所在地|商号|氏名|名称|代表者(?:職?氏?名)?)[：:]|.{0,40}(?:㊞|[（(]印[）)])$"
)
# A number in brackets, as 【第１条　目的】; （第３条関係） only points to one.
_ENCLOSED = re.compile(
    r"^[ \t　]*[【〔［\[＜<〈《](?P<number>第[ 　]*[0-9０-９一二三四五六七八九十百]{1,4}[ 　]*条(?:の[0-9０-９一二三四五六七八九十]{1,2})?)"
    r"(?P<words>(?:[ 　（(][^】〕］\]＞>〉》。]{0,40})?)[】〕］\]＞>〉》](?P<body>.*)$"
)
_MARK = re.compile(r"^[ \t　]*[■◆●◇][ 　]*(?P<words>\S.{0,23})$")
_MARK_OR_NONE = re.compile(r"^[ \t　]*[■◆●◇]?[ 　]*(?P<words>[^（(・\s].{1,23})$")
# Where the revenue stamp goes, at the head of the first page.
_STAMP, MOST_STAMPED = (
    re.compile(
        r"^[（(]?(?:収入|印紙|収入印紙)?(?:[0-9０-９,，]{1,7}円)?(?:貼付|貼付欄|ちょう付|添付)?[)）]?$"
    ),
    6,
)
_ABOVE_ALL, LEAST_MARKED = frozenset({"article", "section"}), 2
_PARTS_WAYS = re.compile(r"^(?:記|以上)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a paragraph. The number that a word processor shows belongs to the first line alone."""

    line: Line
    text: str

    @property
    def label(self) -> Label | None:
        """Return the number before it, whether it stands in the text or is shown."""
        return label_of(self.line.label) or label_of(self.text)


def with_marks(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Yield the rows with the heading that a mark alone sets apart, as ■秘密の保持; empty: it is none.

    Only where no number stands above them, and with a sentence below each: elsewhere they are items of a list. In
    a document without any number they need no mark.
    """
    unnumbered = not _any_label(rows, lambda label: True)
    shape = _MARK_OR_NONE if unnumbered else _MARK
    headings = [_marked(row, after, shape) for row, after in zip(rows, [*rows[1:], None], strict=True)]
    if sum(map(bool, headings)) >= LEAST_MARKED:
        first = next(place for place, each in enumerate(headings) if each)
        below = unnumbered or not (
            _any_label(rows[:first], lambda label: True)
            or _any_label(rows, lambda label: label.kind in _ABOVE_ALL)
        )
    else:
        below = False
    yield from zip(rows, headings if below else [""] * len(rows), strict=True)


def _any_label(rows: Sequence[Row], wanted: Callable[[Label], bool]) -> bool:
    """Return whether a number that is wanted stands before one of the rows."""
    labels = (row.label for row in rows)
    return any(label is not None and not label.is_bullet and wanted(label) for label in labels)


def _marked(row: Row, after: Row | None, shape: re.Pattern[str]) -> str:
    found = shape.match(row.text)
    if found is None or after is None or _MARK.match(after.text) or "。" not in after.text:
        return ""
    told = looks_like_heading(found["words"]) and annex_title(row.text, first=True) is None
    return found["words"] if told and not closes(row.text) else ""


def prepared(lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the lines that say something: no table of contents, and lone headings in brackets."""
    yield from _bracketed(list(_without_contents(list(_rows(lines)))))


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    for line in lines:
        shown = line
        for text in line.text.splitlines() or [""]:
            if text.strip() or shown.label:
                yield Row(shown, _ENCLOSED.sub(_opened, text))
                shown = replace(line, label="")


def _opened(found: re.Match[str]) -> str:
    words = found["words"].strip(" 　")
    return f"{found['number']}{f'（{words}）' if words else ''}{found['body']}"


def _without_contents(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows that stand in no table of contents."""
    skip_to = 0
    for place, row in enumerate(rows):
        if place < skip_to:
            continue
        text = row.text.strip()
        if _CONTENTS.match(squeezed(text)):
            skip_to = _end_of_contents(rows, place + 1)
        elif not (_LEADERS.match(text) or (place < MOST_STAMPED and _STAMP.match(squeezed(text)))):
            yield row


def _end_of_contents(rows: Sequence[Row], start: int) -> int:
    """Return where the lines end that only name headings: with page numbers, else where the first comes again."""
    end = start
    while end < len(rows) and _names_a_page(rows[end].text.strip()):
        end += 1
    if end > start or start >= len(rows):
        return end
    first = squeezed(rows[start].text)
    number = rows[start].label
    for place in range(start + 1, len(rows)):
        row = rows[place]
        if len(row.text) > MOST_HEADING or "。" in row.text:
            label = row.label
            again = number is not None and label is not None and label.written == number.written
            return place if again else start
        label = row.label
        if squeezed(row.text) == first or (label and number and label.written == number.written):
            return place
    return start


def _names_a_page(text: str) -> bool:
    return bool(_LEADERS.match(text) or _WITH_PAGE.match(text))


def _bracketed(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows; a heading that stands above an article without brackets gets them.

    Only where most articles have such a line above them: elsewhere it is the last item of a list.
    """
    articles = [n for n, row in enumerate(rows) if _article_without_heading(row)]
    headed = {n - 1 for n in articles if n and _lone_heading(rows[n - 1])}
    counts = len(headed) >= 2 and len(headed) >= LEAST_SHARE * len(articles)
    for place, row in enumerate(rows):
        yield Row(row.line, f"（{row.text.strip()}）") if counts and place in headed else row


def _article_without_heading(row: Row) -> bool:
    label = row.label
    if label is None or label.kind not in {"article", "section"}:
        return False
    rest = row.text if row.line.label else row.text[label.rest :]
    return "。" in rest and not rest.lstrip().startswith(("（", "(", "【", "〔", "["))


def _lone_heading(row: Row) -> bool:
    text = row.text.strip()
    return (
        row.label is None
        and 2 <= len(text) <= MOST_LONE_HEADING
        and "、" not in text
        and not text.startswith(("（", "(", "【"))
        and looks_like_heading(text)
        and annex_title(text) is None
        and not closes(text)
    )


def squeezed(text: str) -> str:
    """Return a text without its blanks."""
    return _BLANK.sub("", text)


def annex_title(text: str, *, first: bool = False) -> str | None:
    """Return the title of the annex that a line opens; None: it opens none. `first`: nothing stands above it."""
    plain = squeezed(text)
    if len(plain) > MOST_HEADING + 4:
        return None
    words = text.split()
    # A title spread over the line: 業　務　委　託　契　約　書.
    spread = len(words) >= 2 and sum(len(word) == 1 for word in words) >= max(2, len(words) - 1)
    if _ANNEX.match(plain) or (_FIRST_TITLE if first or spread else _TITLE).match(plain):
        return plain if spread else " ".join(words)
    return None


def only_annex(title: str) -> bool:
    """Return whether a title only says that it is an annex: 別記, 【別紙２】."""
    found = _ANNEX.match(squeezed(title))
    return found is not None and not found["title"]


def looks_like_heading(words: str) -> bool:
    """Return whether words can be a heading: short, and no sentence."""
    return (
        len(words) <= MOST_HEADING and "。" not in words and not _SENTENCE_END.search(words.rstrip("　 :："))
    )


def closes(text: str) -> bool:
    """Return whether a paragraph belongs to what stands after the last clause: copies, day, signatures."""
    plain = squeezed(text)
    if _WITNESS.search(plain):
        return bool(_KEPT.search(plain))
    return len(plain) <= 80 and "。" not in plain and bool(_DAY.match(plain) or _SIGNATURE.match(plain))


def parts_ways(text: str) -> bool:
    """Return whether a line only sets apart what stands below it: 記, 以上."""
    return bool(_PARTS_WAYS.match(squeezed(text)))
