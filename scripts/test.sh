#!/bin/sh
# CIと同じ検査をすべて行う。
set -eu
cd "$(dirname "$0")/.."
sh scripts/system-packages.sh
BIN=.venv/bin
export PYTHONDONTWRITEBYTECODE=1
$BIN/ruff check .
$BIN/ruff format --check .
$BIN/mypy
$BIN/lint-imports
$BIN/yakusoku catalogue check
YAKUSOKU_DATA=$(mktemp -d) && export YAKUSOKU_DATA
trap 'rm -rf "$YAKUSOKU_DATA"' EXIT
$BIN/yakusoku manage makemigrations --check --dry-run
$BIN/python -m pytest -n 2 --dist loadgroup "$@"
