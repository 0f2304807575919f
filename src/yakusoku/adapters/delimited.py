"""Text tables as people save them: comma or tab, UTF-8, the code page of Japanese Excel, or its Unicode text."""

import codecs
import csv
import io

# A spreadsheet would run a text that starts with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and never runs it: a leading ' when needed."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class UnknownEncoding(ValueError):
    """The text is in none of the encodings that are tried."""


def read_delimited(raw: bytes) -> list[list[str]]:
    """Return the cells of a text table. Raises UnknownEncoding, ValueError if it is no table."""
    text = _decoded(raw)
    head = text.split("\n", 1)[0]
    separator = "\t" if head.count("\t") > head.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _decoded(raw: bytes) -> str:
    # What Excel calls Unicode text, in tabs, begins with a mark that is half of two letters in cp932.
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding()
