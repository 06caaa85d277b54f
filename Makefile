# Samkraft: `make` lists the targets. Needs only python3 (>= 3.11) with venv, and make.
PYTHON ?= python3
VENV := .venv
# Bytecode is written even where the environment says otherwise: every process would compile the whole of the code anew.
export PYTHONDONTWRITEBYTECODE :=
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

# Compiled bytecode, of the libraries and of our own: without it every process of `make run` compiles them anew (2 s each).
$(STAMP): $(BIN)/uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 core plugins migrations
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

PYTEST := $(BIN)/python -m pytest

.PHONY: test
test: setup ## Everything that must pass: SQLite, PostgreSQL, Valkey, browser (when Chromium is there), chaos
	@echo "Two parts at a time; what a part says comes when it is done."
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-postgres test-sqlite test-pages test-kit test-chaos
	$(MAKE) --no-print-directory test-loop  # has a minute, and so the machine to itself

.PHONY: test-sqlite test-postgres test-pages test-kit test-chaos test-loop
# The matrix of addresses and roles takes longest of all, and is tried on PostgreSQL, whose policies are a fence more.
test-sqlite: setup ## The suite on SQLite, without browser and chaos
	$(PYTEST) -q -m "not chaos and not browser" --deselect tests/architecture/test_matrix.py::test_everybody_meets_what_is_declared

test-postgres: setup ## The suite on a private PostgreSQL: services, queries, jobs, and the sweeps over all pages
	$(PYTEST) -q -m "not chaos and not browser and not sqlite_only" --database postgres

.PHONY: test-everything
test-everything: setup ## On PostgreSQL also each walk of pages, which `make test` leaves to SQLite and the sweeps; on SQLite the matrix
	$(PYTEST) -q -m "not chaos and not browser and not sqlite_only" --database postgres --everything
	$(PYTEST) -q tests/architecture/test_matrix.py

test-pages: setup ## The product's pages in a real browser (when Chromium is there)
	$(PYTEST) -m browser tests/browser

test-kit: setup ## The kit of pages in a real browser (when Chromium is there)
	$(PYTEST) -m browser tests/core

test-chaos: setup ## Processes are killed while people work
	$(PYTEST) -m chaos

test-loop: setup ## The loop, walked on a running installation
	$(BIN)/samkraft demo loop

.PHONY: test-browser
test-browser: setup ## Install Chromium where apt is at hand, then run the browser tests
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core) \
	  || (echo "Install Chromium first: apt-get install chromium" && exit 1)
	$(MAKE) --no-print-directory test-pages test-kit

.PHONY: check
check: setup ## Lint, format, types, import contracts, dead code, templates, catalogues, generated references
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/bandit -q -ll -r core plugins tools
	$(BIN)/djlint --lint --quiet core plugins
	$(BIN)/python tools/vendor.py --check
	$(BIN)/python tools/translations.py check
	$(BIN)/python tools/reference.py --check

.PHONY: format
format: setup ## Bring code and templates into the one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: setup ## Speed and memory, as ratios within one run (BENCH="--small" for a quick look)
	$(BIN)/python -m bench $(BENCH)

.PHONY: docs
docs: setup ## Write docs/reference from the code
	$(BIN)/python tools/reference.py

.PHONY: vendor
vendor: setup ## Fetch the front-end packages again and check their integrity (needs npm)
	$(BIN)/python tools/vendor.py
