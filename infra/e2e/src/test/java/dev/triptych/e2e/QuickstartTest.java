package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.e2e.Services.Service;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A small run from end to end, and what it leaves in Temporal, S3 and MLflow; with no more rights
 * than it needs, and by TLS of a private authority.
 */
@ExtendWith(Services.Extension.class)
class QuickstartTest {
  private static final String RUN = "quickstart";
  private static final List<String> WORKFLOWS =
      List.of(RUN, RUN + "/an-elf-ours-s0", RUN + "/dataset/an-elf-s0");

  private static Lab lab;
  private static Map<String, String> owner; // the variables of whoever may look at everything
  private static Line secureBucket;
  private static Gate gate;
  private static final Secrets SECRETS = new Secrets();
  private static JsonNode status;

  @BeforeAll
  static void run(Services services) throws IOException {
    lab = Lab.on(services, RUN);
    owner = Map.copyOf(lab.environment());
    if (services.onMinio()) {
      lab.environment().putAll(LeastRights.of(owner));
    }
    Authority authority = new Authority(lab.folder().resolve("authority"));
    lab.environment().putAll(authority.trusted());
    secureBucket = new Line(services.port(Service.S3), authority.server().getServerSocketFactory());
    lab.environment().put("MLFLOW_S3_ENDPOINT_URL", "https://127.0.0.1:" + secureBucket.port());
    gate = new Gate(Objects.requireNonNull(owner.get("MLFLOW_TRACKING_URI")), authority);
    lab.environment().putAll(gate.withToken());
    SECRETS.known(owner).known(lab.environment());
    lab.worker("gpu");
    lab.environment().remove("MLFLOW_TRACKING_TOKEN");
    lab.environment().putAll(gate.withPassword());
    SECRETS.known(lab.environment());
    lab.worker("cpu");
    lab.launch();
    status = lab.end(RUN);
  }

  @AfterAll
  static void stopWorkers() {
    lab.close();
    gate.close();
    secureBucket.close();
  }

  @Test
  void endsWithTheSameResultsAsInOneProcess() {
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
  }

  @Test
  void keepsItsArtefactsUnderTheirDigestsInTheBucket() throws Exception {
    try (Bucket bucket = new Bucket(owner)) {
      List<Bucket.Entry> blobs = bucket.list("blobs/");
      assertThat(blobs)
          .allSatisfy(
              blob ->
                  assertThat(blob.name()).endsWith("/" + Bucket.sha256(bucket.read(blob.name()))));
      for (JsonNode stage : status.at("/cells/0/stages")) {
        for (JsonNode output : stage.path("outputs")) {
          assertThat(blobs)
              .contains(
                  new Bucket.Entry(output.path("key").asText(), output.path("bytes").asLong()));
        }
      }
      assertThat(bucket.list("runs/" + RUN + "/"))
          .extracting(Bucket.Entry::name)
          .contains("runs/" + RUN + "/report.html", "runs/" + RUN + "/resolved.json");
      assertThat(bucket.list("checkpoints/")).isEmpty();
      assertThat(bucket.list("claims/")).isEmpty();
      tellSizes(bucket);
    }
  }

  @Test
  void leavesNoCredentialsAnywhere() throws Exception {
    JsonNode launch = new MlflowServer(owner).runs("small").get(0);
    Map<String, String> tracked = new TreeMap<>(owner);
    tracked.put("TRIPTYCH_DATA", "s3://mlflow/" + launch.at("/info/experiment_id").asText());
    try (Bucket store = new Bucket(owner);
        Bucket files = new Bucket(tracked);
        TemporalServer temporal = new TemporalServer(owner)) {
      SECRETS.look(store);
      SECRETS.look(files);
      WORKFLOWS.forEach(each -> SECRETS.look(each, temporal.history(each).toString()));
    }
    new MlflowServer(owner).runs("small").forEach(run -> SECRETS.look("MLflow", run.toString()));
    SECRETS.look(lab.folder()); // logs, and the cache

    assertThat(SECRETS.places()).isEmpty();
    System.out.printf("credentials: looked for in %d places%n", SECRETS.looked());
  }

  private static void tellSizes(Bucket bucket) {
    for (String folder : List.of("blobs/", "stages/", "runs/")) {
      List<Bucket.Entry> entries = bucket.list(folder);
      System.out.printf(
          "bucket: %s %d objects, %d bytes%n",
          folder, entries.size(), entries.stream().mapToLong(Bucket.Entry::bytes).sum());
    }
  }

  @Test
  void showsTheLaunchAndItsPortraitInMlflow() {
    Tracked.assertComplete(owner, status);
    assertThat(gate.shown()).containsExactlyInAnyOrder("Basic", "Bearer");
  }

  @Test
  void removesARunWithTheSameRights() throws Exception {
    String again = lab.runAs(RUN + "-again"); // takes all from what is kept
    try (Bucket bucket = new Bucket(owner)) {
      String folder = "runs/" + again + "/";
      assertThat(bucket.list(folder)).isNotEmpty();
      lab.triptych("delete", again, "--yes");
      assertThat(bucket.list(folder)).isEmpty();
      int blobs = bucket.list("blobs/").size();
      lab.triptych("gc");
      assertThat(bucket.list("blobs/")).as("young").hasSize(blobs);
    }
  }

  @Test
  void leavesShortHistoriesInTemporal() {
    try (TemporalServer temporal = new TemporalServer(lab.environment())) {
      for (String workflow : WORKFLOWS) {
        List<HistoryEvent> history = temporal.history(workflow);
        System.out.printf("history: %s %d events%n", workflow, history.size());
        assertThat(history).hasSizeLessThan(300);
        assertThat(temporal.retried(workflow)).isEmpty();
      }
    }
  }
}
