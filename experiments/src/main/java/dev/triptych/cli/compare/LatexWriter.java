package dev.triptych.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as {@code tabular}s with rules of the package {@code booktabs}. */
final class LatexWriter {
  private LatexWriter() {}

  static String write(Comparison comparison) {
    List<String> parts = new ArrayList<>();
    for (Table table : comparison.tables()) {
      List<Grid> grids = Grid.all(comparison, table);
      parts.add(comment(Figures.population(table)) + grid(grids.get(0)));
      grids.stream().skip(1).forEach(grid -> parts.add(grid(grid)));
    }
    parts.add(
        Figures.legend(comparison, "Bold").stream()
            .map(LatexWriter::comment)
            .collect(Collectors.joining()));
    Origin origin = comparison.origin();
    if (origin != null) {
      parts.add(
          origin.sentences().stream().map(LatexWriter::comment).collect(Collectors.joining()));
    }
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static String comment(String text) {
    return "% " + text + "\n";
  }

  private static String grid(Grid grid) {
    if (grid.rows().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (!grid.title().isEmpty()) {
      text.append(comment(grid.title().replaceAll("\\R", " ")));
    }
    text.append("\\begin{tabular}{l").append("r".repeat(grid.head().size() - 1)).append("}\n");
    text.append("\\toprule\n");
    text.append(line(grid.head().stream().map(LatexWriter::escaped).toList()));
    text.append("\\midrule\n");
    for (List<Grid.Box> row : grid.rows()) {
      text.append(line(row.stream().map(LatexWriter::box).toList()));
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String line(List<String> boxes) {
    return String.join(" & ", boxes) + " \\\\\n";
  }

  private static String box(Grid.Box box) {
    String text = escaped(box.text());
    return box.strong() ? "\\textbf{" + text + "}" : text;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append(c);
        case '±' -> escaped.append("$\\pm$");
        case '−' -> escaped.append("$-$");
        case '≈' -> escaped.append("$\\approx$");
        case '–' -> escaped.append("--");
        case '\n', '\r' -> escaped.append(' ');
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
