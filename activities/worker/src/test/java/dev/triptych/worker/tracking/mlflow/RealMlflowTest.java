package dev.triptych.worker.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Linked;
import dev.triptych.worker.tracking.RunEvent.Parameters;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunEvent.Used;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.tracking.MlflowClient;

/** What {@link DeliveryTest} checks with a fake, on the server that the environment names. */
@EnabledIfEnvironmentVariable(named = "MLFLOW_TRACKING_URI", matches = "http.+")
class RealMlflowTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Points points(int first, int checkpoint) {
    return new Points(
        "fine-tune",
        checkpoint,
        IntStream.rangeClosed(first, checkpoint)
            .mapToObj(step -> new Point(step, new TreeMap<>(Map.of("loss/total", 1.0 / step))))
            .toList());
  }

  @Test
  void aJournalThatIsSentTwiceIsThereOnce(@TempDir Path folder) {
    String name = "test-" + UUID.randomUUID();
    TrackingServer server = TrackingServer.of(System.getenv()).orElseThrow();
    FolderStore store = FolderStore.open(folder);
    Journal journal = new Journal(store);
    TrackingRun launch = journal.open(name, null, new Started("first", name, null, NOON));
    journal.record(launch, new Parameters(new TreeMap<>(Map.of("long", "x".repeat(7000)))));
    TrackingRun cell = journal.open(name, "elf", new Started("first", null, launch, NOON));
    ArtifactRef artefact = store.put("{}".getBytes(UTF_8), "application/json");
    journal.record(cell, new Used("elf-s0", artefact, 10));
    journal.record(cell, new Linked("generator", artefact));
    journal.record(cell, points(1, 1500));
    journal.record(cell, new Finished("first", State.DONE, NOON.plusSeconds(9)));

    String runId = deliver(store, server, name);
    store.delete("runs/" + name + "/mlflow.json"); // even without the cursors
    store.delete("runs/" + name + "/cells/elf/mlflow.json");
    assertThat(deliver(store, server, name)).isEqualTo(runId);

    try (MlflowClient client = new MlflowClient(server.credentials())) {
      Run run = client.getRun(runId);
      assertThat(run.getInfo().getStatus()).hasToString("FINISHED");
      assertThat(run.getInfo().getEndTime()).isEqualTo(NOON.plusSeconds(9).toEpochMilli());
      assertThat(client.getMetricHistory(runId, "loss/total"))
          .extracting(Metric::getStep)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 1500).mapToObj(Long::valueOf).toList());
      // Not listArtifacts, which would start Python.
      assertThat(client.sendGet("artifacts/list?run_id=" + runId + "&path=links"))
          .contains("links/generator.json");
      client.deleteExperiment(run.getInfo().getExperimentId());
    }
  }

  private static String deliver(FolderStore store, TrackingServer server, String name) {
    try (Delivery delivery = new Delivery(store, new Journal(store), server, System.getenv())) {
      delivery.deliverAll(name);
    }
    return Cursor.read(store, name + "/cells/elf").orElseThrow().runId();
  }
}
