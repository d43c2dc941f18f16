# Every daily act is one command, and each does all its own set-up. Works with make 3.81.

PYTHON ?= python3
SET_UP = @command -v $(PYTHON) >/dev/null || { echo "departures needs Python 3.11 or newer: no $(PYTHON) found." >&2; exit 2; }; \
	$(PYTHON) locks/set_up.py
BIN = .venv/bin

.PHONY: help report test verify bench peers lint format locks clean

help:  ## list these commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1|/' | awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'

report:  ## read the evidence, fit, and write out/report.html and out/tables/
	$(SET_UP) runtime
	@$(BIN)/departures report

test:  ## check everything that takes seconds
	$(SET_UP) test
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not slow"

verify:  ## check what takes minutes: simulated data are fitted again (resumes where it stopped)
	$(SET_UP) test
	@$(BIN)/python -m pytest -q -m slow

bench:  ## measure speed and memory, then the sampler against stock NumPyro (about 45 minutes)
	$(SET_UP) test
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/nation.py
	@$(BIN)/python benchmarks/sampler.py

peers:  ## set up the libraries that `make bench` measures against, apart from everything else
	@python3 -m venv .venv-peers
	@.venv-peers/bin/pip install --quiet --require-hashes --only-binary :all: -r locks/peers.txt

lint:  ## style, layout and types
	$(SET_UP) test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format:  ## lay the code out as `make lint` wants it
	$(SET_UP) test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

locks:  ## resolve locks/*.in again (needs uv)
	@cd locks && for name in runtime test peers; do \
		uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
			--no-header --upgrade --only-binary :all: $$name.in --output-file $$name.txt || exit 1; \
	done

clean:  ## remove what was set up and what was written
	@rm -rf .venv out build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
