package dev.triptych.worker.activities;

import dev.triptych.workflows.portrait.MeanStd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts scores together that were taken apart. */
final class Averages {
  private Averages() {}

  /** As if all views had been scored at once, of portraits with equally many views. */
  static Map<String, MeanStd> ofViews(List<Map<String, MeanStd>> portraits) {
    return each(
        portraits,
        values -> {
          MeanStd between = ofMeans(values);
          double within =
              values.stream().mapToDouble(v -> v.std() * v.std()).average().orElseThrow();
          return new MeanStd(between.mean(), Math.sqrt(within + between.std() * between.std()));
        });
  }

  /** Mean of means, and their deviation. */
  static Map<String, MeanStd> ofMeans(List<Map<String, MeanStd>> all) {
    return each(all, Averages::ofMeans);
  }

  private static MeanStd ofMeans(Iterable<MeanStd> values) {
    List<Double> means = new ArrayList<>();
    values.forEach(value -> means.add(value.mean()));
    double mean = means.stream().mapToDouble(m -> m).average().orElseThrow();
    double variance =
        means.stream().mapToDouble(m -> (m - mean) * (m - mean)).average().orElseThrow();
    return new MeanStd(mean, Math.sqrt(variance));
  }

  private static Map<String, MeanStd> each(
      List<Map<String, MeanStd>> all, Function<List<MeanStd>, MeanStd> average) {
    Map<String, List<MeanStd>> byName = new TreeMap<>();
    for (Map<String, MeanStd> one : all) {
      one.forEach((name, value) -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    Map<String, MeanStd> averages = new TreeMap<>();
    byName.forEach((name, values) -> averages.put(name, average.apply(values)));
    return averages;
  }
}
