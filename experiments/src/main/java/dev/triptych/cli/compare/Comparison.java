package dev.triptych.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs compared: one table over all portraits, or one for each style or seed; and the same over
 * identities that models were never trained on.
 *
 * @param runs that were read
 * @param tables at least one
 * @param changed settings in which the rows differ
 */
record Comparison(
    List<String> runs, String variant, List<Table> tables, List<ChangedSettings> changed) {
  /** What the tables are split by. */
  enum By {
    /** Not at all: rows are variants in any case. */
    VARIANT,
    STYLE,
    SEED;

    private String heading(Sample sample) {
      String heading =
          switch (this) {
            case VARIANT -> "";
            case STYLE -> sample.style();
            case SEED -> "seed " + sample.seed();
          };
      return sample.heldOut() ? (heading + " identities held out").strip() : heading;
    }
  }

  /**
   * @param samples at least one
   * @param variant the one to compare with
   */
  static Comparison of(
      List<String> runs, List<Sample> samples, By by, String variant, List<Quantity> quantities) {
    List<Row> rows = Rows.of(samples);
    Map<String, List<Row>> split = new LinkedHashMap<>();
    for (Row row : rows) {
      row.samples().stream()
          .collect(Collectors.groupingBy(by::heading, LinkedHashMap::new, Collectors.toList()))
          .forEach(
              (heading, part) ->
                  split
                      .computeIfAbsent(heading, h -> new ArrayList<>())
                      .add(new Row(row.label(), part)));
    }
    List<Table> tables = new ArrayList<>();
    split.forEach((heading, part) -> tables.add(Table.of(heading, part, variant, quantities)));
    return new Comparison(runs, variant, tables, ChangedSettings.among(rows));
  }
}
