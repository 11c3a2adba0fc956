# Oneplace: `make demo` shows it, `make test` proves it. Both work on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
PORT ?= 8000
.DEFAULT_GOAL := help
.PHONY: help demo test tests check fast lint format docs pictures messages bench mutants lock wheel hooks clean

help:  ## List what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done
	@echo '  ROOM=… KIND=… with test: only the tests of a folder of tests/, of a kind in tests/kinds.py'

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Oneplace needs Python 3.11 or newer; this is $$($(PYTHON) -V). Name another with PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian or Ubuntu, apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv || { echo "uv could not be fetched from PyPI: is there a network?"; exit 1; }

# what running needs, from hash-locked files; the package itself last, which also compiles the style sheet
$(VENV)/.runtime: requirements.lock pyproject.toml package-lock.json hatch_build.py $(wildcard assets/*) | $(VENV)/bin/uv
	@[ -e $(VENV)/.develop ] || $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

# what testing needs besides
$(VENV)/.develop: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime  ## Build the example place from synthetic people and published data, and serve it
	@$(BIN)/oneplace demo $(DEMO) --port $(PORT)

# with a room or a kind named, only its tests on this Python; else all, and beside them the rest of the proof
SOME := $(if $(ROOM),--room $(ROOM)) $(if $(KIND),--kind $(KIND))
test: $(VENV)/.develop  ## Lint, type-check and run every test (ROOM=measures: a room's; KIND=browser: a kind's)
	@$(MAKE) --silent --no-print-directory --jobs=2 --keep-going $(if $(strip $(SOME)),,lint) tests

tests: $(VENV)/.develop
	@ONEPLACE_BROWSER="$$(sh scripts/browser.sh)" JAVA_HOME="$$(sh scripts/java.sh)" $(BIN)/python scripts/run_tests.py $(or $(strip $(SOME)),--pythons all)

check: $(VENV)/.develop  ## Lint, type-check and run the fast tests, side by side: for every commit
	@$(MAKE) --silent --no-print-directory --jobs=2 --keep-going lint fast

fast: $(VENV)/.develop
	@$(BIN)/python scripts/run_tests.py --kind fast $(SOME)

lint: $(VENV)/.develop  ## Check style, types and the rules of the house
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.develop  ## Put the code into its standard shape
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

docs: $(VENV)/.develop  ## Write the pages of docs/ that are made from the code
	@$(BIN)/python -m oneplace.place.pages
	@PYTHONPATH=scripts $(BIN)/python -m docs_from_code

pictures: $(VENV)/.develop  ## Take the README's pictures of the place that `make demo` built
	@PYTHONPATH=. ONEPLACE_BROWSER="$$(sh scripts/browser.sh)" $(BIN)/python scripts/pictures.py $(DEMO)

messages: $(VENV)/.develop  ## Write the catalogue of the pages' words for translators
	@PYTHONPATH=scripts $(BIN)/python -m messages

bench: $(VENV)/.develop  ## Measure speed and memory (minutes; prints tables)
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

mutants: $(VENV)/.develop  ## Plant faults in a room and count those that its tests find (ROOM=progress)
	@$(BIN)/python scripts/mutants.py $(ROOM)

# for every Python and system that pyproject.toml allows; UPGRADE= keeps the versions that are locked
UPGRADE ?= --upgrade
COMPILE = $(BIN)/uv pip compile --quiet $(UPGRADE) --universal --generate-hashes --no-header --python-version 3.11
lock: $(VENV)/bin/uv  ## Renew the hash-locked lists of dependencies
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock

wheel: $(VENV)/bin/uv  ## Build the package that `pip install` takes
	@$(BIN)/uv build --quiet && ls dist

hooks: $(VENV)/.develop  ## Lint before each commit of this clone, and run the fast tests before each push
	@$(BIN)/pre-commit install

clean:  ## Remove what was built (the demo's data among it)
	@rm -rf $(DEMO) dist build $(VENV)/.runtime $(VENV)/.develop
