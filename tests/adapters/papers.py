"""What the tests of papers share: packs with hostile words, and text read back from PDF."""

import subprocess
from dataclasses import replace

import pypdfium2

from tests.packs import EXAMPLES
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.profiles import read_profile
from yakusoku.domain.catalogue.model import Strength
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.packs.build import Publication, build_pack

HOSTILE = [
    '#eval("1") #panic() *太字* _斜体_ `code` $x$ \\ @ref <label> // 注',
    "<b>&amp;</b> & {head-right} ]]>",
    "=1+1",
    "@SUM(A1)",
    "業務" * 400,
]
CHOICES = (
    Decision("copying", Verdict.ALTERNATIVE, Strength.PROHIBIT, "", "高齢福祉課長"),
    Decision("private-devices", Verdict.DECLINE, None, "庁舎の規程で足りるため。", "高齢福祉課長 山田花子"),
)


def pack_of(name="home-visits", decisions=CHOICES, **facts):
    """Return a pack with a ban that cannot be kept and a requirement left out; `facts` change the profile."""
    profile = replace(read_profile(EXAMPLES / "profiles" / f"{name}.yaml"), **facts)
    publication = Publication("E-1")
    return build_pack(profile, shipped_catalogue(), decisions, publication, is_national_holiday)


def words_of(pdf, head=()):
    """Return the text of a PDF without blanks, page by page joined, page numbers and running head taken out."""
    pages = pypdfium2.PdfDocument(pdf)
    words = []
    for number, page in enumerate(pages, start=1):
        text = bare(page.get_textpage().get_text_range())
        for running in (*head, f"{number} / {len(pages)}"):
            text = text.replace(bare(running), "", 1)
        words.append(text)
    return "".join(words)


def bare(text):
    """Return the text without blanks, line ends and the mark that pypdfium2 puts for a soft hyphen."""
    return "".join(text.replace("\ufffe", "-").split())


def converted(folder, name):
    """Return the PDF that LibreOffice makes of a file in the folder."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / name]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / name).with_suffix(".pdf")
