#!/usr/bin/env bash
# What a cold run costs: at most 50 ms CPU and 30 MB for the article, 10 ms for --version, and a
# binary of at most 20 MB. The median of eleven runs counts, because machines are noisy.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/acceptance/cost.py "$(realpath "${1:-target/release/refsmith}")"
