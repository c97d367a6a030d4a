# Muster: everything a newcomer types. `make` alone prints the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The Swift runtime is linked in: the program starts in about two thirds of the time and runs without a tool chain.
RELEASE := -c release --static-swift-stdlib
SWIFT_FORMAT := swift format
FORMATTED := Sources Tests Benchmarks Package.swift
ORACLES := .build/oracles

PORT ?= 8080
BANK_PORT ?= 8090
SHOP_PORT ?= 8100
DATA ?= ./var

.PHONY: help build up story test check-format bench fmt install clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## Install the Debian packages that are missing
	@scripts/install-dependencies.sh

build: install ## Build the program: .build/release/muster
	swift build $(RELEASE) --product muster

up: build ## Run it: server, 10,000 cards, demo bank and shop (PORT=8080 BANK_PORT=8090 SHOP_PORT=8100 DATA=./var)
	@PORT='$(PORT)' BANK_PORT='$(BANK_PORT)' SHOP_PORT='$(SHOP_PORT)' DATA='$(DATA)' scripts/up.sh

story: build ## Tell the story of a card, from a portfolio to a purchase and out again
	@python3 scripts/story.py .build/release/muster

# The oracles' interpreter comes first on the path: every test that asks python3 gets the pinned packages.
test: install check-format ## Check the format, build, run every test
	@scripts/install-oracles.sh
	swift build
	MUSTER_PYTHON='$(CURDIR)/$(ORACLES)/bin/python3' PATH="$(CURDIR)/$(ORACLES)/bin:$$PATH" swift test

check-format:
	$(SWIFT_FORMAT) lint --strict --recursive --configuration .swift-format $(FORMATTED)

bench: install ## Run the benchmarks, each beside its ceiling
	swift build $(RELEASE) --product muster
	swift build $(RELEASE) --product muster-bench
	.build/release/muster-bench

fmt: ## Format the sources in place
	$(SWIFT_FORMAT) format --in-place --recursive --configuration .swift-format $(FORMATTED)

clean: ## Remove what was built (the data directory stays)
	swift package clean
	rm -rf .build
