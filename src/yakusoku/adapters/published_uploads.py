"""Published tables that were sent or pasted, read in a process of its own; nothing of them stays."""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from yakusoku.adapters.apart import Apart, Failed
from yakusoku.adapters.printed_tables import read_printed_tables
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.domain.survey.printed import Cell

SECONDS = 30.0
TOO_LONG = "読むのに時間がかかりすぎました。表を分けてください。"


def published_cells(name: str, content: bytes) -> tuple[list[Cell], str]:
    """Return the cells of the tables in a file, and why it cannot be read; empty: it can."""
    for _, result in Apart(_read, processes=1, seconds=SECONDS).run([(name, content)]):
        return ([], TOO_LONG) if isinstance(result, Failed) else result
    return [], TOO_LONG


def pasted_cells(text: str) -> tuple[list[Cell], str]:
    """Return the cells of tables that were pasted, and why they cannot be read; empty: they can."""
    return _read(("表.txt", text.encode()))


def _read(job: tuple[str, bytes]) -> tuple[list[Cell], str]:
    """The readers take files: this one is gone before the answer is given."""
    name, content = job
    with TemporaryDirectory() as folder:
        path = Path(folder) / (PurePath(name).name or "表.txt")
        path.write_bytes(content)
        try:
            return read_printed_tables(path), ""
        except UnreadableFile as error:
            return [], "、".join(" ".join(filter(None, (p.place, p.message))) for p in error.problems[:5])
