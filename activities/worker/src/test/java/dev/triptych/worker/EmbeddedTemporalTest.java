package dev.triptych.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.OutOfMemory;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedTemporalTest {
  private static final ArtifactRef SOURCE =
      new ArtifactRef("blobs/x", "0".repeat(64), 1, "image/png");

  /** Edits one picture with as many seeds. */
  @WorkflowInterface
  public interface Edits {
    /**
     * @param together whether in one step
     */
    @WorkflowMethod
    List<StageRecord> edit(String prompt, int count, boolean together);
  }

  public static final class EditsImpl implements Edits {
    private final EditingActivities editing =
        Workflow.newActivityStub(
            EditingActivities.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.GPU)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .build());

    @Override
    public List<StageRecord> edit(String prompt, int count, boolean together) {
      if (together) {
        return editing
            .editViews(IntStream.range(0, count).mapToObj(seed -> request(prompt, seed)).toList())
            .stream()
            .map(Staged::stage)
            .toList();
      }
      List<Promise<Staged<EditedView>>> edits = new ArrayList<>();
      for (int seed = 0; seed < count; seed++) {
        edits.add(Async.function(editing::editView, request(prompt, seed)));
      }
      return edits.stream().map(edit -> edit.get().stage()).toList();
    }

    private static EditViewRequest request(String prompt, int seed) {
      return new EditViewRequest(
          new PriorRef("none", "1".repeat(64)),
          SOURCE,
          new EditSettings(prompt, "", 20, 7, 1.5, EditSettings.Start.PURE_NOISE, 1, seed, null));
    }
  }

  public final class FakeEditing implements EditingActivities {
    final AtomicInteger calls = new AtomicInteger();
    final List<Integer> asked = new CopyOnWriteArrayList<>(); // views of each batch
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger atWork = new AtomicInteger(); // at most, at a time
    final CompletableFuture<Void> released = new CompletableFuture<>();
    final Set<String> checkpoints = ConcurrentHashMap.newKeySet();

    @Override
    @Memoised(version = 1)
    public Staged<EditedView> editView(EditViewRequest request) {
      int call = calls.incrementAndGet();
      checkpoints.add(StageContext.current().checkpoints());
      String prompt = request.settings().prompt();
      if (prompt.equals("corrupt")) {
        throw new CorruptArtifact("An artefact is missing", "blobs/x");
      }
      if (prompt.equals("crowded") && call == 1) {
        throw new OutOfMemoryError("Java heap space");
      }
      if (prompt.equals("full device") && call == 1) {
        throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB.");
      }
      if (prompt.equals("held")) {
        atWork.accumulateAndGet(busy.incrementAndGet(), Math::max);
        released.join();
        busy.decrementAndGet();
        StageContext.current().leaveSlot();
      }
      byte[] picture = (prompt + request.settings().noiseSeed()).getBytes(StandardCharsets.UTF_8);
      return Staged.unkeyed(Stage.EDIT_VIEW, new EditedView(store.put(picture, "image/png")));
    }

    /** Has room for two; the second call of a stumbling one fails. */
    @Override
    @Memoised(version = 1)
    public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
      List<EditViewRequest> some = requests.subList(0, Math.min(2, requests.size()));
      asked.add(requests.size());
      if (some.get(0).settings().prompt().equals("stumbling") && asked.size() == 2) {
        throw new OutOfMemoryError("Java heap space");
      }
      return some.stream().map(this::editView).toList();
    }
  }

  private ArtifactStore store;
  private final FakeEditing editing = new FakeEditing();
  private final List<Device> relieved = new CopyOnWriteArrayList<>();
  private EmbeddedTemporal temporal;
  private TriptychWorker worker;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = FolderStore.open(folder);
    temporal = EmbeddedTemporal.start();
    worker =
        new TriptychWorker(
            temporal.client(),
            new Registrations(
                cpu -> cpu.registerWorkflowImplementationTypes(EditsImpl.class),
                List.of(editing),
                List.of(),
                relieved::add),
            new Memo(store, Clock.systemUTC()),
            2);
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.close();
    temporal.close();
  }

  private List<StageRecord> edit(String prompt, int count) {
    return edit(prompt, count, false);
  }

  private List<StageRecord> edit(String prompt, int count, boolean together) {
    WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CPU).build();
    return temporal.client().newWorkflowStub(Edits.class, options).edit(prompt, count, together);
  }

  @Test
  void aDeviceIsRelievedWhenItsMemoryRanOut() {
    assertThat(edit("an elf", 1)).hasSize(1);
    assertThat(relieved).isEmpty();

    editing.calls.set(0);
    assertThat(edit("full device", 1)).hasSize(1);

    assertThat(editing.calls).as("the second attempt has room").hasValue(2);
    assertThat(relieved).containsExactly(Device.cpu());
  }

  @Test
  void aBatchTakesWhatIsKeptAndKeepsEachOfTheRest() {
    List<StageRecord> alone = edit("an elf", 2);

    List<StageRecord> together = edit("an elf", 5, true);

    assertThat(together)
        .extracting(StageRecord::cached)
        .containsExactly(true, true, false, false, false);
    assertThat(together.subList(0, 2))
        .extracting(StageRecord::key)
        .isEqualTo(alone.stream().map(StageRecord::key).toList());
    assertThat(editing.asked).as("the kept ones are not asked for").containsExactly(3, 1);
    assertThat(editing.calls).hasValue(5);
    List<StageRecord> again = edit("an elf", 5);
    assertThat(again).allMatch(StageRecord::cached);
    assertThat(again)
        .extracting(StageRecord::outputs, StageRecord::seconds)
        .isEqualTo(
            together.stream().map(record -> tuple(record.outputs(), record.seconds())).toList());
  }

  @Test
  void aBatchThatFailsInTheMiddleKeepsWhatWasFinished() {
    List<StageRecord> records = edit("stumbling", 5, true);

    assertThat(editing.asked).containsExactly(5, 3, 3, 1);
    assertThat(editing.calls).as("no view is edited twice").hasValue(5);
    assertThat(records)
        .extracting(StageRecord::cached)
        .containsExactly(true, true, false, false, false);
    assertThat(records).extracting(StageRecord::key).doesNotHaveDuplicates();
  }

  @Test
  void fansOutThreeHundredActivitiesOnceAndRemembersThem() {
    assertThat(edit("an elf", 300)).hasSize(300).noneMatch(StageRecord::cached);
    assertThat(edit("an elf", 300)).hasSize(300).allMatch(StageRecord::cached);

    assertThat(editing.calls).hasValue(300);
    assertThat(editing.checkpoints)
        .hasSize(300)
        .allMatch(prefix -> prefix.matches("checkpoints/edit-view/[0-9a-f]{64}/"));
    assertThat(worker.drain(10)).isTrue();
  }

  @Test
  void takesOneStepMoreThanItHasSlots() throws Exception {
    WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CPU).build();
    Edits workflow = temporal.client().newWorkflowStub(Edits.class, options);
    CompletableFuture<List<StageRecord>> records =
        WorkflowClient.execute(workflow::edit, "held", 8, false);

    while (started(workflow) < 3) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(editing.busy).hasValue(2);
    editing.released.complete(null);

    assertThat(records.join()).hasSize(8);
    assertThat(editing.atWork).hasValue(2);
  }

  private static long started(Edits workflow) {
    return WorkflowStub.fromTyped(workflow)
        .describe()
        .getRawDescription()
        .getPendingActivitiesList()
        .stream()
        .filter(
            activity -> activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .count();
  }

  @Test
  void failsAtOnceAndExplainsWhatNobodyButTheUserCanMend() {
    assertThatThrownBy(() -> edit("corrupt", 1))
        .satisfies(
            failure ->
                assertThat(Failures.explain(failure))
                    .hasValueSatisfying(
                        explanation -> {
                          assertThat(explanation.type())
                              .isEqualTo(CorruptArtifact.class.getSimpleName());
                          assertThat(explanation.where()).isEqualTo("blobs/x");
                          assertThat(explanation.mend()).contains("triptych resume");
                        }));
    assertThat(editing.calls).hasValue(1);
  }

  @Test
  void triesAgainWhenMemoryRanOut() {
    assertThat(edit("crowded", 1)).hasSize(1);
    assertThat(editing.calls).hasValue(2);
    assertThat(Failures.toTemporal(new OutOfMemoryError("heap"), "editView"))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.getType()).isEqualTo(OutOfMemory.class.getSimpleName());
              assertThat(failure.isNonRetryable()).isFalse();
            });
  }
}
