package dev.triptych.cli.report;

import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.State;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A report of heads that are drawn with a few ellipses. */
final class SampleReport {
  private static final int SIDE = 64;

  private SampleReport() {}

  static ReportData of(List<String> styles, List<String> variants) {
    TreeMap<String, Sprite> sprites = new TreeMap<>();
    sprites.put("source", head(new Color(0xd9a07a), new Color(0x4a3020)));
    List<CellReport> cells = new ArrayList<>();
    Color[] skins = {new Color(0xb9cf8a), new Color(0xf2efe9), new Color(0xa86a32)};
    Color[] hairs = {new Color(0xe0c860), new Color(0xe8501e), new Color(0x7a4a20)};
    for (int s = 0; s < styles.size(); s++) {
      sprites.put("edited-" + s, head(skins[s % 3].brighter(), hairs[s % 3]));
      sprites.put("portrait-" + s, head(skins[s % 3], hairs[s % 3]));
      for (String variant : variants) {
        cells.add(cell(styles.get(s), variant, s));
      }
    }
    return new ReportData(
        "quickstart-1c0ffee",
        "quickstart",
        State.DONE,
        Instant.parse("2026-01-31T12:05:00Z"),
        new ReportData.PriorsUsed("mannequin-64", "ab".repeat(32), false),
        cells,
        sprites,
        List.of(new ReportData.Training("spatial w_s", List.of(curve("triplane L1", 1, 1000)))),
        "name: quickstart\npriors:\n  name: mannequin-64\nstyles:\n- an elf\n",
        Map.of("java", "17.0.15", "pytorch", "2.7.1"));
  }

  private static CellReport cell(String style, String variant, int seed) {
    String id = style.replace(' ', '-') + "-" + variant + "-s0";
    return new CellReport(
        id,
        style,
        variant,
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
            "clip_directional", new MeanStd(0.71, 0.05)),
        List.of(
            new CellReport.StageTime("sample-identity", 1, 1, 0.02),
            new CellReport.StageTime("render-views", 1, 1, 3.1),
            new CellReport.StageTime("edit-view", 101, 40, 41.2),
            new CellReport.StageTime("fine-tune", 1, 0, 95)),
        List.of(curve("total", 9, 400), curve("rec", 0.8, 400), curve("dr", 0.3, 400)),
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

  static Sprite head(Color skin, Color hair) {
    Map<ViewAngle, byte[]> views = new LinkedHashMap<>();
    for (ViewAngle angle : ViewsSpec.paper().list()) {
      views.put(angle, picture(angle, skin, hair));
    }
    return Sprite.of(views);
  }

  private static byte[] picture(ViewAngle angle, Color skin, Color hair) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, SIDE, SIDE);
    double x = 32 - 14 * Math.sin(Math.toRadians(angle.yaw()));
    double y = 30 + 14 * Math.sin(Math.toRadians(angle.pitch()));
    disc(g, new Color(0x3b4cc0), 32, 62, 24, 12);
    disc(g, hair, 64 - x, 60 - y, 21, 25);
    disc(g, skin, 32, 33, 17, 22);
    disc(g, hair, 32, 17 + (y - 30) / 3, 17, 8);
    for (int side = -1; side <= 1; side += 2) {
      disc(g, Color.WHITE, x + 7 * side, y, 4, 3);
      disc(g, new Color(0x205030), x + 7 * side, y, 2, 2);
    }
    disc(g, skin.darker(), x, y + 8, 2, 4);
    disc(g, new Color(0xb03030), x, y + 17, 6, 1.6);
    g.dispose();
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void disc(Graphics2D g, Color color, double x, double y, double rx, double ry) {
    g.setColor(color);
    g.fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry));
  }
}
