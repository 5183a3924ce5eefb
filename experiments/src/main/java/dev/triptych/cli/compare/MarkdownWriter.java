package dev.triptych.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as tables of GitHub's Markdown. */
final class MarkdownWriter {
  private MarkdownWriter() {}

  static String write(Comparison comparison) {
    List<String> parts = new ArrayList<>();
    for (Table table : comparison.tables()) {
      Grid.all(comparison, table).forEach(grid -> parts.add(grid(grid)));
    }
    parts.add(
        Figures.commonPopulation(comparison).map(text -> text + ". ").orElse("")
            + String.join(" ", Figures.legend(comparison, "Bold"))
            + "\n");
    Origin origin = comparison.origin();
    if (origin != null) {
      parts.add(String.join("  \n", origin.sentences()) + "\n");
    }
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static String grid(Grid grid) {
    if (grid.rows().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (!grid.title().isEmpty()) {
      text.append("**").append(escaped(grid.title())).append("**\n\n");
    }
    text.append(line(grid.head().stream().map(MarkdownWriter::escaped).toList()));
    text.append("|---|").append("---:|".repeat(grid.head().size() - 1)).append('\n');
    for (List<Grid.Box> row : grid.rows()) {
      text.append(line(row.stream().map(MarkdownWriter::box).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> boxes) {
    return "| " + String.join(" | ", boxes) + " |\n";
  }

  private static String box(Grid.Box box) {
    String text = escaped(box.text());
    return box.strong() ? "**" + text + "**" : text;
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_{}<>|#])", "\\\\$1").replaceAll("\\R", " ");
  }
}
