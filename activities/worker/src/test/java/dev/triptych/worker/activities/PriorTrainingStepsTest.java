package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.mannequin.training.TrainingStep;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.errors.Explanation;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.priors.PriorStep;
import dev.triptych.workflows.priors.TrainPriorActivities;
import dev.triptych.workflows.priors.TrainPriorRequest;
import dev.triptych.workflows.priors.TrainedPrior;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PriorTrainingStepsTest {
  private static final double SHORTEST = 1e-9; // one step

  /** Trains one step. */
  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod
    TrainedPrior train(TrainPriorRequest request);
  }

  public static final class OneStepImpl implements OneStep {
    private final TrainPriorActivities steps =
        Workflow.newActivityStub(TrainPriorActivities.class, StepOptions.training());

    @Override
    public TrainedPrior train(TrainPriorRequest request) {
      return steps.train(request).result();
    }
  }

  private ArtifactStore store;
  private LoadedPriors priors;
  private EmbeddedTemporal temporal;
  private TriptychWorker worker;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = FolderStore.open(folder.resolve("data"));
    priors = new LoadedPriors(null);
    temporal = EmbeddedTemporal.start();
    StepResources resources =
        new StepResources(store, new Journal(store), priors, folder.resolve("scratch"));
    worker =
        new TriptychWorker(
            temporal.client(),
            new Registrations(
                cpu -> cpu.registerWorkflowImplementationTypes(OneStepImpl.class),
                List.of(new PriorTrainingSteps(resources)),
                List.of()),
            new Memo(store, Clock.systemUTC()),
            1);
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.close();
    temporal.close();
    priors.close();
  }

  private TrainedPrior train(String set) {
    WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CPU).build();
    return temporal
        .client()
        .newWorkflowStub(OneStep.class, options)
        .train(new TrainPriorRequest(set, PriorStep.MAPPING, 1, SHORTEST, List.of()));
  }

  @Test
  void keepsWeightsLossesAndFigures() {
    TrainedPrior mapping = train("mannequin-64");

    assertThat(Safetensors.open(store.file(mapping.weights())).names())
        .contains("backbone.mapping.fc0.weight");
    assertThat(LossCurve.read(store.get(mapping.log())))
        .singleElement()
        .satisfies(point -> assertThat(point.values()).containsKey("loss/total"));
    assertThat(mapping.figures()).containsKey("look_error");
  }

  @ParameterizedTest
  @EnumSource
  void knowsTheTrainingOfEachStep(PriorStep step, @TempDir Path folder) {
    TrainingStep training =
        PriorTrainingSteps.step(step, new MannequinTraining(1, SHORTEST, folder, 1));
    assertThat(training.checkpoints()).isEqualTo(folder.resolve(step.slug()));
  }

  @Test
  void knowsNoRecipeForOtherSets() {
    assertThatThrownBy(() -> train("ffhq512-128"))
        .satisfies(
            failure ->
                assertThat(Failures.explain(failure))
                    .map(Explanation::what)
                    .hasValueSatisfying(what -> assertThat(what).contains("ffhq512-128")));
  }
}
