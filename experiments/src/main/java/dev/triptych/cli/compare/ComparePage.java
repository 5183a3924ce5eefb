package dev.triptych.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.cli.report.PageParts;
import dev.triptych.cli.report.Sprite;
import gg.jte.generated.triptych.JtecompareGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      int charts,
      int strips,
      int left,
      boolean turning) {}

  private record Data(
      List<Figure.Strip> strips,
      Map<String, Sprite> sprites,
      Map<String, String> sources,
      List<Chart> charts) {}

  /** A setting, and its value in each row. */
  public record Changed(String setting, List<String> values) {}

  /**
   * @param bySteps the same at the steps of trainings; null if there are none
   */
  static String render(Comparison comparison, @Nullable Comparison bySteps, Figure figure) {
    List<Chart> charts = bySteps == null ? List.of() : Chart.of(bySteps);
    List<Grid> grids = new ArrayList<>();
    for (Table table : comparison.tables()) {
      grids.addAll(Grid.all(comparison, table));
    }
    List<String> labels =
        comparison.changed().isEmpty()
            ? List.of()
            : List.copyOf(comparison.changed().get(0).values().keySet());
    List<String> notes = new ArrayList<>();
    Figures.commonPopulation(comparison).ifPresent(text -> notes.add(text + "."));
    notes.addAll(Figures.legend(comparison, "Bold"));
    Origin origin = comparison.origin();
    if (origin != null) {
      notes.addAll(origin.sentences());
    }
    Shown shown =
        new Shown(
            comparison.runs(),
            grids,
            notes,
            labels,
            comparison.changed().stream()
                .map(c -> new Changed(c.setting(), List.copyOf(c.values().values())))
                .toList(),
            charts.size(),
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
        json(new Data(figure.strips(), figure.sprites(), figure.sources(), charts)));
    return out.toString();
  }

  /** JSON that cannot end the script element. */
  private static String json(Data data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
