package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finished cell.
 *
 * @param checkpoint of the fine-tuned generator; null of a method without one
 * @param metrics scores by name
 * @param scoresAt scores by step of fine-tuning, the last are those of the end; empty if that alone
 *     was scored
 */
public record Portrait(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArtifactRef checkpoint,
    Map<String, MeanStd> metrics,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepScores> scoresAt) {
  public Portrait {
    metrics = Metric.copy(metrics);
    scoresAt = scoresAt == null ? List.of() : List.copyOf(scoresAt);
  }

  /** Scored at the end alone. */
  public Portrait(@Nullable ArtifactRef checkpoint, Map<String, MeanStd> metrics) {
    this(checkpoint, metrics, List.of());
  }

  /** The same without scores by step. */
  public Portrait atEnd() {
    return scoresAt.isEmpty() ? this : new Portrait(checkpoint, metrics);
  }
}
