package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Entry.Mark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compare --json} prints. Scripts rely on it: fields may be added, none is removed or
 * renamed.
 *
 * @param minus the variant that others are compared with
 */
record ComparisonJson(
    List<String> runs, String minus, List<TableJson> tables, List<ChangedSettings> changed) {
  record TableJson(
      String heading, int styles, int seeds, int identities, List<QuantityJson> quantities) {}

  record QuantityJson(
      String name,
      String title,
      String description,
      List<RowJson> rows,
      List<Table.Reference> references) {}

  record RowJson(
      String row,
      String variant,
      @Nullable Estimate estimate,
      @Nullable PairedDifference difference,
      Mark mark,
      List<Portrait> portraits) {}

  record Portrait(String run, String cell, @Nullable Double value) {}

  static ComparisonJson of(Comparison comparison) {
    return new ComparisonJson(
        comparison.runs(),
        comparison.variant(),
        comparison.tables().stream().map(ComparisonJson::table).toList(),
        comparison.changed());
  }

  private static TableJson table(Table table) {
    return new TableJson(
        table.heading(),
        table.count(Sample::style),
        table.count(Sample::seed),
        table.faces(),
        table.quantities().stream().map(quantity -> quantity(table, quantity)).toList());
  }

  private static QuantityJson quantity(Table table, Quantity quantity) {
    return new QuantityJson(
        quantity.name(),
        quantity.title(),
        quantity.description(),
        table.lines().stream().map(line -> row(line, quantity)).toList(),
        table.references().stream().filter(r -> r.quantity().equals(quantity.name())).toList());
  }

  private static RowJson row(Table.Line line, Quantity quantity) {
    Entry entry = line.entry(quantity);
    return new RowJson(
        line.row().label(),
        line.row().samples().get(0).variant(),
        entry.estimate(),
        entry.minusBaseline(),
        entry.mark(),
        line.row().samples().stream()
            .map(
                sample -> {
                  Map<String, Double> values = sample.values();
                  return new Portrait(sample.run(), sample.cell(), values.get(quantity.name()));
                })
            .toList());
  }
}
