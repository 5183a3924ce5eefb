package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.json.JsonLines;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores of one style of a model of many, as an artefact.
 *
 * @param style as text
 * @param slug names it within the experiment
 * @param metrics by name, over all views of the identities that were trained on
 * @param heldOut the same over those that never were; empty if there are none
 * @param samples a portrait of either kind, to look at
 */
public record StyleScores(
    String style,
    String slug,
    Map<String, MeanStd> metrics,
    Map<String, MeanStd> heldOut,
    List<Sample> samples) {
  public StyleScores {
    metrics = Metric.copy(metrics);
    heldOut = Metric.copy(heldOut);
    samples = List.copyOf(samples);
  }

  /**
   * A portrait.
   *
   * @param identity its number among those of the database
   * @param plain the face from the front, before editing
   * @param edited I_f
   * @param views some of the portrait's, from side to side
   * @param scored those that were scored, and what by; null of scores by earlier versions
   */
  public record Sample(
      int identity,
      boolean heldOut,
      ArtifactRef plain,
      ArtifactRef edited,
      List<View> views,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable EvaluateRequest scored) {
    public Sample {
      views = List.copyOf(views);
    }

    /** All of its views. */
    public Stream<View> pictures() {
      return Stream.concat(
          views.stream(), scored == null ? Stream.empty() : scored.portrait().stream());
    }
  }

  /**
   * @throws CorruptArtifact if they are gone, or are none
   */
  public static StyleScores get(BlobStore store, ArtifactRef ref) {
    try {
      return Json.parse(store.get(ref), StyleScores.class);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is not a style's scores", ref.key());
    }
  }

  public ArtifactRef put(BlobStore store) {
    return store.put(Json.bytes(this), "application/json");
  }

  /**
   * Those of all styles that a cell's stages tell of; none if it is a portrait of one style, or is
   * not scored yet.
   *
   * @throws CorruptArtifact if they are gone, or are none
   */
  public static List<StyleScores> of(BlobStore store, List<StageRecord> stages) {
    return stages.stream()
        .filter(stage -> stage.stage() == Stage.EVALUATE_MODEL)
        .flatMap(stage -> stage.output(OutputName.PER_STYLE).stream())
        .reduce((first, second) -> second) // of a stage that ran again, the last counts
        .map(output -> output.ref(JsonLines.MEDIA_TYPE))
        .map(ref -> read(store, ref))
        .orElse(List.of());
  }

  static List<StyleScores> read(BlobStore store, ArtifactRef ref) {
    try {
      return JsonLines.read(store.get(ref), StyleScores.class);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is not scores of styles", ref.key());
    }
  }
}
