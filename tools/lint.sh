#!/usr/bin/env bash
# gofmt, go vet and golangci-lint. The linter is built from tools/lint, a module
# of its own, once for each version of its go.sum.
set -euo pipefail
cd "$(dirname "$0")/.."
unformatted=$(gofmt -l $(git ls-files -co --exclude-standard '*.go'))
[ -z "$unformatted" ] || { echo "not formatted:"; echo "$unformatted"; exit 1; }
go vet ./...
(cd bench && go vet ./...)
if [ ! -x bin/golangci-lint ] || [ tools/lint/go.sum -nt bin/golangci-lint ]; then
  echo "lint: building golangci-lint"
  mkdir -p bin
  (cd tools/lint && go build -o ../../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint)
fi
bin/golangci-lint run ./...
