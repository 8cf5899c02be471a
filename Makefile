# Two commands matter: `make run` and `make test`. Each sets up whatever it needs first.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
TRANSLATIONS := app/translations/sv/LC_MESSAGES/messages.mo
export FLASK_APP := wsgi.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help run test install install-dev browser check format lint seed bench eval train lock clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: install ## Set everything up and open Brygga with demo data on http://127.0.0.1:8000
	@$(BIN)/python -m app.serve --port $(PORT)

test: install-dev browser ## Set everything up and run every check
	@$(MAKE) --no-print-directory check

install: $(VENV)/installed $(TRANSLATIONS) ## Install what Brygga runs on, from the lock file

install-dev: $(VENV)/installed-dev $(TRANSLATIONS) ## Install what the checks need too

$(VENV)/python-ok:
	@command -v $(PYTHON) >/dev/null || { echo "Brygga needs Python 3.11 or newer; $(PYTHON) was not found. Try: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Brygga needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make run PYTHON=python3.12"; exit 1; }
	@echo "Making a place for the packages in $(VENV)."
	@$(PYTHON) -m venv $(VENV) || { echo "The folder $(VENV) could not be made. Check that you may write here and that Python's venv module is installed."; exit 1; }
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/python-ok
	@echo "Installing the packages Brygga runs on; the first time takes about a minute."
	@$(BIN)/python -m pip install --require-hashes -r requirements.txt | grep --line-buffered -E '^(Collecting|Installing|Successfully|ERROR)' | cut -c -100
	@$(BIN)/python -m pip check >/dev/null
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing the packages the checks need."
	@$(BIN)/python -m pip install --require-hashes -r requirements-dev.txt | grep --line-buffered -E '^(Collecting|Installing|Successfully|ERROR)' | cut -c -100
	@$(BIN)/python -m pip check >/dev/null
	@touch $@

$(TRANSLATIONS): app/translations/sv/LC_MESSAGES/messages.po $(VENV)/installed
	@$(BIN)/pybabel --quiet compile -d app/translations

browser: install-dev ## Install Chromium for the browser tests when it is missing and can be installed
	@$(BIN)/python -m tests.browser.chromium

check: install-dev ## Formatting, lint of code and templates, types, architecture and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet app/templates
	$(BIN)/pytest -n 2

format: install-dev ## Format the code and sort its imports
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: install-dev ## Lint of code and templates, types and architecture, without the tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet app/templates

seed: install ## Load vocabulary, infrastructures, programmes and demo data where they are missing
	@$(BIN)/flask db upgrade
	@$(BIN)/flask seed --demo

eval: install ## Measure ranking, reasons and refusals; CAPABILITIES=, NEEDS= and QRELS= add another set, and its even ids
	@echo "measured $$(date +%F), version $$(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
	@for encoder in bundled none; do \
	  $(BIN)/python -m matching.evaluation --encoder $$encoder || exit; \
	  $(BIN)/python -m seeds.judged --encoder $$encoder || exit; \
	  for ids in $(if $(CAPABILITIES),all even); do \
	    echo "$(NEEDS), $$ids ids"; \
	    $(BIN)/python -m matching.evaluation --encoder $$encoder --ids $$ids \
	      --capabilities $(CAPABILITIES) --needs $(NEEDS) --qrels $(QRELS) || exit; \
	  done; \
	done

bench: install-dev ## Measure speed and memory of the engine, as ratios, and what pages cost at 10 000 companies
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.web

lock: install-dev ## Make the lock files anew from requirements.in and requirements-dev.in
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

clean: ## Remove what was installed and built; the database in instance/ stays
	rm -rf $(VENV) $(TRANSLATIONS) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
