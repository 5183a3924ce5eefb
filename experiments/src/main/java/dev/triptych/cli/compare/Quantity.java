package dev.triptych.cli.compare;

import dev.triptych.workflows.portrait.Measure.Better;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What portraits are compared by: a metric, or the seconds of work in a stage.
 *
 * @param name as trackers have it
 * @param metric null if it is a time
 */
record Quantity(
    String name, String title, String description, Better better, @Nullable Metric metric) {
  /** Seconds of work in all stages. */
  static final String ALL_STAGES = "seconds";

  /** Seconds of work for a portrait in a new style. */
  static final String STYLE = "seconds/a-style";

  /** The same as Table 1 of the paper has it. */
  static final String PAPER = "seconds/the-paper";

  private static final String STAGE = "seconds/";

  static Quantity of(Metric metric) {
    return new Quantity(
        metric.slug(), metric.title(), metric.description(), metric.better(), metric);
  }

  /** The name of the seconds in a stage. */
  static String seconds(Stage stage) {
    return STAGE + stage.slug();
  }

  /** The metrics among {@code names} that are no other metric's reference. */
  static List<Quantity> metrics(Set<String> names) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.reference() == null && names.contains(metric.slug()))
        .map(Quantity::of)
        .toList();
  }

  /** All metrics among {@code names}. */
  static List<Quantity> allMetrics(Set<String> names) {
    return Arrays.stream(Metric.values())
        .filter(metric -> names.contains(metric.slug()))
        .map(Quantity::of)
        .toList();
  }

  /**
   * The times among {@code names}, in the order in which stages run; that of all stages next to
   * last, and what a style takes at the end, beside the paper's.
   */
  static List<Quantity> times(Set<String> names) {
    List<Quantity> times = new ArrayList<>();
    Arrays.stream(Stage.values())
        .filter(stage -> names.contains(seconds(stage)))
        .forEach(stage -> times.add(time(seconds(stage), stage.slug())));
    times.add(time(ALL_STAGES, "all"));
    addIf(names, STYLE, "a style", times);
    addIf(names, PAPER, "a style, by the paper", times);
    return List.copyOf(times);
  }

  private static void addIf(Set<String> names, String name, String title, List<Quantity> times) {
    if (names.contains(name)) {
      times.add(time(name, title));
    }
  }

  private static Quantity time(String name, String title) {
    return new Quantity(name, title, "seconds of work", Better.NEITHER, null);
  }

  /** The metrics that are taken by the same measure over other pictures. */
  List<Metric> references() {
    return Arrays.stream(Metric.values())
        .filter(other -> metric != null && other.reference() == metric)
        .toList();
  }

  /** Whether {@code a} is better than {@code b}. */
  boolean prefers(double a, double b) {
    return better == Better.HIGHER ? a > b : better == Better.LOWER && a < b;
  }
}
