package dev.triptych.workflows.spec;

import org.jspecify.annotations.Nullable;

/**
 * One portrait of an experiment.
 *
 * @param seed of the diffusion noise and of the fine-tuning's sampling
 * @param styleSlug names the style within the experiment; null stands for {@link Style#slug}
 */
public record Cell(String style, Variant variant, long seed, @Nullable String styleSlug) {
  public Cell {
    styleSlug = styleSlug == null ? Style.slug(style) : styleSlug;
  }

  /** A cell whose style no other of the experiment could be taken for. */
  public Cell(String style, Variant variant, long seed) {
    this(style, variant, seed, null);
  }

  /** {@code <style-slug>-<variant>-s<seed>}, unique within an experiment. */
  public String slug() {
    return styleSlug + "-" + variant.slug() + "-s" + seed;
  }

  /** The same cell as runs named it that were made while slugs had no combining marks. */
  public Cell formerlyNamed() {
    String former = Style.formerSlug(style);
    return former.equals(Style.slug(style)) ? this : new Cell(style, variant, seed, former);
  }

  /** For people: {@code an elf, ours, seed 0}. */
  public String title() {
    return style + ", " + variant.slug() + ", seed " + seed;
  }
}
