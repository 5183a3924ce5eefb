package dev.triptych.cli.compare;

import dev.triptych.workflows.portrait.Measure.Better;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

  /** The times among {@code names}, in the order in which stages run; that of all stages last. */
  static List<Quantity> times(Set<String> names) {
    return Stream.concat(
            Arrays.stream(Stage.values())
                .filter(stage -> names.contains(seconds(stage)))
                .map(stage -> time(seconds(stage), stage.slug())),
            Stream.of(time(ALL_STAGES, "all")))
        .toList();
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
