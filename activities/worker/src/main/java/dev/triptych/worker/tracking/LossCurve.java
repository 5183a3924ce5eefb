package dev.triptych.worker.tracking;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.tracking.RunEvent.Point;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A training's losses as an artefact: JSON lines, one {@link Point} each. */
public final class LossCurve {
  /** Media type of the artefact. */
  public static final String MEDIA_TYPE = "application/jsonl";

  private LossCurve() {}

  public static byte[] write(List<Point> points) {
    StringBuilder lines = new StringBuilder();
    points.forEach(point -> lines.append(Json.text(point)).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws java.io.UncheckedIOException if a line is no point
   */
  public static List<Point> read(byte[] curve) {
    List<Point> points = new ArrayList<>();
    for (String line : new String(curve, StandardCharsets.UTF_8).lines().toList()) {
      if (!line.isBlank()) {
        points.add(Json.parse(line.getBytes(StandardCharsets.UTF_8), Point.class));
      }
    }
    return points;
  }
}
