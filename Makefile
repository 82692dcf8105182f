# Tools that are not part of Go are run by version with go run, so that nothing has to be installed.
GO          ?= go
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
GORELEASER  ?= github.com/goreleaser/goreleaser/v2@v2.15.1
OASDIFF     ?= github.com/oasdiff/oasdiff@v1.36.0

# The oldest Go that the SDK supports. A newer one in go.mod would break programs that are built with this one.
OLDEST_GO   ?= go1.25.0

# What make compat compares with: any commit, branch or tag. Empty is the last release.
BASE        ?=

# How long each fuzz target runs: a time, or a number of runs such as 1000x.
FUZZTIME    ?= 60s

# How long make soak runs.
SOAK        ?= 5m

.PHONY: help demo generate test lint formatted vetted checked drift compat tidy allocations race \
	older windows slow integration contrib endure bench soak fuzz live pictures release-snapshot

help: ## list the targets
	@echo "Needs Go, make and git. Targets:"
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: ## run a purchase from checkout to payment event, against the emulator
	@echo "demo: a purchase from checkout to payment event, against the emulator"
	@$(GO) run ./cmd/stash demo

generate: ## write the generated code and the embedded code of the pages from their sources
	@echo "generate: writing the generated files from the documents in api"
	@$(GO) generate ./...

# The cheap steps run first. The tests run last, so that their lines end the output. Each step is its own make, because
# make -j would ignore the order of prerequisites.
test: ## run everything that a change must pass: lint, drift, compat, tidy, demo, allocations, race
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory drift
	@$(MAKE) --no-print-directory compat
	@$(MAKE) --no-print-directory tidy
	@$(MAKE) --no-print-directory demo
	@$(MAKE) --no-print-directory allocations
	@$(MAKE) --no-print-directory race

lint: formatted vetted checked ## run gofmt, go vet and staticcheck

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

drift: ## check that the generated files are what make generate writes
	@echo "drift: generating in a copy, and comparing with the files here"
	@$(GO) run ./internal/tools/drift

compat: ## find breaks of the documents and exported names since the last release, or since BASE=<rev>
	@echo "compat: the documents and exported names against $(or $(BASE),the last release)"
	@$(GO) run ./internal/tools/compat -base "$(BASE)" -oasdiff $(OASDIFF)

tidy: ## check that go.mod and go.sum list what is needed and nothing else
	@echo "tidy: go.mod and go.sum list what is needed and nothing else"
	@$(GO) mod tidy -diff || { echo "Run go mod tidy and commit what it changes."; exit 1; }

# The race detector allocates memory itself, so these tests run without it.
allocations: ## run the tests that count allocations
	@echo "allocations: counted without the race detector"
	@printed=$$($(GO) test -count=1 -run=Allocat ./... 2>&1) || \
		{ echo "$$printed"; echo "Something allocates more than its test allows."; exit 1; }

# The race detector needs cgo, which needs a C compiler. The test cache is off, because it does not notice changes of
# files that tests read through git and go list.
race: ## run all tests under the race detector
	@race=-race; \
	set -- $$($(GO) env CC); \
	if [ "$$($(GO) env CGO_ENABLED)" != 1 ] || ! command -v "$$1" >/dev/null 2>&1; then \
		race=; \
		echo "tests: there is no C compiler here, so the race detector is off."; \
	fi; \
	echo "tests: go test$${race:+ $$race} ./..."; \
	$(GO) test $$race -count=1 ./...

# Not part of make test, because Go downloads the older Go from the module proxy.
older: ## build and vet everything with the oldest Go that the SDK supports
	@echo "older: building and vetting everything, tests too, with $(OLDEST_GO)"
	@GOTOOLCHAIN=$(OLDEST_GO) $(GO) build ./... && GOTOOLCHAIN=$(OLDEST_GO) $(GO) vet ./... || { \
		echo "The module must work with $(OLDEST_GO): change the code, or undo the change to go.mod that asks for a newer Go."; exit 1; }

windows: ## compile everything, tests too, for Windows
	@echo "windows: building and vetting everything, tests too"
	@GOOS=windows $(GO) build ./... && GOOS=windows $(GO) vet ./...

# Not part of make test, because it downloads and builds oasdiff.
slow: ## test make compat with the real oasdiff; run it after a change to internal/tools/compat
	@echo "slow: make compat with the real oasdiff"
	@STASH_SLOW=1 $(GO) test -count=1 -v -run=Slow ./internal/tools/compat
	@STASH_SLOW=1 $(GO) test -count=1 -v -run=Mutated ./internal/tools/generate/torture

# Installs Debian's PostgreSQL, MariaDB, Chromium and curl where they are missing, which needs root. STASH_DELIVERIES=100000 is
# the full size; the default takes seconds.
integration: ## test with real databases, a browser and curl
	@echo "integration: webhooks received once, in SQLite, PostgreSQL and MariaDB, pages in Chromium, and the guide's request by curl"
	@GO="$(GO)" sh internal/integration/run.sh

# Needs the databases that make integration needs.
contrib: ## vet and test each module under contrib, with the real parts that they are for
	@echo "contrib: each module under contrib, with real databases"
	@GO="$(GO)" STATICCHECK="$(STATICCHECK)" sh internal/integration/databases.sh sh contrib/test.sh

# make test runs both tests with smaller numbers.
endure: ## kill the emulator 100 times under load, and watch its memory over 200,000 calls
	@echo "endure: the emulator killed 100 times under load, and its memory over 200,000 calls"
	@STASH_KILLS=100 STASH_CALLS=200000 $(GO) test -count=1 -v -run='^(TestKill|TestMemoryIsFlat)$$' ./stash/stashtest

# Many short rounds over all cases: a slow moment of the machine then hits every rival. The table takes the fastest round
# of each. The load runs make a fixed number of calls.
bench: ## measure the SDK against hand-written code and the guide's sample
	@echo "bench: each case against its rivals, as ratios of the fastest of ten rounds, and the targets"
	@{ for round in 1 2 3 4 5 6 7 8 9 10; do \
		$(GO) test -run='^$$' -bench='^Benchmark[^L]|List' -benchmem -benchtime=0.1s ./stash/... || exit 1; \
	done; \
	for round in 1 2 3; do \
		$(GO) test -run='^$$' -bench='Load' -benchtime=4000x ./stash || exit 1; \
	done; } | $(GO) run ./internal/tools/bench

soak: ## make calls for SOAK=5m through every failure that the emulator can produce
	@echo "soak: calls for $(SOAK) through every failure that the emulator can produce"
	@$(GO) run ./internal/tools/soak -for $(SOAK)

# A finding is written to the package's testdata/fuzz; from then on make test runs it. Sometimes go test fails at the end
# of the time with "context deadline exceeded" and without an input. That is no finding.
fuzz: ## run every fuzz target for FUZZTIME=60s
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

# Not part of make test, because it downloads and builds goreleaser, which takes minutes.
release-snapshot: ## build the stash tool for Linux, macOS and Windows into dist, with archives and checksums
	@echo "release-snapshot: the stash tool for every system, into dist"
	@$(GO) run $(GORELEASER) release --snapshot --clean

live: ## read from Stash's test environment; prints which STASH_ variables it needs
	@$(GO) run ./internal/tools/live

pictures: ## take the screenshots of the pages again, in a real Chromium
	@echo "pictures: taking the screenshots of the pages"
	@GO="$(GO)" sh internal/integration/run.sh -run='TestPicturesForTheReadme'
	@cp internal/integration/artefacts/picture-checkout.png docs/pictures/checkout.png
	@cp internal/integration/artefacts/picture-console.png docs/pictures/console.png
