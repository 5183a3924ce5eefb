package dev.triptych.workflows.database;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.FakeSteps;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Timeout(300)
class StyleDatabaseWorkflowTest {
  private static final TrainedOnSpec MSSI = new TrainedOnSpec(Regime.MSSI, null, null);

  private final TestTemporal temporal = new TestTemporal();
  private final FakeSteps steps = temporal.steps;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void makesADatasetOfEveryStyleForOneIdentity() {
    FewShotDataset database = make(request(MSSI, 3, 0));

    assertThat(database.size()).isEqualTo(3 * 5);
    assertThat(steps.began(EditViewRequest.class)).hasSize(3 * 5);
    assertThat(steps.began(SampleIdentityRequest.class))
        .extracting(SampleIdentityRequest::number)
        .containsOnlyNulls();
    assertThat(steps.began(PageRequest.class))
        .extracting(PageRequest::style)
        .containsExactlyInAnyOrder("style 0", "style 1", "style 2");
    assertThat(steps.began(AssembleDatabaseRequest.class).get(0).pages())
        .extracting(Page::style)
        .containsExactly("style 0", "style 1", "style 2");
  }

  @Test
  void makesIdentitiesToTrainOnAndToHoldOutInEveryStyle() {
    FewShotDataset database = make(request(new TrainedOnSpec(Regime.MSMI, 3, 2), 2, 0));

    assertThat(database.size()).as("two views of each that is trained on").isEqualTo(2 * 3 * 2);
    assertThat(steps.began(EditViewRequest.class)).hasSize(2 * (3 * 2 + 2));
    assertThat(steps.began(SampleIdentityRequest.class))
        .extracting(SampleIdentityRequest::number)
        .containsOnly(0, 1, 2, 3, 4);
    for (PageRequest page : steps.began(PageRequest.class)) {
      assertThat(page.members())
          .extracting(Member::heldOut)
          .containsExactly(false, false, false, true, true);
    }
  }

  @Test
  void goesOnAsNewExecutionsAndLosesNothing() {
    int styles = 30;
    FewShotDataset database = make(request(MSSI, styles, 60));

    assertThat(database.size()).isEqualTo(styles * 5);
    assertThat(steps.began(PageRequest.class)).hasSize(styles);
    assertThat(temporal.client().fetchHistory("database").getEvents())
        .as("the last of several executions")
        .hasSizeLessThan(200);
    assertThat(steps.began(AssembleDatabaseRequest.class).get(0).pages()).hasSize(styles);
    Progress progress = query();
    assertThat(progress.done()).isTrue();
    assertThat(progress.stages())
        .filteredOn(stage -> stage.stage() == Stage.EDIT_VIEW)
        .extracting(StageProgress::done)
        .containsExactly(styles * 5);
  }

  /** By hand: {@code -Dtriptych.portraits=10000}, edited views of a hundred styles. */
  @Test
  @Timeout(3600)
  @EnabledIfSystemProperty(named = "triptych.portraits", matches = "\\d+")
  void makesAsManyPortraitsAsOneLikesInBoundedHistories() {
    int identities = Integer.getInteger("triptych.portraits") / 200;
    StyleDatabaseRequest request = request(new TrainedOnSpec(Regime.MSMI, identities, 0), 100, 0);
    StyleDatabaseWorkflow database = stub();
    WorkflowExecution first = WorkflowClient.start(database::make, request);
    assertThat(WorkflowStub.fromTyped(database).getResult(FewShotDataset.class).size())
        .isEqualTo(identities * 200);
    List<Integer> histories = histories(first);
    System.out.println(identities * 200 + " portraits, events of each execution: " + histories);
    assertThat(histories).allMatch(events -> events < 10_000);
  }

  private List<Integer> histories(WorkflowExecution first) {
    List<Integer> events = new ArrayList<>();
    String run = first.getRunId();
    while (!run.isEmpty()) {
      List<HistoryEvent> history =
          temporal.client().fetchHistory("database", run).getHistory().getEventsList();
      events.add(history.size());
      run =
          history
              .get(history.size() - 1)
              .getWorkflowExecutionContinuedAsNewEventAttributes()
              .getNewExecutionRunId();
    }
    return events;
  }

  @Test
  void tellsOfManyEditsInAFewRecords() {
    make(request(MSSI, 12, 0));
    assertThat(query().records())
        .hasSizeLessThanOrEqualTo(Stage.ofDataset(Set.of(Stage.SAMPLE_IDENTITY)).size() + 1);
    assertThat(temporal.tracking.told(RecordStagesRequest.class))
        .filteredOn(record -> record.part().equals("mssi-s0"))
        .singleElement()
        .satisfies(record -> assertThat(record.state()).isEqualTo(State.DONE));
  }

  @Test
  void failsWithTheStyleThatFailedAndBeginsNoOther() {
    steps.onEdit =
        edit -> {
          if (edit.settings().prompt().contains("style 1,")) {
            throw ApplicationFailure.newFailure("no such set", FailureTypes.MISSING_PRIOR);
          }
        };
    assertThatThrownBy(() -> make(request(MSSI, 20, 0)))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("no such set");
    assertThat(steps.began(EditViewRequest.class)).hasSizeLessThan(5 * 5);
  }

  @Test
  void aCancelledDatabaseStopsItsDatasetsAndBeginsNoOther() {
    CountDownLatch started = new CountDownLatch(1);
    steps.onEdit =
        edit -> {
          started.countDown();
          while (true) { // until the heartbeat finds the dataset closed
            Activity.getExecutionContext().heartbeat(null);
            Thread.onSpinWait();
          }
        };
    StyleDatabaseWorkflow database = stub();
    WorkflowClient.start(database::make, request(MSSI, 20, 0));
    await(started);
    WorkflowStub running = WorkflowStub.fromTyped(database);
    running.cancel();
    assertThatThrownBy(() -> running.getResult(FewShotDataset.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(temporal.tracking.stagesOf("mssi-s0").state()).isEqualTo(State.CANCELLED);
    assertThat(temporal.tracking.stagesOf("mssi-s0/style-0").state()).isEqualTo(State.CANCELLED);
    assertThat(steps.began(EditViewRequest.class)).hasSizeLessThan(2 * 5);
  }

  @Test
  void aStyleOfADatabaseIsMadeOfTheSameSettingsAsAloneSoItIsKeptOnce() {
    FewShotDatasetRequest alone = Requests.dataset(2, 4);
    StyleDatabaseRequest many =
        new StyleDatabaseRequest(
            "run",
            "mssi-s0",
            Requests.PRIORS,
            alone.identity(),
            alone.views(),
            EditSpec.paper(),
            0,
            MSSI,
            List.of(new StyleName("an elf", "an-elf")),
            1,
            4,
            null,
            0,
            null);
    assertThat(many.request(0).edit()).isEqualTo(alone.edit());
    assertThat(many.request(0).drawn()).isNull();
  }

  private FewShotDataset make(StyleDatabaseRequest request) {
    return stub().make(request);
  }

  private StyleDatabaseWorkflow stub() {
    return temporal
        .client()
        .newWorkflowStub(StyleDatabaseWorkflow.class, TestTemporal.options("database"));
  }

  private Progress query() {
    return temporal.client().newWorkflowStub(StyleDatabaseWorkflow.class, "database").progress();
  }

  private static StyleDatabaseRequest request(TrainedOnSpec trainedOn, int styles, int events) {
    return new StyleDatabaseRequest(
        "run",
        trainedOn.regime().slug() + "-s0",
        Requests.PRIORS,
        IdentitySpec.paper(),
        new ViewsSpec(2, 30, 30, AngleMode.SAMPLER),
        EditSpec.paper(),
        0,
        trainedOn,
        IntStream.range(0, styles)
            .mapToObj(i -> new StyleName("style " + i, "style-" + i))
            .toList(),
        2,
        4,
        null,
        events,
        null);
  }
}
