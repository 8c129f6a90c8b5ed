#!/usr/bin/env bash
# `check` on the public development part of HALLMARK: invented and misdescribed references against a
# register that holds the valid ones and the recorded works, over a loopback server. Fails below the
# detection, above the false positives, or below the precision that is asked.
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
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 tests/acceptance/hallmark.py "$binary" "$loopback" "$shared" "$folder"
