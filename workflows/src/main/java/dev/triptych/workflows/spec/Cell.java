package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One portrait of an experiment.
 *
 * @param seed of the diffusion noise and of the fine-tuning's sampling
 * @param styleSlug names the style within the experiment; null stands for {@link Style#slug}
 * @param identity seed of its face if each of the experiment's seeds has one of its own; null if
 *     all share one
 */
public record Cell(
    String style,
    Variant variant,
    long seed,
    @Nullable String styleSlug,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long identity) {
  public Cell {
    styleSlug = styleSlug == null ? Style.slug(style) : styleSlug;
  }

  /** A cell whose face is that of all. */
  public Cell(String style, Variant variant, long seed, @Nullable String styleSlug) {
    this(style, variant, seed, styleSlug, null);
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
    return former.equals(Style.slug(style))
        ? this
        : new Cell(style, variant, seed, former, identity);
  }

  /** For people: {@code an elf, ours, seed 0}, and {@code , identity 3} if that is its own. */
  public String title() {
    return style + ", " + variant.slug() + ", " + seeds();
  }

  /** For people: {@code seed 0}, or {@code seed 0, identity 3}. */
  public String seeds() {
    return "seed " + seed + (identity == null ? "" : ", identity " + identity);
  }
}
