.DEFAULT_GOAL := help
MVN ?= mvn -B -ntp
SPEC ?= experiments/specs/quickstart.yaml

help: ## Show these verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## Build, and make three portraits
	./triptych run experiments/specs/quickstart.yaml

run: ## Run an experiment: make run SPEC=experiments/specs/ablations.yaml
	./triptych run $(SPEC)

test: ## Compile and run all tests
	$(MVN) test

lint: ## Check format, warnings and architecture rules
	$(MVN) -DskipTests verify

format: ## Format all sources
	$(MVN) spotless:apply

.PHONY: help demo run test lint format
