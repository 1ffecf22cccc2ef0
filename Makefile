# Five verbs: demo, test, run, check, bench. Everything else serves them.
SHELL  := /bin/bash
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
MODE     ?= test
export MODE
unexport PYTHONDONTWRITEBYTECODE  # images set it; it makes every process compile the product anew

PROVINCE ?= son-la
PORT     ?= 8000
RESET    ?=

.PHONY: demo test run check bench spark faults made setup lock check-lock screenshots
.DEFAULT_GOAL := demo

demo: setup          ## a living province on this machine; Ctrl-C stops it all
	@$(if $(RESET),rm -rf var/$(PROVINCE))
	@MODE=demo PROVINCE=$(PROVINCE) PORT=$(PORT) VAR=$(CURDIR)/var/$(PROVINCE) $(BIN)/python manage.py demo

run: setup           ## the product as an engineer runs it: settings from the environment
	@MODE=production $(BIN)/python manage.py run

test: made           ## the whole suite, in parallel, on the database of DATABASE_URL
	$(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1 -rR $(ARGS)

check: made check-lock   ## style, types, walls, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py texts --check

bench: made          ## speeds, printed as tables and kept in bench/results.md
	$(BIN)/python -m bench $(ARGS)

SPARK := .venv-spark/bin/python
spark: made          ## Spark counts what the other engines count; it has an environment of its own and needs Java 17
	@test -x $(SPARK) || $(PYTHON) -m venv .venv-spark
	@$(BIN)/uv pip sync -q --python $(SPARK) --require-hashes requirements/dev.txt requirements/spark.txt
	$(SPARK) -m pytest -m spark tinhso/warehouse $(ARGS)

faults: made         ## the full counts of the fault tests
	FAULTS=full $(BIN)/python -m pytest -n 2 --dist loadfile tests/faults $(ARGS)

screenshots: made    ## the pictures of the README
	$(BIN)/python -m docs.screenshots

made: setup          # texts, fonts and icons, which the repository does not keep
	@$(BIN)/python manage.py texts --compile
	@$(BIN)/python manage.py assets

setup: $(VENV)/.ready

$(VENV)/.ready: requirements/dev.txt requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Tỉnh Số needs Python 3.11 or newer."; exit 1; }
	@echo "[1/6] Making the virtual environment"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@echo "[2/6] Installing from the locked list"
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements/dev.txt || \
	  $(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q
lock: setup
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev --extra analytics -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra spark -c requirements/dev.txt -o requirements/spark.txt
	echo 'uv==0.13.9' | $(COMPILE) - -o requirements/uv.txt

check-lock:
	@! grep -nE 'https?://' requirements/*.txt
