# Two commands on a fresh machine with Python ≥ 3.11: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
SERVE ?= 1
JOBS ?= 2
PORT ?= 8800
AS_OF = 2026-11-01T08:00+01:00
# Many tests wait for a server or for a second to pass: two workers more than there are cores keep those busy.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(len(os.sched_getaffinity(0)) + 2 if hasattr(os, "sched_getaffinity") else 2, 6))')

.PHONY: demo itop test lint style types contracts locked prove shots data lock clean

demo: $(VENV)/.ready
	$(PY) publish.py build --as-of $(AS_OF) --jobs $(JOBS) --pull
	@if [ "$(SERVE)" = 0 ]; then ls -d output/*/; else exec $(PY) publish.py preview --port $(PORT); fi

itop: $(VENV)/.ready
	$(PY) examples/itop/build.py
	@if [ "$(SERVE)" = 0 ]; then ls -d examples/itop/output/*/; else exec $(PY) publish.py preview --workspace examples/itop --port $(PORT); fi

# Hundreds of commands are started: where bytecode is not kept, each would compile the whole package anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.ready
	@$(MAKE) --no-print-directory --jobs 2 lint
	$(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: types style contracts locked

types: $(VENV)/.ready
	$(VENV)/bin/mypy

style: $(VENV)/.ready
	$(VENV)/bin/ruff check

contracts: $(VENV)/.ready
	$(VENV)/bin/lint-imports

locked: $(VENV)/.ready
	$(PY) publish.py disclosure lock --check

prove: $(VENV)/.ready
	$(PY) -m tests.prove

shots: $(VENV)/.ready
	$(PY) -m tests.browser.shots

data: $(VENV)/.ready
	$(PY) examples/nereis/make.py

# The lock is hashed requirements, without the address of any registry. Needs `uv`.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra sql pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra sql pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf output .clairevoie examples/itop/output examples/itop/.clairevoie

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
