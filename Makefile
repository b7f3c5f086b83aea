# Two commands are all a newcomer needs: `make demo` shows the main job, `make test` proves it.
PYTHON ?= python3
SITE := samples/ormb
BIN := .venv/bin

.PHONY: help demo test bench sdk index clean
help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: .venv/.core sdk  ## set up, index the sample site, generate one algorithm and print it
	$(BIN)/spotsmith index --workspace $(SITE)
	$(BIN)/spotsmith generate --workspace $(SITE) "generate ORMB billing algorithm that holds a bill below a threshold amount parameter until the next bill cycle"

test: .venv/.dev sdk  ## format, lint, strict types, import layers and all tests
	$(BIN)/pytest

bench: .venv/.dev sdk  ## figures of this machine, side by side with their baselines; written to build/bench/
	$(BIN)/pytest -m benchmark -s

sdk: .venv/.core  ## build the stand-in SDK of the sample site (nothing to do when it is current)
	@$(BIN)/python $(SITE)/sdk/build.py

index: .venv/.core sdk  ## index the sample site
	$(BIN)/spotsmith index --workspace $(SITE)

clean:  ## remove what was built, and the environment
	rm -rf .venv build $(SITE)/lib $(SITE)/.spotsmith

.venv/.core: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Spotsmith needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || (echo "python venv is missing: apt-get install python3-venv" && false)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.core
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
