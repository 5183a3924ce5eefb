package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Timestamps;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker that dies by kill -9 while it works: another goes on, to the same results. */
@ExtendWith(Services.Extension.class)
class KilledWorkerTest {
  private static final int BEGUN = 3; // edits that are kept when the worker is killed

  @Test
  void anotherWorkerGoesOnWithTheEdits(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "killed-editing");
        Bucket bucket = new Bucket(lab.environment())) {
      String dataset = "killed-editing/dataset/an-elf-s0";
      takesOver(lab, dataset, "EditView", () -> bucket.list("stages/edit-view/").size() >= BEGUN);
    }
  }

  @Test
  void anotherWorkerGoesOnWithTheFineTuning(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "killed-fine-tuning");
        Bucket bucket = new Bucket(lab.environment())) {
      String portrait = "killed-fine-tuning/an-elf-ours-s0";
      takesOver(lab, portrait, "FineTune", () -> !bucket.list("checkpoints/fine-tune/").isEmpty());
    }
  }

  private static void takesOver(
      Lab lab, String workflow, String activity, Supplier<Boolean> begun) {
    List<Process> workers = List.of(lab.worker("gpu"), lab.worker("gpu"));
    lab.worker("cpu");
    String run = lab.launch();
    try (TemporalServer temporal = new TemporalServer(lab.environment())) {
      Await.that("the middle of " + activity, begun);
      long pid =
          Await.found("a worker in " + activity, () -> temporal.workerOf(workflow, activity));
      Process worker = workers.stream().filter(w -> w.pid() == pid).findFirst().orElseThrow();
      Lab.kill(worker);
      Instant killed = Instant.now();

      JsonNode status = lab.end(run);
      assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
      Tracked.assertComplete(lab.environment(), status); // also of what the dead worker had told

      List<HistoryEvent> retried = temporal.retried(workflow);
      assertThat(retried).isNotEmpty();
      for (HistoryEvent event : retried) {
        var start = event.getActivityTaskStartedEventAttributes();
        assertThat(start.getIdentity()).doesNotStartWith(pid + "@");
        assertThat(start.getLastFailure().hasTimeoutFailureInfo()).isTrue();
        Instant again = Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime()));
        System.out.printf(
            "%s: another worker began %.1f s after the kill%n",
            activity, Duration.between(killed, again).toMillis() / 1000.0);
      }
    }
  }
}
