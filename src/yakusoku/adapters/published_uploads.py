"""Published tables that were sent or pasted, read in a process of its own; nothing of them stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.printed_slides import slide_lines
from yakusoku.adapters.printed_tables import read_published
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.survey.printed import Cell

SECONDS = 30.0
TOO_LONG = "読むのに時間がかかりすぎました。表を分けてください。"


@dataclass(frozen=True, slots=True)
class Sent:
    """Published tables as they were sent. `lines`: what a presentation says beside them."""

    cells: Sequence[Cell] = ()
    waves: Sequence[str] = ()
    definitions: Sequence[str] = ()
    lines: Sequence[str] = ()


def published_tables(name: str, content: bytes) -> tuple[Sent, str]:
    """Return the tables in a file, and why it cannot be read; empty: it can."""
    for _, result in Apart(_read, processes=1, seconds=SECONDS).run([(name, content)]):
        return (Sent(), TOO_LONG) if isinstance(result, Failed) else result
    return Sent(), TOO_LONG


def pasted_tables(text: str) -> tuple[Sent, str]:
    """Return the tables that were pasted, and why they cannot be read; empty: they can."""
    return _read(("表.txt", text.encode()))


def _read(job: tuple[str, bytes]) -> tuple[Sent, str]:
    """The readers take files: this one is gone before the answer is given."""
    name, content = job
    with TemporaryDirectory() as folder:
        path = Path(folder) / (PurePath(name).name or "表.txt")
        path.write_bytes(content)
        try:
            found = read_published(path)
            lines = slide_lines(path) if path.suffix.lower() == ".pptx" else []
            return Sent(found.cells, found.waves, found.definitions, lines), ""
        except UnreadableFile as error:
            return Sent(), "、".join(" ".join(filter(None, (p.place, p.message))) for p in error.problems[:5])
