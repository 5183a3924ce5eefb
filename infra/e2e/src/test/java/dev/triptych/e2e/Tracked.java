package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What MLflow must have of a run of the small spec: everything, and nothing twice. */
final class Tracked {
  private static final String EXPERIMENT = "small";
  private static final List<String> SERIES = List.of("source~yaw", "edited~yaw", "portrait~yaw");

  private final MlflowServer mlflow;
  private final JsonNode cell;
  private final JsonNode launch;
  private final JsonNode portrait;

  private Tracked(MlflowServer mlflow, JsonNode status) {
    this.mlflow = mlflow;
    this.cell = status.at("/cells/0");
    String run = status.path("run").asText();
    this.launch = finished(run);
    this.portrait = finished(run + "/cells/" + cell.path("cell").asText());
  }

  /**
   * Waits until MLflow has the end of a run, then looks at all that it has.
   *
   * @param environment names the server
   * @param status of the run, as {@code status --json} prints it
   */
  static void assertComplete(Map<String, String> environment, JsonNode status) {
    Tracked tracked = new Tracked(new MlflowServer(environment), status);
    tracked.assertDescribed();
    tracked.assertMeasured();
    tracked.assertFiled();
  }

  /** The only run that carries this id. */
  private JsonNode finished(String id) {
    return Await.found(
        "the end of " + id + " in MLflow",
        () -> {
          List<JsonNode> same =
              mlflow.runs(EXPERIMENT).stream()
                  .filter(run -> tags(run).getOrDefault("triptych.id", "").equals(id))
                  .toList();
          assertThat(same).as("runs of " + id).hasSizeLessThan(2);
          return same.stream()
              .filter(run -> run.at("/info/status").asText().equals("FINISHED"))
              .findFirst()
              .map(run -> mlflow.run(id(run)));
        });
  }

  private void assertDescribed() {
    assertThat(MlflowServer.map(launch, "/data/params"))
        .containsEntry("i2t.fineTuning.steps", "80")
        .containsEntry("views.grid", "4");
    assertThat(tags(portrait))
        .containsEntry("mlflow.parentRunId", id(launch))
        .containsEntry("style", "an elf")
        .containsEntry("variant", "ours")
        .containsEntry("seed", "0")
        .containsKeys("host", "device", "priors.digest", "workflow.page");
    assertThat(portrait.at("/inputs/dataset_inputs")).hasSize(1);
  }

  private void assertMeasured() {
    Map<String, String> newest = MlflowServer.map(portrait, "/data/metrics");
    assertThat(newest).containsKeys("loss/rec", "loss/lpips", "loss/dr", "seconds/edit-view");
    assertThat(Double.parseDouble(newest.getOrDefault("clip_score", "NaN")))
        .isEqualTo(cell.at("/metrics/clip_score/mean").asDouble());
    assertThat(mlflow.steps(id(portrait), "loss/total"))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 80).boxed().toList());
    newest
        .keySet()
        .forEach(
            metric ->
                assertThat(mlflow.steps(id(portrait), metric)).as(metric).doesNotHaveDuplicates());
  }

  private void assertFiled() {
    List<String> pictures = mlflow.artefacts(id(portrait), "images");
    List<String> large =
        pictures.stream().filter(name -> !name.endsWith("+compressed.png")).toList();
    assertThat(pictures).as("each has a small copy").hasSize(2 * large.size());
    assertThat(large)
        .extracting(name -> name.replaceFirst("\\+timestamp\\+.*", "")) // leaves series and step
        .doesNotHaveDuplicates();
    for (String series : SERIES) {
      assertThat(large).anyMatch(name -> name.startsWith("images/" + series + "+step+"));
    }
    assertThat(mlflow.artefacts(id(portrait), "links")).containsExactly("links/generator.json");
    assertThat(mlflow.artefacts(id(launch), "")).contains("report.html");
  }

  private static Map<String, String> tags(JsonNode run) {
    return MlflowServer.map(run, "/data/tags");
  }

  private static String id(JsonNode run) {
    return run.at("/info/run_id").asText();
  }
}
