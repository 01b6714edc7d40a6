# Every command of the project. Python sets up its own environment in .venv; nothing else need be installed.
PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c '' 2> /dev/null && command -v $$name && break; done)
PY := .venv/bin/python
BOOTSTRAP = $(or $(PYTHON),$(error Cần Python 3.11 trở lên (needs Python 3.11 or newer): python3, python3-venv)) -m tools.bootstrap
COMPILE = $(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-services lint bench lighthouse lock messages screenshots

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv with everything for the site and its tests
	@$(BOOTSTRAP) --dev

serve: ## Run the whole site with its demo on http://127.0.0.1:8000 (PORT=9000 for another port)
	@$(BOOTSTRAP) --port "$(PORT)"
	@exec $(PY) -m tools.serve --port "$(PORT)"

test: setup ## Run every test that needs no server (ARGS="-k counter" chooses)
	@$(PY) -m tools.chromium
	@$(PY) -m tools.npm html
	@$(PY) -m pytest -m "not services" -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

test-services: setup ## Run the tests against real servers (PostgreSQL, ...) on this machine
	@$(PY) -m tools.system nginx openssl
	@$(PY) -m pytest -m services $(ARGS)

lint: setup ## Check style, types, imports, templates, migrations and translations
	@$(PY) -m tools.system gettext
	@$(PY) -m tools.lint

bench: setup ## Measure the site with its demo, for docs/benchmarks.md (ARGS="pages" chooses)
	@$(PY) -m tools.prepare "$(PORT)"
	@$(PY) -m tools.bench $(ARGS)

lighthouse: setup ## Judge the site that `make serve` runs, as a phone meets it, for docs/benchmarks.md
	@$(PY) -m tools.system chromium
	@$(PY) -m tools.lighthouse --port "$(PORT)" $(ARGS)

lock: setup ## Renew both lock files from pyproject.toml
	@$(PY) -m pip install --quiet "uv>=0.9"
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock

messages: setup ## Collect the texts to translate into site/locale
	@$(PY) -m tools.system gettext
	@$(PY) -m tools.messages

screenshots: setup ## Renew the pictures in docs/screenshots from the site that `make serve` runs
	@$(PY) -m tools.chromium
	@$(PY) -m tools.screenshots --port "$(PORT)"
