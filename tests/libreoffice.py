"""LibreOffice, the real one, for round trips."""

import shutil
import subprocess

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice がありません（scripts/test.sh が入れます）"
)


def convert(file, to, folder):
    """Return the file that LibreOffice makes of `file`, in `folder`, with a profile of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder / 'profile'}",
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{to.split(':')[0]}"
