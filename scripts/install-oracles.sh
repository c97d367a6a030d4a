#!/usr/bin/env bash
# Puts the Python packages that judge our wire formats into .build/oracles, once for each version of the list.
set -euo pipefail
cd "$(dirname "$0")/.."

list=Tests/oracles/requirements.txt
home=.build/oracles
stamp=$home/installed
wanted=$(sha256sum "$list" | cut -d ' ' -f 1)

if [ -x "$home/bin/python3" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi

rm -rf "$home"
mkdir -p .build
"${PYTHON:-python3}" -m venv "$home"
if ! "$home/bin/pip" install --quiet --disable-pip-version-check --requirement "$list" </dev/null; then
    printf '%s\n' "The packages of $list could not be installed: the tests that ask them cannot run." >&2
    exit 1
fi
printf '%s\n' "$wanted" >"$stamp"
