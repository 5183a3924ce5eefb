package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** What must be so after a run, whatever has happened to it. */
final class Aftermath {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPERIMENT = "chaos";
  private static final int STEPS = 12; // of fine-tuning

  private Aftermath() {}

  /** Looks at everything that the runs of a site have left. */
  static void assertAsUndisturbed(Site site, Set<String> digests) {
    for (String run : site.runs()) {
      JsonNode status = site.lab().status(run);
      assertThat(status.path("state").asText()).as("state of " + run).isEqualTo("done");
      assertThat(Lab.digests(status)).as("digests of " + run).isEqualTo(digests);
      site.lab().triptych("sync", run); // what a killed worker had not sent
      assertTracked(site, run, status);
    }
    assertWhole(site);
    assertThat(site.bucket().list("claims/")).as("claims").isEmpty();
    assertThat(site.bucket().list("checkpoints/")).as("checkpoints").isEmpty();
  }

  private static void assertTracked(Site site, String run, JsonNode status) {
    JsonNode launch = tracked(site, run);
    for (JsonNode cell : status.path("cells")) {
      JsonNode portrait = tracked(site, run + "/cells/" + cell.path("cell").asText());
      String id = portrait.at("/info/run_id").asText();
      for (String metric : MlflowServer.map(portrait, "/data/metrics").keySet()) {
        assertThat(site.mlflow().steps(id, metric))
            .as(metric + " of " + run)
            .doesNotHaveDuplicates();
      }
      // What stood in a spoilt journal only, nobody knows any more.
      if (!site.hasSpoilt("runs/")) {
        assertThat(launch.at("/info/status").asText()).as(run).isEqualTo("FINISHED");
        assertThat(portrait.at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(new HashSet<>(site.mlflow().steps(id, "loss/total")))
            .as("losses of " + run)
            .isSubsetOf(LongStream.rangeClosed(1, STEPS).boxed().toList())
            .satisfiesAnyOf(
                steps -> assertThat(steps).hasSize(STEPS),
                steps -> assertThat(steps).as("trained by another run").isEmpty());
      }
    }
  }

  /** The only run of MLflow that carries this id. */
  private static JsonNode tracked(Site site, String id) {
    List<JsonNode> same =
        site.mlflow().runs(EXPERIMENT).stream()
            .filter(
                run ->
                    MlflowServer.map(run, "/data/tags").getOrDefault("triptych.id", "").equals(id))
            .toList();
    assertThat(same).as("runs of " + id + " in MLflow").hasSize(1);
    return site.mlflow().run(same.get(0).at("/info/run_id").asText());
  }

  private static void assertWhole(Site site) {
    for (Bucket.Entry blob : site.bucket().list("blobs/")) {
      if (!blob.name().endsWith("/" + Bucket.sha256(site.bucket().read(blob.name())))) {
        assertThat(site.isSpoilt(blob.name())).as(blob.name() + " is half written").isTrue();
      }
    }
    for (Bucket.Entry stage : site.bucket().list("stages/")) {
      try {
        assertThat(JSON.readTree(site.bucket().read(stage.name()))).isNotEmpty();
      } catch (IOException | AssertionError e) {
        assertThat(site.isSpoilt(stage.name())).as(stage.name() + " is half written").isTrue();
      }
    }
  }
}
