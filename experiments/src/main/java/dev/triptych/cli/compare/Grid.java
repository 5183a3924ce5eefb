package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Entry.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as papers print it: a row for each variant, a column for each quantity.
 *
 * @param head of all columns; the first is empty
 * @param rows the first box of each is its label
 */
public record Grid(String title, List<String> head, List<List<Box>> rows) {
  /**
   * @param strong best of its column
   */
  public record Box(String text, boolean strong) {}

  /** Marks what may be as good as the best. */
  static final String TIE = "≈";

  /** Means, and below them what the measures say of other pictures. */
  static Grid means(Table table) {
    List<List<Box>> rows = new ArrayList<>();
    for (Table.Line line : table.lines()) {
      List<Box> row = labelled(line.row().label());
      for (Quantity quantity : table.quantities()) {
        Entry entry = line.entry(quantity);
        String text = Figures.estimate(quantity, entry.estimate());
        row.add(
            new Box(entry.mark() == Mark.TIE ? text + " " + TIE : text, entry.mark() == Mark.BEST));
      }
      rows.add(row);
    }
    for (String pictures : table.pictures()) {
      List<Box> row = labelled("(" + pictures + ")");
      for (Quantity quantity : table.quantities()) {
        row.add(new Box(Figures.estimate(quantity, table.reference(pictures, quantity)), false));
      }
      rows.add(row);
    }
    return new Grid(table.heading(), head(table), rows);
  }

  /** Paired differences to the baseline; no rows if there is nothing to compare. */
  private static Grid differences(Table table, boolean inErrors) {
    List<List<Box>> rows = new ArrayList<>();
    for (Table.Line line : table.lines()) {
      boolean any =
          table.quantities().stream().anyMatch(q -> line.entry(q).minusBaseline() != null);
      if (any) {
        List<Box> row = labelled(line.row().label());
        for (Quantity quantity : table.quantities()) {
          row.add(
              new Box(
                  Figures.difference(quantity, line.entry(quantity).minusBaseline(), inErrors),
                  false));
        }
        rows.add(row);
      }
    }
    String title = "minus " + table.baseline();
    return new Grid(
        table.heading().isEmpty() ? title : table.heading() + ", " + title, head(table), rows);
  }

  /** Rows in the order of each quantity; no rows if nothing is better than another. */
  static Grid orders(Table table) {
    List<List<Box>> rows = new ArrayList<>();
    for (Quantity quantity : table.quantities()) {
      String order = Figures.order(table, quantity);
      if (!order.isEmpty()) {
        List<Box> row = labelled(quantity.title());
        row.add(new Box(order, false));
        rows.add(row);
      }
    }
    String title = "order, best first";
    return new Grid(
        table.heading().isEmpty() ? title : table.heading() + ", " + title,
        List.of("", "best first, with gaps"),
        rows);
  }

  /** All that is told of a table. */
  static List<Grid> all(Comparison comparison, Table table) {
    Grid means = means(table);
    List<Grid> grids = new ArrayList<>();
    grids.add(
        Figures.commonPopulation(comparison).isPresent()
            ? means
            : new Grid(
                (table.heading() + ". " + Figures.population(table)).replaceFirst("^\\. ", ""),
                means.head(),
                means.rows()));
    grids.add(differences(table, comparison.ordered()));
    if (comparison.ordered()) {
      grids.add(orders(table));
    }
    return grids.stream().filter(grid -> !grid.rows().isEmpty()).toList();
  }

  private static List<Box> labelled(String label) {
    return new ArrayList<>(List.of(new Box(label, false)));
  }

  private static List<String> head(Table table) {
    List<String> head = new ArrayList<>(List.of(""));
    table.quantities().forEach(quantity -> head.add(quantity.title()));
    return head;
  }
}
