"""Papers as PDF: a pack goes in as data, a template lays it out, the same pack gives the same bytes."""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from yakusoku.adapters.paper import (
    checksheet_content,
    decisions_content,
    handbook_content,
    specification_content,
)
from yakusoku.domain.packs.model import Pack

DOCUMENTS: Final = Path(__file__).resolve().parent.parent / "documents"
CONTENT: Final = "content.json"
TURNS_TO_FORGET: Final = 15


def specification_pdf(pack: Pack) -> bytes:
    """Return 特記仕様書."""
    return press().print("specification", specification_content(pack))


def checksheet_pdf(pack: Pack) -> bytes:
    """Return 遵守確認表, to be answered by hand."""
    return press().print("checksheet", checksheet_content(pack))


def handbook_pdf(pack: Pack) -> bytes:
    """Return 利用説明書."""
    return press().print("handbook", handbook_content(pack))


def decisions_pdf(pack: Pack) -> bytes:
    """Return 採否判断書."""
    return press().print("decisions", decisions_content(pack))


class PressForked(RuntimeError):
    """A forked process cannot use the typst of its parent: the threads behind it are gone. Spawn instead."""


class Press:
    """One typst compiler with our fonts and templates in a private folder.

    The content is handed over as a file, not as `sys.inputs`: a changed input would make typst forget
    every paragraph it has laid out, while most paragraphs of the next pack are the same.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="yakusoku-press-"))
        # Unlike atexit this also runs at the end of a worker process.
        Finalize(None, shutil.rmtree, args=(self._folder, True), exitpriority=0)
        for template in (DOCUMENTS / "typst").glob("*.typ"):
            shutil.copyfile(template, self._folder / template.name)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[DOCUMENTS / "fonts"]
        )
        self._compiler = typst.Compiler(root=self._folder, font_paths=fonts)
        self._lock = Lock()
        self._owner = os.getpid()
        self._batches = 0

    def print(self, template: str, content: Mapping[str, Any]) -> bytes:
        """Return the PDF that a template makes of the content. Raises PressForked."""
        return self._made(template, content, {"format": "pdf"})

    def picture(self, template: str, content: Mapping[str, Any], dots_per_inch: float) -> bytes:
        """Return the one page that a template makes of the content as PNG. Raises PressForked."""
        return self._made(template, content, {"format": "png", "ppi": dots_per_inch})

    def _made(self, template: str, content: Mapping[str, Any], made: Mapping[str, Any]) -> bytes:
        if os.getpid() != self._owner:
            raise PressForked
        file = self._folder / CONTENT
        with self._lock:
            file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", errors="replace")
            try:
                paper = self._compiler.compile(input=self._folder / f"{template}.typ", **made)
            finally:
                file.unlink()
        if not isinstance(paper, bytes):
            raise TypeError("typst returned no document, or several pages")
        return paper

    def rest(self) -> None:
        """Give back the memory of layouts: typst keeps each until it was not needed for several papers.

        Worth its few milliseconds where papers are rare and the process lives long, as in the server;
        not in a batch, whose next pack uses most of what would be forgotten.
        """
        if os.getpid() != self._owner or self._batches:
            return
        blank = self._folder / "blank.typ"
        with self._lock:
            for turn in range(TURNS_TO_FORGET):
                # A file that did not change would not count as a turn.
                blank.write_text(f"// {turn % 2}\n", encoding="utf-8")
                self._compiler.compile(input=blank, format="pdf")
        _return_free_memory()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Keep every layout until the block ends, and rest then: the next pack uses most of them."""
        self._batches += 1
        try:
            yield
        finally:
            self._batches -= 1
            self.rest()


def _return_free_memory() -> None:
    """Hand freed memory back to the system, where the C library can (glibc)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


@cache
def press() -> Press:
    """Return the press of this process."""
    return Press()
