.DEFAULT_GOAL := help
.PHONY: help demo dev test lint build openapi bench fmt clean setup

help: ## what each target is for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## make a fictional district and serve it at http://127.0.0.1:8080
	bin/linli demo --data ./data/demo

test: setup build ## everything that has to hold, on SQLite and PostgreSQL
	bash tools/test.sh

dev: build ## the demo district with screens that change as they are edited
	bash tools/dev.sh

lint: ## gofmt, go vet, golangci-lint
	bash tools/lint.sh

setup: ## install what the tests need and this machine lacks
	@bash tools/setup.sh

build: web/ui/index.html ## the binary with its screens, bin/linli
	go build -o bin/linli ./cmd/linli

web/staff/node_modules/.stamp: web/staff/package-lock.json
	cd web/staff && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/ui/index.html: web/staff/node_modules/.stamp $(shell git ls-files web/staff web/client docs/openapi.json)
	cd web/staff && npm run --silent build
	rm -rf web/ui/assets && cp -R web/staff/dist/. web/ui/
	@touch $@

openapi: ## regenerate the contract
	go build -o bin/linli ./cmd/linli
	bin/linli --log-level error openapi > docs/openapi.json

bench: ## engines and orders beside their peers, docs/benchmarks.md
	bash tools/bench.sh $(BENCH)

fmt: ## format the Go code
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

clean: ## remove what was built
	rm -rf bin data web/staff/dist web/staff/node_modules
	find web/ui -mindepth 1 ! -name .placeholder -delete
