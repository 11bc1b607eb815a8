# Two commands do everything: `make brief` runs the main job on the Korea case, `make test` passes all tests.
# Each target sets up .venv itself; it needs Python 3.11 or newer and pip's usual index, nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
CASE ?= korea-2017
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: brief test check docs bench soak talks clean
.DELETE_ON_ERROR:

brief: .venv/.brief
	@mkdir -p build
	@$(BIN)/goodoffices brief $(CASE) --out build/$(CASE).pdf --out build/$(CASE).html --out build/$(CASE).md

test: check
	@$(BIN)/python -m pytest -n 2 --cov --cov-report= --durations=5
	@$(BIN)/python -m coverage report --fail-under=100 --include='$(CORE)'
	@$(BIN)/python -m coverage report --fail-under=90 --include='$(SHELL_ROOMS)'

check: .venv/.dev docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

docs: .venv/.dev
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs

bench: .venv/.dev
	@$(BIN)/python benchmarks/outlook_size.py
	@$(BIN)/python benchmarks/outlook_draws.py
	@$(BIN)/python benchmarks/settle_size.py
	@$(BIN)/python benchmarks/record_events.py
	@$(BIN)/python benchmarks/talks_load.py

soak: .venv/.dev
	@$(BIN)/python benchmarks/soak_outlook.py
	@$(BIN)/python benchmarks/soak_journal.py
	@$(BIN)/python benchmarks/soak_rooms.py

# A demonstration on this machine: a mediator and two delegations, with one-time links.
talks: .venv/.talks
	@$(BIN)/goodoffices talks serve --data build/rooms --demo $(CASE)

clean:
	rm -rf .venv build

CORE := src/goodoffices/case/*,src/goodoffices/drawing/*,src/goodoffices/wording/*,src/goodoffices/mapping/*,src/goodoffices/outlook/*,src/goodoffices/settle/*,src/goodoffices/brokers/*,src/goodoffices/record/*,src/goodoffices/talks/*,src/goodoffices/brief/*,src/goodoffices/errors.py
SHELL_ROOMS := src/goodoffices/store/*,src/goodoffices/web/*,src/goodoffices/cli/*,src/goodoffices/__main__.py,src/goodoffices/__init__.py

# What a user needs, then what a developer needs on top; each is made again when the lists change.
.venv/.brief: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "goodoffices needs Python 3.11 or newer, found " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "python venv is missing: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	@echo "setting up .venv (once)"
	@$(PIP) install --constraint constraints.txt pip
	@$(PIP) install --constraint constraints.txt --editable '.[brief]'
	@touch $@

.venv/.talks: .venv/.brief
	@$(PIP) install --constraint constraints.txt --editable '.[brief,talks]'
	@touch $@

.venv/.dev: .venv/.brief
	@echo "setting up the tools of the developers (once)"
	@$(PIP) install --constraint constraints.txt --editable '.[all]' --group dev
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || echo "no chromium: tests in a browser are skipped; apt-get install chromium"
	@touch $@
