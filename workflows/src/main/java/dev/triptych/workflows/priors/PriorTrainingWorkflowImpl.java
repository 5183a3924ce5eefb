package dev.triptych.workflows.priors;

import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageTally;
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

  private final StageTally tally =
      new StageTally(
          Progress.pending(
              StageProgress.pending(Stage.TRAIN_PRIOR, PriorStep.values().length),
              StageProgress.pending(Stage.PACK_PRIORS, 1)));

  @Override
  public PriorSet train(PriorTrainingRequest request) {
    Map<PriorStep, Promise<TrainedPrior>> steps = new EnumMap<>(PriorStep.class);
    for (PriorStep step : PriorStep.values()) { // declared after what they need
      List<Promise<TrainedPrior>> needs = step.needs().stream().map(steps::get).toList();
      steps.put(step, Async.function(() -> train(request, step, needs)));
    }
    Promise.allOf(steps.values()).get();
    PackPriorsRequest pack =
        new PackPriorsRequest(
            request.set(),
            request.seed(),
            request.effort(),
            steps.values().stream().map(Promise::get).toList());
    return tally.await(Stage.PACK_PRIORS, Async.function(training::packPriors, pack));
  }

  @Override
  public Progress progress() {
    return tally.progress();
  }

  private TrainedPrior train(
      PriorTrainingRequest request, PriorStep step, List<Promise<TrainedPrior>> needs) {
    List<TrainedPrior> inputs = needs.stream().map(Promise::get).toList();
    TrainPriorRequest train =
        new TrainPriorRequest(request.set(), step, request.seed(), request.effort(), inputs);
    String what = Stage.TRAIN_PRIOR.slug() + " " + step.slug();
    return tally.follow(Stage.TRAIN_PRIOR, what, Async.function(training::train, train)).get();
  }
}
