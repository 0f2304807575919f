# 約束の入口。`make` だけで一覧が出ます。
PYTHON ?= python3.11
export PORT ?= 8000
export YAKUSOKU_DATA ?= ./data
BIN := .venv/bin

.PHONY: help setup run reset test check format types imports model test-postgres bench lock wheels messages bench-review

help: ## この一覧を出す
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "%-15s %s\n", $$1, $$2}'

.venv/run.stamp: requirements/run.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	touch $@

setup: .venv/run.stamp ## 環境だけを .venv に作る

run: setup ## 見本の市のデータを入れて、画面を開けるようにする
	@$(BIN)/yakusoku manage migrate --verbosity 0
	@$(BIN)/yakusoku demo
	@$(BIN)/yakusoku serve --port $(PORT)

reset: ## データを消す（消す前に尋ねる）
	@sh scripts/reset.sh "$(YAKUSOKU_DATA)"

test: .venv/dev.stamp ## CIと同じ検査をすべて行う
	@sh scripts/test.sh

check: .venv/dev.stamp format-check types imports ## 書き方、型、層の検査
	$(BIN)/yakusoku catalogue check

format: .venv/dev.stamp ## 書き方を整える
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

format-check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

imports: .venv/dev.stamp
	$(BIN)/lint-imports

test-postgres: .venv/dev.stamp ## PostgreSQL を入れて動かし、同じ検査を行う
	@sh scripts/test-postgres.sh

bench: .venv/dev.stamp ## 速さを測る（一行ずつJSON）
	@sh scripts/bench.sh

# 契約の見直しを学び、測るための、ラベルの付いた条項。
CLAUSES ?= ../shared/contracts/dev/clauses.jsonl

model: .venv/dev.stamp ## 契約の見直しの線形モデルを学び直す（CLAUSES=… で条項、CORRECTIONS=… で見立ての訂正の場所を言う）
	$(BIN)/python -m bench.model "$(CLAUSES)" "$(CORRECTIONS)"

bench-review: .venv/dev.stamp ## 契約の見直しの正しさと速さを測る（JSON一行）
	@$(BIN)/python -m bench.review "$(CLAUSES)"

messages: .venv/dev.stamp ## 英語の訳文を集め直して組み込む
	@sh scripts/messages.sh

lock: ## 依存の版を固め直す
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet pyproject.toml --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal -o requirements/run.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal -o requirements/dev.lock

wheels: ## ネットワークのない所へ持って行く wheel を dist/wheels に集める
	$(PYTHON) -m pip download --quiet --require-hashes -r requirements/run.lock --dest dist/wheels
	$(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist/wheels .
