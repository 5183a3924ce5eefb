package dev.triptych.cli.compare;

import dev.triptych.workflows.portrait.Measure.Better;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which order the rows of a table come by a quantity, and how clearly so. */
final class Order {
  private Order() {}

  /**
   * One row in its place.
   *
   * @param gap to the next row, in standard errors of the paired difference; null of the last row,
   *     and where that cannot be told
   */
  record Place(String row, double mean, @Nullable Double gap) {}

  /** The best first; empty if none is better than another. */
  static List<Place> of(Table table, Quantity quantity) {
    if (quantity.better() == Better.NEITHER) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    for (Table.Line line : table.lines()) {
      if (line.entry(quantity).estimate() != null) {
        rows.add(line.row());
      }
    }
    Comparator<Row> ascending = Comparator.comparingDouble(row -> mean(row, quantity));
    rows.sort(quantity.prefers(1, 0) ? ascending.reversed() : ascending);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      PairedDifference toNext =
          i + 1 == rows.size() ? null : Table.difference(rows.get(i), rows.get(i + 1), quantity);
      places.add(
          new Place(
              rows.get(i).label(),
              mean(rows.get(i), quantity),
              toNext == null ? null : toNext.apart()));
    }
    return places;
  }

  private static double mean(Row row, Quantity quantity) {
    return Estimate.of(
            row.values(quantity.name()).values().stream().mapToDouble(value -> value).toArray())
        .mean();
  }
}
