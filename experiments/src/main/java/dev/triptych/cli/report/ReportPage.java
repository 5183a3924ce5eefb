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
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays a report out as one HTML page with everything inside: no other file, no request. Only what
 * would make it too large it takes from the run's folder.
 */
public final class ReportPage {
  /** Bytes of a page that can be sent around. */
  static final int LARGEST = 20_000_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReportPage() {}

  /**
   * A page.
   *
   * @param alone whether it needs nothing from beside it
   */
  record Laid(String html, boolean alone) {}

  /** The page, with everything inside unless that makes it larger than {@link #LARGEST}. */
  static Laid lay(ReportData data) {
    if (data.inside() != null) {
      String html = render(data);
      if (html.getBytes(StandardCharsets.UTF_8).length <= LARGEST) {
        return new Laid(html, true);
      }
    }
    return new Laid(render(data.beside()), false);
  }

  /** The page as text, however large. */
  public static String render(ReportData data) {
    StringOutput out = new StringOutput(1 << 20);
    JtereportGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        data,
        PageParts.css(),
        PageParts.views() + own("turning.js") + own("report.js") + own("print.js"),
        script(data));
    return out.toString();
  }

  private static String own(String script) {
    return PageParts.resource(ReportPage.class, script);
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
        Set<String> drawn = drawn(data, inside);
        Map<String, String> pictures = new TreeMap<>();
        inside.pictures().entrySet().stream()
            .filter(picture -> drawn.contains(picture.getKey()))
            .forEach(
                picture ->
                    pictures.put(
                        picture.getKey(), PageParts.inline(picture.getKey(), picture.getValue())));
        shown.put("pictures", pictures);
      }
      return JSON.writeValueAsString(shown).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of the pictures that the script draws; all others the page shows by itself. */
  private static Set<String> drawn(ReportData data, ReportData.Inside inside) {
    Stream<Sprite> sprites =
        Stream.concat(
            inside.details().stream().flatMap(detail -> detail.sprites().values().stream()),
            data.mixes().stream().flatMap(mix -> mix.sprites().values().stream()));
    Stream<ContactSheet> contacts =
        data.cells().stream().flatMap(cell -> Stream.ofNullable(cell.contact()));
    return Stream.concat(sprites.map(Sprite::file), contacts.map(ContactSheet::file))
        .collect(Collectors.toSet());
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
