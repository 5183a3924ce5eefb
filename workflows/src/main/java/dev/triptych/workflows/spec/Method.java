package dev.triptych.workflows.spec;

import dev.triptych.workflows.stage.Stage;
import java.util.List;

/**
 * How a portrait is made from a few-shot dataset. A method's networks and its training stand
 * together in a package of the worker, {@code dev.triptych.worker.methods}.
 */
public enum Method {
  /** The paper's: an image-to-triplane network, pre-trained and then fine-tuned (Algorithm 2). */
  I2T(true),

  /**
   * The frozen EG3D backbone with two trainable modulation layers, steered by the frozen
   * pre-trained encoder (the ablation "w/o I2T", section 4.4).
   */
  MODULATED_BACKBONE(true);

  private final boolean pretrains;

  Method(boolean pretrains) {
    this.pretrains = pretrains;
  }

  /** Whether it starts from the pre-trained image-to-triplane network. */
  public boolean pretrains() {
    return pretrains;
  }

  /** What a portrait's workflow runs, in order. */
  public List<Stage> stages() {
    return List.of(Stage.FINE_TUNE, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
  }
}
