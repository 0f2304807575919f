#!/bin/sh
# 速さを測る。一つずつ、一行ずつJSONで出す。
set -eu
cd "$(dirname "$0")/.."
sh scripts/system-packages.sh
for name in start pack intake answers batch contracts survey_book survey_long survey_duckdb survey_report collect; do
    .venv/bin/python -m "bench.$name"
done
