package dev.triptych.worker.tracking;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = RunEvent.Parameters.class, name = "parameters"),
  @JsonSubTypes.Type(value = RunEvent.Tags.class, name = "tags"),
  @JsonSubTypes.Type(value = RunEvent.Points.class, name = "points"),
  @JsonSubTypes.Type(value = RunEvent.Scores.class, name = "scores"),
  @JsonSubTypes.Type(value = RunEvent.Linked.class, name = "linked"),
  @JsonSubTypes.Type(value = RunEvent.Filed.class, name = "filed"),
  @JsonSubTypes.Type(value = RunEvent.Pictured.class, name = "pictured"),
  @JsonSubTypes.Type(value = RunEvent.Used.class, name = "used"),
  @JsonSubTypes.Type(value = RunEvent.Finished.class, name = "finished")
})
public sealed interface RunEvent {
  /** The same for an event that is told again, by a retry or a resumed run; unique in a run. */
  @JsonIgnore
  String id();

  /**
   * A run was launched or resumed.
   *
   * @param launch tells launches of one run apart, for instance the workflow execution's id
   * @param experiment that a launch belongs to; null for a cell
   * @param parent the launch that a cell belongs to; null for a launch
   */
  record Started(
      String launch, @Nullable String experiment, @Nullable TrackingRun parent, Instant at)
      implements RunEvent {
    public Started {
      Objects.requireNonNull(at, "at is null");
    }

    @Override
    public String id() {
      return "started/" + launch;
    }
  }

  /** The resolved spec, flattened. */
  record Parameters(SortedMap<String, String> values) implements RunEvent {
    public Parameters {
      values = sorted(values);
    }

    @Override
    public String id() {
      return "parameters/" + digest(values);
    }
  }

  /** Style, variant, host and the like. */
  record Tags(SortedMap<String, String> values) implements RunEvent {
    public Tags {
      values = sorted(values);
    }

    @Override
    public String id() {
      return "tags/" + digest(values);
    }
  }

  /**
   * Metrics by step of one training.
   *
   * @param stage the training
   * @param checkpoint step of the checkpoint to which the points belong; none lies behind it
   */
  record Points(String stage, int checkpoint, List<Point> points) implements RunEvent {
    public Points {
      Objects.requireNonNull(stage, "stage is null");
      points = List.copyOf(points);
      if (points.stream().anyMatch(point -> point.step() > checkpoint)) {
        throw new IllegalArgumentException("a point lies behind checkpoint " + checkpoint);
      }
    }

    @Override
    public String id() {
      return "points/" + stage + "/" + checkpoint;
    }

    /** Without the points up to and with {@code step}. */
    Points after(int step) {
      return new Points(
          stage, checkpoint, points.stream().filter(point -> point.step() > step).toList());
    }
  }

  /** Metrics after {@code step}, counted from 1, by name: {@code loss/total}. */
  record Point(int step, SortedMap<String, Double> values) {
    public Point {
      values = sorted(values);
    }
  }

  /** Final metrics, for instance {@code clip_score} and {@code seconds/edit-view}. */
  record Scores(SortedMap<String, Double> values) implements RunEvent {
    private static final String SECONDS = "seconds/";

    public Scores {
      values = sorted(values);
      values.forEach(
          (name, value) -> {
            if (!Double.isFinite(value)) {
              throw new IllegalArgumentException(name + " is " + value);
            }
          });
    }

    @Override
    public String id() {
      return "scores/" + digest(values);
    }

    /**
     * What differs from {@code known}; other seconds alone do not count, since a step that had to
     * be made again for a damaged artefact has taken others.
     */
    Scores beyond(Map<String, Double> known) {
      SortedMap<String, Double> changed = new TreeMap<>(values);
      changed.entrySet().removeAll(known.entrySet());
      if (changed.keySet().stream().allMatch(name -> name.startsWith(SECONDS))) {
        changed.keySet().removeAll(known.keySet());
      }
      return new Scores(changed);
    }
  }

  /** An artefact to be shown with the run. */
  record Linked(String name, ArtifactRef artefact) implements RunEvent {
    public Linked {
      Objects.requireNonNull(artefact, "artefact is null");
    }

    @Override
    public String id() {
      return "linked/" + name + "/" + artefact.sha256();
    }
  }

  /**
   * A document of the run's folder was written or replaced.
   *
   * @param name within the folder: {@code report.html}
   * @param sha256 digest of what was written
   */
  record Filed(String name, String sha256) implements RunEvent {
    @Override
    public String id() {
      return "filed/" + name + "/" + sha256;
    }
  }

  /**
   * Pictures to be looked at one after the other.
   *
   * @param series what they show, and along what: {@code portrait/yaw}
   */
  record Pictured(String series, List<Frame> frames) implements RunEvent {
    public Pictured {
      frames = List.copyOf(frames);
    }

    @Override
    public String id() {
      return "pictured/" + series + "/" + digest(frames);
    }
  }

  /** One picture of a series and its place there, for instance whole degrees. */
  record Frame(int step, ArtifactRef image) {
    public Frame {
      Objects.requireNonNull(image, "image is null");
    }
  }

  /**
   * Data that a run learnt from.
   *
   * @param rows how many examples
   */
  record Used(String name, ArtifactRef content, int rows) implements RunEvent {
    public Used {
      Objects.requireNonNull(content, "content is null");
    }

    @Override
    public String id() {
      return "used/" + name + "/" + content.sha256();
    }
  }

  /** A launch came to its end. */
  record Finished(String launch, State state, Instant at) implements RunEvent {
    public Finished {
      Objects.requireNonNull(at, "at is null");
    }

    @Override
    public String id() {
      return "finished/" + launch;
    }
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> values) {
    values.forEach((name, value) -> Objects.requireNonNull(value, name + " is null"));
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  private static String digest(Object values) {
    return Digests.sha256(CanonicalJson.of(values).getBytes(StandardCharsets.UTF_8));
  }
}
