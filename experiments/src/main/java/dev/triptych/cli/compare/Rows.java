package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Sample.Subject;
import dev.triptych.worker.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts portraits of any number of runs into rows. */
final class Rows {
  private Rows() {}

  /**
   * One row for each variant and each way in which runs set it, in the order of the portraits. What
   * several runs share counts once.
   */
  static List<Row> of(List<Sample> samples) {
    Map<String, Map<Subject, Sample>> alike = new LinkedHashMap<>();
    for (Sample sample : samples) {
      String key = sample.variant() + " " + CanonicalJson.of(sample.settings());
      alike.computeIfAbsent(key, k -> new LinkedHashMap<>()).putIfAbsent(sample.subject(), sample);
    }
    Map<String, List<Sample>> byVariant =
        alike.values().stream()
            .map(Rows::first)
            .collect(
                Collectors.groupingBy(Sample::variant, LinkedHashMap::new, Collectors.toList()));
    List<Row> rows = new ArrayList<>();
    for (Map<Subject, Sample> same : alike.values()) {
      Sample first = first(same);
      boolean one = byVariant.getOrDefault(first.variant(), List.of()).size() == 1;
      String label = one ? first.variant() : first.variant() + " (" + first.run() + ")";
      rows.add(new Row(label, List.copyOf(same.values())));
    }
    return rows;
  }

  private static Sample first(Map<Subject, Sample> same) {
    Collection<Sample> samples = same.values();
    return samples.iterator().next();
  }
}
