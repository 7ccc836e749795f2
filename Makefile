# Everything runs in .venv, which is made at first use from the locked requirements.
PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
TEST := $(BIN)/pytest --numprocesses 2 tests
RUN := PYTHONPATH=src $(BIN)/python -m azru_kg
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMUNICA := tests/clients/comunica
AXE := tests/browser/axe
JENA := tests/clients/jena
FUSEKI := tests/clients/fuseki
CRATES := build/crates
PEERS := build/peers
WORKBENCH := workbench
BUNDLE := src/azru_kg/server/pages/static/built/workbench.js
LAND := src/azru_kg/pictures/built/land.json
TURTLE := handwritten ontology shapes
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate

# What is compiled is kept, whatever is asked elsewhere: hundreds of processes of the tests read it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve workbench land test test-long answers lint format picture messages numbers graph validate dump release lock clients screenshots bench peers

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/run.stamp ## serve the graph; ARGS="--port 8001" and the like
	@$(MAKE) --no-print-directory land || echo "There is no npm, or it failed: maps have points, and no coasts."
	@$(MAKE) --no-print-directory workbench || echo "There is no npm, or it failed: /sparql has its form, and no editor."
	$(RUN) serve --links build/links $(ARGS)

test: $(VENV)/dev.stamp ## run the tests of every day; ARGS="-k turtle" and the like
	$(TEST) $(ARGS)

test-long: $(VENV)/dev.stamp ## run the long tests: crawls, clients, many random cases
	$(TEST) --long $(ARGS)

land: $(LAND) ## build the coasts of maps; needs npm

workbench: $(BUNDLE) ## build the editor of /sparql; needs npm

answers: $(VENV)/dev.stamp ## write the answers to the stored queries anew, to be read before they are kept
	$(BIN)/pytest tests/test_queries.py -k has_its_answer --write-answers $(ARGS)

lint: $(VENV)/dev.stamp ## check style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports --no-cache --no-logo
	$(RUN) format --check $(TURTLE)

format: $(VENV)/dev.stamp ## format Python and Turtle
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format
	$(RUN) format $(TURTLE)

picture: $(VENV)/dev.stamp ## draw the rooms of the program into docs/development.md
	PYTHONPATH=src $(BIN)/python docs/rooms.py

messages: $(VENV)/dev.stamp ## bring the catalogs of the languages up to date with what pages say
	PYTHONPATH=src $(BIN)/python docs/messages.py

numbers: $(VENV)/dev.stamp ## write what is measured into docs/what-this-graph-does-not-know.md
	PYTHONPATH=src $(BIN)/python docs/measured.py

graph: $(VENV)/run.stamp ## build graph/ from the sheets and what is written by hand
	$(RUN) build $(ARGS)

validate: $(VENV)/run.stamp ## check the graph against its shapes, and lint it
	$(RUN) validate $(ARGS)

dump: $(VENV)/run.stamp ## write the files of a release to dist/
	$(RUN) dump dist

release: $(VENV)/dev.stamp $(BUNDLE) $(LAND) ## write the wheel, the files of a release and their checksums to dist/
	rm -rf dist
	$(RUN) dump dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	cd dist && sha256sum -- *.whl >> SHA256SUMS

lock: ## renew the locked requirements; needs uv
	$(COMPILE) -o requirements.txt pyproject.toml
	$(COMPILE) -o requirements-dev.txt --group dev -c requirements.txt
	$(COMPILE) -o tests/clients/crates/requirements.txt tests/clients/crates/requirements.in

clients: $(BUNDLE) $(LAND) $(COMUNICA)/node_modules/.stamp $(AXE)/node_modules/.stamp $(JENA)/target/.stamp $(FUSEKI)/target/.stamp $(CRATES)/.stamp ## build the editor; install Comunica, axe, Jena, Fuseki and a validator of crates for the tests

screenshots: $(VENV)/dev.stamp ## write pictures of all kinds of pages to build/screenshots; ARGS="--help" tells how
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

bench: $(VENV)/dev.stamp ## measure the server beside others; ARGS="--help" tells how
	PYTHONPATH=src $(BIN)/python -m benchmarks.bench $(ARGS)

peers: $(FUSEKI)/target/.stamp $(PEERS)/.stamp ## install the servers that bench compares with

$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "azru-kg needs Python 3.11 or newer. Install it, or name it: make PYTHON=python3.13" >&2; \
	  exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements-dev.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(BUNDLE): $(WORKBENCH)/node_modules/.stamp $(WORKBENCH)/build.mjs $(wildcard $(WORKBENCH)/src/*.js)
	cd $(WORKBENCH) && npm run --silent build

$(LAND): land/node_modules/.stamp land/clip.mjs
	cd land && npm run --silent build

$(COMUNICA)/node_modules/.stamp $(AXE)/node_modules/.stamp $(WORKBENCH)/node_modules/.stamp land/node_modules/.stamp: %/node_modules/.stamp: %/package-lock.json
	cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(JENA)/target/.stamp $(FUSEKI)/target/.stamp: %/target/.stamp: %/pom.xml %/SHA256SUMS
	rm -rf $*/target
	cd $* && mvn --batch-mode --quiet --strict-checksums dependency:copy-dependencies
	cd $*/target/dependency && LC_ALL=C sha256sum *.jar | diff ../../SHA256SUMS -
	@touch $@

$(PEERS)/.stamp: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(CRATES)/.stamp: tests/clients/crates/requirements.txt
	$(PYTHON) -m venv --clear $(CRATES)
	$(CRATES)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
