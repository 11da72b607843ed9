# The privacy desk: `make help` lists the commands.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:

.DEFAULT_GOAL := help
.PHONY: help demo serve check test coverage test-fast lint types imports bench-intake train train-encoder evaluate curves lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

demo: .venv/ready ## start the whole world on this machine and open it in a browser (PORT=8000)
	@$(BIN)/privacy-desk demo --port $(PORT)

serve: .venv/ready ## run the service against the servers in the settings
	@$(BIN)/privacy-desk serve

check: .venv/ready ## try each configured server and say what works and what to set
	@$(BIN)/privacy-desk check

test: .venv/ready-dev ## set up whatever is missing, then run every check and every test
	@./tests/set-up-servers
	@$(MAKE) --no-print-directory lint types imports
	@$(BIN)/pytest -n 2 --dist loadgroup

coverage: .venv/ready-dev ## the tests again, counting which branches they take
	@./tests/set-up-servers
	@$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered

test-fast: .venv/ready-dev ## the tests alone, stopping at the first failure
	@$(BIN)/pytest -n 2 --dist loadgroup -x

lint: .venv/ready-dev ## formatting, style and dependencies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/deptry .

types: .venv/ready-dev ## static types
	@$(BIN)/mypy

imports: .venv/ready-dev ## the architecture
	@$(BIN)/lint-imports

bench-intake: .venv/ready-dev ## messages a second from a real Dovecot mailbox to cases and cards
	@./tests/set-up-servers
	@$(BIN)/python -m tests.bench.intake

train: .venv/ready ## rebuild the first stage and the calibration from the committed corpus (minutes)
	@$(BIN)/python -m nlp.train

train-encoder: .venv/ready-train ## rebuild the whole model, the fine-tuned encoder too (most of an hour)
	@$(BIN)/python -m nlp.train --encoder

evaluate: .venv/ready ## measure the classifier beside its rivals (REPORT=DIR for a page, DATA=FILE, CURVES=FILE)
	@$(BIN)/python -m nlp.evaluate $(if $(DATA),--data '$(DATA)') $(if $(REPORT),--report '$(REPORT)') \
		$(if $(CURVES),--curves '$(CURVES)')

curves: .venv/ready ## what each further brief of the corpus would teach (CURVES=FILE keeps it for the page)
	@$(BIN)/python -m nlp.curves $(if $(CURVES),--write '$(CURVES)')

lock: .venv/ready-dev ## resolve the dependencies of pyproject.toml again (needs uv)
	@./.ci/lock

clean: ## remove the virtual environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "The privacy desk needs Python 3.11 or newer: install it, or name it with make PYTHON=python3.12"; exit 2; }
	@echo "Making a virtual environment in .venv …"
	@$(PYTHON) -m venv .venv || { \
		echo "Python's venv module is missing: install it (on Debian: apt-get install python3-venv)"; exit 2; }

.venv/ready: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing, every package checked against its hash …"
	@$(PIP) -r requirements.lock || { \
		echo "A package could not be installed: is the package index reachable? Then run make again."; exit 2; }
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-train: .venv/ready requirements-train.lock
	@$(PIP) --no-deps -r requirements-train.lock || { \
		echo "Training needs PyTorch 2.13.0 for the CPU and Python 3.11: does your package index have that build?"; exit 2; }
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	@$(PIP) -r requirements-dev.lock || { \
		echo "A package could not be installed: is the package index reachable? Then run make again."; exit 2; }
	@touch $@
