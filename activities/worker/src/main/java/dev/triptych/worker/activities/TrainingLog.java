package dev.triptych.worker.activities;

import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Training;
import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Tags;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.worker.tracking.SystemUsage;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.TrackingRun;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Follows a training: heartbeats after each step; with each checkpoint, first the losses up to it
 * go to the tracker, then it goes to the store. Killed in between, the training begins before the
 * losses that are known already, and the tracker leaves those out. If the worker is about to go,
 * the training writes a checkpoint after its current step and is handed back.
 */
final class TrainingLog implements Training.Observer {
  private static final long BETWEEN_SAMPLES = TimeUnit.SECONDS.toNanos(5); // of the machine's load

  // Some steps run on threads of their own, which know no activity.
  private final ActivityExecutionContext activity = Activity.getExecutionContext();
  private final Drain drain = StageContext.current().drain();
  private final Stage stage;
  private final Checkpoints checkpoints;
  private final RunTracker tracker;
  private final @Nullable TrackingRun run;
  private final @Nullable String part;
  private final UnaryOperator<Map<String, Double>> losses;
  private final List<Point> pending = new ArrayList<>();
  private int steps;
  private long nextSample = System.nanoTime();
  private @Nullable ArtifactRef newest;

  /**
   * @param run where the losses are shown; null for nowhere
   * @param losses turns a step's losses into those that are shown
   */
  TrainingLog(
      Stage stage,
      Checkpoints checkpoints,
      RunTracker tracker,
      @Nullable TrackingRun run,
      UnaryOperator<Map<String, Double>> losses) {
    this(stage, null, checkpoints, tracker, run, losses);
  }

  /**
   * @param part which of a workflow's trainings of this stage it is, for its heartbeats
   */
  TrainingLog(
      Stage stage,
      @Nullable String part,
      Checkpoints checkpoints,
      RunTracker tracker,
      @Nullable TrackingRun run,
      UnaryOperator<Map<String, Double>> losses) {
    this.part = part;
    this.stage = stage;
    this.checkpoints = checkpoints;
    this.tracker = tracker;
    this.run = run;
    this.losses = losses;
    if (run != null) {
      tracker.record(run, new Tags(place()));
    }
  }

  private static SortedMap<String, String> place() {
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put("host", Host.name());
    tags.put("device", Torch.name(StageContext.current().device()));
    return tags;
  }

  @Override
  public synchronized void step(int step, int steps, Map<String, Float> values) {
    this.steps = steps;
    if (!values.isEmpty()) {
      Map<String, Double> exact = new TreeMap<>();
      values.forEach((name, value) -> exact.put(name, value.doubleValue()));
      Point point = point(step, exact);
      pending.add(run == null ? point : withUsage(point));
    }
    activity.heartbeat(new Heartbeat(step, steps, newest, part));
  }

  @Override
  public synchronized void checkpoint(int step, Path file) {
    if (run != null) {
      tracker.record(run, new Points(stage.slug(), step, pending));
    }
    pending.clear();
    newest = checkpoints.keep(file);
    activity.heartbeat(new Heartbeat(step, steps, newest, part));
    if (drain.begun() && step < steps) {
      throw Drain.handBack("The worker stops; the training goes on elsewhere from step " + step);
    }
  }

  @Override
  public boolean leaving() {
    return drain.begun();
  }

  /** Adds the machine's load every few seconds: to what is shown, not to the kept curve. */
  private Point withUsage(Point point) {
    long now = System.nanoTime();
    if (now < nextSample) {
      return point;
    }
    nextSample = now + BETWEEN_SAMPLES;
    SortedMap<String, Double> values = new TreeMap<>(point.values());
    values.putAll(SystemUsage.sample());
    return new Point(point.step(), values);
  }

  /** The losses of all steps, also of those before this attempt. */
  List<Point> curve(Map<String, float[]> curves) {
    int length = curves.values().stream().mapToInt(values -> values.length).max().orElse(0);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Map<String, Double> values = new TreeMap<>();
      for (Map.Entry<String, float[]> curve : curves.entrySet()) {
        values.put(curve.getKey(), (double) curve.getValue()[i]);
      }
      points.add(point(i + 1, values));
    }
    return points;
  }

  private Point point(int step, Map<String, Double> values) {
    Map<String, Double> shown = new TreeMap<>();
    losses.apply(values).forEach((name, value) -> shown.put("loss/" + name, value));
    return new Point(step, new TreeMap<>(shown));
  }
}
