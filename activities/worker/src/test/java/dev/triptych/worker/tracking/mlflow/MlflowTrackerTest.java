package dev.triptych.worker.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowTrackerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Started STARTED = new Started("first", "quickstart", null, NOON);
  private static final Scores SCORES = new Scores(new TreeMap<>(Map.of("clip_score", 0.75)));

  private final FakeMlflow mlflow = new FakeMlflow();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    mlflow.close();
  }

  private MlflowTracker tracker(FolderStore store) {
    return new MlflowTracker(store, new Journal(store), mlflow.server(), mlflow.environment());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void deliversWhatIsStillOnItsWayWhenItIsClosed() {
    FolderStore store = FolderStore.open(folder);
    try (MlflowTracker tracker = tracker(store)) {
      TrackingRun run = tracker.open("quick-1", null, STARTED);
      tracker.record(run, SCORES);
      tracker.record(run, new Finished("first", State.DONE, NOON));
    }

    assertThat(mlflow.run("quick-1").metrics("clip_score")).hasSize(1);
    assertThat(mlflow.run("quick-1").status).isEqualTo("FINISHED");
  }

  @Test
  void journalsWhileTheServerIsAwayAndDeliversWhenItIsBack() throws InterruptedException {
    FolderStore store = FolderStore.open(folder);
    mlflow.down = 503;
    try (MlflowTracker tracker = tracker(store)) {
      TrackingRun run = tracker.open("quick-1", null, STARTED);
      tracker.record(run, SCORES);
      assertThat(new Journal(store).events("quick-1", null)).containsExactly(STARTED, SCORES);
      mlflow.down = 0;
      await(() -> store.read("runs/quick-1/mlflow.json").isPresent());
    }

    assertThat(mlflow.run("quick-1").metrics("clip_score")).hasSize(1);
  }

  @Test
  void whatASilentServerDidNotGetIsSentByTheNextDelivery() {
    FolderStore store = FolderStore.open(folder);
    mlflow.down = 500;
    try (MlflowTracker tracker = tracker(store)) {
      tracker.record(tracker.open("quick-1", null, STARTED), SCORES);
    }
    assertThat(mlflow.runs).isEmpty();
    mlflow.down = 0;

    try (Delivery delivery =
        new Delivery(store, new Journal(store), mlflow.server(), mlflow.environment())) {
      assertThat(delivery.deliverAll("quick-1")).isEqualTo(2);
    }

    assertThat(mlflow.run("quick-1").metrics("clip_score")).hasSize(1);
  }
}
