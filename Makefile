.DEFAULT_GOAL := help
MVN ?= mvn -B -ntp
SPEC ?= experiments/specs/quickstart.yaml
SECONDS_EACH ?= 600
SEED ?= 1
FAULTS ?= 40
STEPS ?= 100 1000
CONTROL_PLANE ?=
ARCHITECTURE ?= $(shell dpkg --print-architecture 2>/dev/null || echo amd64)
GPU = $(CURDIR)/.triptych/gpu/lib
ON_GPU = PYTORCH_LIBRARY_PATH=$(GPU)/torch/lib PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128 NVIDIA_TF32_OVERRIDE=0
IMAGES = $(MVN) -Pimages -pl infra/images -am -Dmaven.test.skip=true -Dimage.architecture=$(ARCHITECTURE) package

help: ## Show these verbs
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## Build, and make three portraits
	./triptych run experiments/specs/quickstart.yaml

run: ## Run an experiment: make run SPEC=experiments/specs/ablations.yaml
	./triptych run $(SPEC)

test: ## Compile and run all tests
	$(MVN) test

parity: ## Compare all networks with their references, and write the table; DEVICE=cuda:0 shows it for a GPU
	$(if $(DEVICE),$(ON_GPU)) $(MVN) -pl activities/models -am test -Dtest=ParityTest -Dsurefire.failIfNoSpecifiedTests=false \
	  $(if $(DEVICE),-Dtriptych.parity.device=$(DEVICE) -Djna.library.path=$(GPU)/nvidia/cuda_runtime/lib,-Dtriptych.parity.table=$(CURDIR)/activities/models/docs/parity.md)

paper-dry-run: ## Run the paper's spec at full size, cut down in steps, on noise; MORE='--set …' changes it
	infra/local/paper-dry-run $(MORE)

ablations: ## Make Table 2 and write it down, hours on two cores; goes on where it was stopped; MORE='--set …' cuts it
	infra/local/ablations $(MORE)

e2e: ## Run the end-to-end tests on real services, which are installed once
	infra/local/services install
	./triptych --version
	$(MVN) -pl infra/e2e test -De2e.skip=false

chaos: ## Let random things happen to whole runs: make chaos SEED=1 FAULTS=200
	infra/local/services install
	./triptych --version
	$(MVN) -pl infra/e2e test -De2e.skip=false -Dtest=ChaosTest -Dchaos.seed=$(SEED) -Dchaos.faults=$(FAULTS)

chart: ## Check the Helm chart; a first call builds Helm
	infra/kubernetes/check

scaling: ## Try the autoscaling rules on real workers, some minutes for each
	infra/local/services install
	./triptych --version
	$(MVN) -pl infra/e2e test -De2e.skip=false -Dtest=ScalingTrial

control-plane: ## Launch edits that sleep, on a hundred workers: make control-plane STEPS="100 1000"
	infra/local/services install
	$(MVN) -q -pl experiments -am -DskipTests package
	touch experiments/target/classpath
	for steps in $(STEPS); do \
	  $(MVN) -q -pl infra/e2e test -De2e.skip=false -Dtest=ControlPlaneTrial -Dcontrol.steps=$$steps $(CONTROL_PLANE) || exit 1; done

readers: ## Export a small run, and open the files with other programs
	infra/readers/check

fuzz: ## Try the readers of files on inputs that a fuzzer makes: make fuzz SECONDS_EACH=60
	$(MVN) -Pfuzz -fae -pl activities/models,activities/worker,experiments -am test \
	  -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.seconds=$(SECONDS_EACH)

images: ## Build the container image for this machine's processor, below infra/images/target
	infra/images/base .triptych/images
	$(IMAGES)

images-test: images ## Build the image again, which must be the same one, and run it on real services
	cp infra/images/target/triptych-$(ARCHITECTURE).digest .triptych/images/first.digest
	rm -rf infra/images/target
	$(IMAGES)
	cmp .triptych/images/first.digest infra/images/target/triptych-$(ARCHITECTURE).digest
	infra/local/services install
	./triptych --version
	$(MVN) -pl infra/e2e test -De2e.skip=false -Dtest=ImageTest \
	  -Dtriptych.image=$(CURDIR)/infra/images/target/triptych-$(ARCHITECTURE).tar

up: ## Start Temporal, S3 and MLflow on this machine
	infra/services up

down: ## Stop them; their data stays
	infra/services down

gpu: ## Fetch PyTorch for NVIDIA GPUs, which the launcher then finds
	infra/gpu/install

status: ## Say which of them are healthy
	infra/services status

logs: ## Follow their logs
	infra/services logs

bench: ## Measure networks beside eager PyTorch: make bench ROWS=vae,lpips (EG3D=folder for EG3D's rows)
	activities/models/bench/run "$(ROWS)"

lint: ## Check format, warnings and architecture rules
	$(MVN) -DskipTests verify

format: ## Format all sources
	$(MVN) spotless:apply

.PHONY: help demo run test bench parity paper-dry-run ablations e2e chaos chart scaling control-plane readers fuzz gpu images images-test up down status logs lint format
