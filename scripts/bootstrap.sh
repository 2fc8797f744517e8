#!/bin/sh
# Find a Python that really runs and is new enough, then hand over to bootstrap.py.
# Usage: bootstrap.sh runtime|dev     (PYTHON=/path/to/python chooses one)
set -eu
cd "$(dirname "$0")/.."

works() {
    # A version manager's shim may be on PATH and still refuse to start: run it.
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    if ! works "$PYTHON"; then
        echo "PYTHON=$PYTHON does not run, or is not Python 3.11 to 3.14." >&2
        exit 1
    fi
    exec "$PYTHON" scripts/bootstrap.py --chosen "$@"
fi

for candidate in python3 python3.13 python3.12 python3.14 python3.11 python; do
    if works "$candidate"; then
        exec "$candidate" scripts/bootstrap.py "$@"
    fi
done
echo "Leggro needs Python 3.11, 3.12, 3.13 or 3.14 and found none that runs; install one, or set PYTHON=/path/to/python." >&2
exit 1
