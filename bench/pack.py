"""One pack, and its specification as PDF against LibreOffice doing the same from the docx."""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.timing import children_cpu, cpu, memory_mb, report, wall

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.pack_files import PACK_FILES
from yakusoku.adapters.pdf import specification_pdf
from yakusoku.adapters.profiles import read_profile
from yakusoku.adapters.word import specification_docx
from yakusoku.domain.packs.build import Publication, build_pack

PROFILES = sorted(Path("examples/profiles").glob("*.yaml"))


def packs():
    """Return a function that makes another pack at each call: five kinds of work, ever new titles."""
    known = [read_profile(file) for file in PROFILES]
    count = 0

    def make():
        nonlocal count
        count += 1
        profile = replace(known[count % len(known)], title=f"業務{count}", people=1000 + count)
        return build_pack(profile, shipped_catalogue(), [], Publication(f"P-{count}"), is_national_holiday)

    return make


def main():
    make = packs()
    whole = cpu(lambda: [render(pack) for pack in [make()] for render in PACK_FILES.values()], 20, 5)
    ours = wall(lambda: specification_pdf(make()), 20, 5)
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder) / "specification.docx"
        docx.write_bytes(specification_docx(make()))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(docx)]

        def convert():
            subprocess.run(command, check=True, capture_output=True)

        convert()
        theirs = wall(convert, 3, 0)
        theirs_cpu = children_cpu(convert)
    report(
        "pack",
        pack_cpu_ms=whole * 1000,
        limit_cpu_ms=150,
        pdf_ms=ours * 1000,
        libreoffice_ms=theirs * 1000,
        libreoffice_cpu_ms=theirs_cpu * 1000,
        times_faster=theirs / ours,
        wanted_times_faster=30,
        memory_mb=memory_mb(),
    )


if __name__ == "__main__":
    main()
