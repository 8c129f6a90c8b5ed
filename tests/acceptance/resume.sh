#!/usr/bin/env bash
# `check --online` killed at any moment loses at most the answer in flight: run again, it asks for
# nothing else a second time. Two processes together keep to the limits of one.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/release/refsmith}")
cargo build -q -p refsmith-sources --features net --example loopback
loopback=${CARGO_TARGET_DIR:-target}/debug/examples/loopback
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 tests/acceptance/resume.py "$binary" "$loopback" "$folder"
