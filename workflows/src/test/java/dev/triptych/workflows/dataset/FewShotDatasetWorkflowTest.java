package dev.triptych.workflows.dataset;

import static dev.triptych.workflows.testing.Latches.await;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.PhotoTuning;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.Artifacts;
import dev.triptych.workflows.testing.FakeSteps;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FewShotDatasetWorkflowTest {
  private final TestTemporal temporal = new TestTemporal();
  private final FakeSteps steps = temporal.steps;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void editsAHundredViewsAndTheFrontalOneEachOnce() {
    FewShotDatasetRequest request = Requests.dataset(10, 8);
    FewShotDataset dataset = temporal.dataset().make(request);

    assertThat(dataset.size()).isEqualTo(101);
    assertThat(steps.began(EditViewRequest.class)).hasSize(101).doesNotHaveDuplicates();
    AssembleDatasetRequest assembled = steps.began(AssembleDatasetRequest.class).get(0);
    assertThat(assembled.pairs())
        .extracting(pair -> new ViewAngle(pair.pitch(), pair.yaw()))
        .containsExactlyElementsOf(request.views().list());
    assertThat(assembled.pairs())
        .allSatisfy(pair -> assertThat(pair.edited().key()).endsWith(pair.source().key()));
  }

  @Test
  void viewsToScoreByAreASetOfTheirOwn() {
    ViewsSpec scored = new ViewsSpec(3, 10, 10, AngleMode.SAMPLER);
    FewShotDatasetWorkflow workflow = temporal.dataset();

    FewShotDataset dataset = workflow.make(Requests.scored(2, scored));

    assertThat(dataset.size()).isEqualTo(5);
    assertThat(dataset.references()).isEqualTo(Artifacts.named("dataset/an elf/9"));
    assertThat(dataset.manifest()).isEqualTo(Artifacts.named("dataset/an elf/5"));
    assertThat(steps.began(AssembleDatasetRequest.class))
        .extracting(set -> set.pairs().size())
        .as("what reads the set of a part takes the last")
        .containsExactly(9, 5);
    assertThat(workflow.progress().stages())
        .contains(
            new StageProgress(Stage.RENDER_VIEWS, State.DONE, 2, 2),
            new StageProgress(Stage.EDIT_VIEW, State.DONE, 13, 13),
            new StageProgress(Stage.ASSEMBLE_DATASET, State.DONE, 2, 2));
  }

  @Test
  void aPhotosHeadIsTheOneThatWasFound() {
    temporal.dataset().make(Requests.photo(null));

    assertThat(steps.began(TunePhotoRequest.class)).isEmpty();
    assertThat(steps.began(RenderViewsRequest.class))
        .extracting(RenderViewsRequest::latent)
        .containsExactly(Artifacts.named("w/photo"));
  }

  @Test
  void aTunedPhotosHeadIsTakenInPlaceOfTheOneThatWasFound() {
    FewShotDatasetWorkflow workflow = temporal.dataset();

    workflow.make(Requests.photo(new PhotoTuning(60, null, null)));

    TunePhotoRequest tuned = steps.began(TunePhotoRequest.class).get(0);
    assertThat(tuned.found()).isEqualTo(Artifacts.named("w/photo"));
    assertThat(tuned.photo()).isEqualTo(Artifacts.named("photo/small"));
    assertThat(tuned.tuning().learningRate()).as("nothing is left open").isNotNull();
    assertThat(steps.began(RenderViewsRequest.class))
        .extracting(RenderViewsRequest::latent)
        .containsExactly(Artifacts.named("tuned/w/photo"));
    assertThat(steps.began(AssembleDatasetRequest.class))
        .extracting(AssembleDatasetRequest::latent)
        .containsExactly(Artifacts.named("tuned/w/photo"));
    assertThat(workflow.progress().stages())
        .extracting(StageProgress::stage)
        .startsWith(Stage.INVERT_PHOTO, Stage.TUNE_PHOTO, Stage.RENDER_VIEWS);
  }

  @Test
  void handsOutSeveralViewsAtATimeAndCountsEachAsOne() {
    FewShotDatasetRequest request = Requests.dataset(3, 2, 4);
    FewShotDatasetWorkflow workflow = temporal.dataset();

    assertThat(workflow.make(request).size()).isEqualTo(9);

    assertThat(steps.batches).containsExactlyInAnyOrder(4, 4, 1);
    assertThat(steps.began(EditViewRequest.class)).hasSize(9).doesNotHaveDuplicates();
    AssembleDatasetRequest assembled = steps.began(AssembleDatasetRequest.class).get(0);
    assertThat(assembled.pairs())
        .extracting(pair -> new ViewAngle(pair.pitch(), pair.yaw()))
        .containsExactlyElementsOf(request.views().list());
    assertThat(assembled.pairs())
        .allSatisfy(pair -> assertThat(pair.edited().key()).endsWith(pair.source().key()));
    assertThat(workflow.progress().stages())
        .contains(new StageProgress(Stage.EDIT_VIEW, State.DONE, 9, 9));
    assertThat(temporal.tracking.stagesOf("an-elf-s0").stages())
        .filteredOn(stage -> stage.stage() == Stage.EDIT_VIEW)
        .extracting(stage -> stage.key())
        .hasSize(9)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFailingBatchIsNamedByItsFirstView() {
    steps.onEdit =
        edit -> {
          throw failure(FailureTypes.CORRUPT_ARTIFACT, "blob ab12 does not match its digest");
        };

    assertThat(failureOf(Requests.dataset(2, 1, 3)).getOriginalMessage())
        .isEqualTo("edit-view p+30_y-30 and 2 more: blob ab12 does not match its digest");
    assertThat(steps.batches).containsExactly(3);
  }

  @Test
  void aRequestForSingleViewsIsWrittenAsBeforeThereWasAChoice() {
    DataConverter converter = DefaultDataConverter.STANDARD_INSTANCE;
    assertThat(converter.toPayload(Requests.dataset(2, 1)).orElseThrow().getData().toStringUtf8())
        .doesNotContain("viewsPerStep");
    assertThat(
            converter
                .toPayload(Parallelism.forSlots(2).withViewsPerStep(1))
                .orElseThrow()
                .getData()
                .toStringUtf8())
        .isEqualTo("{\"cells\":3,\"datasets\":1,\"edits\":4}");
  }

  @Test
  void keepsASmallNumberOfEditsInFlight() {
    CountDownLatch four = new CountDownLatch(4);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    steps.onEdit =
        edit -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          four.countDown();
          await(four); // the first four wait for one another: they do run side by side
          running.decrementAndGet();
        };
    temporal.dataset().make(Requests.dataset(4, 4));
    assertThat(most).hasValue(4);
  }

  @Test
  void recordsEveryStageOfAFinishedDataset() {
    temporal.dataset().make(Requests.dataset(2, 8));
    RecordStagesRequest record = temporal.tracking.stagesOf("an-elf-s0");
    assertThat(record.state()).isEqualTo(State.DONE);
    assertThat(record.stages())
        .extracting(stage -> stage.stage())
        .containsExactly(
            Stage.SAMPLE_IDENTITY,
            Stage.RENDER_VIEWS,
            Stage.EDIT_VIEW,
            Stage.EDIT_VIEW,
            Stage.EDIT_VIEW,
            Stage.EDIT_VIEW,
            Stage.EDIT_VIEW,
            Stage.ASSEMBLE_DATASET);
    assertThat(record.stages().stream().map(stage -> stage.key()).collect(toSet())).hasSize(8);
  }

  @Test
  void aFailingViewIsNamedAndEndsTheDataset() {
    steps.onEdit =
        edit -> {
          if (edit.source().key().equals("source/p-30_y+30")) {
            throw failure(FailureTypes.CORRUPT_ARTIFACT, "blob ab12 does not match its digest");
          }
        };
    ApplicationFailure failure = failureOf(Requests.dataset(2, 1));

    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_ARTIFACT);
    assertThat(failure.getOriginalMessage())
        .isEqualTo("edit-view p-30_y+30: blob ab12 does not match its digest");
    assertThat(steps.began(EditViewRequest.class)).hasSize(4); // the frontal one never began
    assertThat(steps.began(AssembleDatasetRequest.class)).isEmpty();
    RecordStagesRequest record = temporal.tracking.stagesOf("an-elf-s0");
    assertThat(record.state()).isEqualTo(State.FAILED);
    assertThat(record.stages())
        .extracting(stage -> stage.state())
        .containsExactly(State.DONE, State.DONE, State.DONE, State.DONE, State.DONE, State.FAILED);
  }

  @Test
  void triesAgainWhenMemoryRanOut() {
    AtomicInteger attempts = new AtomicInteger();
    steps.onEdit =
        edit -> {
          if (edit.source().key().equals("source/p+0_y+0") && attempts.incrementAndGet() < 3) {
            throw failure(FailureTypes.OUT_OF_MEMORY, "no memory for the UNet");
          }
        };
    assertThat(temporal.dataset().make(Requests.dataset(2, 8)).size()).isEqualTo(5);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void givesUpWhenMemoryRunsOutAgainAndAgain() {
    AtomicInteger attempts = new AtomicInteger();
    steps.onEdit =
        edit -> {
          attempts.incrementAndGet();
          throw failure(FailureTypes.OUT_OF_MEMORY, "no memory for the UNet");
        };
    assertThat(failureOf(Requests.dataset(1, 1)).getType()).isEqualTo(FailureTypes.OUT_OF_MEMORY);
    assertThat(attempts).hasValue(5);
  }

  @Test
  void doesNotTryAgainWithoutPriors() {
    steps.onEdit =
        edit -> {
          throw failure(FailureTypes.MISSING_PRIOR, "import mannequin-64 first");
        };
    assertThat(failureOf(Requests.dataset(1, 1)).getType()).isEqualTo(FailureTypes.MISSING_PRIOR);
    assertThat(steps.began(EditViewRequest.class)).hasSize(1);
  }

  @Test
  void aCancellationStopsTheEditThatIsRunning() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    steps.onEdit =
        edit -> {
          started.countDown();
          try {
            while (true) {
              Activity.getExecutionContext().heartbeat(null);
              Thread.onSpinWait();
            }
          } catch (ActivityCompletionException e) {
            stopped.countDown();
            throw e;
          }
        };
    FewShotDatasetWorkflow workflow = temporal.dataset();
    WorkflowClient.start(workflow::make, Requests.dataset(10, 1));
    await(started);
    WorkflowStub stub = WorkflowStub.fromTyped(workflow);
    stub.cancel();

    WorkflowFailedException failure =
        catchThrowableOfType(
            WorkflowFailedException.class, () -> stub.getResult(FewShotDataset.class));
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    await(stopped);
    assertThat(steps.began(EditViewRequest.class)).hasSize(1);
    assertThat(temporal.tracking.stagesOf("an-elf-s0").state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void tellsHowFarItIs() {
    CountDownLatch third = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger edits = new AtomicInteger();
    steps.onEdit =
        edit -> {
          if (edits.incrementAndGet() == 3) {
            third.countDown();
            await(asked);
          }
        };
    FewShotDatasetWorkflow workflow = temporal.dataset();
    WorkflowClient.start(workflow::make, Requests.dataset(2, 1));
    await(third);
    Progress progress = workflow.progress();
    asked.countDown();

    assertThat(progress.stages())
        .containsExactly(
            new StageProgress(Stage.SAMPLE_IDENTITY, State.DONE, 1, 1),
            new StageProgress(Stage.RENDER_VIEWS, State.DONE, 1, 1),
            new StageProgress(Stage.EDIT_VIEW, State.RUNNING, 2, 5),
            new StageProgress(Stage.ASSEMBLE_DATASET, State.PENDING, 0, 1));
    assertThat(progress.records()).hasSize(4);
    WorkflowStub.fromTyped(workflow).getResult(FewShotDataset.class);
    assertThat(workflow.progress().done()).isTrue();
  }

  private ApplicationFailure failureOf(FewShotDatasetRequest request) {
    WorkflowFailedException failure =
        catchThrowableOfType(WorkflowFailedException.class, () -> temporal.dataset().make(request));
    return (ApplicationFailure) failure.getCause();
  }

  private static ApplicationFailure failure(String type, String message) {
    return ApplicationFailure.newFailure(message, type);
  }
}
