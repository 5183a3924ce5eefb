package dev.triptych.workflows.spec;

/**
 * One portrait of an experiment.
 *
 * @param seed of the diffusion noise and of the fine-tuning's sampling
 */
public record Cell(String style, Variant variant, long seed) {
  /** {@code <style-slug>-<variant>-s<seed>}, unique within an experiment. */
  public String slug() {
    return Style.slug(style) + "-" + variant.slug() + "-s" + seed;
  }

  /** For people: {@code an elf, ours, seed 0}. */
  public String title() {
    return style + ", " + variant.slug() + ", seed " + seed;
  }
}
