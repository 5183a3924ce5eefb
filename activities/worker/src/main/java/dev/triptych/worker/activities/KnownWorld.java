package dev.triptych.worker.activities;

import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.mannequin.truth.MannequinHead;
import dev.triptych.models.metrics.KnownHead;
import dev.triptych.workflows.priors.PriorRef;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the faces of a prior set beside its networks. Of sets that were trained on
 * photographs that is nothing; scores that need more are left out.
 */
interface KnownWorld {
  /** Of all other sets. */
  KnownWorld UNKNOWN = new KnownWorld() {};

  static KnownWorld of(PriorRef priors) {
    return priors.name().equals(MannequinTraining.SET) ? new Mannequins() : UNKNOWN;
  }

  /** Styles that the set's CLIP can tell apart, as captions name them. */
  default List<String> styles() {
    return List.of();
  }

  /**
   * A person in a style, if it is known how it looks.
   *
   * @param z latent code
   * @param psi truncation
   */
  default Optional<KnownHead> head(float[] z, double psi, String style) {
    return Optional.empty();
  }

  /** Procedural heads. */
  final class Mannequins implements KnownWorld {
    @Override
    public List<String> styles() {
      return MannequinHead.styles();
    }

    @Override
    public Optional<KnownHead> head(float[] z, double psi, String style) {
      return MannequinHead.of(z, psi, style);
    }
  }
}
