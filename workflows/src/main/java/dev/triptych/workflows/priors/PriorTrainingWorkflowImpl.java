package dev.triptych.workflows.priors;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Starts each step as soon as what it needs is there. */
public final class PriorTrainingWorkflowImpl implements PriorTrainingWorkflow {
  private final TrainPriorActivities training =
      Workflow.newActivityStub(TrainPriorActivities.class, StepOptions.training());

  private final Map<PriorStep, State> states = new EnumMap<>(PriorStep.class);

  @Override
  public PriorSet train(PriorTrainingRequest request) {
    Map<PriorStep, Promise<TrainedPrior>> steps = new EnumMap<>(PriorStep.class);
    for (PriorStep step : PriorStep.values()) { // declared after what they need
      List<Promise<TrainedPrior>> needs = step.needs().stream().map(steps::get).toList();
      steps.put(step, Async.function(() -> train(request, step, needs)));
    }
    Promise.allOf(steps.values()).get();
    return training
        .packPriors(
            new PackPriorsRequest(
                request.set(),
                request.seed(),
                request.effort(),
                steps.values().stream().map(Promise::get).toList()))
        .result();
  }

  @Override
  public PriorTrainingProgress progress() {
    return new PriorTrainingProgress(
        List.of(PriorStep.values()).stream().map(this::progress).toList());
  }

  private PriorTrainingProgress.Step progress(PriorStep step) {
    State state = states.getOrDefault(step, State.PENDING);
    return new PriorTrainingProgress.Step(step, state, state == State.DONE ? 1 : 0);
  }

  private TrainedPrior train(
      PriorTrainingRequest request, PriorStep step, List<Promise<TrainedPrior>> needs) {
    List<TrainedPrior> inputs = needs.stream().map(Promise::get).toList();
    states.put(step, State.RUNNING);
    TrainPriorRequest train =
        new TrainPriorRequest(request.set(), step, request.seed(), request.effort(), inputs);
    return Async.function(training::train, train)
        .handle((trained, failure) -> close(step, trained, failure))
        .get();
  }

  private TrainedPrior close(
      PriorStep step, Staged<TrainedPrior> trained, RuntimeException failure) {
    if (failure != null) {
      states.put(step, StageFailures.cancelled(failure) ? State.CANCELLED : State.FAILED);
      throw StageFailures.named(Stage.TRAIN_PRIOR.slug() + " " + step.slug(), failure);
    }
    states.put(step, State.DONE);
    return trained.result();
  }
}
