package dev.triptych.cli.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.cli.compare.Entry.Mark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compare --json} prints. Scripts rely on it: fields may be added, none is removed or
 * renamed.
 *
 * @param minus the variant that others are compared with
 * @param origin where the numbers are from; then single portraits are left out
 * @param devices on which the long steps ran, if times are compared
 */
record ComparisonJson(
    List<String> runs,
    String minus,
    List<TableJson> tables,
    List<ChangedSettings> changed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<String> devices) {
  /**
   * @param step of fine-tuning after which all was scored; null for the end
   */
  record TableJson(
      String heading,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer step,
      int styles,
      int seeds,
      int identities,
      List<QuantityJson> quantities) {}

  record QuantityJson(
      String name,
      String title,
      String description,
      List<RowJson> rows,
      List<Table.Reference> references,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Order.Place> order) {}

  record RowJson(
      String row,
      String variant,
      @Nullable Estimate estimate,
      @Nullable PairedDifference difference,
      Mark mark,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Portrait> portraits) {}

  record Portrait(String run, String cell, @Nullable Double value) {}

  static ComparisonJson of(Comparison comparison) {
    return new ComparisonJson(
        comparison.runs(),
        comparison.variant(),
        comparison.tables().stream().map(table -> table(comparison, table)).toList(),
        comparison.changed(),
        comparison.origin(),
        comparison.devices());
  }

  private static TableJson table(Comparison comparison, Table table) {
    return new TableJson(
        table.heading(),
        table.step(),
        table.count(Sample::style),
        table.count(Sample::seed),
        table.faces(),
        table.quantities().stream()
            .map(quantity -> quantity(comparison, table, quantity))
            .toList());
  }

  private static QuantityJson quantity(Comparison comparison, Table table, Quantity quantity) {
    boolean brief = comparison.origin() != null;
    return new QuantityJson(
        quantity.name(),
        quantity.title(),
        quantity.description(),
        table.lines().stream().map(line -> row(line, quantity, brief)).toList(),
        table.references().stream().filter(r -> r.quantity().equals(quantity.name())).toList(),
        comparison.ordered() ? Order.of(table, quantity) : List.of());
  }

  private static RowJson row(Table.Line line, Quantity quantity, boolean brief) {
    Entry entry = line.entry(quantity);
    return new RowJson(
        line.row().label(),
        line.row().samples().get(0).variant(),
        entry.estimate(),
        entry.minusBaseline(),
        entry.mark(),
        brief ? null : portraits(line, quantity));
  }

  private static List<Portrait> portraits(Table.Line line, Quantity quantity) {
    return line.row().samples().stream()
        .map(
            sample -> {
              Map<String, Double> values = sample.values();
              return new Portrait(sample.run(), sample.cell(), values.get(quantity.name()));
            })
        .toList();
  }
}
