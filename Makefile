# What each target does: make help. Rust is found, or installed, by scripts/with-rust.

RUST := scripts/with-rust
LINT := $(RUST) scripts/with-lint-tools

DEMO_ELECTION := $(firstword $(wildcard crates/cli/demo/*_2026.pb))
DEMO_ARCHIVE := demo

FUZZ_SECONDS ?= 60

.PHONY: help test demo lint no-std bench vectors fuzz

help:
	@echo "make test   run all tests"
	@echo "make demo   hold a whole election on this machine, from keys to result, into ./$(DEMO_ARCHIVE) (replaced)"
	@echo "make lint   check format, lints, licences and dependencies, as CI does"
	@echo "make no-std build what a browser needs with nothing but core and alloc"
	@echo "make bench  run the benchmarks"
	@echo "make vectors write spec/vectors anew; think first: past elections must verify"
	@echo "make fuzz   fuzz every target for FUZZ_SECONDS=$(FUZZ_SECONDS) each (needs nightly Rust and cargo-fuzz)"

test:
	$(RUST) cargo test --workspace --locked

# The archive of the last demo goes only once the new program has been built.
demo:
	$(RUST) cargo build --release --locked -p isoloir
	rm -rf $(DEMO_ARCHIVE)
	$(RUST) cargo run --release --locked --quiet -p isoloir -- simulate $(DEMO_ELECTION) --out $(DEMO_ARCHIVE)
	@echo "The archive of the election is in $(CURDIR)/$(DEMO_ARCHIVE)"

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

# New inputs go to the first folder, so that the seeds stay as they are.
fuzz:
	for target in $$(cargo +nightly fuzz list); do \
		mkdir -p fuzz/target/corpus/$$target && \
		cargo +nightly fuzz run $$target fuzz/target/corpus/$$target fuzz/corpus/$$target -- \
			-max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done
