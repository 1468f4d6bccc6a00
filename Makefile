# Unionhall: `make run` serves the sample federation, `make test` runs everything. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
APPS := $(notdir $(patsubst %/,%,$(dir $(wildcard src/unionhall/*/__init__.py))))
# All but the browser on one database. Each worker keeps to its part, so that what a file sets up is
# set up once, and helps the other at the end. `check` has tested the translations; they need no database.
ONCE := -n auto --maxprocesses 6 --dist worksteal --ignore tests/browser --ignore tests/test_translations.py
export PORT
.DELETE_ON_ERROR:

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/base: requirements/base.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

messages: .venv/base
	@$(BIN)/unionhall messages compile

run: .venv/base messages ## set up and serve the sample federation on 127.0.0.1:$PORT
	@$(BIN)/unionhall up --sample

system: ## install what tests need from the system (or say what to install)
	@bash tests/system.sh

check: .venv/dev messages ## formatting, lint, import contracts, types, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	UNIONHALL_DATA=build/check $(BIN)/unionhall makemigrations --check --dry-run
	UNIONHALL_DATA=build/check $(BIN)/unionhall rulebook check
	$(BIN)/pytest -q tests/test_translations.py tests/test_openapi.py

test: system check ## everything: checks, SQLite, PostgreSQL, browser
	bash tests/with_postgres.sh $(BIN)/pytest -q $(ONCE)
	$(BIN)/pytest -q $(ONCE)
	$(BIN)/pytest -q tests/browser

fmt: .venv/dev ## format and fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev messages ## measure against the goals; results in benchmarks/results/
	bash tests/with_postgres.sh $(BIN)/python benchmarks/run.py

lock: ## renew the pinned, hashed locks (needs uv)
	for f in base dev; do uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header requirements/$$f.in -o requirements/$$f.txt; done

vendor: ## rebuild the vendored styles, scripts and icons from package-lock.json (needs node)
	npm ci --ignore-scripts
	node assets/vendor.js

.PHONY: help messages run system check test fmt bench lock vendor
