package dev.triptych.worker.live;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.GeneratorShape;
import org.jspecify.annotations.Nullable;

/** A head, by what its planes are made from. */
public sealed interface Subject {
  /**
   * A face before any editing.
   *
   * @param latent of the identity: w, or w and planes
   */
  record Plain(ArtifactRef latent) implements Subject {}

  /**
   * A stylised head.
   *
   * @param checkpoint of the fine-tuned generator
   * @param frontal I_f, the generator's input
   * @param latent w of the identity; null for the one that the checkpoint keeps
   */
  record Portrait(
      GeneratorShape shape,
      ArtifactRef checkpoint,
      ArtifactRef frontal,
      @Nullable ArtifactRef latent)
      implements Subject {}

  /**
   * What lies between two styles of one face.
   *
   * @param to I_f in the other style
   * @param share of the other style, 0 to 1
   */
  record Mix(Portrait from, ArtifactRef to, double share) implements Subject {}
}
