# Each recipe line is one command, run without `&&`: make then passes SIGTERM to it and not to a shell in between.
# `exec … --parent $$PPID`: a make that is killed takes the portal along.
BIN := .venv/bin
COMPILE := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# Where the environment forbids bytecode, each of our processes would compile its thousand modules again: 1 s.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test journeys check fix seed-large lock reference setup test-setup journeys-setup

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1 — /p' Makefile

run: setup ## start the portal and all it needs; PORT, DATA_DIR and other settings come from the environment
	@exec $(BIN)/python -m webapp run --parent $$PPID

test: test-setup check ## run every check and test, with one browser journey per capability
	@echo "==> unit and integration tests"
	@$(BIN)/pytest -q -n auto tests --ignore=tests/e2e -m "not drill"
	@echo "==> end-to-end tests"
	@$(BIN)/pytest -q -n 2 tests/e2e -m "capability and not journey_only"
	@echo "==> all tests passed"

journeys: test-setup journeys-setup ## run every drill and browser journey, and the full HTML validator on each page seen
	@echo "==> drills: processes that are killed, disks that are full"
	@$(BIN)/pytest -q -n 2 tests/launch -m drill
	@echo "==> every journey, every page through the HTML validator"
	@$(BIN)/pytest -q -n 2 tests/e2e

check: test-setup ## lint, formats, types and import contracts
	@echo "==> lint"
	@$(BIN)/ruff check --quiet
	@echo "==> format"
	@$(BIN)/ruff format --quiet --check
	@echo "==> types"
	@$(BIN)/mypy --no-error-summary
	@echo "==> import contracts"
	@$(BIN)/lint-imports --no-logo
	@echo "==> templates"
	@$(BIN)/djlint --quiet --lint webapp/templates

fix: test-setup ## format the code and correct what ruff can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

seed-large: test-setup ## fill the demonstration that runs with 100 000 applications; DATA_DIR as for run
	@$(BIN)/python -m bench.seed_large

lock: ## compile the locked requirements again, from pyproject.toml; needs uv
	@$(COMPILE) -o requirements/run.lock pyproject.toml
	@$(COMPILE) -c requirements/run.lock --group test -o requirements/test.lock pyproject.toml

reference: setup ## download the lists of communes, activities and countries again; needs npm
	@$(BIN)/python -m webapp.reference.refresh

setup: ## make .venv from requirements/run.lock, if that changed
	@scripts/setup

test-setup: ## add what the tests need: requirements/test.lock, ClamAV and Chromium
	@scripts/test-setup

journeys-setup: ## add what the HTML validator needs: Java and npm
	@scripts/journeys-setup
