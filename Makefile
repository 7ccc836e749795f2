# Everything runs in .venv, which is made at first use from the locked requirements.
PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
TEST := $(BIN)/pytest --numprocesses 2 --dist loadfile --doctest-modules src tests
RUN := PYTHONPATH=src $(BIN)/python -m azru_kg
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMUNICA := tests/clients/comunica
JENA := tests/clients/jena
TURTLE := handwritten ontology shapes
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate

# What is compiled is kept, whatever is asked elsewhere: hundreds of processes of the tests read it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve test test-long answers lint format picture numbers graph validate dump release lock clients

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/run.stamp ## serve the graph; ARGS="--port 8001" and the like
	$(RUN) serve $(ARGS)

test: $(VENV)/dev.stamp ## run the tests of every day; ARGS="-k turtle" and the like
	$(TEST) $(ARGS)

test-long: $(VENV)/dev.stamp ## run the long tests: crawls, clients, many random cases
	$(TEST) --long $(ARGS)

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

numbers: $(VENV)/dev.stamp ## write what is measured into docs/what-this-graph-does-not-know.md
	PYTHONPATH=src $(BIN)/python docs/measured.py

graph: $(VENV)/run.stamp ## build graph/ from the sheets and what is written by hand
	$(RUN) build $(ARGS)

validate: $(VENV)/run.stamp ## check the graph against its shapes, and lint it
	$(RUN) validate $(ARGS)

dump: $(VENV)/run.stamp ## write the files of a release to dist/
	$(RUN) dump dist

release: $(VENV)/dev.stamp ## write the wheel, the files of a release and their checksums to dist/
	rm -rf dist
	$(RUN) dump dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	cd dist && sha256sum -- *.whl >> SHA256SUMS

lock: ## renew the locked requirements; needs uv
	$(COMPILE) -o requirements.txt pyproject.toml
	$(COMPILE) -o requirements-dev.txt --group dev -c requirements.txt

clients: $(COMUNICA)/node_modules/.stamp $(JENA)/target/.stamp ## install Comunica and Jena for the tests

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

$(COMUNICA)/node_modules/.stamp: $(COMUNICA)/package-lock.json
	cd $(COMUNICA) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(JENA)/target/.stamp: $(JENA)/pom.xml $(JENA)/SHA256SUMS
	rm -rf $(JENA)/target
	cd $(JENA) && mvn --batch-mode --quiet --strict-checksums dependency:copy-dependencies
	cd $(JENA)/target/dependency && LC_ALL=C sha256sum *.jar | diff ../../SHA256SUMS -
	@touch $@
