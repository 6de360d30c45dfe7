# The commands of this project. `make demo` and `make test` install what they need.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto
AGAIN := --rerun-show-tracebacks --max-suite-reruns=5  # what waits for a browser or a server: docs/adr/0035-tried-once-more.md

.PHONY: help demo test test-sqlite test-postgresql faults properties check bench screenshots lock messages clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (set PYTHON=...)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/runtime  ## run the demo: everything on this machine, nothing else to install
	$(BIN)/python manage.py serve --demo

test: test-sqlite test-postgresql  ## run all tests, on SQLite and on PostgreSQL, with a real broker and a real browser

test-sqlite: .venv/development
	@sh tests/ensure_browser.sh
	@sh tests/ensure_pspp.sh
	@sh tests/ensure_office.sh
	@echo "== Tests on SQLite =="
	$(BIN)/python -m tests.servers sqlite $(BIN)/python -m pytest -q $(AGAIN) -n $(WORKERS) --dist loadgroup

test-postgresql: .venv/development
	@sh tests/ensure_browser.sh
	@sh tests/ensure_pspp.sh
	@sh tests/ensure_office.sh
	@echo "== Tests on PostgreSQL (those to which the database makes no difference ran above) =="
	$(BIN)/python -m tests.servers postgresql $(BIN)/python -m pytest -q $(AGAIN) -n $(WORKERS) --dist loadgroup -m "not pure and not either"

FAULTS ?= full
faults: .venv/development  ## inject every fault on both editions (FAULTS=0.1: a tenth of the size); prints what was lost and what came twice
	@sh tests/ensure_browser.sh
	@rm -f var/faults.json
	@echo "== Faults on SQLite =="
	-EXAMPLES=free FAULTS=$(FAULTS) $(BIN)/python -m tests.servers sqlite $(BIN)/python -m pytest -q tests/faults
	@echo "== Faults on PostgreSQL =="
	-EXAMPLES=free FAULTS=$(FAULTS) $(BIN)/python -m tests.servers postgresql $(BIN)/python -m pytest -q tests/faults
	$(BIN)/python -m tests.faults.table

properties: .venv/development  ## try every property with many new random examples
	EXAMPLES=free $(BIN)/python -m tests.servers sqlite $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup -m hypothesis

check: .venv/development  ## style, types, import contracts, migrations, deployment settings, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://polls.example ALLOWED_HOSTS=polls.example $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/architecture

bench: .venv/development  ## measure collection, results and downloads; prints a table, writes JSON
	$(BIN)/python -m bench

screenshots: .venv/development  ## make the pictures of the README anew from a running demo
	@sh tests/ensure_browser.sh
	$(BIN)/python -m tests.screenshots

lock: .venv/development  ## compile requirements*.in into pinned requirements*.txt
	$(BIN)/uv pip compile requirements.in -o requirements.txt --universal --python-version 3.11 --generate-hashes --upgrade --quiet
	$(BIN)/uv pip compile requirements-dev.in -o requirements-dev.txt --universal --python-version 3.11 --generate-hashes --upgrade --quiet

messages: .venv/development  ## collect and compile the Dutch translation (needs GNU gettext)
	$(BIN)/python manage.py makemessages -l nl --no-location --no-wrap --ignore .venv --ignore var --ignore tests --ignore bench
	sed -i '/^"POT-Creation-Date:/d' locale/nl/LC_MESSAGES/django.po
	$(BIN)/python manage.py compilemessages -l nl --ignore .venv

clean:  ## remove the environment and all local data
	rm -rf .venv var
