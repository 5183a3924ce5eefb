package dev.triptych.cli.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A quantity against the steps of a training, a line for each row of the tables.
 *
 * @param references what it is over other pictures, which do not change
 */
record Chart(String title, String description, List<Line> lines, List<Level> references) {
  record Line(String label, List<Point> points) {}

  record Point(int step, double mean, @Nullable Double standardError) {}

  record Level(String label, double mean) {}

  /** One for each quantity of each group of tables at several steps. */
  static List<Chart> of(Comparison comparison) {
    Map<String, List<Table>> groups = new LinkedHashMap<>();
    for (Table table : comparison.tables()) {
      if (table.step() != null) {
        groups.computeIfAbsent(table.group(), group -> new ArrayList<>()).add(table);
      }
    }
    List<Chart> charts = new ArrayList<>();
    groups.forEach(
        (group, tables) -> {
          for (Quantity quantity : tables.get(0).quantities()) {
            Chart chart = of(group, tables, quantity);
            if (chart.lines().stream().anyMatch(line -> line.points().size() > 1)) {
              charts.add(chart);
            }
          }
        });
    return charts;
  }

  private static Chart of(String group, List<Table> tables, Quantity quantity) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (Table table : tables) {
      for (Table.Line line : table.lines()) {
        Estimate estimate = line.entry(quantity).estimate();
        if (estimate != null) {
          int step = table.step() == null ? 0 : table.step();
          lines
              .computeIfAbsent(line.row().label(), label -> new ArrayList<>())
              .add(new Point(step, estimate.mean(), estimate.standardError()));
        }
      }
    }
    List<Line> all = new ArrayList<>();
    lines.forEach((label, points) -> all.add(new Line(label, points)));
    List<Level> references = new ArrayList<>();
    Table last = tables.get(tables.size() - 1);
    for (String pictures : last.pictures()) {
      Estimate estimate = last.reference(pictures, quantity);
      if (estimate != null) {
        references.add(new Level(pictures, estimate.mean()));
      }
    }
    String title = group.isEmpty() ? quantity.title() : quantity.title() + ", " + group;
    return new Chart(title, quantity.description(), all, references);
  }
}
