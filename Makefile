# Thin: the work is done by `python3 -m dev`, which explains itself.
PYTHON ?= python3
# One set of words for pytest: make test ARGS="-k something"
ARGS ?=
DEV = @$(PYTHON) -m dev

.PHONY: help demo test test-engine torture bench screenshots translations lint up stop clean

help:
	@echo "make demo         build the demo, print its table, serve it (ONCE=1: do not serve)"
	@echo "make test         run all tests (ARGS=... goes to pytest)"
	@echo "make test-engine  run the tests that need no database"
	@echo "make torture      run all tests, the long ones too"
	@echo "make bench        measure speed and memory (QUICK=1: small; ROWS=\"scan poll\")"
	@echo "make screenshots  take the pictures of the guide again, from the demo"
	@echo "make translations write the texts that are to be translated again"
	@echo "make lint         check the style"
	@echo "make stop         stop the servers that were started here"
	@echo "make clean        stop them and remove all that was set up"

demo:
	$(DEV) demo $(if $(filter-out 0,$(ONCE)),--once)

test test-engine torture:
	$(DEV) $@ $(ARGS)

bench:
	$(DEV) bench $(if $(filter-out 0,$(QUICK)),--quick) $(ROWS)

screenshots translations lint up stop clean:
	$(DEV) $@
