# Everything starts here. `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run serve test accept lint format coverage bench clean

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
DB ?= sqlite
EXHAUSTIVE := tests/scoring/*/test_exhaustive.py
export PORT

# Nothing below needs more than Python 3.11 with venv, and make.
FIND_PYTHON = for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
		|| grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## the demonstration on this machine, from nothing: http://localhost:8000 (PORT= changes it)
	@DRESSAPP_PROFILE=demo $(PY) -m dressapp.config.start

serve: $(VENV)/run.stamp ## the same server for real use: DATABASE_URL or var/dressapp.sqlite3, no demo user
	@DRESSAPP_PROFILE=serve $(PY) -m dressapp.config.start

test: $(VENV)/test.stamp ## every check and test, from nothing (DB=postgres: what asks a database, on PostgreSQL)
ifeq ($(DB),postgres)
	@url=$$($(PY) -m tests.postgres) && DATABASE_URL="$$url" $(PY) -m pytest -q -n 2 tests/web
else ifeq ($(DB),sqlite)
	@$(PY) -m tests.browser.chromium
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory coverage
	$(PY) -m pytest -q -n 2 tests/architecture tests/web $(EXHAUSTIVE)
	$(PY) -m pytest -q tests/browser
	$(PY) -m tests.accept --in-tests
else
	$(error DB is $(DB); set DB=sqlite or DB=postgres)
endif

accept: $(VENV)/test.stamp ## the acceptance checks on real servers, each with a planted fault (CHECK="A04 A05": those)
	@$(PY) -m tests.browser.chromium
	$(PY) -m tests.accept $(CHECK)

lint: $(VENV)/test.stamp ## ruff, mypy, import-linter, missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run --settings dressapp.config.settings_test

format: $(VENV)/test.stamp ## let ruff mend and format the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

coverage: $(VENV)/test.stamp ## every branch of scoring/ is run by a test (without the exhaustive ones)
	@$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -q -n 2 tests/scoring tests/golden --ignore-glob='$(EXHAUSTIVE)'
	@$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

bench: $(VENV)/test.stamp ## how fast the pages are, beside an empty one
	$(PY) -m tests.bench

clean: ## take away the virtual environment and the demonstration, keep real data
	rm -rf $(VENV) var/demo.sqlite3 var/demo-cache.sqlite3 var/static

$(VENV)/bin/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "dressapp needs Python 3.11 or newer. Install it (Debian, Ubuntu: apt install python3 python3-venv)."; exit 1; fi; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python has no venv here. Install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "packages ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements.txt tests/requirements.txt | $(VENV)/bin/python
	@echo "packages for the tests ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@touch $(VENV)/run.stamp $@
