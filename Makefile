# Two commands on a fresh machine: `make demo` and `make test`.
# Needs Python >= 3.11, make and a package index; everything is installed from wheels, by hash.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
HASHED := --only-binary=:all: --require-hashes --no-deps --quiet

.PHONY: demo test lint types contracts check locks clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Accounted needs Python 3.11 or newer: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.users: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) from requirements.lock (a few minutes the first time) ..."
	$(PIP) install $(HASHED) -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developers: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) from requirements-dev.lock (a few minutes the first time) ..."
	$(PIP) install $(HASHED) -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.users

demo: $(VENV)/.users            ## run the two demo inquiries and say where the reports are
	@$(BIN)/accounted demo

test: $(VENV)/.developers       ## the whole test suite
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.developers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.developers
	$(BIN)/mypy

contracts: $(VENV)/.developers
	$(BIN)/lint-imports

check: lint types contracts test

locks:                          ## needs uv; writes both locks anew, without any address
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --annotation-style line --quiet -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --annotation-style line --quiet -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist
