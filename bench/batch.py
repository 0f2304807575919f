"""A thousand packs through the command, on all cores."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from bench.timing import report

COMMAND = Path(sys.executable).parent / "yakusoku"
COUNT = 1000


def main():
    examples = [yaml.safe_load(f.read_text()) for f in sorted(Path("examples/profiles").glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(COUNT):
            data = examples[number % len(examples)] | {"title": f"業務{number}"}
            data["period"] = {key: str(day) for key, day in data["period"].items()}
            file = Path(folder) / f"{number:04}.yaml"
            file.write_text(yaml.safe_dump(data, allow_unicode=True))
            files.append(str(file))
        start = time.perf_counter()
        subprocess.run(
            [COMMAND, "pack", *files, "--out", f"{folder}/out"], check=True, stdout=subprocess.DEVNULL
        )
        seconds = time.perf_counter() - start
        written = sum(1 for _ in Path(folder).glob("out/*/pack.json"))
    report("batch", packs=written, seconds=seconds, wanted_seconds=90, packs_per_second=written / seconds)


if __name__ == "__main__":
    main()
