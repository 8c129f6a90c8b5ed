#!/usr/bin/env bash
# `enrich` and `check --online` against a loopback server that enforces Crossref's limits in real
# time and counts violations: 15 right DOIs, 0 wrong, none for 16; nothing true called wrong.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/release/refsmith}")
shared=${REFSMITH_SHARED:-../shared}
if [ ! -d "$shared" ]; then
    echo "skipped: $shared not found"
    exit 0
fi
cargo build -q -p refsmith-sources --features net --example loopback
loopback=${CARGO_TARGET_DIR:-target}/debug/examples/loopback
exec python3 tests/acceptance/enrich.py "$binary" "$loopback" "$shared"
