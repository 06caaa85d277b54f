# Samkraft: `make` lists the targets. Needs only python3 (>= 3.11) with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SAMKRAFT_DATA ?= var
STAMP := $(VENV)/.installed
.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv: bootstrap.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@touch $@

# Compiled bytecode: without it every process of `make run` compiles the stack anew (2 s each).
$(STAMP): $(BIN)/uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: setup
setup: $(STAMP) translations ## Make the environment in .venv with the samkraft command

.PHONY: translations
translations: $(STAMP)
	@$(BIN)/python tools/translations.py compile

.PHONY: run
run: setup ## Start everything with demo data: PORT=8000, SAMKRAFT_DATA=var
	@SAMKRAFT_DATA=$(SAMKRAFT_DATA) exec $(BIN)/samkraft run --port $(PORT)

.PHONY: lock
lock: $(BIN)/uv ## Renew the lock files from pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --upgrade --extra postgres pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --upgrade --all-extras pyproject.toml -o requirements-dev.lock
