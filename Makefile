.DEFAULT_GOAL := help
.PHONY: help demo dev test lint build screens wechat openapi bench fmt clean setup

help: ## what each target is for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## make a fictional district and serve it at http://127.0.0.1:8080
	bin/linli demo --data ./data/demo

test: setup build wechat ## everything that has to hold, on SQLite and PostgreSQL
	bash tools/test.sh

dev: build ## the demo district with screens that change as they are edited
	bash tools/dev.sh

lint: ## gofmt, go vet, golangci-lint
	bash tools/lint.sh

setup: ## install what the tests need and this machine lacks
	@bash tools/setup.sh

build: screens ## the binary with its screens, bin/linli
	go build -o bin/linli ./cmd/linli

screens: ## both front ends, side by side
	@$(MAKE) --no-print-directory -j2 web/ui/index.html web/ui-resident/index.html

wechat: web/resident/dist/weapp/app.json ## the mini-program, web/resident/dist/weapp; LINLI_API_HOST says where its server is

sources = $(shell git ls-files -co --exclude-standard $(1))

%/node_modules/.stamp: %/package-lock.json
	cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

web/ui/index.html: web/staff/node_modules/.stamp $(call sources,web/staff web/client docs/openapi.json)
	cd web/staff && npm run --silent build
	rm -rf web/ui/assets && cp -R web/staff/dist/. web/ui/
	@touch $@

web/ui-resident/index.html: web/resident/node_modules/.stamp $(call sources,web/resident/src web/resident/config web/resident/tools web/resident/*.js* web/client)
	cd web/resident && npm run --silent build:h5
	find web/ui-resident -mindepth 1 ! -name .placeholder -delete
	cp -R web/resident/dist/h5/. web/ui-resident/
	@touch $@

web/resident/dist/weapp/app.json: web/resident/node_modules/.stamp $(call sources,web/resident/src web/resident/config web/resident/tools web/resident/*.js* web/client)
	cd web/resident && npm run --silent build:weapp
	@touch $@

openapi: ## regenerate the contract
	go build -o bin/linli ./cmd/linli
	bin/linli --log-level error openapi > docs/openapi.json

bench: ## engines and orders beside their peers, docs/benchmarks.md
	bash tools/bench.sh $(BENCH)

fmt: ## format the Go code
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

clean: ## remove what was built
	rm -rf bin data web/staff/dist web/staff/node_modules web/resident/dist web/resident/node_modules
	find web/ui web/ui-resident -mindepth 1 ! -name .placeholder -delete
