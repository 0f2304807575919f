#!/usr/bin/env python3
"""データフォルダの控えを、動かしたまま取る。Python の標準ライブラリだけで動く。

    python3.11 deploy/backup.py /var/lib/yakusoku /var/backups/yakusoku --keep 14

データベースは SQLite のバックアップAPIで写すので、書込みの途中でも壊れない。
保管ファイル（store/）は名前が内容の要約値なので、後から書き換わることがない。データベースを先に写せば、
その中で引かれているファイルは、必ず後で写す store/ の中にある。
"""

import argparse
import hashlib
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

DATABASE, KEY, STORE, SUMS = "yakusoku.sqlite3", "secret.key", "store", "SHA256SUMS"
PREFIX, UNFINISHED = "yakusoku-", ".unfinished-"


def back_up(data: Path, target: Path, stamp: str) -> Path:
    """Copy a data folder while it is in use; return the new folder, whole and proven readable.

    raises   OSError, sqlite3.Error; RuntimeError if a copy is not what it should be
    """
    target.mkdir(parents=True, exist_ok=True)
    done, folder = target / f"{PREFIX}{stamp}", target / f"{UNFINISHED}{stamp}"
    if done.exists():
        raise FileExistsError(17, "同じ時刻の控えがあります", str(done))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if (data / DATABASE).exists():
        copy_database(data / DATABASE, folder / DATABASE)
    if (data / KEY).exists():
        shutil.copy2(data / KEY, folder / KEY)
    copy_store(data / STORE, folder / STORE)
    write_sums(folder)
    folder.rename(done)
    return done


def copy_database(source: Path, copy: Path) -> None:
    """Copy an SQLite database through its own API, then let it check itself."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(copy)) as new,
    ):
        live.backup(new)
        # One file, whatever the original uses: nothing beside it can be forgotten.
        new.execute("PRAGMA journal_mode=DELETE")
        told = new.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise RuntimeError(f"{copy.name}: {told}")
    copy.chmod(0o600)


def copy_store(source: Path, copy: Path) -> None:
    """Copy the stored files; each must still be what its name says."""
    copy.mkdir(mode=0o700)
    for file in sorted(p for p in source.glob("*/*/*") if not p.name.startswith(".")):
        place = copy / file.relative_to(source)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(file, place)
        if digest_of(place) != place.name:
            raise RuntimeError(f"{file.relative_to(source)}: 保管したときの内容と違います")


def write_sums(folder: Path) -> None:
    """Write the digest of every file, in the form that `sha256sum --check` reads."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{digest_of(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    with (folder / SUMS).open("w", encoding="utf-8") as out:
        out.writelines(lines)
        out.flush()
        os.fsync(out.fileno())


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def drop_old(target: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` finished copies; return what was deleted."""
    old = sorted(target.glob(f"{PREFIX}*"))[:-keep] if keep else []
    for folder in old:
        shutil.rmtree(folder)
    return old


def main() -> int:
    """Run from the command line; 0 done, 2 refused."""
    parser = argparse.ArgumentParser(description="約束のデータフォルダの控えを取ります。")
    parser.add_argument("data", type=Path, help="データフォルダ（YAKUSOKU_DATA）")
    parser.add_argument("target", type=Path, help="控えを置くフォルダ")
    parser.add_argument("--keep", type=int, default=0, help="残す控えの数（既定の0は、古い控えを消さない）")
    asked = parser.parse_args()
    if not asked.data.is_dir():
        print(f"{asked.data} がありません。データフォルダを確かめてください。", file=sys.stderr)
        return 2
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    try:
        made = back_up(asked.data, asked.target, stamp)
        old = drop_old(asked.target, asked.keep)
    except (OSError, sqlite3.Error, RuntimeError) as error:
        print(f"控えを取れませんでした: {error}", file=sys.stderr)
        return 2
    print(f"{made} に控えを取りました。古い控えを{len(old)}件消しました。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
