# `make` alone prints this list. The work is done by small scripts in esafe/bin and tests/bin.
.DEFAULT_GOAL := help
.PHONY: help run staff worker test firefox check bench audit pictures lock clean
DEV := . esafe/bin/common.sh && need_venv requirements-dev.txt .dev &&

help:
	@sed -n 's/^\([a-z]*\):.*## */make \1\t/p' Makefile | expand -t 12

run: ## start the site on this machine (PORT=8001 make run: at another port)
	@sh esafe/bin/run.sh

staff: ## make a staff account (LOST_PHONE=yes: forget the second factors of one)
	@sh esafe/bin/staff.sh $(if $(LOST_PHONE),--lost-phone)

worker: ## send the mail that waits in the outbox (without EMAIL_URL: into files in var/mail)
	@sh esafe/bin/worker.sh

test: ## everything that must hold before a change lands
	@sh tests/bin/test.sh

firefox: ## leaving by real keys in Firefox too (minutes, on a quiet machine; Debian has it on some kinds of machine)
	@$(DEV) sh tests/bin/tools.sh firefox && .venv/bin/python -m pytest -m firefox

check: ## the quick part of it: ruff, djlint, mypy
	@$(DEV) sh tests/bin/check.sh

bench: ## what a page costs, beside the least that the server can cost
	@$(DEV) .venv/bin/python -m tests.bench

audit: ## what others know and measure: vulnerabilities, Mozilla Observatory, Lighthouse
	@$(DEV) sh tests/bin/audit.sh

pictures: ## take the pictures of the staff handbook again
	@$(DEV) sh tests/bin/tools.sh && .venv/bin/python -m tests.handbook_pictures

# Pins stay as they are until asked: make lock UPGRADE=1
lock: LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)
lock: ## pin what requirements*.in ask for (UPGRADE=1 make lock: at the newest versions)
	@$(DEV) $(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean: ## remove what was installed and made here, but never var/: it holds the site's data
	@rm -rf .venv var/tools .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find esafe guidance reporting_links contact tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
