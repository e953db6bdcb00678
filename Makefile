# Each target does its own set-up from Python 3.11 or newer, and nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check guide bench clean

.venv/.demo: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.test: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@ .venv/.demo

demo: .venv/.demo
	$(BIN)/nlp-reports analyze corpora/samples --out out

test: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -x

guide: .venv/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[notebooks]"
	$(BIN)/python -m nbconvert --log-level=ERROR --to html --output-dir guide notebooks/*.ipynb

bench: .venv/.test
	$(BIN)/python -m pytest tests/benchmarks -o python_files="bench_*.py" --benchmark-only

clean:
	rm -rf .venv out guide .mypy_cache .ruff_cache
