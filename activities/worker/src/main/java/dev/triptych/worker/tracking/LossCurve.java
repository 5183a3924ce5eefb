package dev.triptych.worker.tracking;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageRecord;
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
   * The losses of a training by step; none of a stage that was no training.
   *
   * @throws dev.triptych.worker.errors.TriptychException.CorruptArtifact if the curve is gone or is
   *     not what it was
   */
  public static List<Point> of(ArtifactStore store, StageRecord stage) {
    return stage
        .output(OutputName.LOSS_CURVE)
        .map(output -> read(store.get(output.ref(MEDIA_TYPE))))
        .orElse(List.of());
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
