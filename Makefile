# Two commands: `make run` starts the product, `make test` checks it. Both work on a fresh Debian or
# Ubuntu with git, make and python3 (>= 3.11) with pip and venv, and need no other service.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test setup dev system-run system-test system-bench lint types check unit e2e messages bench clean

PORT ?= 8000
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo var/tools/bin/uv)
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never
SYNC := $(UV) sync --frozen --no-progress --quiet --python $(PYTHON)
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter
BENCH_PACKAGES := tj3
TEST_PACKAGES := $(RUN_PACKAGES) $(BENCH_PACKAGES) chromium gettext poppler-utils

help:
	@echo "make run          start everything on http://127.0.0.1:$(PORT) (PORT= chooses another port)"
	@echo "make test         format, lint, types, layers, unit and browser tests"
	@echo "make bench        benchmarks, with their own dependencies"
	@echo "make messages     collect texts into locale/ (needs gettext)"

run: system-run setup
	@PORT=$(PORT) exec $(PY) manage.py up

test: system-test dev
	@$(MAKE) --no-print-directory check unit e2e

var/tools/bin/uv:
	@$(PYTHON) -m venv var/tools || { echo "python3 needs venv: apt-get install python3-venv"; exit 1; }
	@var/tools/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

setup: $(filter var/tools/bin/uv,$(UV))
	@test -x .venv/bin/ruff && $(SYNC) --inexact || $(SYNC)
	@$(PY) -m core.catalogues

dev: $(filter var/tools/bin/uv,$(UV))
	@$(SYNC) --group dev
	@$(PY) -m core.catalogues

# As root the missing system packages are installed; otherwise the exact line is printed.
define need_packages
@missing=""; for package in $(1); do \
	dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; done; \
if [ -n "$$missing" ]; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing$$missing"; export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq; apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "Missing system packages. Install them, then try again:"; \
		echo "    sudo apt-get install$$missing"; exit 1; fi; fi
endef

system-run:
	$(call need_packages,$(RUN_PACKAGES))

system-test:
	$(call need_packages,$(TEST_PACKAGES))

system-bench:
	$(call need_packages,$(BENCH_PACKAGES))

check: lint types
	@.venv/bin/lint-imports

lint:
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .

types:
	@.venv/bin/mypy .

unit:
	@.venv/bin/python -m tests.verdict -m "not e2e" -n 2

e2e:
	@.venv/bin/python -m tests.verdict -m e2e

messages:
	@$(PY) -m core.catalogues --collect

bench: system-bench dev
	@$(SYNC) --group dev --group bench
	@$(PY) -m bench.scheduling
	@$(PY) -m bench

clean:
	rm -rf var staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
