#!/usr/bin/env bash
# A local index of recorded works, candidates and 20,000 distractors: 15 right DOIs, 0 wrong, none
# for 16, without a network; a build that is killed goes on.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/release/refsmith}")
shared=${REFSMITH_SHARED:-../shared}
if [ ! -d "$shared" ]; then
    echo "skipped: $shared not found"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo run -q --profile measure -p refsmith-index --example matching -- \
    world "$shared" --distractors 20000 --seed 1 >"$folder/world.jsonl"
python3 tests/acceptance/index.py "$binary" "$shared" "$folder"
