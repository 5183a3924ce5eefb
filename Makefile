.DEFAULT_GOAL := help
MVN ?= mvn -B -ntp

help: ## Show these verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

test: ## Compile and run all tests
	$(MVN) test

lint: ## Check format, warnings and architecture rules
	$(MVN) -DskipTests verify

format: ## Format all sources
	$(MVN) spotless:apply

.PHONY: help test lint format
