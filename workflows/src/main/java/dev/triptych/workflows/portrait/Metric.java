package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The scores of a portrait, in the order in which tables show them: a {@link Measure} of the
 * portrait, and for comparison the same of what it was made from and of what it should be. All that
 * tables, report and tracking must know of a metric is said here and there; the evaluation computes
 * it. A metric whose pictures are missing is left out.
 */
public enum Metric {
  CLIP_SCORE(Measure.CLIP_SCORE, Of.PORTRAIT),
  CLIP_SCORE_EDITS(Measure.CLIP_SCORE, Of.EDITS),
  CLIP_SCORE_TRUTH(Measure.CLIP_SCORE, Of.TRUTH),
  CLIP_SCORE_BEFORE(Measure.CLIP_SCORE, Of.PLAIN),
  CLIP_DIRECTIONAL(Measure.CLIP_DIRECTIONAL, Of.PORTRAIT),
  CLIP_DIRECTIONAL_EDITS(Measure.CLIP_DIRECTIONAL, Of.EDITS),
  CLIP_DIRECTIONAL_TRUTH(Measure.CLIP_DIRECTIONAL, Of.TRUTH),
  STYLE_ACCURACY(Measure.STYLE_ACCURACY, Of.PORTRAIT),
  STYLE_ACCURACY_EDITS(Measure.STYLE_ACCURACY, Of.EDITS),
  STYLE_ACCURACY_TRUTH(Measure.STYLE_ACCURACY, Of.TRUTH),
  LPIPS_TO_EDITS(Measure.LPIPS_TO_EDITS, Of.PORTRAIT),
  LPIPS_TO_EDITS_BEFORE(Measure.LPIPS_TO_EDITS, Of.PLAIN),
  L1_TO_EDITS(Measure.L1_TO_EDITS, Of.PORTRAIT),
  L1_TO_EDITS_BEFORE(Measure.L1_TO_EDITS, Of.PLAIN),
  LPIPS_TO_TRUTH(Measure.LPIPS_TO_TRUTH, Of.PORTRAIT),
  LPIPS_TO_TRUTH_EDITS(Measure.LPIPS_TO_TRUTH, Of.EDITS),
  LPIPS_TO_TRUTH_BEFORE(Measure.LPIPS_TO_TRUTH, Of.PLAIN),
  L1_TO_TRUTH(Measure.L1_TO_TRUTH, Of.PORTRAIT),
  L1_TO_TRUTH_EDITS(Measure.L1_TO_TRUTH, Of.EDITS),
  L1_TO_TRUTH_BEFORE(Measure.L1_TO_TRUTH, Of.PLAIN),
  FACE_SCORE(Measure.FACE_SCORE, Of.PORTRAIT),
  FACE_SCORE_EDITS(Measure.FACE_SCORE, Of.EDITS),
  FACE_SCORE_BEFORE(Measure.FACE_SCORE, Of.PLAIN),
  CONSISTENCY_L1(Measure.CONSISTENCY_L1, Of.PORTRAIT),
  CONSISTENCY_L1_EDITS(Measure.CONSISTENCY_L1, Of.EDITS),
  CONSISTENCY_L1_BEFORE(Measure.CONSISTENCY_L1, Of.PLAIN),
  CONSISTENCY_PSNR(Measure.CONSISTENCY_PSNR, Of.PORTRAIT),
  CONSISTENCY_PSNR_EDITS(Measure.CONSISTENCY_PSNR, Of.EDITS),
  CONSISTENCY_PSNR_BEFORE(Measure.CONSISTENCY_PSNR, Of.PLAIN),
  SURFACE_ROUGHNESS(Measure.ROUGHNESS, Of.PORTRAIT),
  SURFACE_ROUGHNESS_BEFORE(Measure.ROUGHNESS, Of.PLAIN);

  /** The pictures that are scored. */
  public enum Of {
    /** The plain face, where portraits start. */
    PLAIN("_before", "before"),
    /** What the portrait was made from. */
    EDITS("_edits", "edits"),
    PORTRAIT("", ""),
    /** The styled head itself, which only sets have whose heads a program draws. */
    TRUTH("_truth", "truth");

    private final String suffix;
    private final String word;

    Of(String suffix, String word) {
      this.suffix = suffix;
      this.word = word;
    }

    /** For people; empty for the portrait itself. */
    public String word() {
      return word;
    }
  }

  private final Measure measure;
  private final Of of;

  Metric(Measure measure, Of of) {
    this.measure = measure;
    this.of = of;
  }

  /** The metric by which portraits are compared first. */
  public static Metric primary() {
    return CLIP_SCORE;
  }

  /** The measure of pictures of a kind; empty if it would say nothing. */
  public static Optional<Metric> find(Measure measure, Of of) {
    return Arrays.stream(values())
        .filter(metric -> metric.measure == measure && metric.of == of)
        .findFirst();
  }

  /** Those among {@code metrics}, in the order in which tables show them. */
  public static List<Metric> among(Map<String, MeanStd> metrics) {
    return Arrays.stream(values()).filter(metric -> metrics.containsKey(metric.slug())).toList();
  }

  /** Those among {@code metrics} that are of the portrait itself, in the same order. */
  public static List<Metric> portraits(Map<String, MeanStd> metrics) {
    return among(metrics).stream().filter(Metric::ofPortrait).toList();
  }

  /** Unmodifiable and sorted by name, so that JSON keeps one order. */
  public static Map<String, MeanStd> copy(Map<String, MeanStd> metrics) {
    return Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /** The name that trackers and {@code status --json} use. */
  @JsonValue
  public String slug() {
    return measure.slug() + of.suffix;
  }

  /** Heading of a column. */
  public String title() {
    return of == Of.PORTRAIT ? measure.title() : measure.title() + " " + of.word;
  }

  public Measure measure() {
    return measure;
  }

  public Of of() {
    return of;
  }

  /** Whether it says how good the portrait itself is. */
  public boolean ofPortrait() {
    return of == Of.PORTRAIT;
  }

  /** Which of two values is the better one; neither where portraits start. */
  public Measure.Better better() {
    return of == Of.PLAIN ? Measure.Better.NEITHER : measure.better();
  }

  /** What the numbers are and how to read them: {@code cosine, higher is better}. */
  public String description() {
    return of == Of.PLAIN
        ? measure.unit().words() + ", where portraits start"
        : measure.description();
  }

  /** The measure of the portrait that this one is to be compared with; null if it is that. */
  public @Nullable Metric reference() {
    return ofPortrait() ? null : find(measure, Of.PORTRAIT).orElse(null);
  }

  /** Whether it is {@code other} over the plain face, where every portrait starts. */
  public boolean isStartOf(Metric other) {
    return of == Of.PLAIN && measure == other.measure && other.ofPortrait();
  }

  /** The value among {@code metrics}, or null. */
  public @Nullable MeanStd in(Map<String, MeanStd> metrics) {
    return metrics.get(slug());
  }
}
