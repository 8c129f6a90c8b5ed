# What the oracle scripts share: where they run, which binary they ask, and how they get the
# programs they compare it with. Sourced, not run.
#
# Everything that is installed or written goes below target/oracles (or $REFSMITH_ORACLES); only biber
# is a system package.

set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tools=${REFSMITH_ORACLES:-target/oracles}
pandoc_package='pypandoc_binary==1.17'
citeproc_package='citeproc@2.4.63'
shared=${REFSMITH_SHARED:-../shared}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# Sets `refsmith` to the binary under test: the script's first argument, or the release build.
use_binary() {
    refsmith=${1:-target/release/refsmith}
    [ -x "$refsmith" ] || fail "expected a program at \`$refsmith\`, found none; build it first"
}

# Creates `work`, a directory of this run that goes away with it.
use_work_directory() {
    mkdir -p "$tools"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
}

# Makes sure that the program `biber` is there.
need_biber() {
    command -v biber >/dev/null && return
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    say 'installing biber'
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends biber >/dev/null
}

# Sets `pandoc` to the program inside the Python package.
need_pandoc() {
    local python="$tools/venv/bin/python"
    [ -x "$python" ] || python3 -m venv "$tools/venv"
    "$python" -c 'import pypandoc' 2>/dev/null ||
        "$python" -m pip install --quiet --disable-pip-version-check "$pandoc_package"
    pandoc=$("$python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
}

# Makes the Node package `citeproc` visible to `require`.
need_citeproc() {
    if [ ! -d "$tools/node/node_modules/citeproc" ]; then
        npm install --silent --no-audit --no-fund --prefix "$tools/node" "$citeproc_package"
    fi
    NODE_PATH=$(cd "$tools/node/node_modules" && pwd)
    export NODE_PATH
}

# Converts an input: `convert INPUT FORMAT OUTPUT`. Exit code 1, findings, is no failure here.
convert() {
    local status=0
    "$refsmith" convert "$1" -t "$2" -o "$3" 2>"$work/stderr" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/stderr" >&2
        fail "\`refsmith convert $1 -t $2\` exits with $status"
    fi
}
