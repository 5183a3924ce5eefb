package dev.triptych.workflows.spec;

/**
 * Which network turns the frontal portrait into a triplane.
 *
 * @param spatial whether w_s keeps its spatial dimension k×k
 */
public record GeneratorShape(Kind kind, boolean spatial) {
  /** What is trained. */
  public enum Kind {
    /** The image-to-triplane network. */
    I2T,
    /**
     * The frozen EG3D backbone with two trainable modulation layers, steered by the frozen
     * pre-trained encoder (the ablation "w/o I2T").
     */
    MODULATED_BACKBONE
  }
}
