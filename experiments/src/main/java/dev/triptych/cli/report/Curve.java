package dev.triptych.cli.report;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.stage.StageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A loss by step. */
public record Curve(String name, List<Integer> steps, List<Double> values) {
  public Curve {
    steps = List.copyOf(steps);
    values = List.copyOf(values);
    if (steps.size() != values.size()) {
      throw new IllegalArgumentException(
          name + " has " + steps.size() + " steps but " + values.size() + " values");
    }
  }

  /**
   * One curve for each loss that the points name.
   *
   * @param points losses by name at each step, in the order of the steps
   */
  static List<Curve> of(Map<Integer, Map<String, Double>> points) {
    Map<String, Map<Integer, Double>> byName = new LinkedHashMap<>();
    points.forEach(
        (step, losses) ->
            losses.forEach(
                (name, loss) ->
                    byName.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(step, loss)));
    List<Curve> curves = new ArrayList<>();
    byName.forEach(
        (name, curve) ->
            curves.add(new Curve(name, List.copyOf(curve.keySet()), List.copyOf(curve.values()))));
    return List.copyOf(curves);
  }

  /** What a step has written down of its training; none if it did not train. */
  static List<Curve> losses(ArtifactStore store, StageRecord record) {
    Map<Integer, Map<String, Double>> points = new LinkedHashMap<>();
    LossCurve.of(store, record)
        .forEach(point -> points.put(point.step(), withoutPrefix(point.values())));
    return of(points);
  }

  /** {@code loss/rec} is shown as {@code rec}. */
  private static Map<String, Double> withoutPrefix(Map<String, Double> losses) {
    Map<String, Double> named = new TreeMap<>();
    losses.forEach((name, value) -> named.put(name.replaceFirst("^loss/", ""), value));
    return named;
  }
}
