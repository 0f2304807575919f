"""A package of files that comes back from a closed network: which entry is what (docs/contractor/answer-by-file.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from unicodedata import normalize

from yakusoku.domain.refusal import Refusal

SHEET: Final = "checksheet.xlsx"
EVIDENCE: Final = "evidence"
SPECIFICATION: Final = "specification.pdf"
HANDBOOK: Final = "handbook.pdf"
INSTRUCTIONS: Final = "README.txt"
MOST_FILES: Final = 300
MOST_OF_A_CHECK: Final = 20
# What goes out and may come back unchanged, and what file managers leave behind.
KNOWN: Final = frozenset({SPECIFICATION, HANDBOOK, INSTRUCTIONS})
LITTER: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class PackageBroken(Refusal):
    """It cannot be read as a zip file."""

    code: ClassVar[str] = "package.broken"


class PackageLocked(Refusal):
    """It has a password."""

    code: ClassVar[str] = "package.locked"


class PackageTooMany(Refusal):
    """It holds more files than are taken."""

    code: ClassVar[str] = "package.too-many"


class PackageSwells(Refusal):
    """Unpacked it is far larger than it looks."""

    code: ClassVar[str] = "package.swells"


class PackagePath(Refusal):
    """An entry would lie outside its folder."""

    code: ClassVar[str] = "package.path"


class PackageTwice(Refusal):
    """Two entries have the same name."""

    code: ClassVar[str] = "package.twice"


class SheetMissing(Refusal):
    """The check sheet is not in it."""

    code: ClassVar[str] = "package.sheet-missing"


class SheetTwice(Refusal):
    """More than one check sheet is in it."""

    code: ClassVar[str] = "package.sheet-twice"


class SheetDamaged(Refusal):
    """Rows of the check sheet are lost or merged."""

    code: ClassVar[str] = "package.sheet-damaged"


class PackageStale(Refusal):
    """The package that was looked at is no longer the one that waits."""

    code: ClassVar[str] = "package.stale"


class PlaceUnknown(Refusal):
    """A file lies where no question is."""

    code: ClassVar[str] = "package.place-unknown"


class TooManyOfACheck(Refusal):
    """A question holds more files than it may."""

    code: ClassVar[str] = "package.too-many-of-a-check"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the entries of a package are, as indexes into its list of paths.

    evidence   (check id, index) in the order of the package
    """

    sheet: int
    evidence: tuple[tuple[str, int], ...]


def safe_path(path: str) -> tuple[str, ...]:
    """Return the parts of an entry's path. Raises PackagePath for a way out of the package."""
    plain = normalize("NFC", path.replace("\\", "/"))
    parts = tuple(plain.split("/"))
    outside = plain.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in plain
    if outside or not all(parts):
        raise PackagePath(path=path[:80])
    return parts


def sort_out(paths: Sequence[str], checks: Iterable[str]) -> tuple[Layout | None, tuple[Refusal, ...]]:
    """Return what each file is, and everything that is wrong; with problems nothing is taken.

    paths    paths of the files, folders left out
    checks   ids of the questions that are asked
    A single folder around everything, as file managers make it, is seen through.
    """
    problems: list[Refusal] = []
    known = {check.casefold(): check for check in checks}
    split = [safe_path(path) for path in paths]
    kept = [(index, parts) for index, parts in enumerate(split) if not is_litter(parts)]
    names = ["/".join(parts).casefold() for _index, parts in kept]
    problems += [PackageTwice(path=name) for name in sorted({n for n in names if names.count(n) > 1})]
    sheets: list[int] = []
    evidence: list[tuple[str, int]] = []
    for index, parts in _unwrapped(kept):
        place = _place(parts, known)
        if place is None:
            problems.append(PlaceUnknown(path="/".join(parts)[:120]))
        elif place == SHEET:
            sheets.append(index)
        elif place:
            evidence.append((place, index))
    counts = [check for check, _index in evidence]
    problems += [
        TooManyOfACheck(check=check, most=MOST_OF_A_CHECK)
        for check in dict.fromkeys(counts)
        if counts.count(check) > MOST_OF_A_CHECK
    ]
    if len(sheets) != 1:
        problems.append(SheetTwice() if sheets else SheetMissing(name=SHEET))
        return None, tuple(problems)
    return Layout(sheets[0], tuple(evidence)), tuple(problems)


def is_litter(parts: Sequence[str]) -> bool:
    """Return whether a file manager left this behind."""
    last = parts[-1].casefold()
    return parts[0] == "__MACOSX" or last in LITTER or last.startswith(("._", "~$"))


def _place(parts: Sequence[str], known: dict[str, str]) -> str | None:
    """Return SHEET, a check id, empty for what is left aside, None for what has no place."""
    if len(parts) == 1:
        name = parts[0].casefold()
        if name in KNOWN or name == INSTRUCTIONS.casefold():
            return ""
        return SHEET if name.endswith(".xlsx") else None
    if len(parts) == 3 and parts[0].casefold() == EVIDENCE:
        return known.get(parts[1].casefold())
    return None


def _unwrapped(
    entries: Sequence[tuple[int, tuple[str, ...]]],
) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return the entries without the one folder that holds all of them."""
    first = {parts[0] for _index, parts in entries}
    wrapped = len(first) == 1 and all(len(parts) > 1 for _index, parts in entries)
    if not wrapped or next(iter(first)).casefold() == EVIDENCE:
        return entries
    return [(index, parts[1:]) for index, parts in entries]
