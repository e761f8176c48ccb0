# What can be done here: `make help`.
PYTHON ?= python3
KEYHALL_VENV ?= .venv
export KEYHALL_VENV
BIN = $(KEYHALL_VENV)/bin
PACKAGES = accounts audit core idp keys outbox playground

.DEFAULT_GOAL := help
.PHONY: help run setup dev test lint format bench docs clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: ## Set up what is missing, then start web and worker on http://127.0.0.1:8000
	@exec $(PYTHON) bootstrap.py run

setup: ## Virtual environment, pinned packages, database, keys; starts nothing
	@exec $(PYTHON) bootstrap.py setup

dev: ## Install what tests and lint need
	@exec $(PYTHON) bootstrap.py dev

test: dev ## Run the whole suite (ARGS="-k login" narrows it)
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

lint: dev ## Check style, types, import contracts, migrations and settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

format: dev ## Put the code into the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: dev ## Measure server CPU per request for each operation
	@exec $(BIN)/python -m bench $(ARGS)

docs: dev ## Write the generated pages of docs/
	@exec $(BIN)/python manage.py generate_docs

clean: ## Remove what tools left behind (not the data, not the virtual environment)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
