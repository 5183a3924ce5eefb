package dev.triptych.workflows.spec;

import dev.triptych.workflows.stage.Stage;
import java.util.List;

/**
 * How a portrait is made from a few-shot dataset. A method's networks and its training stand
 * together in a package of the worker, {@code dev.triptych.worker.methods}.
 */
public enum Method {
  /** The paper's: an image-to-triplane network, pre-trained and then fine-tuned (Algorithm 2). */
  I2T(Kind.I2T),

  /**
   * The frozen EG3D backbone with two trainable modulation layers, steered by the frozen
   * pre-trained encoder (the ablation "w/o I2T", section 4.4).
   */
  MODULATED_BACKBONE(Kind.I2T),

  /**
   * The edited frontal view, inverted in the GAN, which is then tuned around that style (Ko et al.
   * 2023); the paper's baseline "3DGAN Inversion".
   */
  GAN_INVERSION(Kind.BASELINE),

  /**
   * A free triplane that the set's diffusion network, told the text alone, finds likely (after
   * Poole et al. 2022); in place of the paper's baseline DreamFusion.
   */
  SCORE_DISTILLATION(Kind.BASELINE),

  /** The edits themselves, view by view; the paper's baseline "samples in the dataset". */
  PER_VIEW_EDIT(Kind.BASELINE);

  private enum Kind {
    I2T,
    BASELINE
  }

  private final Kind kind;

  Method(Kind kind) {
    this.kind = kind;
  }

  /** Whether it starts from the pre-trained image-to-triplane network. */
  public boolean pretrains() {
    return kind == Kind.I2T;
  }

  /** Whether others' way of making portraits is repeated; each is for one style. */
  public boolean baseline() {
    return kind == Kind.BASELINE;
  }

  /** Whether it trains a head in three dimensions, which has a surface and can be turned. */
  public boolean hasHead() {
    return this != PER_VIEW_EDIT;
  }

  /** Whether it is given the identity: what is not cannot be measured by the identity's views. */
  public boolean keepsIdentity() {
    return this != SCORE_DISTILLATION;
  }

  /** What a portrait's workflow runs, in order. */
  public List<Stage> stages() {
    return switch (this) {
      case I2T, MODULATED_BACKBONE, SCORE_DISTILLATION ->
          List.of(Stage.FINE_TUNE, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
      case GAN_INVERSION ->
          List.of(Stage.INVERT, Stage.FINE_TUNE, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
      case PER_VIEW_EDIT -> List.of(Stage.RENDER_PORTRAIT, Stage.EVALUATE);
    };
  }
}
