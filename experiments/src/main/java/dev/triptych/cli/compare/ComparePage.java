package dev.triptych.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.cli.report.PageParts;
import gg.jte.generated.triptych.JtecompareGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A comparison as one HTML page with everything inside: no other file, no request. */
public final class ComparePage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ComparePage() {}

  /**
   * What the page says, for its template.
   *
   * @param grids means, and paired differences
   * @param turning whether there are heads that turn, and not only still pictures
   * @param notes what numbers and marks mean
   */
  public record Shown(
      List<String> runs,
      List<Grid> grids,
      List<String> notes,
      List<String> rows,
      List<Changed> changed,
      int strips,
      int left,
      boolean turning) {}

  /** A setting, and its value in each row. */
  public record Changed(String setting, List<String> values) {}

  static String render(Comparison comparison, Figure figure) {
    List<Grid> grids = new ArrayList<>();
    for (Table table : comparison.tables()) {
      grids.add(Grid.means(table));
      Grid differences = Grid.differences(table);
      if (!differences.rows().isEmpty()) {
        grids.add(differences);
      }
    }
    Table first = comparison.tables().get(0);
    List<String> labels =
        comparison.changed().isEmpty()
            ? List.of()
            : List.copyOf(comparison.changed().get(0).values().keySet());
    List<String> notes = new ArrayList<>(List.of(Figures.population(first) + "."));
    notes.addAll(Figures.legend(comparison, "Bold"));
    Shown shown =
        new Shown(
            comparison.runs(),
            grids,
            notes,
            labels,
            comparison.changed().stream()
                .map(c -> new Changed(c.setting(), List.copyOf(c.values().values())))
                .toList(),
            figure.strips().size(),
            figure.left(),
            figure.turning());
    StringOutput out = new StringOutput(1 << 20);
    JtecompareGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        shown,
        PageParts.css() + PageParts.resource(ComparePage.class, "compare.css"),
        PageParts.views() + PageParts.resource(ComparePage.class, "compare.js"),
        json(figure));
    return out.toString();
  }

  /** JSON that cannot end the script element. */
  private static String json(Figure figure) {
    try {
      return JSON.writeValueAsString(figure).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
