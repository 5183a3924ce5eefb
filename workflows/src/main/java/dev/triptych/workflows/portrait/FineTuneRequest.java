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
 * @param pretrained checkpoint to start from; null starts from random weights of {@code seed}
 * @param seed of the sampling of views and points
 * @param tracking where the losses are shown while it trains
 * @param milestones steps before the last after which the generator is kept as it is then,
 *     ascending
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> milestones) {
  public FineTuneRequest {
    milestones = milestones == null ? List.of() : List.copyOf(milestones);
  }
}
