#!/bin/sh
# CIと同じ検査をすべて行う。SQLite で全部、続けて PostgreSQL で、データベースによって変わりうるところを。
set -eu
cd "$(dirname "$0")/.."
BIN=.venv/bin
SCRATCH=$(mktemp -d)
# 木には何も書かない。テストは多くのプロセスを始めるので、翻訳したものは、よそに残して使い回す（一つに約0.8秒）。
export PYTHONPYCACHEPREFIX="$SCRATCH/compiled" YAKUSOKU_DATA="$SCRATCH/data"
mkdir "$YAKUSOKU_DATA"
# 道具を入れるのには時間がかかるので、その間に、道具の要らない検査を行う。
sh scripts/system-packages.sh & TOOLS=$!
trap 'wait; rm -rf "$SCRATCH"' EXIT
$BIN/ruff check .
$BIN/ruff format --check .
$BIN/mypy
$BIN/lint-imports
$BIN/yakusoku catalogue check
$BIN/yakusoku manage makemigrations --check --dry-run
wait $TOOLS
$BIN/python -m pytest -n 3 --dist loadgroup "$@"
# 選んで行うときは、PostgreSQL では行わない。
[ $# = 0 ] || exit 0
# 同時の書込み、データベースの守り、一覧、途中で止めたサーバ。表は空から作る。
sh scripts/test-postgres.sh \
    tests/apps/test_two_at_once.py tests/apps/test_pairs_at_once.py tests/apps/chain/test_database.py \
    tests/apps/audit/test_trail.py tests/apps/flows/test_opening.py \
    tests/apps/flows/test_dashboard.py tests/killed/test_server.py
