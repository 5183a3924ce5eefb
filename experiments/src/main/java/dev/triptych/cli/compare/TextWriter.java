package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Entry.Mark;
import dev.triptych.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A comparison for a terminal: a block for each quantity. */
final class TextWriter {
  private TextWriter() {}

  static String write(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    for (Table table : comparison.tables()) {
      if (!table.heading().isEmpty()) {
        text.append(table.heading()).append('\n');
      }
      text.append(Figures.population(table)).append("\n\n");
      if (table.quantities().stream().allMatch(quantity -> quantity.metric() == null)) {
        text.append(times(Grid.means(table))).append('\n');
        continue;
      }
      for (Quantity quantity : table.quantities()) {
        text.append(quantity.title()).append(" (").append(quantity.description()).append(")\n");
        text.append(block(table, quantity, comparison.ordered()));
        String order = comparison.ordered() ? Figures.order(table, quantity) : "";
        text.append(order.isEmpty() ? "\n" : "Order: " + order + "\n\n");
      }
    }
    Figures.legend(comparison, "*").forEach(note -> text.append(note).append('\n'));
    Origin origin = comparison.origin();
    if (origin != null) {
      origin.sentences().forEach(sentence -> text.append(sentence).append('\n'));
    }
    return text.append(changed(comparison)).toString();
  }

  private static String times(Grid grid) {
    TextTable table = new TextTable(1, grid.head().toArray(String[]::new));
    grid.rows().forEach(row -> table.row(row.stream().map(Grid.Box::text).toList()));
    return table.toString();
  }

  private static String block(Table table, Quantity quantity, boolean inErrors) {
    boolean compared =
        table.lines().stream().anyMatch(line -> line.entry(quantity).minusBaseline() != null);
    List<String> head = new ArrayList<>(List.of("", "", "portraits", "mean"));
    if (compared) {
      head.add("minus " + table.baseline());
    }
    TextTable rows = new TextTable(2, head.toArray(String[]::new));
    for (Table.Line line : table.lines()) {
      Entry entry = line.entry(quantity);
      String mark = entry.mark() == Mark.BEST ? "*" : entry.mark() == Mark.TIE ? Grid.TIE : "";
      rows.row(row(line.row().label(), mark, quantity, entry, compared, inErrors));
    }
    for (String pictures : table.pictures()) {
      Estimate estimate = table.reference(pictures, quantity);
      if (estimate != null) {
        Entry entry = new Entry(estimate, null, Mark.NONE);
        rows.row(row("(" + pictures + ")", "", quantity, entry, compared, inErrors));
      }
    }
    return rows.toString();
  }

  private static List<String> row(
      String label,
      String mark,
      Quantity quantity,
      Entry entry,
      boolean compared,
      boolean inErrors) {
    Estimate estimate = entry.estimate();
    List<String> row =
        new ArrayList<>(
            List.of(
                label,
                mark,
                estimate == null ? "0" : Integer.toString(estimate.count()),
                Figures.estimate(quantity, estimate)));
    if (compared) {
      PairedDifference difference = entry.minusBaseline();
      row.add(difference == null ? "" : Figures.difference(quantity, difference, inErrors));
    }
    return row;
  }

  /** The settings in which rows differ; a sentence if there are none. */
  static String changed(Comparison comparison) {
    if (comparison.changed().isEmpty()) {
      return "";
    }
    List<String> labels = List.copyOf(comparison.changed().get(0).values().keySet());
    List<String> head = new ArrayList<>(List.of("setting"));
    head.addAll(labels);
    TextTable table = new TextTable(head.size(), head.toArray(String[]::new));
    for (ChangedSettings changed : comparison.changed()) {
      List<String> row = new ArrayList<>(List.of(changed.setting()));
      labels.forEach(label -> row.add(changed.values().getOrDefault(label, "")));
      table.row(row);
    }
    return "\nWhat the rows differ in:\n" + table;
  }
}
