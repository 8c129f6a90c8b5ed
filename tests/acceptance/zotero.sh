#!/usr/bin/env bash
# `zotero push` and `pull` against the stand-in for Zotero's port, four generations of it: the seed's
# sixteen references arrive once, a second run adds none.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/release/refsmith}")
shared=${REFSMITH_SHARED:-../shared}
if [ ! -d "$shared" ]; then
    echo "skipped: $shared not found"
    exit 0
fi
exec python3 tests/acceptance/zotero.py "$binary" "$shared"
