package dev.triptych.workflows.experiment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.dataset.AssembleDatasetRequest;
import dev.triptych.workflows.dataset.DatasetActivities;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.dataset.FewShotDatasetWorkflow;
import dev.triptych.workflows.dataset.FewShotDatasetWorkflowImpl;
import dev.triptych.workflows.portrait.PortraitWorkflowImpl;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.testing.Artifacts;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Histories recorded by an earlier build must replay: a launch that is under way survives an update
 * of its workers. When a change breaks this on purpose, record anew with {@code -Dtest=ReplayTest
 * -Dtriptych.record-histories=src/test/resources/histories}, and say in the change log that running
 * launches must end first.
 */
@Timeout(300)
class ReplayTest {
  private static final String RECORD = "triptych.record-histories";

  /** As the replayer does by itself, but a busy machine may take its time over the first task. */
  private static void replay(String resource, Class<?> workflow) throws Exception {
    WorkerOptions patient =
        WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(Duration.ofMinutes(1).toMillis())
            .build();
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      Worker worker = environment.newWorker("replay", patient);
      worker.registerWorkflowImplementationTypes(workflow);
      WorkflowReplayer.replayWorkflowExecutionFromResource(resource, worker);
    }
  }

  @Test
  void replaysALaunchWithAFailedCell() throws Exception {
    replay("histories/experiment.json", ExperimentWorkflowImpl.class);
  }

  @Test
  void replaysADataset() throws Exception {
    replay("histories/dataset.json", FewShotDatasetWorkflowImpl.class);
  }

  @Test
  void replaysAPortrait() throws Exception {
    replay("histories/portrait.json", PortraitWorkflowImpl.class);
  }

  @Test
  void noticesThatAWorkflowNoLongerDoesWhatItDid() {
    assertThatThrownBy(() -> replay("histories/dataset.json", AssemblesFirst.class))
        .hasStackTraceContaining("NonDeterministic");
  }

  @Test
  @EnabledIfSystemProperty(named = RECORD, matches = ".+")
  void recordsHistories() throws IOException {
    try (TestTemporal temporal = new TestTemporal()) {
      temporal.steps.onEdit =
          edit -> {
            if (edit.settings().prompt().contains("clown")) {
              throw ApplicationFailure.newFailure("damaged", FailureTypes.CORRUPT_ARTIFACT);
            }
          };
      Launch launch =
          Requests.launch(
              "run", List.of("an elf", "a clown"), Variant.OURS, Variant.NO_PRETRAINING);
      temporal.experiment("run").run(launch);
      Path folder = Path.of(System.getProperty(RECORD));
      Files.createDirectories(folder);
      record(temporal, "run", folder.resolve("experiment.json"));
      record(temporal, "run/dataset/an-elf-s0", folder.resolve("dataset.json"));
      record(temporal, "run/an-elf-ours-s0", folder.resolve("portrait.json"));
    }
  }

  private static void record(TestTemporal temporal, String workflowId, Path file)
      throws IOException {
    String json = temporal.client().fetchHistory(workflowId).toJson(true);
    // Process and host names are nobody's business.
    Files.writeString(file, json.replaceAll("\\d+@[\\w.-]+", "worker") + "\n");
  }

  /** A careless change of Algorithm 1. */
  public static final class AssemblesFirst implements FewShotDatasetWorkflow {
    @Override
    public FewShotDataset make(FewShotDatasetRequest request) {
      return Workflow.newActivityStub(DatasetActivities.class, StepOptions.bookkeeping())
          .assembleDataset(
              new AssembleDatasetRequest(
                  request.priors(),
                  request.style(),
                  Artifacts.named("w"),
                  AngleMode.SAMPLER,
                  List.of()))
          .result();
    }

    @Override
    public Progress progress() {
      return Progress.pending(List.of());
    }
  }
}
