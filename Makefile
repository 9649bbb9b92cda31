.DEFAULT_GOAL := help
.PHONY: help demo test build openapi bench fmt clean setup

help: ## what each target is for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## make a fictional district and serve it at http://127.0.0.1:8080
	bin/linli demo --data ./data/demo

test: setup ## everything that has to hold, on SQLite and PostgreSQL
	bash tools/test.sh

setup: ## install what the tests need and this machine lacks
	@bash tools/setup.sh

build: ## the binary, bin/linli
	go build -o bin/linli ./cmd/linli

openapi: build ## regenerate the contract and the access table's rows
	bin/linli --log-level error openapi > docs/openapi.json

bench: ## benchmarks of the engines and the import
	go test -run xxx -bench . -benchtime 1x ./internal/roster

fmt: ## format the Go code
	gofmt -w $$(git ls-files '*.go')

clean: ## remove what was built
	rm -rf bin data
