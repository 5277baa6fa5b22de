#!/usr/bin/env bash
# Does what the README says, in an empty home: npm start until the page answers, then the same again.
set -euo pipefail
cd "$(dirname "$0")/.."
home="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$home"' EXIT

start() {
  CCI_HOME="$home/lake" npm start >"$home/start.log" 2>&1 &
  server=$!
  for _ in $(seq 1 240); do
    url="$(sed -n 's/^The dashboard is open at \(http[^ ]*\).*/\1/p' "$home/start.log")"
    [ -n "$url" ] && break
    kill -0 "$server" 2>/dev/null || { cat "$home/start.log"; exit 1; }
    sleep 0.5
  done
  [ -n "$url" ] || { cat "$home/start.log"; echo 'smoke: no address within two minutes' >&2; exit 1; }
  status="$(curl -sL -o /dev/null -w '%{http_code}' "$url/")"
  [ "$status" = 200 ] || { echo "smoke: $url/ answered $status" >&2; exit 1; }
  kill "$server"; wait "$server" 2>/dev/null || true
}

SECONDS=0; start; echo "first start: page open after ${SECONDS} s"
SECONDS=0; start; echo "second start: page open after ${SECONDS} s"
CCI_HOME="$home/lake" npx --no-install cci sql --tenant northwind-energy \
  'SELECT count(*) AS calls, avg(percentage) AS average FROM call_list' --format json
