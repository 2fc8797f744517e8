# Leggro's commands. Each sets up .venv by itself; nothing needs Docker or root.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-long check services-test test-clients e2e bench lock messages clean
PY := .venv/bin/python
ON_EVERY_CORE := --numprocesses auto --maxprocesses 4

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: ## Start the product with its demo diaries (PORT=, DATABASE_URL=, BROKER_URL=, LEGGRO_RUN_DIR=)
	@scripts/bootstrap.sh runtime && exec $(PY) -m config.supervisor

test: ## Run the tests (ARGS= goes to pytest)
	@scripts/bootstrap.sh dev && exec $(PY) -m pytest $(ON_EVERY_CORE) $(ARGS)

test-long: ## Run every test, the long and the end-to-end ones too (installs LibreOffice)
	@scripts/install_libreoffice.sh
	@scripts/bootstrap.sh dev && exec $(PY) -m pytest -m "" --timeout 1800 $(ON_EVERY_CORE) $(ARGS)

e2e: ## Run the end-to-end tests: the whole product under its supervisor
	@scripts/bootstrap.sh dev && exec $(PY) -m pytest -m end_to_end $(ARGS)

services-test: ## Run the tests on a real PostgreSQL and a real Valkey
	@scripts/bootstrap.sh dev && exec $(PY) scripts/with_services.py -- $(PY) -m pytest $(ON_EVERY_CORE) $(ARGS)

test-clients: ## Sync with WatermelonDB's and RxDB's own packages in Node.js
	@scripts/bootstrap.sh dev && exec $(PY) -m tests.clients.run $(ARGS)

check: ## Format, lint, types, import rules, migrations, translations, deployment, locks
	@scripts/bootstrap.sh dev && exec $(PY) scripts/check.py

bench: ## Print the figures of docs/reference/performance.md
	@scripts/bootstrap.sh dev && exec $(PY) bench/run.py $(ARGS)

lock: ## Resolve requirements*.in into the locked files
	@scripts/bootstrap.sh dev && exec $(PY) scripts/lock.py

messages: ## Collect the texts to translate and compile the translations
	@scripts/bootstrap.sh dev && exec $(PY) scripts/check_translations.py --update

setup: ## Only make .venv, with the tools for tests
	@scripts/bootstrap.sh dev

clean: ## Remove .venv and the local run folder with its demo database
	@rm -rf .venv .run
