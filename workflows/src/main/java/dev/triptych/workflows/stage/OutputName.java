package dev.triptych.workflows.stage;

import java.util.Locale;

/**
 * What a single artefact is called among its stage's {@link StageOutput outputs}. Where a stage
 * makes many of a kind, they are named otherwise: pictures by their angles, files by their numbers.
 */
public enum OutputName {
  /** w of an identity. */
  LATENT,
  /** The head of a photo. */
  PHOTO,
  /** What an inverted photo looks like. */
  RENDERED,
  /** A view in the style. */
  EDITED,
  /** What a dataset or a prior set consists of. */
  MANIFEST,
  /** Trained weights. */
  CHECKPOINT,
  /** A training's losses by step. */
  LOSS_CURVE,
  /** Scores of each view. */
  PER_VIEW,
  /** Scores of each style. */
  PER_STYLE,
  /** What a step of a prior set's training made. */
  WEIGHTS,
  /** The losses of such a step. */
  LOG;

  /** The name in records: {@code loss-curve}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
