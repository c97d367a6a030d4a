#!/usr/bin/env bash
# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.
#
# An issuer of nothing but a shell, openssl and curl: signs, encrypts (A128CBC-HS256, the one mode that the openssl
# command can do), submits one card, waits for the final status and reads the card.
#
# openssl_client.sh PROFILE
set -euo pipefail

profile=$1
folder=$(cd "$(dirname "$profile")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The members are plain strings without escapes: no JSON reader is needed for them.
member() { sed -nE 's/.*"'"$1"'" *: *"([^"]*)".*/\1/p' "$2" | head -n 1; }
fail() {
    printf 'FAILED %s\n' "$*"
    exit 1
}

base=$(member baseURL "$profile")
origin=${base%%/src/*}
consumer_key=$(member consumerKey "$profile")
signing_key=$folder/$(member signingKeyFile "$profile")
client=$(member srcClientId "$profile")
service=$(member serviceId "$profile")

# Percent-encoding of RFC 3986.
enc() {
    local text=$1 place
    for ((place = 0; place < ${#text}; place++)); do
        case ${text:place:1} in
            [A-Za-z0-9._~-]) printf %s "${text:place:1}" ;;
            *) printf %%%02X "'${text:place:1}" ;;
        esac
    done
}
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
bytes() { printf %b "$(sed 's/../\\x&/g')"; }
unbase64url() {
    local text=$1
    while ((${#text} % 4)); do text+='='; done
    printf %s "$text" | tr -- '-_' '+/' | openssl base64 -d -A
}

# call METHOD PATH QUERY BODY-FILE: the status, and the answer in $work/answer. The query's pieces are encoded already.
call() {
    local method=$1 url=$base$2 query=$3 body=$4
    local hash nonce now pieces parameters text signature
    hash=$(openssl dgst -sha256 -binary "$body" | openssl base64 -A)
    nonce=$(openssl rand -hex 16)
    now=$(date +%s)
    pieces=("oauth_body_hash=$(enc "$hash")" "oauth_consumer_key=$(enc "$consumer_key")" "oauth_nonce=$nonce"
        "oauth_signature_method=RSA-SHA256" "oauth_timestamp=$now" "oauth_version=1.0")
    [ -z "$query" ] || IFS='&' read -ra parameters <<<"$query"
    text=$(printf '%s\n' "${pieces[@]}" ${parameters[@]+"${parameters[@]}"} | LC_ALL=C sort | paste -sd '&')
    printf %s "$method&$(enc "$url")&$(enc "$text")" >"$work/signed"
    signature=$(openssl dgst -sha256 -sign "$signing_key" "$work/signed" | openssl base64 -A)
    local header="OAuth oauth_consumer_key=\"$(enc "$consumer_key")\",oauth_nonce=\"$nonce\",oauth_timestamp=\"$now\""
    header+=",oauth_signature_method=\"RSA-SHA256\",oauth_version=\"1.0\",oauth_body_hash=\"$(enc "$hash")\""
    header+=",oauth_signature=\"$(enc "$signature")\""
    local data=()
    [ ! -s "$body" ] || data=(-H 'Content-Type: application/json' --data-binary "@$body")
    curl -sS -X "$method" -H "Authorization: $header" ${data[@]+"${data[@]}"} \
        -o "$work/answer" -w '%{http_code}' "$url${query:+?$query}"
}

# The network's key: from the JWK to PEM.
curl -sS "$origin/keys/mcs/fpanEncryption" >"$work/keys"
kid=$(member kid "$work/keys")
modulus=$(unbase64url "$(member n "$work/keys")" | hex)
cat >"$work/key.conf" <<CONF
asn1=SEQUENCE:info
[info]
algorithm=SEQUENCE:algorithm
key=BITWRAP,SEQUENCE:key
[algorithm]
oid=OID:rsaEncryption
parameter=NULL
[key]
n=INTEGER:0x$modulus
e=INTEGER:0x010001
CONF
openssl asn1parse -genconf "$work/key.conf" -noout -out "$work/key.der"

# The batch: one consumer, one card.
mark=$(openssl rand -hex 6)
phone=7712$(od -An -N4 -tu4 /dev/urandom | tr -d ' ' | sed -E 's/^/000000/; s/.*(.{6})$/\1/')
cat >"$work/plain" <<JSON
{"consumers":[{"externalConsumerId":"shell-$mark",
"consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"shell-$mark@example.test"},
"mobileNumber":{"countryCode":"44","phoneNumber":"$phone"},
"firstName":"Ada","lastName":"Example","countryCode":"GB","languageCode":"en",
"cards":[{"externalCardId":"shell-card-$mark","primaryAccountNumber":"5204731234567899",
"panExpirationMonth":"08","panExpirationYear":"2031"}]}]}
JSON
number=520473123456789
sum=0
for ((place = 0; place < 15; place++)); do
    digit=${number:14-place:1}
    ((place % 2)) || digit=$((digit * 2 > 9 ? digit * 2 - 9 : digit * 2))
    sum=$((sum + digit))
done
number+=$(((10 - sum % 10) % 10))
sed -i "s/5204731234567899/$number/" "$work/plain"

# JWE: content key is the HMAC key and the AES key; the tag is half of HMAC-SHA-256 over header, IV, text and length.
protected=$(printf '{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256","kid":"%s"}' "$kid" | base64url)
mac_key=$(openssl rand -hex 16)
aes_key=$(openssl rand -hex 16)
iv=$(openssl rand -hex 16)
printf %s "$mac_key$aes_key" | bytes >"$work/cek"
openssl pkeyutl -encrypt -pubin -keyform DER -inkey "$work/key.der" -in "$work/cek" -out "$work/wrapped" \
    -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256
openssl enc -aes-128-cbc -K "$aes_key" -iv "$iv" -in "$work/plain" -out "$work/sealed"
{
    printf %s "$protected"
    printf %s "$iv" | bytes
    cat "$work/sealed"
    printf '%016x' $((${#protected} * 8)) | bytes
} >"$work/authenticated"
openssl dgst -sha256 -mac HMAC -macopt "hexkey:$mac_key" -binary "$work/authenticated" | head -c 16 >"$work/tag"
token=$protected.$(base64url <"$work/wrapped").$(printf %s "$iv" | bytes | base64url)
token+=.$(base64url <"$work/sealed").$(base64url <"$work/tag")

: >"$work/nothing"
printf '{"srcClientId":"%s","serviceId":"%s","externalBatchId":"shell-%s","enrollmentData":"%s"}' \
    "$client" "$service" "$mark" "$token" >"$work/body"
status=$(call POST /cards/batch "" "$work/body")
[ "$status" = 202 ] || fail "submit: $status $(cat "$work/answer")"
batch=$(member batchId "$work/answer")
ids="srcClientId=$(enc "$client")&serviceId=$(enc "$service")"

state=
for ((attempt = 0; attempt < 200; attempt++)); do
    status=$(call GET "/cards/batch/status/$batch" "$ids" "$work/nothing")
    [ "$status" = 200 ] || fail "status: $status $(cat "$work/answer")"
    state=$(member batchStatus "$work/answer")
    [ "$state" = IN_PROGRESS ] || break
done
[ "$state" = COMPLETED_SUCCESSFULLY ] || fail "batch: $(cat "$work/answer")"
card=$(member srcDigitalCardId "$work/answer")
consumer=$(member srcConsumerId "$work/answer")

status=$(call GET "/cards/$card" "$ids" "$work/nothing")
[ "$status" = 200 ] || fail "card: $status $(cat "$work/answer")"
[ "$(member panLastFour "$work/answer")" = "${number:12}" ] || fail "last four: $(cat "$work/answer")"
[ "$(member panBin "$work/answer")" = "${number:0:6}" ] || fail "BIN: $(cat "$work/answer")"
status=$(call GET "/profiles/$consumer" "$ids" "$work/nothing")
[ "$status" = 200 ] || fail "profile: $status $(cat "$work/answer")"
if grep -q "$number" "$work/answer"; then fail "the profile shows the number"; fi

# The last byte of the tag altered: refused.
printf '{"srcClientId":"%s","serviceId":"%s","externalBatchId":"shell-%s-b","enrollmentData":"%s"}' \
    "$client" "$service" "$mark" "${token%?}$([ "${token: -1}" = A ] && printf Q || printf A)" >"$work/body"
status=$(call POST /cards/batch "" "$work/body")
[ "$status" = 400 ] || fail "an altered tag: $status $(cat "$work/answer")"
printf 'enrolled card %s\n' "$card"
