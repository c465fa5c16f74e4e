# make demo: everything from nothing to charts. make check: what takes under a minute. make test: all
# checks. Each sets up what is missing.
PYTHON ?= python3
BIN := .venv/bin
export DO_NOT_TRACK := 1
# dbt starts three times slower without its compiled modules.
unexport PYTHONDONTWRITEBYTECODE
DEMO := data
N ?= 1000000
SIZES ?= 1e5 1e6 1e7
COUNTIES ?= 20

.PHONY: help demo check coverage test lint setup bench bench-engines faults calibration lock clean spark test-engines
.DEFAULT_GOAL := help

help:
	@echo "make demo   set-up, sample hand-ins, build, charts, report; says where they are"
	@echo "make check  set-up, and the checks that take under a minute (also before each commit)"
	@echo "make coverage  which lines the quick tests run through"
	@echo "make test   set-up, all checks and tests"
	@echo "make bench  how long the steps take beside other ways, N=1000000 accidents"
	@echo "make bench-engines  what a province costs DuckDB, a lake and Spark, SIZES='1e5 1e6 1e7' COUNTIES=20"
	@echo "make calibration  how often conclusions are right on invented counties"
	@echo "make faults builds killed, disks filled, files mutated: what was lost"
	@echo "make spark  what builds on Spark need, in .venv-spark: Java from Debian and six packages"
	@echo "make test-engines  the same hand-ins on DuckDB, on a Spark cluster and in a lake: equal rows"
	@echo "make lock   write requirements.lock anew from pyproject.toml (needs uv)"

setup: .venv/ready
	@sh scripts/system_packages.sh

.venv/ready: requirements.lock pyproject.toml
	@echo "1/3 a Python environment in .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python scripts/install.py
	@touch $@

demo: setup
	$(BIN)/safety sample --data $(DEMO) --messy
	$(BIN)/safety build --data $(DEMO) --dates-from-files
	-$(BIN)/safety charts --data $(DEMO) --out $(DEMO)/reports/charts
	-$(BIN)/safety report --data $(DEMO)
	@echo
	@echo "数据仓库 warehouse: $(abspath $(DEMO))/warehouse/current/city_safety.duckdb"
	@echo "态势页 situation:   $(abspath $(DEMO))/warehouse/current/situation.html"
	@echo "查询页 explorer:    $(abspath $(DEMO))/warehouse/current/explorer.html"
	@echo "图表 charts:        $(abspath $(DEMO))/reports/charts"
	@echo "评估报告 report:    $(abspath $(DEMO))/reports"
	@echo "待处理 waiting:     $(BIN)/safety status --data $(abspath $(DEMO))   (held, refused, rows set aside, and why)"
	@echo "缺报 missing:       $(BIN)/safety status --calendar --data $(abspath $(DEMO))"
	@echo "笔记本 notebooks:   $(BIN)/safety lab --data $(abspath $(DEMO))"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@! $(BIN)/vulture | grep -vE 'unused (variable|attribute)' # fields of rows are read by name
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 models tests/data

# Papers, formulas and readers: tests that build nothing and wait for nothing.
QUICK := -m 'not slow' tests/test_papers.py tests/analysis --ignore tests/analysis/warehouse

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@! $(BIN)/vulture | grep -vE 'unused (variable|attribute)' # fields of rows are read by name
	$(BIN)/python -m pytest -n 2 $(QUICK)

# What the quick tests run through; printed, not asked for.
coverage: .venv/ready
	$(BIN)/python -m pytest -n 2 $(QUICK) --cov analysis --cov-report term:skip-covered

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations 15

bench: setup
	$(BIN)/python -m bench --accidents $(N)

bench-engines: setup spark
	@sh scripts/engine_packages.sh psql postgresql
	.venv-spark/bin/python -m bench.engines --accidents $(SIZES) --counties $(COUNTIES)

calibration: setup
	$(BIN)/python -m calibration.verdicts
	$(BIN)/python -m calibration.forecasts
	$(BIN)/python -m calibration.signals

faults: setup
	$(BIN)/python -m tests.faults

spark: .venv-spark/ready

# Beside .venv, whose packages it sees, so that who does not ask for Spark has nothing of it.
.venv-spark/ready: .venv/ready requirements-engines.lock
	@sh scripts/engine_packages.sh java openjdk-17-jre-headless
	@$(PYTHON) -m venv .venv-spark
	@echo "import site; site.addsitedir('$$(ls -d $(abspath .venv)/lib/python3*/site-packages)')" \
		> $$(ls -d .venv-spark/lib/python3*/site-packages)/base.pth
	@.venv-spark/bin/python scripts/install.py requirements-engines.lock
	@touch $@

test-engines: setup spark
	@sh scripts/engine_packages.sh psql postgresql
	.venv-spark/bin/python -m pytest tests/engines

lock:
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock
	grep -oE '^[a-zA-Z0-9._-]+==' requirements.lock | tr -d = > .venv/locked
	uv pip compile pyproject.toml --extra spark --extra lake --excludes .venv/locked --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements-engines.lock

clean:
	rm -rf .venv .venv-spark .pytest_cache .ruff_cache target logs
