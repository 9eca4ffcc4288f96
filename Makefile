# What a person types and what CI runs. Needs only Python >= 3.11, a Java 17 runtime, Maven and Node.
#   make demo    all set-up and the main job        make test   all set-up and the whole suite
#   make soak    the longer runs                    make check  lint, types and contracts only
#   make bench   speeds, each beside its peer       make lock   write requirements.lock anew
#   make cover   every branch of the pure rooms is tried by their own tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEO4J := .cache/neo4j
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup demo test soak check lint types contracts suite bench cover lock clean
.DELETE_ON_ERROR:

setup: $(VENV)/.installed

# The lock names every package with its digests; the project itself is installed in place, beside them.
$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(NEO4J)/.built: deploy/neo4j/pom.xml $(wildcard deploy/neo4j/src/main/java/org/linkedresponsibility/*.java)
	rm -rf $(NEO4J)
	mvn --batch-mode --quiet --no-transfer-progress --file deploy/neo4j/pom.xml package -Dcache=$(abspath $(NEO4J))
	touch $@

demo: $(VENV)/.installed
	$(BIN)/graph-service demo

check: lint types contracts

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

contracts: $(VENV)/.installed
	$(BIN)/lint-imports

suite: $(VENV)/.installed $(NEO4J)/.built
	$(BIN)/pytest -m "not soak"

test: check suite

soak: $(VENV)/.installed $(NEO4J)/.built
	$(BIN)/pytest -m soak

# Rules and proofs changed by mutants try no branch that is not tried before, and take most of the time.
cover: $(VENV)/.installed
	mkdir -p .cache
	$(BIN)/pytest tests/facts tests/rules tests/intake tests/consequences tests/screening -k "not mutant and not altered" \
		--hypothesis-seed=0 --cov

bench: $(VENV)/.installed $(NEO4J)/.built
	NEO4J_HOME=$(abspath deploy/neo4j) $(BIN)/graph-service bench

# Only names, versions and digests are written: where a package was fetched from is the machine's own matter.
lock: $(VENV)/.installed
	mkdir -p .cache
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['dev'], sep='\n')" > .cache/dev.in
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--no-annotate --output-file requirements.lock pyproject.toml .cache/dev.in

clean:
	rm -rf .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
