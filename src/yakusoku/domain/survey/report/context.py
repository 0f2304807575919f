"""What a sentence is about: the groups, categories and tables that it names, and which way it says things went."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from yakusoku.domain.survey.report.figures import INSIDE, FigureStore, plain
from yakusoku.domain.survey.report.mentions import plain_text

# What goes on for longer is cut: no sentence does, and looking at it would take long.
_SENTENCE = re.compile(r"[^。！？\n]{0,1000}[。！？\n]?")
UP = re.compile(
    r"増(?!税|員|刷)|上昇|伸び|拡大|上回|高(?:い|く|かっ|まっ|ま[りる])|多(?:い|く|かっ)|上が(?:っ|り|る)|進(?:んだ|んで)|改善"
)
DOWN = re.compile(
    r"減(?!税|員|価)|低下|下降|下落|縮小|下回|低(?:い|く|かっ|まっ)|少な(?:い|く|かっ)|下が(?:っ|り|る)|悪化"
)
CHANGED = re.compile(
    r"増加|増え|増し|上昇|伸び|拡大|減少|減っ|減り|低下|下落|縮小|上が(?:っ|り)|下が(?:っ|り)|高まっ|改善|悪化"
)
DENIED = re.compile(
    r"とは(?:まで)?(?:いえ|言え|いい|言い)(?:ない|ません|切れ)|"
    r"有意(?:な差|差|な変化)?(?:は|が|で)?(?:な(?:い|し|かっ)|見られ|みられ|認められ)|"
    r"変化(?:は|が)?(?:ない|なかっ|見られ|みられ)|誤差の範囲|横ばい|変わらな"
)
# What is printed behind a difference is no denial of what the sentence says of it.
_MARKS = re.compile(r"\((?:有意差なし|検定なし|定義の変更あり|、)+\)")
SIMPLY = re.compile(r"定義が(?:変わ|異な|違)|比べられない|比較できない|単純(?:に|には)?比較")
BEFORE = re.compile(r"前回|前年|昨年|前の回|これまで|調査から|年度から|から.{0,12}(?:へ|に|まで)|比で")
_JUST_BEFORE = re.compile(r"「([^「」]+)」[がはも](?:[^。、「」\d]{0,6})$")
_JUST_AFTER = re.compile(r"(?:[のは][^。、「」\d]{0,10})?[がはも]「([^「」]+)」")
OF_THESE = re.compile(r"(?:また、|さらに、)?(?:その|この)?(?:うち|中で|なかで)")
BELONGS = re.compile(r"^(?:\([^)]*\))?(?:において|について|では|には|でも|の|は|も|が|で|:|\()")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text and where it begins."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands in a sentence. `end`: where it ends in the plain text; `belongs`: a number can be its."""

    name: str
    start: int
    end: int
    belongs: bool


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text, none of them empty."""
    return [
        Sentence(match[0].strip(), match.start() + len(match[0]) - len(match[0].lstrip()))
        for match in _SENTENCE.finditer(text)
        if match[0].strip()
    ]


@dataclass(frozen=True)
class Context:
    """A sentence against the tables that it can be about. `before`: the text in front of it."""

    sentence: str
    store: FigureStore
    about: tuple[str, ...] = ()
    before: str = ""

    @cached_property
    def plain(self) -> str:
        """Return the sentence in plain width, without spaces."""
        return re.sub(r"\s", "", plain_text(self.sentence).text)

    @cached_property
    def tables(self) -> list[str]:
        """Return the tables in which its numbers belong: those it is about, else all."""
        return [table for table in self.about if table in self.store.tables] or list(self.store.tables)

    @cached_property
    def groups(self) -> list[Named]:
        """Return the groups that it names, in order."""
        return self._named(group for table in self.tables for group in self.store.tables[table].groups)

    @cached_property
    def categories(self) -> list[Named]:
        """Return the categories that it names, in order."""
        return self._named(
            category for table in self.tables for category in self.store.tables[table].categories
        )

    def owner(self, before: str) -> str | None:
        """Return the group whose number stands after `before`: the last that is said to have one."""
        length = len(re.sub(r"\s", "", plain_text(before).text))
        owners = [named for named in self.groups if named.belongs and named.end <= length]
        if not owners and self.before and OF_THESE.match(self.plain):
            owners = [named for named in Context(self.before, self.store, self.about).groups if named.belongs]
        return owners[-1].name if owners else None

    def answer(self, before: str, after: str) -> str | None:
        """Return the answer whose number stands between two texts, where it is put in 「」 right beside it."""
        first, last = plain_text(before).text, plain_text(after).text
        found = _JUST_BEFORE.search(first) or _JUST_AFTER.match(last)
        name = plain(found[1]) if found else ""
        known = {c for table in self.tables for c in self.store.tables[table].categories}
        return next((category for category in known if plain(category) == name), None)

    def speaks_of(self, table: str) -> bool:
        """Return whether numbers of a table may stand in the sentence: of an earlier wave only where it says so."""
        if table not in self.store.replaced:
            return True
        wave = re.sub(r"\s", "", plain_text(self.store.tables[table].wave).text)
        return bool(BEFORE.search(self.plain)) or bool(wave and wave in self.plain)

    def names_group(self, group: str) -> bool:
        """Return whether a group is named, or is the part of a named one."""
        named = {each.name for each in self.groups}
        return not named or group in named or any(group.startswith(name + INSIDE) for name in named)

    @property
    def direction(self) -> int:
        """Return 1 where the sentence says that something is more, -1 less, 0 neither or both."""
        up, down = UP.search(self.plain), DOWN.search(self.plain)
        return 0 if bool(up) == bool(down) else 1 if up else -1

    def direction_after(self, before: str) -> int:
        """Return which way the words behind a number say that it went; the first that does counts."""
        length = len(re.sub(r"\s", "", plain_text(before).text))
        rest = self.plain[length:]
        found = [(m.start(), way) for way, words in ((1, UP), (-1, DOWN)) if (m := words.search(rest))]
        return min(found)[1] if found else 0

    @property
    def denies(self) -> bool:
        """Return whether the sentence itself says that the difference may be chance."""
        return bool(DENIED.search(_MARKS.sub("", self.plain)))

    @property
    def warns(self) -> bool:
        """Return whether the sentence itself says that the definition changed."""
        return bool(SIMPLY.search(self.plain))

    def _named(self, names: Iterable[str]) -> list[Named]:
        known = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
        found: list[Named] = []
        for name in known:
            for spelled in _spellings(name):
                for match in re.finditer(re.escape(spelled), self.plain):
                    if not any(each.start < match.end() and match.start() < each.end for each in found):
                        belongs = bool(BELONGS.match(self.plain[match.end() :]))
                        found.append(Named(name, match.start(), match.end(), belongs))
        return sorted(found, key=lambda each: each.start)


def _spellings(name: str) -> Sequence[str]:
    """Return how a name may stand in a sentence: whole; a group inside another also without the cross."""
    folded = re.sub(r"\s", "", plain_text(name).text)
    short = re.sub(r"\([^)]*\)", "", folded)
    joined = folded.replace("×", "の")
    return list(dict.fromkeys(each for each in (folded, joined, short) if len(each) > 1))
