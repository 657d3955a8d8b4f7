# make run and make test set up everything they need by themselves; make help lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test test-deep bench bench-growth bench-export mutate check types pure format words screenshots lock clean

VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The tests of the pure floors, quick enough for every save; what is held in every world, or row by row, waits for make test.
PURE := $(addprefix --ignore=tests/policy/test_,algebra.py agreement.py law_of_the_day.py) $(wildcard tests/identifiers tests/fhir tests/policy tests/config tests/house/test_floors.py tests/house/test_files.py tests/house/test_docs.py tests/test_clock.py)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export PATIENTKONTRAKT_MODE := demo
run: $(VENV)/.installed ## Serve the demo region on http://127.0.0.1:8000; keeps its data in var/
	@exec $(BIN)/patientkontrakt serve

test: $(VENV)/.installed-dev ## Run every test, on SQLite and PostgreSQL
	@sh tests/tools.sh
	sh tests/in_memory.sh $(BIN)/pytest -q -n auto --dist worksteal --durations=15

test-deep: $(VENV)/.installed-dev ## Run the long tests too, with many more examples
	@sh tests/tools.sh
	sh tests/in_memory.sh $(BIN)/pytest -q -n auto --dist worksteal -m "deep or not deep" --hypothesis-profile=deep

bench: $(VENV)/.installed-dev ## Measure the service beside a bare floor, with N=2000 synthetic patients; ARGS=--help tells more
	@sh bench/tools.sh
	$(BIN)/python -m bench --patients $(or $(N),2000) $(ARGS)

bench-growth: $(VENV)/.installed-dev ## What a request costs with 2,000 patients and with 20,000; N=2000,20000,80000 and ARGS
	@sh bench/tools.sh
	$(BIN)/python -m bench.growth --patients $(or $(N),2000$(comma)20000) $(ARGS)

bench-export: $(VENV)/.installed-dev ## A whole population out by Bulk Data: N=16000 patients, 200,000 resources; ARGS
	$(BIN)/python -m bench.export --patients $(or $(N),16000) $(ARGS)

comma := ,

mutate: $(VENV)/.installed-dev ## Put a fault at a time into policy/ and see that some test notices; ten minutes
	$(BIN)/python -m tests.mutation

check: $(VENV)/.installed-dev ## Format, lint, types, floors and the pure tests: under a minute, for every save
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j2 --output-sync=target types pure

types: $(VENV)/.installed-dev
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

pure: $(VENV)/.installed-dev # in one process: types has the other core, and a second would import everything again
	$(BIN)/pytest -q -p no:schemathesis $(PURE)

format: $(VENV)/.installed-dev ## Format the code and mend what lint can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

words: $(VENV)/.installed-dev ## Renew the catalogues of the pages' words, and compile them; says what has no English yet
	$(BIN)/python -m patientkontrakt.portal.catalogues

screenshots: $(VENV)/.installed-dev ## Take the pictures of docs/screens.md anew, in Chromium, of a fresh demo region
	@sh tests/tools.sh
	$(BIN)/python -m tests.browser.portal.screenshots

lock: $(VENV)/bin/python ## Renew requirements.lock and requirements-dev.lock
	$(VENV)/bin/python -m venv build/uv
	build/uv/bin/pip install -q uv
	build/uv/bin/uv pip compile pyproject.toml $(LOCKING) --extra build -o requirements.lock -q
	build/uv/bin/uv pip compile pyproject.toml $(LOCKING) --extra build --extra otel --extra dev -c requirements.lock -o requirements-dev.lock -q

# Every Python we support, every platform, every file by its hash, and no address of any index.
LOCKING := --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

clean: ## Remove what make made; keeps the data in var/
	rm -rf $(VENV) node_modules build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@sh tests/venv.sh $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing patientkontrakt into $(VENV) (once)"
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) (once)"
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch $@
