#!/usr/bin/env bash
# What happens to files that hold nothing, or something broken?
#
# usage: tests/oracles/bad_input.sh [REFSMITH]
#
# Every run is held to an exit code, to words on stderr that help, to 20 seconds and to a bound on
# memory; see bad_input.py. The largest file has 200 MB, in the directory for temporary files.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_binary "$@"
use_work_directory
python3 tests/oracles/bad_input.py "$(realpath "$refsmith")" "$work"
