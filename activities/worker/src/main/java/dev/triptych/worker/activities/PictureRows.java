package dev.triptych.worker.activities;

import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Shows the tracker a portrait from side to side and from below to above: of all its views those
 * nearest to the horizon, by yaw, and those nearest to the front, by pitch, in whole degrees.
 */
final class PictureRows {
  private final RunTracker tracker;

  PictureRows(RunTracker tracker) {
    this.tracker = tracker;
  }

  void record(TrackingRun run, PortraitPictures pictures) {
    record(run, "source", pictures.source());
    record(run, "edited", pictures.edited());
    record(run, "portrait", pictures.novel());
  }

  /** A sample of each style of a model, from side to side. */
  void record(TrackingRun run, List<StyleScores> styles) {
    for (StyleScores style : styles) {
      for (StyleScores.Sample sample : style.samples()) {
        List<Frame> frames =
            sample.views().stream()
                .map(view -> new Frame((int) Math.round(view.yaw()), view.image()))
                .toList();
        String series = sample.heldOut() ? "held-out/" : "styles/";
        tracker.record(run, new Pictured(series + style.slug(), frames));
      }
    }
  }

  private void record(TrackingRun run, String what, Map<ViewAngle, ArtifactRef> pictures) {
    if (!pictures.isEmpty()) {
      row(run, what + "/yaw", pictures, ViewAngle::pitch, ViewAngle::yaw);
      row(run, what + "/pitch", pictures, ViewAngle::yaw, ViewAngle::pitch);
    }
  }

  /** One picture for each rounded {@code along}: that with the least {@code off}. */
  private void row(
      TrackingRun run,
      String series,
      Map<ViewAngle, ArtifactRef> pictures,
      ToDoubleFunction<ViewAngle> off,
      ToDoubleFunction<ViewAngle> along) {
    SortedMap<Integer, Map.Entry<ViewAngle, ArtifactRef>> row = new TreeMap<>();
    for (Map.Entry<ViewAngle, ArtifactRef> picture : pictures.entrySet()) {
      row.merge(
          (int) Math.round(along.applyAsDouble(picture.getKey())),
          picture,
          (a, b) -> distance(off, b) < distance(off, a) ? b : a);
    }
    List<Frame> frames = new ArrayList<>();
    row.forEach((place, picture) -> frames.add(new Frame(place, picture.getValue())));
    tracker.record(run, new Pictured(series, frames));
  }

  private static double distance(ToDoubleFunction<ViewAngle> off, Map.Entry<ViewAngle, ?> picture) {
    return Math.abs(off.applyAsDouble(picture.getKey()));
  }
}
