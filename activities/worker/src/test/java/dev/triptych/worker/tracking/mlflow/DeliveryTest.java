package dev.triptych.worker.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent.Filed;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.worker.tracking.RunEvent.Linked;
import dev.triptych.worker.tracking.RunEvent.Parameters;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunEvent.Tags;
import dev.triptych.worker.tracking.RunEvent.Used;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeMlflow mlflow = new FakeMlflow();
  private FolderStore store;
  private Journal journal;
  private Delivery delivery;
  private TrackingRun launch;
  private TrackingRun cell;

  @BeforeEach
  void begin(@TempDir Path folder) {
    store = FolderStore.open(folder);
    journal = new Journal(store);
    delivery = newDelivery();
    launch = journal.open("quick-1", null, new Started("first", "quickstart", null, NOON));
    journal.record(launch, new Parameters(strings("edit.tau", "0.9", "styles", "[\"an elf\"]")));
    cell = journal.open("quick-1", "an-elf", new Started("first", null, launch, NOON));
    journal.record(cell, new Parameters(strings("style", "an elf")));
    journal.record(cell, new Tags(strings("style", "an elf", "git.commit", "abc")));
  }

  @AfterEach
  void stop() {
    delivery.close();
    mlflow.close();
  }

  private Delivery newDelivery() {
    return new Delivery(store, new Journal(store), mlflow.server(), mlflow.environment());
  }

  private static SortedMap<String, String> strings(String... pairs) {
    SortedMap<String, String> strings = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      strings.put(pairs[i], pairs[i + 1]);
    }
    return strings;
  }

  private static Points points(int first, int checkpoint) {
    return new Points(
        "fine-tune",
        checkpoint,
        IntStream.rangeClosed(first, checkpoint)
            .mapToObj(step -> new Point(step, new TreeMap<>(Map.of("loss/total", 1.0 / step))))
            .toList());
  }

  private static void finish(Journal journal, TrackingRun run, String launch, State state) {
    journal.record(run, new Finished(launch, state, NOON.plusSeconds(60)));
  }

  @Test
  void nestsCellsBelowTheirLaunchInTheSpecsExperiment() {
    delivery.deliverAll("quick-1");

    FakeMlflow.Run parent = mlflow.run("quick-1");
    FakeMlflow.Run child = mlflow.run("an-elf");
    assertThat(mlflow.experiments).containsOnlyKeys("quickstart");
    assertThat(child.tags)
        .containsEntry("mlflow.parentRunId", parent.id)
        .containsEntry("style", "an elf")
        .containsEntry("mlflow.source.git.commit", "abc");
    assertThat(parent.tags).doesNotContainKey("mlflow.parentRunId");
    assertThat(parent.params).containsKey("styles");
    assertThat(child.params).containsOnly(Map.entry("style", "an elf"));
  }

  @Test
  void sendsPointsInBatchesThatTheServerTakes() {
    journal.record(cell, points(1, 2500));

    delivery.deliverAll("quick-1");

    List<FakeMlflow.Metric> losses = mlflow.run("an-elf").metrics("loss/total");
    assertThat(losses).hasSize(2500);
    assertThat(losses.get(3)).extracting(FakeMlflow.Metric::step).isEqualTo(4L);
    assertThat(losses.get(3).value()).isEqualTo(0.25);
    assertThat(losses).isSortedAccordingTo((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
  }

  @Test
  void sendsManyAndLongParameters() {
    SortedMap<String, String> many = new TreeMap<>();
    IntStream.range(0, 250).forEach(i -> many.put("p" + i, "v"));
    many.put("long", "x".repeat(7000));
    journal.record(launch, new Parameters(many));

    delivery.deliverAll("quick-1");

    Map<String, String> params = mlflow.run("quick-1").params;
    assertThat(params).hasSize(253);
    assertThat(params.get("long")).hasSize(6000).contains("… (7000 characters, sha256 ");
  }

  @Test
  void sendsNothingTwice() {
    journal.record(cell, points(1, 3));
    int first = delivery.deliverAll("quick-1");
    int requests = mlflow.requests.size();

    assertThat(first).isEqualTo(6);
    assertThat(delivery.deliverAll("quick-1")).isZero();
    try (Delivery another = newDelivery()) {
      assertThat(another.deliverAll("quick-1")).isZero();
    }
    assertThat(mlflow.requests).hasSize(requests);
  }

  @Test
  void findsItsRunsAgainWithoutTheCursorAndSendsEqualPoints() {
    journal.record(cell, points(1, 3));
    delivery.deliverAll("quick-1");
    List<FakeMlflow.Metric> before = List.copyOf(mlflow.run("an-elf").metrics);
    store.delete("runs/quick-1/mlflow.json");
    store.delete("runs/quick-1/cells/an-elf/mlflow.json");

    try (Delivery another = newDelivery()) {
      another.deliverAll("quick-1");
    }

    assertThat(mlflow.runs).hasSize(2);
    // The real server keeps one of two equal points.
    assertThat(mlflow.run("an-elf").metrics).hasSize(6);
    assertThat(mlflow.run("an-elf").metrics.stream().distinct()).containsExactlyElementsOf(before);
  }

  @Test
  void goesOnWhereTheServerWentAway() {
    journal.record(cell, points(1, 3));
    delivery.deliverAll("quick-1");
    journal.record(cell, points(4, 6));
    mlflow.down = 503;
    assertThatExceptionOfType(TrackerAway.class).isThrownBy(() -> delivery.deliverAll("quick-1"));
    journal.record(cell, points(7, 9));
    mlflow.down = 0;

    delivery.deliverAll("quick-1");

    assertThat(mlflow.run("an-elf").metrics("loss/total"))
        .extracting(FakeMlflow.Metric::step)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void aResumedRunContinuesTheSameRunAndEndsAsItsLastLaunch() {
    finish(journal, cell, "first", State.FAILED);
    delivery.deliverAll("quick-1");
    assertThat(mlflow.run("an-elf").status).isEqualTo("FAILED");

    journal.open("quick-1", "an-elf", new Started("second", null, launch, NOON.plusSeconds(90)));
    delivery.deliverAll("quick-1");
    assertThat(mlflow.run("an-elf").status).isEqualTo("RUNNING");

    finish(journal, cell, "second", State.DONE);
    delivery.deliverAll("quick-1");
    assertThat(mlflow.run("an-elf").status).isEqualTo("FINISHED");
    assertThat(mlflow.run("an-elf").end).isEqualTo(NOON.plusSeconds(60).toEpochMilli());
    assertThat(mlflow.runs).hasSize(2);
  }

  @Test
  void keepsTheFirstValueOfAParameter() {
    delivery.deliverAll("quick-1");
    journal.record(launch, new Parameters(strings("edit.tau", "0.8", "new", "1")));

    delivery.deliverAll("quick-1");

    assertThat(mlflow.run("quick-1").params)
        .containsEntry("edit.tau", "0.9")
        .containsEntry("new", "1");
  }

  @Test
  void namesPicturesAsTheImageGridFindsThem() {
    ArtifactRef picture = store.put(new byte[] {1, 2, 3}, "image/png");
    journal.record(cell, new Pictured("portrait/yaw", List.of(new Frame(-30, picture))));

    delivery.deliverAll("quick-1");

    FakeMlflow.Run run = mlflow.run("an-elf");
    String stem =
        "1/"
            + run.id
            + "/artifacts/images/portrait~yaw\\+step\\+-30\\+timestamp\\+\\d{13}\\+[0-9a-f-]{36}";
    assertThat(mlflow.files.keySet())
        .hasSize(2)
        .anySatisfy(name -> assertThat(name).matches(stem + "\\.png"))
        .anySatisfy(name -> assertThat(name).matches(stem + "\\+compressed\\.png"));
    assertThat(run.tags).containsEntry("mlflow.loggedImages", "True");
  }

  @Test
  void sendsDocumentsLinksDatasetsAndScores() {
    store.write("runs/quick-1/report.html", "<html>".getBytes(UTF_8));
    ArtifactRef manifest = store.put("{}".getBytes(UTF_8), "application/json");
    journal.record(launch, new Filed("report.html", "0".repeat(64)));
    journal.record(cell, new Linked("generator", manifest));
    journal.record(cell, new Used("an-elf-s0", manifest, 101));
    journal.record(cell, new Scores(new TreeMap<>(Map.of("clip_score", 0.75))));

    delivery.deliverAll("quick-1");

    FakeMlflow.Run run = mlflow.run("an-elf");
    String parent = mlflow.run("quick-1").id;
    assertThat(mlflow.files.get("1/" + parent + "/artifacts/report.html"))
        .asString()
        .isEqualTo("<html>");
    assertThat(mlflow.files.get("1/" + run.id + "/artifacts/links/generator.json"))
        .asString()
        .contains(manifest.sha256());
    assertThat(run.inputs.get(0).path("dataset").path("digest").asText())
        .isEqualTo(manifest.sha256().substring(0, 36));
    assertThat(run.inputs.get(0).path("tags").path(0).path("value").asText()).isEqualTo("training");
    assertThat(run.metrics("clip_score")).hasSize(1);
  }

  @Test
  void aRunWhoseFilesCannotBeWrittenGetsEverythingElse() {
    try (FakeMlflow local = new FakeMlflow(0, "file:///srv");
        Delivery toLocal = new Delivery(store, journal, local.server(), local.environment())) {
      journal.record(cell, new Linked("generator", store.put(new byte[] {1}, "application/json")));
      journal.record(cell, points(1, 3));
      finish(journal, cell, "first", State.DONE);

      assertThatExceptionOfType(TrackerRefused.class)
          .isThrownBy(() -> toLocal.deliverAll("quick-1"))
          .withMessageContaining("--artifacts-destination");

      assertThat(local.run("an-elf").metrics("loss/total")).hasSize(3);
      assertThat(local.run("an-elf").status).isEqualTo("FINISHED");
    }
  }

  @Test
  void saysHowToRestoreADeletedExperiment() {
    delivery.deliverAll("quick-1");
    mlflow.trash.add("1");
    journal.open("quick-2", null, new Started("first", "quickstart", null, NOON));

    assertThatExceptionOfType(TrackerRefused.class)
        .isThrownBy(() -> delivery.deliverAll("quick-2"))
        .withMessageContaining("mlflow experiments restore --experiment-id 1");
  }

  @Test
  void saysHowToRestoreADeletedRun() {
    delivery.deliverAll("quick-1");
    mlflow.run("an-elf").stage = "deleted";
    journal.record(cell, points(1, 3));

    try (Delivery another = newDelivery()) {
      assertThatExceptionOfType(TrackerRefused.class)
          .isThrownBy(() -> another.deliverAll("quick-1"))
          .withMessageContaining("mlflow runs restore --run-id run2");
    }
  }

  @Test
  void sendsARunAnewThatWasDeletedForGood() {
    journal.record(cell, points(1, 3));
    delivery.deliverAll("quick-1");
    mlflow.runs.clear();
    journal.record(cell, points(4, 5));

    try (Delivery another = newDelivery()) {
      another.deliverAll("quick-1");
    }

    assertThat(mlflow.run("an-elf").metrics("loss/total")).hasSize(5);
  }

  @Test
  void anotherServerGetsEverything() {
    delivery.deliverAll("quick-1");
    try (FakeMlflow other = new FakeMlflow();
        Delivery toOther = new Delivery(store, journal, other.server(), other.environment())) {
      toOther.deliverAll("quick-1");
      assertThat(other.run("an-elf").params).containsEntry("style", "an elf");
    }
  }

  @Test
  void aWrongTokenIsSaidWithoutShowingIt() {
    mlflow.authorization = "Bearer right-one";
    Map<String, String> environment =
        Map.of(
            "MLFLOW_TRACKING_URI", mlflow.address(), "MLFLOW_TRACKING_TOKEN", "secret-wrong-one");
    TrackingServer server = TrackingServer.of(environment).orElseThrow();
    try (Delivery refused = new Delivery(store, journal, server, environment)) {
      assertThatExceptionOfType(TrackerRefused.class)
          .isThrownBy(() -> refused.deliverAll("quick-1"))
          .withMessageContaining("MLFLOW_TRACKING_TOKEN")
          .withMessageNotContaining("secret-wrong-one");
    }
  }

  @Test
  void isLetInWithUserAndPassword() {
    mlflow.authorization = "Basic dXNlcjpwYXNz"; // user:pass
    Map<String, String> environment =
        Map.of(
            "MLFLOW_TRACKING_URI", mlflow.address(),
            "MLFLOW_TRACKING_USERNAME", "user",
            "MLFLOW_TRACKING_PASSWORD", "pass");
    TrackingServer server = TrackingServer.of(environment).orElseThrow();
    journal.record(cell, new Linked("generator", store.put(new byte[] {1}, "application/json")));

    try (Delivery admitted = new Delivery(store, journal, server, environment)) {
      admitted.deliverAll("quick-1");
    }

    assertThat(mlflow.files).hasSize(1);
  }
}
