package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Sample.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Portraits whose settings are the same: they differ in style, seed and identity alone.
 *
 * @param label the variant, with a run where that is not enough
 * @param samples each subject once
 */
record Row(String label, List<Sample> samples) {
  Row {
    samples = List.copyOf(samples);
  }

  /** The values of the portraits that have them, by subject. */
  Map<Subject, Double> values(String quantity) {
    Map<Subject, Double> values = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Double value = sample.values().get(quantity);
      if (value != null) {
        values.put(sample.subject(), value);
      }
    }
    return values;
  }
}
