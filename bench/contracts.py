"""A thousand contracts taken stock of, and a PDF of a hundred pages reviewed, against taking the text out alone.

The contracts are Word files, PDFs and texts of some 25 clauses, made from the examples of the catalogue. The
machine may be shared: the ratios tell more than the seconds.
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
import pypdfium2 as pdfium
from bench.timing import cpu, report

from yakusoku.adapters.contracts.reviewed import review_content
from yakusoku.adapters.letters import letter_pdf
from yakusoku.adapters.review_knowledge import shipped_lore
from yakusoku.domain.letters.model import Letter, Text

COUNT, CLAUSES, PAGES = 1000, 25, 100
COMMAND = Path(sys.executable).parent / "yakusoku"


def clauses(seed, count=CLAUSES):
    """Return clauses as their paragraphs, others for each seed."""
    examples = [each.text for known in shipped_lore().requirements for each in known.examples]
    for number in range(1, count + 1):
        told = examples[(seed * 7 + number * 13) % len(examples)].replace("\n", "")
        yield f"第{number % 999 + 1}条　{told}（{seed}-{number}）"


def word(seed):
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("業務委託契約書")
    for row in clauses(seed):
        document.add_paragraph(row)
    document.save(out)
    return out.getvalue()


def printed(seed, count=CLAUSES):
    blocks = [Text(row) for row in clauses(seed, count)]
    return letter_pdf(Letter("業務委託契約書", "", None, (), (), blocks))


def text(seed):
    return "\n".join(["業務委託契約書", *clauses(seed)]).encode("cp932", errors="replace")


MAKERS = (("docx", word), ("pdf", printed), ("txt", text))


def hundred_pages():
    """Return a PDF of at least a hundred pages."""
    count = 900
    while len(pdfium.PdfDocument(content := printed(0, count))) < PAGES:
        count += 300
    return content


def text_alone(folder):
    """Take the text out of every file, as the simplest script does."""
    for file in folder.iterdir():
        raw = file.read_bytes()
        if file.suffix == ".docx":
            "\n".join(p.text for p in docx.Document(io.BytesIO(raw)).paragraphs)
        elif file.suffix == ".pdf":
            pages_alone(raw)
        else:
            raw.decode("cp932")


def pages_alone(raw):
    """Take the text out of every page."""
    for page in pdfium.PdfDocument(raw):
        page.get_textpage().get_text_range()


def take_stock(folder, out):
    """Return the seconds and the largest memory (MiB) of any one process of the command."""
    command = [str(COMMAND), "portfolio", str(folder), "--out", str(out)]
    start = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode in {0, 1}, ran.stderr
    return time.perf_counter() - start


def main():
    raw = hundred_pages()
    review_content("x.pdf", raw[:100], scans=False)
    one = cpu(lambda: review_content("x.pdf", raw, scans=False), 3)
    alone = cpu(lambda: pages_alone(raw), 3)
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place, "in"), Path(place, "out")
        folder.mkdir()
        for number in range(COUNT):
            ending, make = MAKERS[number % len(MAKERS)]
            (folder / f"{number:04}.{ending}").write_bytes(make(number))
        first, again = take_stock(folder, out), take_stock(folder, out)
        told = json.loads((out / "portfolio.json").read_text())
        start = time.perf_counter()
        text_alone(folder)
        simple = time.perf_counter() - start
    report(
        "contracts",
        machine="shared",
        contracts=len(told["contracts"]),
        unreadable=len(told["unreadable"]),
        seconds=first,
        wanted_seconds=120,
        again_seconds=again,
        text_alone_seconds=simple,
        times_text_alone=first / simple,
        largest_process_mb=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        wanted_mb=1024,
        pages=len(pdfium.PdfDocument(raw)),
        pdf_cpu_seconds=one,
        wanted_pdf_seconds=3,
        pdf_times_text_alone=one / alone,
    )


if __name__ == "__main__":
    main()
