package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A small run from end to end, and what it leaves in Temporal, S3 and MLflow. */
@ExtendWith(Services.Extension.class)
class QuickstartTest {
  private static final String RUN = "quickstart";
  private static final String CELL = "an-elf-ours-s0";

  private static Lab lab;
  private static JsonNode status;

  @BeforeAll
  static void run(Services services) {
    lab = Lab.on(services, RUN);
    lab.worker("gpu");
    lab.worker("cpu");
    lab.launch();
    status = lab.end(RUN);
  }

  @AfterAll
  static void stopWorkers() {
    lab.close();
  }

  @Test
  void endsWithTheSameResultsAsInOneProcess() {
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
  }

  @Test
  void keepsItsArtefactsUnderTheirDigestsInTheBucket() throws Exception {
    try (Bucket bucket = new Bucket(lab.environment())) {
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
    Tracked.assertComplete(lab, status);
  }

  @Test
  void leavesShortHistoriesInTemporal() {
    try (TemporalServer temporal = new TemporalServer(lab.environment())) {
      for (String workflow : List.of(RUN, RUN + "/" + CELL, RUN + "/dataset/an-elf-s0")) {
        List<HistoryEvent> history = temporal.history(workflow);
        System.out.printf("history: %s %d events%n", workflow, history.size());
        assertThat(history).hasSizeLessThan(300);
        assertThat(temporal.retried(workflow)).isEmpty();
      }
    }
  }
}
