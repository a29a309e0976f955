# Two commands do it all: `make demo` and `make test`.
PORT ?= 8000
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup demo test laws lint bench bench-services eval services test-services services-stop lock examples schema words

help: ## this list
	@grep -E "^[a-z-]+:.*##" $(MAKEFILE_LIST) | sed -E "s/:[^#]*## /\t/" | expand -t 16

setup: ; @bash scripts/setup
demo: setup ## serve the site with demo content
	@PORT=$(PORT) exec bash scripts/demo
test: setup ## the whole suite
	@$(PY) -m pytest -n 2 --dist worksteal
laws: setup ## look for examples that break a law, longer than the suite does
	@$(PY) -m pytest -n 2 --hypothesis-profile=new -m hypothesis
lint: setup ## every check that runs no test
	@bash scripts/lint
services: setup ## throw-away PostgreSQL and Redis under .services/
	@bash scripts/services start
services-stop: ## end them
	@bash scripts/services stop
test-services: services ## the whole suite on PostgreSQL and Redis
	@set -a; . .services/environment; $(PY) -m pytest -n 2 --dist worksteal
lock: setup ## compile requirements.txt anew from pyproject.toml
	@.uv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --python-version 3.12 --quiet --output-file requirements.txt
examples: setup ## ask the demonstration for what the schema shows of each operation
	@DJANGO_SETTINGS_MODULE=aiwatch.settings $(PY) -m tests.contract.examples
schema: setup ## write docs/openapi.yaml anew, unless that breaks the programs of others
	@DJANGO_SETTINGS_MODULE=aiwatch.settings $(PY) -m tests.contract
words: setup ## gather what can be translated and compile the translations; TO=zh_Hans begins one
	@DJANGO_SETTINGS_MODULE=aiwatch.settings $(PY) -m tests.words $(TO)
bench: setup ## what pages and publishing cost
	@$(PY) -m tests.bench
bench-services: services ## what the newsroom’s lists and the search cost on PostgreSQL
	@set -a; . .services/environment; $(PY) -m tests.bench lists && $(PY) -m tests.bench search
eval: setup ## score what is found in our labelled files
	@export AIWATCH_DATA_DIR=$$(mktemp -d); trap 'rm -r "$$AIWATCH_DATA_DIR"' EXIT; $(PY) manage.py migrate search -v0; \
	for kind in mentions dates facts questions search; do for file in tests/evaluation/$$kind*.jsonl; do \
		echo "$$(basename $$file .jsonl)"; $(PY) manage.py evaluate $$kind $$file || exit 1; done; done
