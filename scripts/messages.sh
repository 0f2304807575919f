#!/bin/sh
# Collects the texts of the interface into locale/en and compiles them. Fails while a translation is missing.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/messages.py
