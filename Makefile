# Two commands are all a newcomer needs: `make demo` shows the main job, `make test` proves it.
PYTHON ?= python3
SITE := samples/ormb
BIN := .venv/bin

# Prints the path of javac, or says what to install. Plain Python, so that it can run before anything is set up.
JAVAC = $(PYTHON) -c 'import sys; from agents.compilers.jdk import find_java; found = find_java(); \
	sys.exit(found.problem) if found.problem else print(found.compiler.home / "bin" / "javac")'

.PHONY: help demo test bench bench-coders bench-serving sdk index clean machine llama studio inspector torch onnx
help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: machine sdk  ## set up, index the sample site, generate one algorithm and print it
	$(BIN)/spotsmith index --workspace $(SITE)
	$(BIN)/spotsmith generate --workspace $(SITE) "generate ORMB billing algorithm that holds a bill below a threshold amount parameter until the next bill cycle"

test: machine .venv/.dev sdk  ## format, lint, strict types, import layers and all tests, a file at a time on each core
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

bench: machine .venv/.dev sdk  ## figures of this machine, side by side with their baselines; written to build/bench/
	$(BIN)/pytest -m benchmark -s

bench-coders: machine .venv/.dev sdk  ## how coders are helped: real members (with torch), and repair; SPOTSMITH_BENCH_SEEDS=10 for more
	$(BIN)/pytest -m benchmark -s -rs tests/benchmarks/test_members.py tests/benchmarks/test_noisy_coder.py

bench-serving: machine .venv/.dev sdk  ## a batch of 500 items, and the API under load where its benchmark is there
	$(BIN)/pytest -m benchmark -s -rs tests/benchmarks/test_batch.py $(wildcard tests/benchmarks/test_load.py)

llama: machine  ## build llama-cpp-python (minutes, once, into the cache), so that tests ask its server and its converters
	$(PYTHON) tests/agents/coders/servers/build_llama_cpp_python.py
	$(BIN)/python -m tests.finetune.export.fetch_llama_cpp

studio:  ## install LangGraph's development server into the cache, so that a test serves the graph with it
	$(PYTHON) tests/serving/studio/install_langgraph_cli.py

inspector:  ## install the MCP Inspector under build/, so that tests ask our server with it
	mkdir -p build/inspector && cp tests/serving/mcp/inspector/package.json build/inspector/
	npm install --prefix build/inspector --no-audit --no-fund --silent

torch: .venv/.core  ## install PyTorch for CPUs and the libraries for local models and training, so that they are tested too
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'

onnx: .venv/.core  ## install optimum-cli into the cache, and ONNX Runtime, so that slow tests export to ONNX (`make torch` too)
	$(PYTHON) -m tests.finetune.export.install_optimum
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[onnx]'

sdk: .venv/.core  ## build the stand-in SDK of the sample site (nothing to do when it is current)
	@javac=$$($(JAVAC)) && $(BIN)/python $(SITE)/sdk/build.py --javac "$$javac"

index: machine sdk  ## index the sample site
	$(BIN)/spotsmith index --workspace $(SITE)

clean:  ## remove what was built, and the environment
	rm -rf .venv build $(SITE)/lib $(SITE)/.spotsmith

# What a person must install first is said before the minute that the set-up takes.
machine:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Spotsmith needs Python 3.11 or newer; this is " \
	+ sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || (echo "Python comes without venv: apt-get install python3-venv" >&2 && false)
	@$(JAVAC) >/dev/null

.venv/.core: pyproject.toml constraints.txt | machine
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.core
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
