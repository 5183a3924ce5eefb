package dev.triptych.workflows.spec;

/** How exactly each network of the editor computes. */
public record EditPrecision(Precision unet, Precision vae, Precision text) {
  /** All in float32. */
  public static final EditPrecision FP32 =
      new EditPrecision(Precision.FP32, Precision.FP32, Precision.FP32);

  void check(Problems problems) {
    problems.present("unet", unet);
    problems.present("vae", vae);
    problems.present("text", text);
  }
}
