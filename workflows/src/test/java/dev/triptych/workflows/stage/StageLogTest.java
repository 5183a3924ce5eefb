package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.testing.Artifacts;
import dev.triptych.workflows.testing.FakeTracking;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StageLogTest {
  private static final int STYLES = 855; // of a database of 100,000 edits
  private static final int PICTURES = 21; // of a style's scores
  private static final int LARGEST = 1_000_000; // bytes; Temporal refuses a payload of 2 MB

  /** Has scored all styles, and records it. */
  @WorkflowInterface
  public interface Scored {
    @WorkflowMethod
    int record(int styles);
  }

  public static final class ScoredImpl implements Scored {
    @Override
    public int record(int styles) {
      StageTally tally = new StageTally(new Progress(List.of(), records(styles)));
      return new StageLog("a-run", "a-model", tally)
          .around(() -> tally.progress().records().size());
    }
  }

  private static List<StageRecord> records(int styles) {
    List<StageOutput> outputs =
        Collections.nCopies(PICTURES, new StageOutput("a-view", Artifacts.named("a view")));
    return IntStream.range(0, styles)
        .mapToObj(
            style ->
                new StageRecord(
                    Stage.SCORE_STYLE, "key-" + style, State.DONE, false, style, outputs))
        .toList();
  }

  private static List<RecordStagesRequest> recorded(int styles) {
    FakeTracking tracking = new FakeTracking();
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      Worker cpu = environment.newWorker(TaskQueues.CPU);
      cpu.registerWorkflowImplementationTypes(ScoredImpl.class);
      cpu.registerActivitiesImplementations(tracking);
      environment.start();
      Scored scored =
          environment
              .getWorkflowClient()
              .newWorkflowStub(Scored.class, TestTemporal.options("scored"));
      assertThat(scored.record(styles)).isEqualTo(styles);
    }
    return tracking.told(RecordStagesRequest.class);
  }

  @Test
  void tellsOfFewExecutionsAtOnce() {
    assertThat(recorded(26))
        .containsExactly(new RecordStagesRequest("a-run", "a-model", State.DONE, 0, records(26)));
  }

  @Test
  void tellsOfVeryManyInPartsThatFollowEachOther() {
    List<RecordStagesRequest> requests = recorded(STYLES);

    assertThat(requests.stream().flatMap(request -> request.stages().stream()))
        .containsExactlyElementsOf(records(STYLES));
    int before = 0;
    for (RecordStagesRequest request : requests) {
      assertThat(request.after()).isEqualTo(before);
      before += request.stages().size();
      assertThat(bytes(request.stages())).isLessThan(LARGEST);
    }
  }

  @Test
  void aQueryNamesAllExecutionsButOnlyTheLatestArtefacts() {
    List<StageRecord> all = records(STYLES);
    List<StageRecord> told = new StageTally(new Progress(List.of(), all)).progress().records();

    assertThat(bytes(told)).isLessThan(LARGEST);
    assertThat(told).extracting(StageRecord::key).containsExactlyElementsOf(keys(all));
    assertThat(told.get(0).outputs()).isEmpty();
    assertThat(told.get(STYLES - 1)).isEqualTo(all.get(STYLES - 1));
  }

  private static List<String> keys(List<StageRecord> records) {
    return records.stream().map(StageRecord::key).toList();
  }

  private static int bytes(List<StageRecord> records) {
    return DefaultDataConverter.newDefaultInstance()
        .toPayload(records)
        .orElseThrow()
        .getSerializedSize();
  }
}
