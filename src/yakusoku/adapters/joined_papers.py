"""Several papers as one PDF, in order."""

import io
from collections.abc import Iterable

import pypdfium2 as pdfium


def joined_pdf(papers: Iterable[bytes], *, two_sided: bool = False) -> bytes:
    """Return the pages of all papers in one file.

    two_sided   a paper with an odd number of pages gets an empty one, so that the next begins on a new sheet
    """
    whole = pdfium.PdfDocument.new()
    for paper in papers:
        part = pdfium.PdfDocument(paper)
        whole.import_pages(part)
        if two_sided and len(part) % 2:
            whole.new_page(*part[0].get_size())
        part.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()
