#!/usr/bin/env bash
# The whole journey on this machine: server, issuer, portfolio, enrollment, reconciliation, the demo bank and the demo
# shop; then all keep serving until Ctrl-C. What is already there is taken as it is, so a second run starts at once.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077

PORT=${PORT:-8080}
BANK_PORT=${BANK_PORT:-8090}
SHOP_PORT=${SHOP_PORT:-8100}
DATA=${DATA:-./var}
COUNT=${COUNT:-10000}
MUSTER=${MUSTER_BINARY:-.build/release/muster}
listen=127.0.0.1:$PORT
bank_listen=127.0.0.1:$BANK_PORT
shop_listen=127.0.0.1:$SHOP_PORT
profile=$DATA/issuers/sandbox-bank.json
bank_profile=$DATA/issuers/harbour-bank.json
# The network takes calls of the pages of one address: a shop on another port is another shop.
shop_profile=$DATA/merchants/fern-and-field-$SHOP_PORT.json
portfolio=$DATA/portfolio.csv
results=$DATA/results.csv
log=$DATA/server.log
bank_log=$DATA/bank.log
bank_ready=$DATA/bank.ready
shop_log=$DATA/shop.log
shop_ready=$DATA/shop.ready

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }

for name in PORT BANK_PORT SHOP_PORT; do
    port=${!name}
    if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
        say "$name=$port is not a port number (1 to 65535)."
        exit 2
    fi
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        say "Port $port is in use (perhaps by another 'make up'). Stop what listens there, or choose another port:"
        say "  make up $name=$((port < 65535 ? port + 1 : 8081))"
        exit 1
    fi
done

mkdir -p "$DATA/issuers" "$DATA/merchants"

# Neither server nor bank nor shop may outlive this script, however the script ends.
leash=()
if command -v setpriv >/dev/null 2>&1; then leash=(setpriv --pdeathsig TERM --); fi

server=
bank=
shop=
finish() {
    trap - EXIT INT TERM HUP
    for client in $shop $bank; do
        if kill -TERM "$client" 2>/dev/null; then wait "$client" 2>/dev/null || true; fi
    done
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

# The profile remembers the port of its first day.
follow_port() { sed -i -E "s#(\"baseURL\" *: *\"http:[\\\\]?/[\\\\]?/127\.0\.0\.1:)[0-9]+#\1$PORT#" "$1"; }

# onboard NAME PROFILE
onboard() {
    if [ -f "$2" ]; then
        step "The issuer is there: $2"
        follow_port "$2"
    else
        step "Onboarding an issuer: $1"
        "$MUSTER" issuer create --data "$DATA" --name "$1" --out "$2" --base-url "http://$listen"
    fi
}

# await PID READY_FILE LOG WHAT: until its ready line is there
await() {
    while [ ! -s "$2" ]; do
        if ! kill -0 "$1" 2>/dev/null; then
            say "The $4 did not start. The end of $3:"
            tail -n 20 "$3" >&2
            exit 5
        fi
        sleep 0.05
    done
    cat "$2" >&2
}
onboard "Sandbox Bank" "$profile"

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

onboard "Harbour Bank" "$bank_profile"
step "Starting the demo bank on $bank_listen, log in $bank_log"
# Its virtual cards have numbers that the processor alone knows; it is told of tokens at its own address.
"$MUSTER" issuer set --data "$DATA" --name "Harbour Bank" cardProducts=HARBOUR_VIRTUAL:5186007 \
    "notificationURL=http://$bank_listen/bank/notifications" >/dev/null
"${leash[@]}" "$MUSTER" bank --issuer "$bank_profile" --data "$DATA" --listen "$bank_listen" \
    >"$bank_ready" 2>>"$bank_log" &
bank=$!
await "$bank" "$bank_ready" "$bank_log" "demo bank"

if [ -f "$shop_profile" ]; then
    step "The shop is there: $shop_profile"
    follow_port "$shop_profile"
else
    step "Onboarding a shop: Fern & Field"
    "$MUSTER" merchant create --data "$DATA" --name "Fern & Field" --out "$shop_profile" --base-url "http://$listen" \
        --origin "http://$shop_listen" --origin "http://localhost:$SHOP_PORT"
fi
step "Starting the demo shop on $shop_listen, log in $shop_log"
"${leash[@]}" "$MUSTER" shop --merchant "$shop_profile" --data "$DATA" --listen "$shop_listen" \
    >"$shop_ready" 2>>"$shop_log" &
shop=$!
await "$shop" "$shop_ready" "$shop_log" "demo shop"

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
say "The demo bank is at http://$bank_listen/bank: sign in as one of its customers and add a card to Click to Pay."
say "The demo shop is at http://$shop_listen/shop: buy a plant with that card, or with one of $portfolio."
say "What the network keeps of a consumer is at http://$listen/account: sign in with an email address of $portfolio."
say "The codes that Click to Pay sends: curl -s 'http://$listen/__admin/otp?identity=ada@example.com'"
say ""
say "Ctrl-C stops it."

code=0
wait "$server" || code=$?
server=
say "The server ended by itself (exit code $code). The end of $log:"
tail -n 20 "$log" >&2
exit "$((code == 0 ? 5 : code))"
