# What each target does: make help. Rust is found, or installed, by scripts/with-rust.

RUST := scripts/with-rust
LINT := $(RUST) scripts/with-lint-tools

DEMO_ELECTION := $(firstword $(wildcard crates/cli/demo/*_2026.pb))
DEMO_ARCHIVE := demo
DEMO_REPORT := demo-report.html
DEMO_RESULT := demo-result.html
DEMO_BOARD := demo-open
DEMO_ADDRESS := 127.0.0.1:8080

FUZZ_SECONDS ?= 60
FUZZ_RUNS ?= 20000

.PHONY: help test page demo lint no-std bench vectors fuzz fuzz-briefly

help:
	@echo "make test   run all tests"
	@echo "make page   build the module of the voting page; a program that is built after that has the page"
	@echo "make demo   hold a whole election on this machine, into ./$(DEMO_ARCHIVE) (replaced), and verify it; then"
	@echo "            serve one that is open, from ./$(DEMO_BOARD) (replaced), for you to vote in a browser"
	@echo "make lint   check format, lints, licences and dependencies, as CI does"
	@echo "make no-std build what a browser needs with nothing but core and alloc"
	@echo "make bench  run the benchmarks"
	@echo "make vectors write spec/vectors anew; think first: past elections must verify"
	@echo "make fuzz   fuzz every target for FUZZ_SECONDS=$(FUZZ_SECONDS) each (needs nightly Rust and cargo-fuzz)"
	@echo "make fuzz-briefly  run every fuzz target on its seeds and $(FUZZ_RUNS) inputs made from them, as CI does"

test: page
	$(RUST) cargo test --workspace --locked

page:
	$(RUST) scripts/build-page

# The archive of the last demo goes only once the new program has been built.
demo: page
	$(RUST) cargo build --release --locked -p isoloir -p isoloir-verify
	rm -rf $(DEMO_ARCHIVE)
	$(RUST) cargo run --release --locked --quiet -p isoloir -- simulate $(DEMO_ELECTION) --out $(DEMO_ARCHIVE)
	$(RUST) cargo run --release --locked --quiet -p isoloir-verify -- $(DEMO_ARCHIVE) --html $(DEMO_REPORT)
	$(RUST) cargo run --release --locked --quiet -p isoloir -- result $(DEMO_ARCHIVE) --html $(DEMO_RESULT)
	@echo "The archive of the election is in $(CURDIR)/$(DEMO_ARCHIVE)"
	@echo "For people: the result in $(DEMO_RESULT), what was verified in $(DEMO_REPORT)"
	@echo
	rm -rf $(DEMO_BOARD) $(DEMO_BOARD).archive
	$(RUST) cargo run --release --locked --quiet -p isoloir -- simulate $(DEMO_ELECTION) --limit 300 --open 3 --out $(DEMO_BOARD)
	@echo
	@echo "Vote in a browser, with one of these codes, at: http://$(DEMO_ADDRESS)"
	@echo "Meanwhile, in a second terminal:"
	@echo "  target/release/isoloir-verify http://$(DEMO_ADDRESS)"
	@echo "  target/release/isoloir-verify page http://$(DEMO_ADDRESS)"
	@echo "Ctrl-C ends it."
	$(RUST) cargo run --release --locked --quiet -p isoloir -- serve $(DEMO_BOARD) --listen $(DEMO_ADDRESS)

lint:
	$(LINT) cargo fmt --check
	$(LINT) cargo clippy --workspace --all-targets --locked -- -D warnings
	$(LINT) cargo deny --locked --workspace check bans licenses sources

no-std:
	$(RUST) scripts/check-no-std

bench:
	$(RUST) cargo bench --locked -p isoloir-workspace

vectors:
	ISOLOIR_WRITE_VECTORS=1 $(RUST) cargo test --locked -p isoloir-workspace --test vectors is_frozen

fuzz-briefly:
	$(RUST) scripts/fuzz-briefly $(FUZZ_RUNS)

# New inputs go to the first folder, so that the seeds stay as they are.
fuzz:
	for target in $$(cargo +nightly fuzz list); do \
		mkdir -p fuzz/target/corpus/$$target && \
		cargo +nightly fuzz run $$target fuzz/target/corpus/$$target fuzz/corpus/$$target -- \
			-max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done
