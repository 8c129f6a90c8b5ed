#!/usr/bin/env bash
# Is every style and locale of the official repository free of errors for `styles check`? The
# official schema takes them all.
#
# usage: tests/oracles/style_lint.sh [REFSMITH]

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
[ -d "$shared/csl/styles" ] || { say "skipped: $shared/csl not found"; exit 0; }

find "$shared/csl/styles" "$shared/csl/locales" -name '*.csl' -o -name '*.xml' | sort |
    xargs "$refsmith" styles check --fail-on error --message-format json |
    sed 's/.*"code":"\([a-z-]*\)","severity":"\([a-z]*\)".*/\2 \1/' | sort | uniq -c
