#!/usr/bin/env bash
# Everything that has to hold, on SQLite and on a private PostgreSQL that this
# script starts on a free loopback port and stops by its own pid.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
chmod 755 "$work"
as() { if [ "$(id -u)" -eq 0 ]; then su -s /bin/sh nobody -c "$*"; else sh -c "$*"; fi; }
stop() {
  if [ -f "$work/pg/postmaster.pid" ]; then
    pid=$(head -n 1 "$work/pg/postmaster.pid")
    kill -INT "$pid" 2>/dev/null || true
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  fi
  rm -rf "$work"
}
trap stop EXIT

step() { echo "== $1"; }

step "gofmt, go vet, golangci-lint"
bash tools/lint.sh

step "contract and access table are fresh"
go build -o bin/linli ./cmd/linli
bin/linli --log-level error openapi | diff -q - docs/openapi.json >/dev/null || { echo "docs/openapi.json is stale: run make openapi"; exit 1; }

step "TypeScript: types and unit tests"
(cd web/staff && npm run --silent check && npm test --silent)
(cd web/resident && npm run --silent check && npm test --silent)

step "the mini-program on Node"
(cd web/resident && npm run --silent harness)

step "PostgreSQL"
port=$(go run ./tools/freeport)
mkdir "$work/pg" "$work/sock"
[ "$(id -u)" -eq 0 ] && chown nobody "$work/pg" "$work/sock"
bin=/usr/lib/postgresql/15/bin
as "$bin/initdb -D $work/pg -A trust -U linli --locale=C.UTF-8 -E UTF8 >/dev/null"
as "$bin/pg_ctl -D $work/pg -l $work/sock/log -w -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/sock -c fsync=off -c max_connections=500' start >/dev/null"
export LINLI_TEST_PG="postgres://linli@127.0.0.1:$port/postgres?sslmode=disable"

step "Go tests"
go test -json -timeout 20m ./... >"$work/go.json" 2>&1 || true
go run ./tools/tally <"$work/go.json"

step "browser tests"
(cd web/staff && LINLI_BIN="$PWD/../../bin/linli" LINLI_DEMO_ARGS="--residents 6000" npm run --silent e2e)
(cd web/staff && LINLI_BIN="$PWD/../../bin/linli" LINLI_DEMO_ARGS="--residents 6000" npm run --silent week)
(cd web/resident && LINLI_BIN="$PWD/../../bin/linli" LINLI_DEMO_ARGS="--residents 6000" npm run --silent e2e)

echo "all passed: lint, contract, TypeScript, Go on SQLite and PostgreSQL, browser"
