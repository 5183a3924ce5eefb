package dev.triptych.cli.report;

import dev.triptych.cli.sketch.SketchedHead;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.State;
import java.awt.Color;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report of heads that are drawn with a few ellipses. */
final class SampleReport {
  private SampleReport() {}

  static ReportData of(List<String> styles, List<String> variants) {
    SortedMap<String, Sprite> sprites = new TreeMap<>();
    Map<String, byte[]> pictures = new TreeMap<>();
    head("source", new Color(0xd9a07a), sprites, pictures);
    List<CellReport> cells = new ArrayList<>();
    Color[] skins = {new Color(0xb9cf8a), new Color(0xf2efe9), new Color(0xa86a32)};
    for (int s = 0; s < styles.size(); s++) {
      head("edited-" + s, skins[s % 3].brighter(), sprites, pictures);
      head("portrait-" + s, skins[s % 3], sprites, pictures);
      for (String variant : variants) {
        cells.add(cell(styles.get(s), variant, s));
      }
    }
    List<CellDetail> details = cells.stream().map(cell -> detail(cell.id(), sprites)).toList();
    pictures.put("shape.png", pictures.values().iterator().next());
    return of(cells, new ReportData.Inside(details, pictures));
  }

  static ReportData of(List<CellReport> cells, ReportData.@Nullable Inside inside) {
    return new ReportData(
        "quickstart-1c0ffee",
        "quickstart",
        State.DONE,
        Instant.parse("2026-01-31T12:05:00Z"),
        new ReportData.PriorsUsed("mannequin-64", "ab".repeat(32), false),
        Regime.STYLE,
        cells,
        null,
        List.of(),
        shapes(cells),
        inside,
        List.of(new ReportData.Training("spatial w_s", List.of(curve("triplane L1", 1, 1000)))),
        "name: quickstart\npriors:\n  name: mannequin-64\nstyles:\n- an elf\n",
        Map.of("java", "17.0.15", "pytorch", "2.7.1"),
        List.of(
            new Warning(
                "styles[0]",
                "styles[0]: its prompt has 40 tokens, and mannequin-64 reads 22; \" <end>\" is cut"
                    + " off",
                " <end>")));
  }

  /** Of the cells' own pictures, which stand for others. */
  private static List<ShapeReport> shapes(List<CellReport> cells) {
    return cells.stream()
        .map(cell -> new ShapeReport(cell.id(), cell.style(), cell.variant(), "shape.png", 70))
        .toList();
  }

  static CellReport cell(String style, String variant, int seed) {
    String id = style.replace(' ', '-') + "-" + variant + "-s0";
    return new CellReport(
        id,
        style,
        variant,
        variant.equals("ours") ? "" : "i2t.spatial = false",
        0,
        State.DONE,
        null,
        "source",
        "edited-" + seed,
        "portrait-" + seed,
        Map.of(
            "clip_score", new MeanStd(0.868 - 0.02 * seed, 0.021),
            "clip_score_before", new MeanStd(-0.152 + 0.1 * seed, 0.034),
            "clip_score_edits", new MeanStd(0.877, 0.012),
            "clip_directional", new MeanStd(0.71, 0.05),
            "surface_roughness", new MeanStd(8.25, 0.5)),
        List.of(
            new CellReport.StageTime("sample-identity", 1, 1, 0.02),
            new CellReport.StageTime("render-views", 1, 1, 3.1),
            new CellReport.StageTime("edit-view", 101, 40, 41.2),
            new CellReport.StageTime("fine-tune", 1, 0, 95)),
        List.of(),
        null,
        null,
        Map.of());
  }

  /** A model of one style, whose portraits are side by side in a picture. */
  static CellReport model(String strip) {
    Map<String, MeanStd> scores = Map.of("clip_score", new MeanStd(0.8, 0.1));
    StyleReport style = new StyleReport("an elf", scores, Map.of(), strip, null, null, null);
    return new CellReport(
        "mssi-ours-s0",
        "mssi",
        "ours",
        "",
        0,
        State.DONE,
        null,
        null,
        null,
        null,
        scores,
        List.of(),
        List.of(style),
        null,
        null,
        Map.of());
  }

  static CellDetail detail(String id, SortedMap<String, Sprite> sprites) {
    return new CellDetail(
        id,
        sprites,
        List.of(curve("total", 9, 400), curve("rec", 0.8, 400), curve("dr", 0.3, 400)),
        List.of(new Curve("CLIP score", List.of(100, 200, 400), List.of(0.2, -0.1, 0.4))),
        List.of(new CellReport.Artefact("fine-tune/checkpoint", "cd".repeat(32), 4_100_000)));
  }

  private static Curve curve(String name, double start, int steps) {
    List<Integer> at = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      at.add(step);
      values.add(start * (0.15 + Math.exp(-step / 60.0)) * (1 + 0.15 * Math.sin(step * 12.9898)));
    }
    return new Curve(name, at, values);
  }

  private static void head(
      String id, Color skin, Map<String, Sprite> sprites, Map<String, byte[]> pictures) {
    Map<ViewAngle, byte[]> views = new LinkedHashMap<>();
    for (ViewAngle angle : ViewsSpec.paper().list()) {
      views.put(angle, SketchedHead.png(angle, skin));
    }
    SpriteSheet sheet = SpriteSheet.of(views, content -> content);
    String file = "pictures/" + id + "." + sheet.type();
    pictures.put(file, sheet.content());
    sprites.put(
        id, new Sprite(file, sheet.content().length, sheet.tile(), sheet.columns(), sheet.poses()));
  }
}
