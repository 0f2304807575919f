"""Looking into an upload before it is taken in. It opens nothing that could run, fetch or swell."""

from dataclasses import dataclass

from yakusoku.adapters.office_uploads import carried, check_office
from yakusoku.adapters.pdf_uploads import carried_by_pdf, check_pdf
from yakusoku.domain.files.acceptance import Family, clean_name, ending_of, kind_of


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that may be kept, under a name that may be shown."""

    name: str
    content_type: str


def inspect(name: str, content: bytes, most_bytes: int, *, for_words: bool = False) -> Accepted:
    """Return under which name and type an upload is kept.

    name         as the browser sent it
    most_bytes   the largest file that is taken
    for_words    whether only the words of an Office file or a PDF are read: what else it carries does not matter then
    raises       a Refusal of domain/files/acceptance.py: the first reason that was found
    This is no virus scan: it takes away what runs by itself, not every defect of a reader.
    """
    clean = clean_name(name)
    kind = kind_of(clean, content, most_bytes)
    if kind.family is Family.OFFICE:
        (carried if for_words else check_office)(clean, content, ending_of(clean))
    elif kind.family is Family.PDF:
        (carried_by_pdf if for_words else check_pdf)(clean, content)
    return Accepted(clean, kind.content_type)
