# Every task by name. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PORT ?= 8000
# Tests that share something slow to make run in one process, and the longest groups first.
PARALLEL := -n logical --maxprocesses 4 --dist loadscope
export GX_ANALYTICS_ENABLED := False
# JupyterLab writes down which Python it ran; that is nothing of the chapter.
STRIP := $(VENV)/bin/nbstripout --keep-id --extra-keys "$(addprefix metadata.language_info.,codemirror_mode \
	file_extension mimetype nbconvert_exporter pygments_lexer version)"
# Where uv keeps what it downloads. A home that cannot be written must not stop the set-up.
export UV_CACHE_DIR := $(shell for place in "$$UV_CACHE_DIR" "$${XDG_CACHE_HOME:-$$HOME/.cache}/uv" \
	"$(CURDIR)/.cache/uv"; do \
	[ -n "$$place" ] && mkdir -p "$$place" 2>/dev/null && [ -w "$$place" ] && echo "$$place" && break; done)

.DEFAULT_GOAL := help
.PHONY: help site preview watch lab test quick proofs check format bench quarto lock clean

help: ## list the tasks
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

site: $(VENV)/ready ## set everything up and build the site into _site
	@$(RUN) -m analysis all

preview: $(VENV)/ready ## show the site on 127.0.0.1 (PORT=8000)
	@test -f _site/index.html || { echo "_site holds no site yet; build it with: make site" >&2; exit 2; }
	@$(RUN) -m http.server --bind 127.0.0.1 --directory _site $(PORT)

watch: $(VENV)/ready ## show the book while you edit it: what is saved is shown at once (PORT=8000)
	@$(RUN) -m analysis watch --port $(PORT)

lab: $(VENV)/ready ## open the chapters in JupyterLab (LAB="--allow-root" and the like)
	@$(RUN) -m analysis lab $(LAB)

test: $(VENV)/ready ## set everything up and run all tests but the long proofs
	@$(RUN) -m pytest $(PARALLEL) -m "not proof"

quick: $(VENV)/ready ## what to run before a commit, in a minute or two
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(RUN) -m analysis check
	@$(RUN) -m pytest $(PARALLEL) -m "not slow and not proof"

proofs: $(VENV)/ready ## run the long proofs by simulation
	@$(RUN) -m pytest $(PARALLEL) -m proof

check: $(VENV)/ready ## formatter, linter, types, chapters; data/clean and statements up to date
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(STRIP) --verify book/*.ipynb
	@$(RUN) -m analysis check
	@$(RUN) -m analysis verify

format: $(VENV)/ready ## format the code and strip the notebooks of outputs
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .
	@$(STRIP) book/*.ipynb

bench: $(VENV)/ready ## measure time, memory and page weight against the limits
	@$(RUN) benchmarks/measure.py

quarto: $(VENV)/ready ## try again to install Quarto into the environment
	@$(RUN) -m analysis quarto

lock: $(VENV)/ready ## renew requirements.lock from pyproject.toml (needs the network)
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-header --no-emit-index-url --no-annotate \
		--upgrade --quiet --output-file requirements.lock

clean: ## remove the environment, the cache and the site; never data
	@rm -rf $(VENV) .cache _site

# A plain Python makes the environment; uv, at the version of the lock file, fills it.
$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.13" >&2; exit 1; }
	@echo "setting up $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/^[a-z].*==/{/^uv==/p;/^ /p;}' requirements.lock > $(VENV)/uv.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@$(VENV)/bin/uv pip sync --quiet --compile-bytecode --python $(RUN) --require-hashes requirements.lock
	@$(VENV)/bin/uv pip install --quiet --python $(RUN) --no-deps --no-build-isolation --offline --editable .
	@touch $@
