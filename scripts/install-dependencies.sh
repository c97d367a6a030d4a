#!/usr/bin/env bash
# Installs the Debian packages that Muster is built and tested with, and nothing when they are all there.
set -euo pipefail

swift_needed=6.3

packages=(
    # The tool chain's own needs: C++ library and headers for the shims, linker.
    g++ binutils pkg-config make git ca-certificates
    # Linked into the program.
    libssl-dev libsqlite3-dev libcurl4-openssl-dev libmicrohttpd-dev libsimdjson-dev
    libphonenumber-dev libprotobuf-dev
    # Judges in the tests.
    curl jq openssl sqlite3 python3 python3-venv
    # Judges of the script of shops' pages, and of its types.
    nodejs node-typescript
    # The browser that the tests drive, with letters for the languages of the pages.
    chromium-headless-shell fonts-noto-core
)

say() { printf '%s\n' "$*" >&2; }

if ! command -v swift >/dev/null 2>&1; then
    say "Swift is not on the PATH. Muster needs Swift $swift_needed or newer."
    say "Install it from https://www.swift.org/install/linux/ and try again."
    exit 1
fi
swift_found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+(\.[0-9]+)*).*/\1/p' | head -n 1)
oldest=$(printf '%s\n%s\n' "$swift_needed" "${swift_found:-0}" | sort -V | head -n 1)
if [ "$oldest" != "$swift_needed" ]; then
    say "Swift ${swift_found:-of an unknown version} is on the PATH. Muster needs Swift $swift_needed or newer."
    say "Install it from https://www.swift.org/install/linux/ and try again."
    exit 1
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
    say "This is not a Debian or Ubuntu system: install what these packages hold by hand:"
    say "  ${packages[*]}"
    say "Continuing; the build tells what is missing."
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f='${db:Status-Abbrev}\n' "$package" 2>/dev/null | head -n 1 || true)
    [ "${status:0:2}" = "ii" ] || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    say "These packages are missing and there is no apt-get to install them with:"
    say "  ${missing[*]}"
    exit 1
fi

elevate=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        say "These packages are missing. Run this as root, or install sudo:"
        say "  apt-get install ${missing[*]}"
        exit 1
    fi
    elevate=(sudo)
fi

say "Installing: ${missing[*]}"
apt_get() { "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null; }
# A machine that was just set up has no package lists yet, and old lists name packages that are gone.
if ! apt_get install -y --no-install-recommends "${missing[@]}"; then
    apt_get update
    apt_get install -y --no-install-recommends "${missing[@]}"
fi
