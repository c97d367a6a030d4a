#!/usr/bin/env bash
# The whole journey on this machine: server, issuer, portfolio, enrollment, reconciliation; then the server keeps
# serving until Ctrl-C. What is already there is taken as it is, so a second run starts at once.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077

PORT=${PORT:-8080}
DATA=${DATA:-./var}
COUNT=${COUNT:-10000}
MUSTER=${MUSTER_BINARY:-.build/release/muster}
listen=127.0.0.1:$PORT
profile=$DATA/issuers/sandbox-bank.json
portfolio=$DATA/portfolio.csv
results=$DATA/results.csv
log=$DATA/server.log

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }

if [[ ! $PORT =~ ^[0-9]{1,5}$ ]] || ((10#$PORT < 1 || 10#$PORT > 65535)); then
    say "PORT=$PORT is not a port number (1 to 65535)."
    exit 2
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    say "Port $PORT is in use (perhaps by another 'make up'). Stop what listens there, or choose another port:"
    say "  make up PORT=$((PORT < 65535 ? PORT + 1 : 8081))"
    exit 1
fi

mkdir -p "$DATA/issuers"

# The server must not outlive this script, however the script ends.
leash=()
if command -v setpriv >/dev/null 2>&1; then leash=(setpriv --pdeathsig TERM --); fi

server=
finish() {
    trap - EXIT INT TERM HUP
    if [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; then
        say ""
        say "Stopping the server ..."
        # What the server still has to say is read, so that it never waits for us.
        cat <&"$output" >/dev/null || true
        wait "$server" 2>/dev/null || true
        say "Stopped. The data stays in $DATA; 'make up' goes on from there."
    fi
    exit "$1"
}
trap 'finish $?' EXIT
trap 'finish 0' INT TERM HUP

step "Starting the server on $listen, data in $DATA, log in $log"
exec {output}< <(exec "${leash[@]}" "$MUSTER" serve --data "$DATA" --listen "$listen" 2>>"$log")
server=$!
if ! read -r ready <&"$output"; then
    code=0
    wait "$server" || code=$?
    server=
    say "The server did not start. The end of $log:"
    tail -n 20 "$log" >&2
    exit "$((code == 0 ? 5 : code))"
fi
say "$ready"

if [ -f "$profile" ]; then
    step "The issuer is there: $profile"
    # The profile remembers the port of its first day.
    sed -i -E "s#(\"baseURL\" *: *\"http:[\\\\]?/[\\\\]?/127\.0\.0\.1:)[0-9]+#\1$PORT#" "$profile"
else
    step "Onboarding an issuer"
    "$MUSTER" issuer create --data "$DATA" --name "Sandbox Bank" --out "$profile" --base-url "http://$listen"
fi

if [ -f "$portfolio" ]; then
    step "The portfolio is there: $portfolio"
else
    step "Generating a portfolio of $COUNT cards: $portfolio"
    "$MUSTER" portfolio generate --count "$COUNT" --seed 1 >"$portfolio.part"
    mv "$portfolio.part" "$portfolio"
fi

step "Enrolling it through the signed and encrypted API"
code=0
"$MUSTER" enroll "$portfolio" --issuer "$profile" --results "$results" || code=$?
# 1 means done with failed records: the reconciliation above says so, and there is still something to look at.
if [ "$code" -gt 1 ]; then
    say "The enrollment ended with exit code $code; run 'make up' again to go on where it stopped."
    exit "$code"
fi

consumer= card= batch=
IFS=, read -r consumer card batch < <(awk -F, '$4 == "SUCCESSFUL" { print $5 "," $6 "," $7; exit }' "$results") || true
step "The server is at http://$listen. What to try next, from another terminal here:"
say "  curl -s http://$listen/healthz"
say "  curl -s http://$listen/keys"
if [ -n "$consumer" ]; then
    say "  $MUSTER consumer get $consumer --issuer $profile"
    say "  $MUSTER card get $card --issuer $profile"
    say "  $MUSTER batch status $batch --issuer $profile"
fi
say ""
say "Ctrl-C stops it."

code=0
wait "$server" || code=$?
server=
say "The server ended by itself (exit code $code). The end of $log:"
tail -n 20 "$log" >&2
exit "$((code == 0 ? 5 : code))"
