#!/usr/bin/env bash
# The engines and the orders beside their peers, in one run on this machine;
# writes docs/benchmarks.md. Installs the peers that are missing: LEMON and CBC
# by apt, PocketBase as a module. Needs apt and, unless root, sudo. Arguments go
# to the command, for instance: tools/bench.sh -only density,routing
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
command -v g++ >/dev/null || missing+=(g++)
command -v cbc >/dev/null || missing+=(coinor-cbc)
[ -e /usr/include/lemon/network_simplex.h ] || missing+=(liblemon-dev)
if [ ${#missing[@]} -gt 0 ]; then
  echo "bench: installing ${missing[*]}"
  root=""
  [ "$(id -u)" -eq 0 ] || root=sudo
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
go build -o bin/linli ./cmd/linli
cd bench
go run . "$@"
