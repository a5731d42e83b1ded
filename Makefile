# wsis-search: `make demo` shows it, `make test` tests it, `make check` reads the code.
# Both set up everything they need, in .venv, from the package registries alone.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
# More than the cores, since who drives a browser or waits for a program leaves them idle.
WORKERS ?= 4
PORT ?= 8501
EXAMPLES ?= 200
PARTS ?=
SIZES ?= 10000 100000
SAMPLE ?= 100
SEED ?= 1
JOBS ?= 2
AREAS ?=
OTHER ?= python3.13
BESIDE := $(VENV)/$(notdir $(OTHER))
SHORT := not slow and not thorough
REST := thorough and not slow
FAST := $(SHORT) and not browser and not model and not process
CHOSEN ?= $(FAST)
COVERED ?= $(SHORT)
RUN := HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1
# Who has done steals from who has not: the tests of a module stay together as long as both work.
TESTS := -m pytest -n $(WORKERS) --dist worksteal --times
PYTEST := $(BIN)/python $(TESTS)

# Whatever a lock file names is installed with a hash that it names, and sources are built with what
# is installed. torch differs by machine, so that it has a range and no hash. A report says which
# archives an environment was made of: `make check-lock` reads it.
PIP := -m pip install --disable-pip-version-check -q
LOCKED := $(PIP) --require-hashes --no-deps --no-build-isolation
OWN := $(PIP) --no-deps --no-build-isolation -e .
TORCH := torch>=2.9,<3
LOCKS := requirements
DEMO_LOCKS := $(LOCKS)/program.lock $(LOCKS)/models.lock
TEST_LOCKS := $(LOCKS)/milvus.lock $(LOCKS)/development.lock
OTHER_LOCKS := $(LOCKS)/program.lock $(TEST_LOCKS)
REPORT = --report $(@D)/reports/$(@F)-$$(date +%s).json

# Where the environment forbids it, each worker and each program that a test starts compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-all test-rest test-fast test-slow test-growth golden coverage test-other fuzz-api torture mutation check check-platforms check-win32 check-darwin eval bench bench-scale sample screenshots lock check-lock audit sbom docs clean

demo: $(VENV)/installed ## index the sample corpus and open the app (PORT)
	$(BIN)/wsis-search demo --port $(PORT)

# A browser that other work keeps waiting may lose a press: what fails in one runs once more, and says so.
# Without marks, which depend on the tests beside it.
define IN_BROWSER
	$(RUN) $(PYTEST) -m "browser and $(1)" tests/browser tests/golden || \
	  { echo "Those that failed, once more:"; $(RUN) $(PYTEST) -m browser tests/browser tests/golden --last-failed; }
endef

test: $(VENV)/compiled $(VENV)/browser ## what a change most likely breaks
	$(RUN) $(PYTEST) -m "$(SHORT) and not browser"
	$(call IN_BROWSER,$(SHORT))

test-all: test test-rest test-slow ## every test

test-rest: $(VENV)/installed-dev $(VENV)/browser ## what `make test-all` has beyond `make test`
	$(RUN) $(PYTEST) -m "$(REST) and not browser"
	$(call IN_BROWSER,$(REST))

test-fast: $(VENV)/installed-dev ## what needs neither the model nor a browser nor other programs, while one writes
	$(RUN) $(PYTEST) -m "$(FAST)"

test-slow: $(VENV)/installed-dev $(VENV)/browser $(VENV)/writer ## the slow ones, which other targets leave out
	$(RUN) WRITER=$(VENV)/writer $(PYTEST) -m slow --ignore=tests/test_growth.py

test-growth: $(VENV)/installed-dev ## how the time of rules grows with a long text: alone on its machine, before a release
	$(RUN) $(BIN)/python -m pytest -m slow tests/test_growth.py

golden: $(VENV)/installed-dev $(VENV)/browser ## record what every surface answers to fixed requests; read the difference
	REWRITE_GOLDEN=1 $(RUN) $(PYTEST) tests/golden

coverage: $(VENV)/installed-dev $(VENV)/browser ## lines and branches that `make test`, or tests COVERED by their marks, reach in their own process
	$(RUN) $(PYTEST) -m "$(COVERED)" --cov --cov-report=html:build/coverage --cov-report=term:skip-covered

test-other: $(BESIDE)/installed ## the fast ones, or those CHOSEN by their marks, with another Python (OTHER) and without torch
	$(RUN) $(BESIDE)/bin/python $(TESTS) -m "$(CHOSEN)"

fuzz-api: $(VENV)/installed-dev ## ask the REST interface in thousands of ways (EXAMPLES for each address)
	$(RUN) EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/search_app/api/test_described.py

torture: $(VENV)/installed-dev ## kills, power cuts, full disks, flipped bits, bad files, readers: an hour or two (PARTS)
	$(RUN) $(BIN)/python -m benchmarks.trust $(PARTS)

mutation: $(VENV)/installed-dev $(VENV)/mutation/installed ## which changes of the code the tests notice (SAMPLE of each area or all, SEED, JOBS, AREAS)
	$(RUN) $(BIN)/python -m benchmarks.mutation $(AREAS) --sample $(SAMPLE) --seed $(SEED) --jobs $(JOBS)

check: $(VENV)/installed-dev ## style, wording, spelling, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tools.wording
	$(BIN)/typos
	$(BIN)/mypy
	$(BIN)/lint-imports

check-platforms: check-win32 check-darwin ## types as Windows, macOS and the newest Python have them

check-win32 check-darwin: check-%: $(VENV)/installed-dev
	$(BIN)/mypy --cache-dir .mypy_cache/$* --no-warn-unreachable --platform $* $(if $(filter darwin,$*),--python-version 3.14) corpus ingest index search_app

eval: $(VENV)/installed-dev ## print the measured tables (DATA is a folder of real text)
	$(RUN) $(BIN)/python -m benchmarks.references $(DATA)/un-parallel/aligned.tsv
	$(RUN) $(BIN)/python -m benchmarks.reading.sample
	$(RUN) $(BIN)/python -m benchmarks.reading.language $(DATA)
	$(RUN) $(BIN)/python -m benchmarks.relevance
	$(RUN) $(BIN)/python -m benchmarks.quality.table $(DATA) --limit 150

bench: $(VENV)/installed-dev $(VENV)/browser $(VENV)/baselines ## how fast it is (PARTS, see benchmarks/speed)
	$(RUN) TXTAI=$(VENV)/baselines $(BIN)/python -m benchmarks.speed $(PARTS) --readme

bench-scale: $(VENV)/installed-dev ## how time, memory and files grow with the archive (SIZES in passages)
	$(RUN) $(BIN)/python -m benchmarks.scale --sizes $(SIZES)

sample: $(VENV)/installed-dev ## write corpus/sample/files anew from corpus/sample/text (needs LibreOffice)
	$(BIN)/python -m tools.sample.build

screenshots: $(VENV)/installed-dev $(VENV)/browser ## take the pictures of the documentation anew
	$(RUN) $(BIN)/python -m tests.browser.screenshots

lock: $(VENV)/installed-dev $(VENV)/supply/installed ## write the lock files anew, install them, and list licences (UPGRADE=--upgrade)
	$(BIN)/python -m tests.lock $(VENV)/supply/bin/uv $(UPGRADE)
	$(MAKE) $(VENV)/installed-dev sbom
	$(BIN)/python -m tests.licences build/sbom.json > build/licences.json && mv build/licences.json $(LOCKS)/licences.json

check-lock: $(VENV)/installed-dev ## whether what is installed is what the lock files name, by the hashes of its archives
	$(BIN)/python -m tests.lock_check $(VENV)/reports $(LOCKS)/build.lock $(DEMO_LOCKS) $(TEST_LOCKS)

# The interpreter is checked before anything is installed, so that the message is about it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "wsis-search needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1)." \
	    "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: pyproject.toml hatch_build.py $(LOCKS)/build.lock $(DEMO_LOCKS) | $(BIN)/python
	@mkdir -p $(@D)/reports
	$(BIN)/python $(LOCKED) $(REPORT) -r $(LOCKS)/build.lock
	$(BIN)/python $(LOCKED) $(REPORT) $(DEMO_LOCKS:%=-r %)
	$(BIN)/python $(PIP) "$(TORCH)"
	$(BIN)/python $(OWN)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed $(TEST_LOCKS)
	$(BIN)/python $(LOCKED) $(REPORT) $(TEST_LOCKS:%=-r %)
	@touch $@

# Once, rather than by each worker in its turn. What cannot be collected, the tests name.
$(VENV)/compiled: $(VENV)/installed-dev
	-@$(RUN) $(BIN)/python -m pytest --collect-only -qq > /dev/null
	@touch $@

# Beside the other one, and without torch: it would be gigabytes for a few tests.
$(BESIDE)/installed: pyproject.toml hatch_build.py $(LOCKS)/build.lock $(OTHER_LOCKS)
	$(OTHER) -m venv $(BESIDE)
	@mkdir -p $(@D)/reports
	$(BESIDE)/bin/python $(LOCKED) $(REPORT) -r $(LOCKS)/build.lock
	$(BESIDE)/bin/python $(LOCKED) $(REPORT) $(OTHER_LOCKS:%=-r %)
	$(BESIDE)/bin/python $(OWN)
	@touch $@

# A Chromium for the browser tests: the one that is there, Debian's, or Playwright's own.
$(VENV)/browser: $(VENV)/installed-dev
	@$(BIN)/python -m tests.browser.chromium
	@touch $@

# What only the benchmarks compare with: beside the program, over the libraries that it has. A
# benchmark without it says nothing of it.
$(VENV)/baselines: $(VENV)/installed $(LOCKS)/baselines.lock
	-$(BIN)/python $(LOCKED) --target $@ -r $(LOCKS)/baselines.lock

# A language model and its server, in 120 MB to fetch and 195 to hold: only slow tests start them.
# A machine without a build of the server leaves those tests out.
$(VENV)/writer: $(VENV)/installed $(LOCKS)/writer.lock
	-$(BIN)/python $(LOCKED) --target $@ -r $(LOCKS)/writer.lock

audit: $(VENV)/installed-dev $(VENV)/supply/installed ## known weaknesses of what is installed
	$(BIN)/python -m tests.audit $(VENV)/supply/bin/pip-audit "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

sbom: $(VENV)/installed $(VENV)/supply/installed ## what is installed, as CycloneDX
	@mkdir -p build
	$(VENV)/supply/bin/cyclonedx-py environment $(BIN)/python --of JSON -o build/sbom.json

# Apart from what they look at.
$(VENV)/supply/installed: $(LOCKS)/supply.lock | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/supply
	$(VENV)/supply/bin/python $(LOCKED) -r $(LOCKS)/supply.lock
	@touch $@

$(VENV)/mutation/installed: $(LOCKS)/mutation.lock | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/mutation
	$(VENV)/mutation/bin/python $(LOCKED) -r $(LOCKS)/mutation.lock
	@touch $@

docs: $(VENV)/installed-dev ## the documentation as a site, in build/site
	$(BIN)/python $(LOCKED) -r $(LOCKS)/documentation.lock
	$(RUN) $(BIN)/python -m mkdocs build

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
