package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The scores of a portrait, in the order in which tables show them. All that tables, report and
 * tracking must know of a metric is said here; the evaluation computes it.
 */
public enum Metric {
  /** cos(image, caption) over the novel views. */
  CLIP_SCORE("clip_score", "CLIP score", Of.PORTRAIT, Unit.COSINE, Better.HIGHER, null),

  /** The same caption over the edited views, from which the portrait was made. */
  CLIP_SCORE_EDITS(
      "clip_score_edits", "CLIP edits", Of.EDITS, Unit.COSINE, Better.HIGHER, CLIP_SCORE),

  /** The same caption over the plain views, before any editing. */
  CLIP_SCORE_BEFORE(
      "clip_score_before", "CLIP before", Of.PLAIN, Unit.COSINE, Better.NEITHER, CLIP_SCORE),

  /** cos(image − plain image, caption − neutral caption) over the novel views. */
  CLIP_DIRECTIONAL(
      "clip_directional", "CLIP directional", Of.PORTRAIT, Unit.COSINE, Better.HIGHER, null);

  /** The pictures that are scored. */
  public enum Of {
    PLAIN,
    EDITS,
    PORTRAIT
  }

  /** What the numbers are. */
  public enum Unit {
    /** Between two embeddings, -1 to 1. */
    COSINE
  }

  /** Which of two values is the better one. */
  public enum Better {
    HIGHER,
    LOWER,
    /** The value tells where a portrait started, not how good it is. */
    NEITHER
  }

  private final String slug;
  private final String title;
  private final Of of;
  private final Unit unit;
  private final Better better;
  private final @Nullable Metric reference;

  Metric(String slug, String title, Of of, Unit unit, Better better, @Nullable Metric reference) {
    this.slug = slug;
    this.title = title;
    this.of = of;
    this.unit = unit;
    this.better = better;
    this.reference = reference;
  }

  /** The metric by which portraits are compared first. */
  public static Metric primary() {
    return CLIP_SCORE;
  }

  /** Those among {@code metrics}, in the order in which tables show them. */
  public static List<Metric> among(Map<String, MeanStd> metrics) {
    return Arrays.stream(values()).filter(metric -> metrics.containsKey(metric.slug)).toList();
  }

  /** Unmodifiable and sorted by name, so that JSON keeps one order. */
  public static Map<String, MeanStd> copy(Map<String, MeanStd> metrics) {
    return Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /** The name that trackers and {@code status --json} use. */
  @JsonValue
  public String slug() {
    return slug;
  }

  /** Heading of a column. */
  public String title() {
    return title;
  }

  public Of of() {
    return of;
  }

  public Better better() {
    return better;
  }

  /** What the numbers are and how to read them: {@code cosine, higher is better}. */
  public String description() {
    return unit.name().toLowerCase(Locale.ROOT)
        + switch (better) {
          case HIGHER -> ", higher is better";
          case LOWER -> ", lower is better";
          case NEITHER -> ", where portraits start";
        };
  }

  /** The metric that is taken here over other pictures, for comparison; null if none is. */
  public @Nullable Metric reference() {
    return reference;
  }

  /** Whether it is {@code other} over the plain face, where every portrait starts. */
  public boolean isStartOf(Metric other) {
    return reference == other && of == Of.PLAIN;
  }

  /** The value among {@code metrics}, or null. */
  public @Nullable MeanStd in(Map<String, MeanStd> metrics) {
    return metrics.get(slug);
  }
}
