package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.ViewsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for novel views of a stylised head.
 *
 * @param checkpoint of the fine-tuned generator; of a method without one, the manifest of the edits
 *     that are its views
 * @param frontal I_f, the generator's input
 * @param latent w of the identity; null for the one that the checkpoint keeps
 */
public record RenderPortraitRequest(
    PriorRef priors,
    GeneratorShape shape,
    ArtifactRef checkpoint,
    ArtifactRef frontal,
    ViewsSpec views,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArtifactRef latent) {
  public RenderPortraitRequest(
      PriorRef priors,
      GeneratorShape shape,
      ArtifactRef checkpoint,
      ArtifactRef frontal,
      ViewsSpec views) {
    this(priors, shape, checkpoint, frontal, views, null);
  }
}
