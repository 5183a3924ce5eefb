package dev.triptych.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.State;
import gg.jte.generated.triptych.JtereportGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays a report out as one HTML page with everything inside: no other file, no request. Only what
 * would make it too large it takes from the run's folder.
 */
public final class ReportPage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReportPage() {}

  /** The page as text. */
  public static String render(ReportData data) {
    StringOutput out = new StringOutput(1 << 20);
    JtereportGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        data,
        PageParts.css(),
        PageParts.views() + PageParts.resource(ReportPage.class, "report.js"),
        script(data));
    return out.toString();
  }

  /** What the page's script needs, as JSON that cannot end the script element. */
  private static String script(ReportData data) {
    try {
      Map<String, Object> shown = new TreeMap<>();
      shown.put("cells", data.cells().stream().map(Shown::of).toList());
      shown.put("pretraining", data.pretraining());
      shown.put("scale", scale());
      shown.put("mixes", data.mixes());
      shown.put("cell", data.cell());
      ReportData.Inside inside = data.inside();
      if (inside != null) {
        shown.put("details", inside.details());
        Map<String, String> pictures = new TreeMap<>();
        inside
            .pictures()
            .forEach((file, content) -> pictures.put(file, PageParts.inline(file, content)));
        data.shapes().forEach(shape -> pictures.remove(shape.file())); // the page has them itself
        shown.put("pictures", pictures);
      }
      return JSON.writeValueAsString(shown).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the script has to know of a cell from the beginning. */
  private record Shown(
      String id,
      String style,
      String variant,
      long seed,
      State state,
      @Nullable String failure,
      @Nullable String source,
      @Nullable String edited,
      @Nullable String portrait,
      @Nullable ContactSheet contact,
      Map<String, MeanStd> metrics) {
    static Shown of(CellReport cell) {
      return new Shown(
          cell.id(),
          cell.style(),
          cell.variant(),
          cell.seed(),
          cell.state(),
          cell.failure(),
          cell.source(),
          cell.edited(),
          cell.portrait(),
          cell.contact(),
          cell.metrics());
    }
  }

  /** Names of the metrics that are drawn on one scale, by the pictures that they score. */
  private static Map<String, String> scale() {
    Map<String, String> names = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      if (metric == Metric.primary() || metric.reference() == Metric.primary()) {
        names.put(metric.of().name().toLowerCase(Locale.ROOT), metric.slug());
      }
    }
    return names;
  }
}
