package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows of what {@link ControlPlaneTrial} measured, of several calls: as comma-separated values, and
 * for people as Markdown with a line for each column and a column for each row.
 */
final class ControlPlaneTable {
  private static final Path CSV = Checkout.ROOT.resolve("infra/e2e/target/control-plane.csv");
  private static final Path MARKDOWN = CSV.resolveSibling("control-plane.md");

  private ControlPlaneTable() {}

  /**
   * Adds a row below those of earlier calls, and prints it.
   *
   * @param row by column; without commas
   */
  static void add(Map<String, String> row) {
    row.forEach((name, value) -> System.out.printf("%-32s %s%n", name, value));
    try {
      List<String> lines = new ArrayList<>();
      String head = String.join(",", row.keySet());
      if (Files.exists(CSV) && Files.readAllLines(CSV).get(0).equals(head)) {
        lines.addAll(Files.readAllLines(CSV));
      } else {
        lines.add(head);
      }
      lines.add(String.join(",", row.values()));
      Files.write(CSV, lines);
      Files.write(MARKDOWN, turned(lines.stream().map(line -> line.split(",", -1)).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> turned(List<String[]> rows) {
    List<String> lines = new ArrayList<>();
    for (int column = 0; column < rows.get(0).length; column++) {
      int at = column;
      lines.add("| " + String.join(" | ", rows.stream().map(row -> row[at]).toList()) + " |");
    }
    lines.add(1, "|---".repeat(rows.size()) + "|");
    return lines;
  }
}
