package dev.triptych.workflows.priors;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triptych.workflows.experiment.TriptychWorkflows;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.testing.Artifacts;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PriorTrainingWorkflowTest {
  private static final PriorTrainingRequest REQUEST =
      new PriorTrainingRequest("mannequin-64", 7, 0.5);

  private final FakeTraining training = new FakeTraining();
  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
  private final PriorTrainingWorkflow workflow;

  PriorTrainingWorkflowTest() {
    Worker cpu = environment.newWorker(TaskQueues.CPU);
    TriptychWorkflows.register(cpu);
    environment.newWorker(TaskQueues.GPU).registerActivitiesImplementations(training);
    environment.start();
    workflow =
        environment
            .getWorkflowClient()
            .newWorkflowStub(PriorTrainingWorkflow.class, TestTemporal.options("priors"));
  }

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void givesEachStepWhatItNeeds() {
    PriorSet set = workflow.train(REQUEST);
    assertThat(set.ref().name()).isEqualTo("mannequin-64");
    assertThat(training.began).hasSize(7);
    assertThat(training.began)
        .allSatisfy(
            request -> {
              assertThat(request.seed()).isEqualTo(7);
              assertThat(request.effort()).isEqualTo(0.5);
              assertThat(request.inputs())
                  .extracting(TrainedPrior::step)
                  .containsExactlyElementsOf(request.step().needs());
            });
    assertThat(training.packed.get(0).parts())
        .extracting(TrainedPrior::step)
        .containsExactly(PriorStep.values());
    assertThat(workflow.progress().steps())
        .extracting(PriorTrainingProgress.Step::state)
        .containsOnly(State.DONE);
  }

  @Test
  void trainsTheEditingBranchAndTheHeadBranchSideBySide() {
    Set<PriorStep> meet = Set.of(PriorStep.UNET, PriorStep.EG3D);
    CountDownLatch both = new CountDownLatch(2);
    training.onTrain =
        request -> {
          if (meet.contains(request.step())) {
            both.countDown();
            await(both); // each waits until the other runs too
          }
        };
    assertThat(workflow.train(REQUEST).files()).isNotEmpty();
  }

  @Test
  void tellsHowFarEachStepIs() {
    AtomicReference<PriorTrainingProgress> seen = new AtomicReference<>();
    training.onTrain =
        request -> {
          if (request.step() == PriorStep.VAE) {
            Activity.getExecutionContext().heartbeat(new Heartbeat(30, 120, null, "vae"));
            seen.set(new PriorTrainingMonitor(environment.getWorkflowClient()).progress("priors"));
          }
        };
    workflow.train(REQUEST);
    assertThat(seen.get().steps())
        .contains(
            new PriorTrainingProgress.Step(PriorStep.CLIP, State.DONE, 1),
            new PriorTrainingProgress.Step(PriorStep.VAE, State.RUNNING, 0.25),
            new PriorTrainingProgress.Step(PriorStep.UNET, State.PENDING, 0));
  }

  @Test
  void namesTheStepThatFailed() {
    training.onTrain =
        request -> {
          if (request.step() == PriorStep.VAE) {
            throw ApplicationFailure.newFailure("no recipe", FailureTypes.INVALID_SPEC);
          }
        };
    WorkflowFailedException failure =
        catchThrowableOfType(WorkflowFailedException.class, () -> workflow.train(REQUEST));
    assertThat(((ApplicationFailure) failure.getCause()).getOriginalMessage())
        .isEqualTo("train-prior vae: no recipe");
    assertThat(training.packed).isEmpty();
  }

  /** Trains nothing, but remembers what it was asked for. */
  private static final class FakeTraining implements TrainPriorActivities {
    final List<TrainPriorRequest> began = new CopyOnWriteArrayList<>();
    final List<PackPriorsRequest> packed = new CopyOnWriteArrayList<>();
    volatile Consumer<TrainPriorRequest> onTrain = request -> {};

    @Override
    public Staged<TrainedPrior> train(TrainPriorRequest request) {
      began.add(request);
      onTrain.accept(request);
      String name = request.step().slug();
      return Staged.unkeyed(
          Stage.TRAIN_PRIOR,
          new TrainedPrior(
              request.step(),
              Artifacts.named(name + ".safetensors"),
              Artifacts.named(name + ".jsonl"),
              new TreeMap<>()));
    }

    @Override
    public Staged<PriorSet> packPriors(PackPriorsRequest request) {
      packed.add(request);
      return Staged.unkeyed(
          Stage.PACK_PRIORS,
          new PriorSet(
              new PriorRef(request.set(), Artifacts.sha256("set")),
              Artifacts.named("prior.json"),
              List.of(Artifacts.named("eg3d.safetensors"))));
    }
  }
}
