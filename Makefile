# Targets for people and for CI. Everything lives in .venv; a machine needs python3 (3.11 or later) and make.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: demo test lint format build-data docs bench fuzz score clean help

help:  ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# -- environments --------------------------------------------------------------------------------------------------

$(VENV)/.installed: pyproject.toml rules/build.py
	@if [ -n "$(UV)" ]; then \
	  [ -x $(BIN)/python ] || uv venv --quiet --python $(PYTHON) $(VENV); \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --editable '.[openapi,kustomize,helm]'; \
	else \
	  [ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV); \
	  $(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'; \
	  $(BIN)/python -m pip install --quiet --compile --editable '.[openapi,kustomize,helm]'; \
	fi
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	@if [ -n "$(UV)" ]; then \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --group dev; \
	else \
	  $(BIN)/python -m pip install --quiet --compile --group dev; \
	fi
	@touch $@

build-data: $(VENV)/.installed  ## Compile rules, examples and the catalogue to JSON.
	@$(BIN)/python rules/build.py

# -- use -----------------------------------------------------------------------------------------------------------

demo: build-data  ## Check the two bundled systems and print the compliance summary.
	@for system in seed-diagram shop; do \
	  printf '\n== archcheck check fixtures/%s\n\n' $$system; \
	  $(BIN)/archcheck check fixtures/$$system --exit-zero || exit; \
	done

# -- development ---------------------------------------------------------------------------------------------------

test: $(VENV)/.developed build-data  ## Run the tests with branch coverage.
	@$(BIN)/python -m pytest --cov --cov-branch --cov-fail-under=90 --cov-report=term

lint: $(VENV)/.developed build-data  ## Check format, style, types, architecture and generated files.
	@$(BIN)/ruff format --check src tests rules
	@$(BIN)/ruff check src tests rules
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs
	@git diff --exit-code -- rules/README.md reports/run.schema.json

format: $(VENV)/.developed  ## Format the code.
	@$(BIN)/ruff format src tests rules
	@$(BIN)/ruff check --fix src tests rules

docs: build-data  ## Write the generated pages and schemas anew.
	@$(BIN)/archcheck rules docs --output rules/README.md
	@$(BIN)/python -m archcheck.reporters.json_schema reports/run.schema.json

bench: $(VENV)/.developed build-data  ## Measure time and memory on generated trees, beside Checkov.
	@$(BIN)/python tests/bench/bench.py

fuzz: $(VENV)/.developed build-data  ## Throw many mutated manifests at the readers.
	@$(BIN)/python -m pytest -m fuzz --no-cov -o addopts= tests/hostile

clean:  ## Remove everything that was made.
	rm -rf $(VENV) .venv-checkov build dist .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis src/archcheck/_compiled
