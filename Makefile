# Each target makes its own virtual environment in .venv: uv where it is installed, else plain venv and pip.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$python && break; done)
VENV := .venv
PEERS := .venv-bench
LOADERS := .venv-loaders
BIN = $(VENV)/bin
DEMO_OPTIONS ?=
PROFILE_OPTIONS ?=

# Tests start thousands of processes: where Python may keep no bytecode, each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo test check browser debian loaders nginx accuracy peers bench growth profile clean

install: $(VENV)/core
	@echo "Lanmu is in $(BIN)/lanmu"

demo: $(VENV)/core
	@$(BIN)/lanmu demo $(DEMO_OPTIONS)

# Tests wait more often than they work: more processes than the smallest machine has cores, which is two. Both
# environments are made at the same time.
test: browser
	@$(MAKE) --no-print-directory --jobs 2 check loaders
	@$(MAKE) --no-print-directory debian
	@$(BIN)/python -m pytest --numprocesses 5 --dist loadfile --no-loadscope-reorder

check: $(VENV)/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lanmu checkall

# Debian's Chromium, for sites whose pages are made by script; installed where that is allowed.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name > /dev/null && exit 0; done; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; \
	  then apt-get update -qq && apt-get install -qq --no-install-recommends chromium > /dev/null; \
	  else echo "The tests need Chromium; install it with: sudo apt-get install chromium"; exit 2; fi

# Debian's smallest font with all Chinese letters in use, for the plots of releases; jq, which the docs load one with;
# systemd, which says whether its units are right.
debian: $(VENV)/test
	@missing=""; command -v jq > /dev/null || missing="jq"; \
	  command -v systemd-analyze > /dev/null || missing="$$missing systemd"; \
	  $(BIN)/python -c "from crawler.releases.plots.fonts import check_font as check; check()" 2> /dev/null || \
	  missing="$$missing fonts-wqy-microhei"; \
	  if [ -z "$$missing" ]; then exit 0; \
	  elif [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; \
	  then apt-get update -qq && apt-get install -qq --no-install-recommends $$missing > /dev/null; \
	  else echo "The tests need more; install it with: sudo apt-get install $$missing"; exit 2; fi

# What others load releases with has an environment of its own: Scrapy would load some of it in every crawl.
loaders:
	@$(MAKE) --no-print-directory VENV=$(LOADERS) $(LOADERS)/loaders

# Debian's nginx serves the site that speed is measured on; installed where that is allowed.
nginx:
	@for name in nginx /usr/sbin/nginx; do command -v $$name > /dev/null && exit 0; done; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; \
	  then apt-get update -qq && apt-get install -qq --no-install-recommends nginx-light > /dev/null; \
	  else echo "The benchmarks need nginx; install it with: sudo apt-get install nginx-light"; exit 2; fi

accuracy: $(VENV)/core
	@$(BIN)/python benchmarks/accuracy.py

# The peers have an environment of their own: what they bring along is loaded by Scrapy too where it is installed.
peers:
	@$(MAKE) --no-print-directory VENV=$(PEERS) $(PEERS)/bench

bench: nginx $(VENV)/core peers
	@$(PEERS)/bin/python benchmarks/reading.py
	@$(BIN)/python benchmarks/crawl.py

# How cost grows with the pages of a site and with the articles that are known; a quarter of an hour, 3 GB while it runs.
growth: nginx $(VENV)/core peers
	@$(PEERS)/bin/python benchmarks/growth.py --plots docs/speed

# Where a page's time goes, by stages.
profile: nginx $(VENV)/core peers
	@$(PEERS)/bin/python benchmarks/profile_crawl.py --selectors $(PROFILE_OPTIONS)

clean:
	rm -rf $(VENV) $(PEERS) $(LOADERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# constraints.txt is the set of versions everything was tested with.
$(VENV)/core: pyproject.toml constraints.txt | $(VENV)/python
	@$(INSTALL) --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test: pyproject.toml constraints.txt | $(VENV)/python
	@$(INSTALL) --quiet $(UNCOMPILED) --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/core

$(VENV)/bench: pyproject.toml constraints.txt | $(VENV)/python
	@$(INSTALL) --quiet --constraint constraints.txt --editable '.[bench]'
	@touch $@

$(VENV)/loaders: pyproject.toml constraints.txt | $(VENV)/python
	@$(INSTALL) --quiet $(UNCOMPILED) --constraint constraints.txt --editable '.[loaders]'
	@touch $@

$(VENV)/python:
	@test -n "$(PYTHON)" || \
	  { echo "Lanmu needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 2; }
	@if command -v uv > /dev/null; then uv venv --quiet --allow-existing --python $(PYTHON) $(VENV); \
	  else $(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing; install it with: apt-get install python3-venv"; exit 2; }; fi
	@touch $@

INSTALL = $(if $(shell command -v uv),VIRTUAL_ENV=$(VENV) uv pip install,$(BIN)/python -m pip install --disable-pip-version-check)
# Half of what the tests bring along is never loaded; uv compiles nothing beforehand anyway.
UNCOMPILED = $(if $(shell command -v uv),,--no-compile)
