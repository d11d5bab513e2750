# Two commands matter: `make demo` and `make test`. Everything is done by run.py, which needs
# nothing but Python 3.11 or newer. Words for the command go into ARGS: make demo ARGS=--no-serve

# The first Python that is new enough; if none is, run.py says so.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.hexversion < 0x030B0000)' >/dev/null 2>&1 \
	&& echo $$python && exit; done; echo python3)

.DEFAULT_GOAL := help
.PHONY: help demo fast test check nightly bench lock clean

help: ## say what there is
	@awk -F': ## ' '/^[a-z]+: ## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## set up, measure the demonstration company, show the report (ARGS=--no-serve only writes it)
	@$(PYTHON) run.py demo $(ARGS)

fast: ## what to run while writing: the tests that need little, in under a minute
	@$(PYTHON) run.py fast $(ARGS)

test: ## set up and run the tests that every commit is held to (ARGS go to pytest)
	@$(PYTHON) run.py test $(ARGS)

check: ## form, lint, types, walls and the tests of `test`, each with all it has to say
	@$(PYTHON) run.py check $(ARGS)

nightly: ## every test, the long ones too
	@$(PYTHON) run.py nightly $(ARGS)

bench: ## measure us beside our peers (ARGS=drivers: on planted truth; ARGS=experiment: ten million events, five metrics; ARGS=pace: how fast drivers are; ARGS=pages: how soon pages come; ARGS=paired: beside SQL by hand on a busy machine); writes bench/RESULTS.md
	@$(PYTHON) run.py bench $(ARGS)

lock: ## write the lock files anew (needs uv; ARGS=--upgrade moves the pins)
	@$(PYTHON) run.py lock $(ARGS)

clean: ## remove what the other commands made
	@$(PYTHON) run.py clean
