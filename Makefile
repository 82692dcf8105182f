# Needs Go, make and git. Tools other than Go's own are run by version, so nothing is installed.
GO          ?= go
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
OASDIFF     ?= github.com/oasdiff/oasdiff@v1.36.0
APIDIFF     ?= golang.org/x/exp/cmd/apidiff@v0.0.0-20261014143641-f0251eb4aa3e

# The oldest Go that the SDK promises to work with. Raising it is a break, so go.mod must not ask for more.
OLDEST_GO   ?= go1.25.0

# How long each fuzz target runs: a time, or a number of runs such as 1000x.
FUZZTIME    ?= 60s

.PHONY: demo generate lint bench soak test formatted vetted checked drift compat tidy allocations race older integration endure slow fuzz live pictures

demo:
	@echo "demo: a purchase from checkout to payment event, against an emulated Stash"
	@$(GO) run ./cmd/stash demo

generate:
	@echo "generate: writing the client anew from the documents in api"
	@$(GO) generate ./...

lint: formatted vetted checked

# Many short rounds over all cases, so that a slow spell of the machine hits rivals alike; the table takes each one's
# fastest. The load runs make a fixed number of calls.
bench:
	@echo "bench: each case against its rivals, as ratios of the fastest of ten rounds, and the targets"
	@{ for round in 1 2 3 4 5 6 7 8 9 10; do \
		$(GO) test -run='^$$' -bench='^Benchmark[^L]|List' -benchmem -benchtime=0.1s ./stash/... || exit 1; \
	done; \
	for round in 1 2 3; do \
		$(GO) test -run='^$$' -bench='Load' -benchtime=4000x ./stash || exit 1; \
	done; } | $(GO) run ./internal/tools/ratios

# SOAK is how long; the emulated Stash and the load stay on loopback.
SOAK ?= 5m
soak:
	@echo "soak: calls for $(SOAK) through every failure that the emulated Stash knows"
	@$(GO) run ./internal/tools/soak -for $(SOAK)

# The whole gate. Cheap steps come first; the tests come last, so that their lines end the output. Each step is a
# make of its own, because the order of prerequisites is lost under make -j.
test:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory drift
	@$(MAKE) --no-print-directory compat
	@$(MAKE) --no-print-directory tidy
	@$(MAKE) --no-print-directory demo
	@$(MAKE) --no-print-directory allocations
	@$(MAKE) --no-print-directory race

formatted:
	@echo "lint: gofmt, which lists the files that it would change"
	@files=$$("$$($(GO) env GOROOT)/bin/gofmt" -l .) || exit 1; \
	if [ -n "$$files" ]; then \
		echo "$$files"; \
		echo "These files are not formatted. Run gofmt -w on them."; \
		exit 1; \
	fi

vetted:
	@echo "lint: go vet"
	@$(GO) vet ./...

checked:
	@echo "lint: staticcheck"
	@$(GO) run $(STATICCHECK) ./...

drift:
	@echo "drift: generating in a copy, and comparing with what is here"
	@$(GO) run ./internal/tools/drift

compat:
	@echo "compat: the documents and exported names against the last release"
	@$(GO) run ./internal/tools/compat -oasdiff $(OASDIFF) -apidiff $(APIDIFF)

tidy:
	@echo "tidy: go.mod and go.sum list what is needed and nothing else"
	@$(GO) mod tidy -diff || { echo "Run go mod tidy and commit what it changes."; exit 1; }

# The race detector allocates too, so what is counted is counted without it.
allocations:
	@echo "allocations: counted without the race detector"
	@printed=$$($(GO) test -count=1 -run=Allocat ./... 2>&1) || \
		{ echo "$$printed"; echo "Something allocates more than it may."; exit 1; }

# The race detector links through cgo. Results are not taken from the cache, which does not see the files that tests
# read through git and go list.
race:
	@race=-race; \
	set -- $$($(GO) env CC); \
	if [ "$$($(GO) env CGO_ENABLED)" != 1 ] || ! command -v "$$1" >/dev/null 2>&1; then \
		race=; \
		echo "tests: there is no C compiler here, so the race detector is left out."; \
	fi; \
	echo "tests: go test$${race:+ $$race} ./..., which compiles the README's programs too"; \
	$(GO) test $$race -count=1 ./...

# Go fetches its older self from the module proxy, so this is no part of make test.
older:
	@echo "older: building and vetting everything, tests too, with $(OLDEST_GO)"
	@GOTOOLCHAIN=$(OLDEST_GO) $(GO) build ./... && GOTOOLCHAIN=$(OLDEST_GO) $(GO) vet ./... || { \
		echo "The module must work with $(OLDEST_GO): mend the code, or undo the change to go.mod that asks for a newer Go."; exit 1; }

# Real databases: installs Debian's PostgreSQL if there is none, and needs root for that. STASH_DELIVERIES=100000 is the
# full test; less takes seconds.
integration:
	@echo "integration: webhooks received once, in SQLite and PostgreSQL, pages in Chromium, and the guide's request by curl"
	@GO="$(GO)" sh internal/integration/run.sh

# The full sizes of two tests that make test runs small ones of.
endure:
	@echo "endure: the emulator killed 100 times under load, and its memory over 200,000 calls"
	@STASH_KILLS=100 STASH_CALLS=200000 $(GO) test -count=1 -v -run='^(TestKill|TestMemoryIsFlat)$$' ./stash/stashtest

# Tests that build tools, which the module proxy must have or the module cache. Run them after a change to what they
# test; make test leaves them out.
slow:
	@echo "slow: the compatibility gate with its real tools"
	@STASH_SLOW=1 $(GO) test -count=1 -v -run=Slow ./internal/tools/compat
	@STASH_SLOW=1 $(GO) test -count=1 -v -run=Mutated ./internal/tools/generate/torture

# Every fuzz target of every package, one after another. A finding is written to the package's testdata/fuzz, where
# make test runs it from then on. Now and then go test itself fails at the end of the time with "context deadline
# exceeded" and no input, which is no finding.
fuzz:
	@echo "fuzz: each target for $(FUZZTIME)"
	@list=$$($(GO) test -list='^Fuzz' ./...) || { echo "$$list"; exit 1; }; \
	echo "$$list" | awk '/^Fuzz/ { targets[n++] = $$1 } /^ok/ { for (i = 0; i < n; i++) print $$2, targets[i]; n = 0 }' | \
	while read -r package target; do \
		printed=$$($(GO) test -run='^$$' -fuzz="^$$target\$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=100x $$package 2>&1) || \
			case $$printed in \
			*"Failing input written"*|*panic:*) echo "$$printed"; echo "$$target in $$package has a finding."; exit 1;; \
			*"context deadline exceeded"*) ;; \
			*) echo "$$printed"; echo "$$target in $$package did not run."; exit 1;; \
			esac; \
		runs=$$(echo "$$printed" | sed -n 's/^fuzz: elapsed: .*, execs: \([0-9]*\) .*/\1/p' | tail -n 1); \
		echo "$$target: $${runs:-0} runs, no finding ($$package)"; \
	done

# Operations that change nothing, against Stash's test environment. It says which variables it wants.
live:
	@$(GO) run ./internal/tools/live

# The README's pictures of the pages, taken anew from a real Chromium.
pictures:
	@echo "pictures: taking the README's screenshots"
	@GO="$(GO)" sh internal/integration/run.sh -run='TestPicturesForTheReadme'
	@cp internal/integration/artefacts/picture-checkout.png internal/tools/readme/pictures/checkout.png
	@cp internal/integration/artefacts/picture-console.png internal/tools/readme/pictures/console.png
