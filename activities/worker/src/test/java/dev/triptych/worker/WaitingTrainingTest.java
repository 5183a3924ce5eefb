package dev.triptych.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageKey;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.priors.PackPriorsRequest;
import dev.triptych.workflows.priors.PriorSet;
import dev.triptych.workflows.priors.PriorStep;
import dev.triptych.workflows.priors.TrainPriorActivities;
import dev.triptych.workflows.priors.TrainPriorRequest;
import dev.triptych.workflows.priors.TrainedPrior;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A training that another machine runs already. */
@Timeout(120)
class WaitingTrainingTest {
  private static final TrainPriorRequest REQUEST =
      new TrainPriorRequest("mannequin-64", PriorStep.MAPPING, 1, 1, List.of());
  private static final String CLAIM =
      StoreLayout.claim(Stage.TRAIN_PRIOR, StageKey.of(Stage.TRAIN_PRIOR, 1, REQUEST).sha256());

  /** Trains one step. */
  @WorkflowInterface
  public interface Training {
    @WorkflowMethod
    TrainedPrior train(TrainPriorRequest request);
  }

  public static final class TrainingImpl implements Training {
    private final TrainPriorActivities steps =
        Workflow.newActivityStub(TrainPriorActivities.class, StepOptions.training());

    @Override
    public TrainedPrior train(TrainPriorRequest request) {
      return steps.train(request).result();
    }
  }

  public final class FakeTraining implements TrainPriorActivities {
    final AtomicInteger calls = new AtomicInteger();

    @Override
    @Memoised(version = 1, claimed = true)
    public Staged<TrainedPrior> train(TrainPriorRequest request) {
      calls.incrementAndGet();
      return Staged.unkeyed(
          Stage.TRAIN_PRIOR,
          new TrainedPrior(
              request.step(),
              store.put("weights".getBytes(UTF_8), "text/plain"),
              store.put("log".getBytes(UTF_8), "text/plain"),
              new TreeMap<>()));
    }

    @Override
    public Staged<PriorSet> packPriors(PackPriorsRequest request) {
      throw new UnsupportedOperationException();
    }
  }

  /** Tells when somebody begins to wait for a claim. */
  private static final class Waiting extends AppenderBase<ILoggingEvent> {
    final CountDownLatch begun = new CountDownLatch(1);

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getFormattedMessage().contains("waiting for " + CLAIM)) {
        begun.countDown();
      }
    }
  }

  private final FakeTraining training = new FakeTraining();
  private final Waiting waiting = new Waiting();
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.triptych.worker.memo.Claims");
  private ArtifactStore store;
  private EmbeddedTemporal temporal;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = FolderStore.open(folder);
    temporal = EmbeddedTemporal.start();
    waiting.start();
    log.addAppender(waiting);
  }

  @AfterEach
  void stop() {
    log.detachAppender(waiting);
    temporal.close();
  }

  private TriptychWorker worker(String queue) {
    TriptychWorker worker =
        new TriptychWorker(
            temporal.client(),
            new Registrations(
                cpu -> cpu.registerWorkflowImplementationTypes(TrainingImpl.class),
                List.of(training),
                List.of()),
            new Memo(store, Clock.systemUTC()),
            new WorkerPlacement(Set.of(queue), List.of(Device.cpu())),
            WorkerMetrics.unheard());
    worker.start();
    return worker;
  }

  private CompletableFuture<TrainedPrior> train() {
    WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CPU).build();
    Training workflow = temporal.client().newWorkflowStub(Training.class, options);
    return WorkflowClient.execute(workflow::train, REQUEST);
  }

  @Test
  void goesBackToItsQueueWhenItsWorkerLeaves() throws Exception {
    String owner = "{\"workflow\":\"w\",\"execution\":\"e\",\"activity\":\"a\",\"attempt\":1}";
    String claim =
        "{\"id\":\"i\",\"beat\":1,\"host\":\"elsewhere\",\"pid\":1,\"owner\":" + owner + "}";
    store.write(CLAIM, claim.getBytes(UTF_8));
    try (TriptychWorker bookkeeper = worker(TaskQueues.CPU)) {
      CompletableFuture<TrainedPrior> result = train();
      try (TriptychWorker first = worker(TaskQueues.GPU)) {
        assertThat(waiting.begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.drain(60)).isTrue();
      }
      assertThat(training.calls).hasValue(0);
      store.delete(CLAIM);

      try (TriptychWorker second = worker(TaskQueues.GPU)) {
        assertThat(result.get(60, TimeUnit.SECONDS).step()).isEqualTo(PriorStep.MAPPING);
      }
    }
    assertThat(training.calls).hasValue(1);
    assertThat(store.list("claims/")).isEmpty();
  }
}
