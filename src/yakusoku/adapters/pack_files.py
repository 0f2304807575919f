"""A pack written to a folder: all files or none."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.decision_sheet import decisions_xlsx
from yakusoku.adapters.pdf import handbook_pdf, specification_pdf
from yakusoku.adapters.word import specification_docx
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.packs.report import pack_report


def report_json(pack: Pack) -> bytes:
    """Return pack.json."""
    return (json.dumps(pack_report(pack), ensure_ascii=False, indent=2) + "\n").encode()


PACK_FILES: Mapping[str, Callable[[Pack], bytes]] = {
    "specification.docx": specification_docx,
    "specification.pdf": specification_pdf,
    "checksheet.xlsx": check_sheet_xlsx,
    "handbook.pdf": handbook_pdf,
    "decisions.xlsx": decisions_xlsx,
    "pack.json": report_json,
}


def write_pack(pack: Pack, folder: Path) -> None:
    """Write the files of a pack into a folder; if one cannot be made, none is written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=".pack-", dir=folder))
    try:
        for name, render in PACK_FILES.items():
            (waiting / name).write_bytes(render(pack))
        for name in PACK_FILES:
            os.replace(waiting / name, folder / name)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
