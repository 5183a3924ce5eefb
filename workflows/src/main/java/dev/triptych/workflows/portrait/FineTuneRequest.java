package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.LossSpec;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.stage.Incidental;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the generator of one stylised head (Algorithm 2).
 *
 * @param dataset manifest of D_s
 * @param pretrained checkpoint to start from, of an inversion what it has found; null starts from
 *     random weights of {@code seed}
 * @param seed of the sampling of views and points
 * @param tracking where the losses are shown while it trains
 * @param milestones steps before the last after which the generator is kept as it is then,
 *     ascending
 * @param pivot how a generator is tuned around an inversion; null unless it is
 * @param distillation what a triplane is distilled from; null unless it is
 */
public record FineTuneRequest(
    PriorRef priors,
    ArtifactRef dataset,
    GeneratorShape shape,
    @Nullable ArtifactRef pretrained,
    LossSpec loss,
    TrainingSpec training,
    long seed,
    @Incidental TrackingRun tracking,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> milestones,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pivot pivot,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Distillation distillation) {
  public FineTuneRequest {
    milestones = milestones == null ? List.of() : List.copyOf(milestones);
  }

  /**
   * Tuning around an inversion.
   *
   * @param untilLpips LPIPS at which it ends early
   * @param depthVariation weight of the depth's variation
   */
  public record Pivot(double untilLpips, double depthVariation) {}
}
