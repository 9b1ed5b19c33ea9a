PYTHON ?= python3
# -I: a PYTHONPATH of the caller's is none of our business.
BOOTSTRAP = $(PYTHON) -I local/bootstrap.py
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check pictures bench lighthouse scores lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing, start everything, end with a sign-in link; Ctrl-C stops it
	@$(BOOTSTRAP) run $(ARGS)

check: ## format nothing, complain about everything: ruff, mypy, import directions, web lint and types
	@$(BOOTSTRAP) check

test: check ## the checks, then every test; ARGS go to pytest
	@$(BOOTSTRAP) test $(ARGS)

pictures: ## keep how every view looks now, for the tests to compare with; look at each before you commit it
	@PICTURES=renew $(BOOTSTRAP) test tests/pictures/test_pictures.py

bench: ## start a system of its own and measure it; ARGS name the benchmarks
	@$(BOOTSTRAP) bench $(ARGS)

lighthouse: ## Lighthouse's audits of the browser app; ARGS name the views
	@$(BOOTSTRAP) lighthouse $(ARGS)

scores: ## score our weights on data that no training saw, into docs/scores.md; the data is not in the project
	@$(BOOTSTRAP) scores

lock: ## make requirements/*.lock anew; ARGS=--upgrade takes newer versions
	@$(BOOTSTRAP) lock $(ARGS)

clean: ## remove what was installed and built; data/ stays
	rm -rf .venv build models web/node_modules web/dist web/test-results tests/load/lighthouse/node_modules *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +
	@if [ -d data ]; then echo "data/ is kept: your events, films and keys. Remove it yourself if you mean it."; fi
