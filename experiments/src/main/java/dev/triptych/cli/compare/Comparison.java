package dev.triptych.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs compared: one table over all portraits, or one for each style or seed; the same over
 * identities that models were never trained on; and all that at each step of a training if the
 * samples are of steps.
 *
 * @param runs that were read
 * @param tables at least one
 * @param changed settings in which the rows differ
 * @param ordered whether the order of the rows is to be told
 * @param origin where the numbers are from; null if that is not to be told
 * @param devices on which models were trained and pictures edited, for people; empty unless times
 *     are compared
 */
record Comparison(
    List<String> runs,
    String variant,
    List<Table> tables,
    List<ChangedSettings> changed,
    boolean ordered,
    @Nullable Origin origin,
    Set<String> devices) {
  private Comparison(
      List<String> runs, String variant, List<Table> tables, List<ChangedSettings> changed) {
    this(runs, variant, tables, changed, false, null, Set.of());
  }

  /** The same with more to tell. */
  Comparison telling(boolean ordered, @Nullable Origin origin) {
    return new Comparison(runs, variant, tables, changed, ordered, origin, devices);
  }

  /** The same with where the work was done. */
  Comparison on(Set<String> devices) {
    return new Comparison(runs, variant, tables, changed, ordered, origin, devices);
  }

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
            case SEED ->
                "seed "
                    + sample.seed()
                    + (sample.ownFace() ? ", identity " + sample.identity() : "");
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
    Map<Integer, List<Sample>> steps = // the end before all steps, of which there are none then
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    sample -> sample.step() == null ? -1 : sample.step(),
                    TreeMap::new,
                    Collectors.toList()));
    List<Table> tables = new ArrayList<>();
    steps.forEach(
        (step, some) ->
            tables.addAll(tables(step < 0 ? null : step, some, by, variant, quantities)));
    List<String> groups = tables.stream().map(Table::group).distinct().toList();
    tables.sort(Comparator.comparing(table -> groups.indexOf(table.group()))); // steps together
    return new Comparison(runs, variant, tables, ChangedSettings.among(Rows.of(samples)));
  }

  private static List<Table> tables(
      @Nullable Integer step,
      List<Sample> samples,
      By by,
      String variant,
      List<Quantity> quantities) {
    Map<String, List<Row>> split = new LinkedHashMap<>();
    for (Row row : Rows.of(samples)) {
      row.samples().stream()
          .collect(Collectors.groupingBy(by::heading, LinkedHashMap::new, Collectors.toList()))
          .forEach(
              (heading, part) ->
                  split
                      .computeIfAbsent(heading, h -> new ArrayList<>())
                      .add(new Row(row.label(), part)));
    }
    List<Table> tables = new ArrayList<>();
    split.forEach((group, part) -> tables.add(Table.of(group, step, part, variant, quantities)));
    return tables;
  }

  /** The tables of all, each under the name of its run. */
  static Comparison each(List<Comparison> comparisons) {
    List<Table> tables = new ArrayList<>();
    for (Comparison each : comparisons) {
      String runs = String.join(", ", each.runs());
      each.tables().forEach(table -> tables.add(table.within(runs)));
    }
    return new Comparison(
        comparisons.stream().flatMap(each -> each.runs().stream()).toList(),
        comparisons.get(0).variant(),
        tables,
        List.of());
  }
}
