package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonValue;

/** The method and its ablations (section 4.4), each with the slug that files and specs use. */
public enum Variant {
  OURS("ours"),
  /** The frozen backbone with two modulation layers in place of the I2T network. */
  NO_I2T("no-i2t"),
  /** Fine-tuning starts from random weights. */
  NO_PRETRAINING("no-pretraining"),
  /** w_s is a vector. */
  NO_SPATIAL("no-spatial"),
  /** λ_dr = 0. */
  NO_DENSITY_REGULARISATION("no-density-regularisation"),
  /** Plain InstructPix2Pix: no n*, no decorative and no negative prompt. */
  NO_EDIT_OPTIMISATION("no-edit-optimisation");

  private final String slug;

  Variant(String slug) {
    this.slug = slug;
  }

  @JsonValue
  public String slug() {
    return slug;
  }

  public EditSpec edit(EditSpec edit) {
    return this == NO_EDIT_OPTIMISATION ? edit.withOptimised(false) : edit;
  }

  public GeneratorShape shape(I2tSpec i2t) {
    return new GeneratorShape(
        this == NO_I2T ? GeneratorShape.Kind.MODULATED_BACKBONE : GeneratorShape.Kind.I2T,
        i2t.spatial() && this != NO_SPATIAL);
  }

  public LossSpec loss(LossSpec loss) {
    return this == NO_DENSITY_REGULARISATION ? loss.withLambdaDr(0) : loss;
  }

  /** Whether fine-tuning starts from the pre-trained I2T network. */
  public boolean pretrained() {
    return this != NO_PRETRAINING;
  }
}
