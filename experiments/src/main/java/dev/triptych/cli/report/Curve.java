package dev.triptych.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
}
