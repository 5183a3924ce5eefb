package dev.triptych.worker.activities;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows the tracker a portrait from side to side and from below to above: of all its views those
 * nearest to the horizon, by yaw, and those nearest to the front, by pitch, in whole degrees.
 */
final class PictureRows {
  private static final String PNG = "image/png";
  private static final Pattern SLUG = Pattern.compile("p([+-][\\d.]+)_y([+-][\\d.]+)");

  private record Shot(ViewAngle angle, ArtifactRef image) {}

  private final ArtifactStore store;
  private final RunTracker tracker;

  PictureRows(ArtifactStore store, RunTracker tracker) {
    this.store = store;
    this.tracker = tracker;
  }

  /**
   * @param dataset null if the cell ended before it had one
   * @param stages of the cell
   */
  void record(TrackingRun run, @Nullable FewShotDataset dataset, List<StageRecord> stages) {
    if (dataset != null) {
      List<ViewPair> pairs = DatasetManifest.get(store, dataset.manifest()).pairs();
      record(run, "source", pairs.stream().map(p -> new Shot(angle(p), p.source())).toList());
      record(run, "edited", pairs.stream().map(p -> new Shot(angle(p), p.edited())).toList());
    }
    record(run, "portrait", portrait(stages));
  }

  private static ViewAngle angle(ViewPair pair) {
    return new ViewAngle(pair.pitch(), pair.yaw());
  }

  /** The newest rendering's outputs, which are named after their angles. */
  private static List<Shot> portrait(List<StageRecord> stages) {
    List<Shot> shots = new ArrayList<>();
    for (StageRecord stage : stages) {
      if (stage.stage() == Stage.RENDER_PORTRAIT && !stage.outputs().isEmpty()) {
        shots.clear();
        for (StageOutput output : stage.outputs()) {
          Matcher slug = SLUG.matcher(output.name());
          if (slug.matches()) {
            ViewAngle angle =
                new ViewAngle(Double.parseDouble(slug.group(1)), Double.parseDouble(slug.group(2)));
            ArtifactRef image = new ArtifactRef(output.key(), output.sha256(), output.bytes(), PNG);
            shots.add(new Shot(angle, image));
          }
        }
      }
    }
    return shots;
  }

  private void record(TrackingRun run, String what, List<Shot> shots) {
    if (!shots.isEmpty()) {
      row(run, what + "/yaw", shots, ViewAngle::pitch, ViewAngle::yaw);
      row(run, what + "/pitch", shots, ViewAngle::yaw, ViewAngle::pitch);
    }
  }

  /** One picture for each rounded {@code along}: that with the least {@code off}. */
  private void row(
      TrackingRun run,
      String series,
      List<Shot> shots,
      ToDoubleFunction<ViewAngle> off,
      ToDoubleFunction<ViewAngle> along) {
    SortedMap<Integer, Shot> row = new TreeMap<>();
    for (Shot shot : shots) {
      row.merge(
          (int) Math.round(along.applyAsDouble(shot.angle())),
          shot,
          (a, b) -> distance(off, b) < distance(off, a) ? b : a);
    }
    List<Frame> frames = new ArrayList<>();
    for (Map.Entry<Integer, Shot> place : row.entrySet()) {
      frames.add(new Frame(place.getKey(), place.getValue().image()));
    }
    tracker.record(run, new Pictured(series, frames));
  }

  private static double distance(ToDoubleFunction<ViewAngle> off, Shot shot) {
    return Math.abs(off.applyAsDouble(shot.angle()));
  }
}
