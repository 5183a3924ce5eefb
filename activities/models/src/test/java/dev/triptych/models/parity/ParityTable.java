package dev.triptych.models.parity;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was compared with the references, as a table for people. */
final class ParityTable {
  private record Row(
      String network, String fixture, String output, String error, String tolerance) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Enters the comparisons of a fixture; one without any compares exactly, such as token ids. */
  void compared(String network, Fixture fixture, Duration time) {
    for (Fixture.Comparison comparison : fixture.comparisons()) {
      rows.add(
          new Row(
              network,
              fixture.name(),
              comparison.output(),
              number(comparison.error()),
              number(comparison.tolerance())));
    }
    if (fixture.comparisons().isEmpty()) {
      rows.add(new Row(network, fixture.name(), "all", "0", "0"));
    }
    notes.add(
        String.format(Locale.ROOT, "%s took %.1f s", fixture.name(), time.toMillis() / 1000.0));
  }

  void skipped(String network, Fixture fixture, String reason) {
    rows.add(new Row(network, fixture.name(), "skipped: " + reason, "", ""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }

  void print(PrintStream out) {
    rows.forEach(
        row ->
            out.printf(
                Locale.ROOT,
                "%-22s %-30s %-20s %8s %8s%n",
                row.network,
                row.fixture,
                row.output,
                row.error,
                row.tolerance));
    notes.forEach(out::println);
  }

  /** Writes the table as Markdown. */
  void write(Path file) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Parity with the reference implementations

            Written by `make parity`. Both sides fill the network by a formula, so that a fixture holds only inputs and
            outputs. An error is the largest of all entries of an output, in standard deviations of that output.

            | network | fixture | output | largest error | tolerance |
            |---|---|---|---|---|
            """);
    for (Row row : rows) {
      text.append("| ")
          .append(
              String.join(" | ", row.network, row.fixture, row.output, row.error, row.tolerance))
          .append(" |\n");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
