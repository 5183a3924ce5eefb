package dev.triptych.cli.compare;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A comparison as CSV (RFC 4180), one line for each row and quantity, numbers unrounded. */
final class CsvWriter {
  private static final List<String> HEAD =
      List.of(
          "table",
          "row",
          "quantity",
          "count",
          "mean",
          "standard_error",
          "minus",
          "difference",
          "low",
          "high",
          "pairs",
          "mark",
          "step");

  private CsvWriter() {}

  static String write(Comparison comparison) {
    StringBuilder text = new StringBuilder(line(HEAD.stream()));
    for (Table table : comparison.tables()) {
      for (Quantity quantity : table.quantities()) {
        for (Table.Line row : table.lines()) {
          Entry entry = row.entry(quantity);
          text.append(line(table, row.row().label(), quantity.name(), entry));
        }
      }
      for (Table.Reference reference : table.references()) {
        Entry entry = new Entry(reference.estimate(), null, Entry.Mark.NONE);
        text.append(line(table, "(" + reference.pictures() + ")", reference.quantity(), entry));
      }
    }
    return text.toString();
  }

  private static String line(Table table, String row, String quantity, Entry entry) {
    Estimate estimate = entry.estimate();
    PairedDifference difference = entry.minusBaseline();
    return line(
        Stream.of(
            table.heading(),
            row,
            quantity,
            estimate == null ? "0" : Integer.toString(estimate.count()),
            text(estimate == null ? null : estimate.mean()),
            text(estimate == null ? null : estimate.standardError()),
            difference == null || table.baseline() == null ? "" : table.baseline(),
            text(difference == null ? null : difference.mean()),
            text(difference == null ? null : difference.low()),
            text(difference == null ? null : difference.high()),
            difference == null ? "" : Integer.toString(difference.pairs()),
            entry.mark().slug(),
            table.step() == null ? "" : table.step().toString()));
  }

  private static String text(@Nullable Double number) {
    return number == null ? "" : number.toString();
  }

  private static String line(Stream<String> fields) {
    return fields
        .map(field -> field.matches("[^\",\\r\\n]*") ? field : quoted(field))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }
}
