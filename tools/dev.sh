#!/usr/bin/env bash
# The demo district on :8080 and the staff screens on :5173, drawn anew at each
# change. Both end with this script.
set -euo pipefail
cd "$(dirname "$0")/.."
bin/linli demo --data ./data/demo &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
cd web/staff && npm run dev
