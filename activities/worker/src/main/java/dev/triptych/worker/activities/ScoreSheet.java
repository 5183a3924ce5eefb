package dev.triptych.worker.activities;

import dev.triptych.models.finite.Finite;
import dev.triptych.worker.json.Json;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.spec.ViewAngle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The scores of one portrait while they are computed: values of each metric. */
final class ScoreSheet {
  private final List<ViewAngle> views;
  private final Map<Metric, double[]> values = new EnumMap<>(Metric.class);

  /**
   * @param views that are scored
   */
  ScoreSheet(List<ViewAngle> views) {
    this.views = List.copyOf(views);
  }

  /** Takes down a measure of pictures of a kind, if that is a metric. */
  void put(Measure measure, Metric.Of of, Supplier<double[]> each) {
    Metric.find(measure, of).ifPresent(metric -> put(metric, each.get()));
  }

  /**
   * Takes down a metric.
   *
   * @param each for each view or pair of views; a metric without any is left out
   * @throws dev.triptych.models.finite.NonFiniteException if one is NaN or infinite
   */
  void put(Metric metric, double[] each) {
    for (double value : each) {
      Finite.require(value, metric.title());
    }
    if (each.length > 0) {
      values.put(metric, each.clone());
    }
  }

  /** Mean and standard deviation by the metric's name. */
  Map<String, MeanStd> metrics() {
    Map<String, MeanStd> metrics = new TreeMap<>();
    values.forEach((metric, each) -> metrics.put(metric.slug(), meanStd(each)));
    return metrics;
  }

  /** JSON lines: of each view its angle and the scores that it has by itself. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < views.size(); i++) {
      Map<String, Double> line = new LinkedHashMap<>();
      line.put("pitch", views.get(i).pitch());
      line.put("yaw", views.get(i).yaw());
      for (Map.Entry<Metric, double[]> metric : values.entrySet()) {
        if (metric.getKey().measure().ofEachView()) {
          line.put(metric.getKey().slug(), metric.getValue()[i]);
        }
      }
      lines.append(Json.text(line)).append('\n');
    }
    return lines.toString();
  }

  private static MeanStd meanStd(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return new MeanStd(mean, Math.sqrt(variance));
  }
}
