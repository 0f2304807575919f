"""Collect the words of the interface, write the English catalogue of messages and compile it.

Japanese is the source language: the msgid is the Japanese text. Texts come from three places: templates,
calls of gettext in Python, and the tables of words of the domain, which knows no gettext and is translated
where it is shown. Everything is read in Python, so that neither xgettext nor msgfmt is needed.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from yakusoku import domain
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.dates.eras import ERAS
from yakusoku.domain.engagements import questions
from yakusoku.domain.inspections import answers
from yakusoku.domain.packs import labels

SOURCE = Path(__file__).resolve().parent.parent / "src" / "yakusoku"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

# Modules that hold nothing but words, and endings of the names of other tables of words.
WORDY = (labels, questions, answers)
TABLES = ("_LABELS", "_SHORT", "_WORDS")

ONE = {"gettext", "gettext_lazy", "gettext_noop", "_", "say"}
COUNTED = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALL = re.compile(rf"\b({'|'.join(sorted(ONE | COUNTED | WITH_CONTEXT))})\(")


class Message(NamedTuple):
    """A text to translate. `plural` is empty where nothing is counted."""

    text: str
    plural: str
    file: str


def collected() -> list[Message]:
    """Return every text of the interface once, in the order of files and lines."""
    found: dict[str, Message] = {}
    for message in (*in_python(), *in_templates(), *in_domain()):
        known = found.get(message.text)
        if known is None or (message.plural and not known.plural):
            found[message.text] = message
    return sorted(found.values(), key=lambda message: message.file)


def in_python() -> Iterator[Message]:
    """Yield the texts that Python code hands to gettext."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        yield from _calls(ast.walk(tree), _named(file))


def in_templates() -> Iterator[Message]:
    """Yield the texts of `translate`, `blocktranslate` and `_("…")` in templates."""
    for file in sorted((*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt"))):
        code = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        for call in CALL.finditer(code):
            yield from _calls([_parsed(code, call.start())], _named(file))


def in_domain() -> Iterator[Message]:
    """Yield the words that the domain keeps in tables: any table of texts whose name says so."""
    for module in _domain_modules():
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, Mapping) and (module in WORDY or name.endswith(TABLES)):
                for text in _texts(table.values()):
                    yield Message(text, "", f"domain {name}")
    for _first, era in ERAS:
        yield Message(era, "", "domain ERAS")
    yield Message(shipped_catalogue().title, "", "catalogue.yaml")


def _domain_modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(domain.__path__, "yakusoku.domain."):
        yield importlib.import_module(found.name)


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, questions.QuestionText):
            yield from (text for text in (value.label, value.why, value.help) if text)
        elif isinstance(value, str) and not value.isascii():
            yield value


def _named(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def _parsed(code: str, start: int) -> ast.expr:
    """Return the call that starts at `start`: the shortest piece of `code` that is Python."""
    end = start
    while True:
        end = code.index(")", end) + 1
        try:
            return ast.parse(code[start:end].replace("\n", "\\n"), mode="eval").body
        except SyntaxError:
            continue


def _calls(nodes: Iterable[ast.AST], file: str) -> Iterator[Message]:
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in WITH_CONTEXT and texts:
            raise ValueError(f"{file}: {name} is not collected; use gettext or ngettext")
        if name in ONE and texts:
            yield Message(texts[0], "", file)
        elif name in COUNTED and len(texts) > 1:
            yield Message(texts[0], texts[1], file)


def renewed(old: polib.POFile) -> polib.POFile:
    """Return the catalogue of all collected texts with the translations that `old` knows."""
    known = {entry.msgid: entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "yakusoku",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in collected():
        new.append(_entry(message, known.get(message.text)))
    return new


def _entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, occurrences=[(message.file, "")])
    if "%(" in message.text or "%d" in message.text or "%s" in message.text:
        entry.flags.append("python-format")
    if not message.plural:
        entry.msgstr = known.msgstr if known else ""
        return entry
    entry.msgid_plural = message.plural
    entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgstr_plural else {0: "", 1: ""}
    return entry


def untranslated(catalogue: polib.POFile) -> list[str]:
    """Return the texts without a finished translation."""
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main() -> int:
    """Renew the catalogue; return 1 if a text still waits for its translation."""
    catalogue = renewed(polib.pofile(str(PO)) if PO.exists() else polib.POFile())
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(PO))
    catalogue.save_as_mofile(str(MO))
    waiting = untranslated(catalogue)
    for text in waiting:
        print(f"訳がありません: {text}", file=sys.stderr)
    print(f"{len(catalogue)}件、未訳 {len(waiting)}件。{PO.relative_to(SOURCE.parent.parent)}")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
