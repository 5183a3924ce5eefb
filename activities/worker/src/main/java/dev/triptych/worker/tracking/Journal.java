package dev.triptych.worker.tracking;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Keys;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.workflows.stage.TrackingRun;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to {@code runs/<run>/journal.jsonl}, those of a cell to {@code
 * runs/<run>/cells/<cell>/journal.jsonl}, one line each. An event is written once, however often it
 * is told; of a training's points, only those behind the last one written are.
 */
public final class Journal implements RunTracker {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String FILE = "journal.jsonl";

  private record Line(String id, RunEvent event) {}

  /** What a run's file holds already. */
  private static final class Written {
    final List<RunEvent> events = new ArrayList<>();
    final Set<String> ids = new HashSet<>();
    final Map<String, Integer> lastSteps = new HashMap<>();

    boolean add(RunEvent event) {
      if (!ids.add(event.id())) {
        return false;
      }
      events.add(event);
      if (event instanceof Points points) {
        lastSteps.merge(points.stage(), points.checkpoint(), Math::max);
      }
      return true;
    }

    RunEvent withoutKnownPoints(RunEvent event) {
      return event instanceof Points points
          ? points.after(lastSteps.getOrDefault(points.stage(), 0))
          : event;
    }
  }

  private final ArtifactStore store;
  private final Map<String, Written> runs = new HashMap<>();

  public Journal(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public TrackingRun open(String run, @Nullable String cell, Started started) {
    TrackingRun opened = new TrackingRun(run, cell, id(run, cell), null);
    record(opened, started);
    return opened;
  }

  /** The journal's own id of a run or cell: its folder below {@code runs/}. */
  public static String id(String run, @Nullable String cell) {
    return cell == null ? run : run + "/cells/" + cell;
  }

  @Override
  public void record(TrackingRun run, RunEvent event) {
    record(id(run.run(), run.cell()), event);
  }

  private synchronized void record(String run, RunEvent event) {
    Written written = runs.computeIfAbsent(run, this::load);
    RunEvent fresh = written.withoutKnownPoints(event);
    if (fresh instanceof Points points && points.points().isEmpty()) {
      return;
    }
    if (!written.ids.contains(fresh.id())) {
      String line = Json.text(new Line(fresh.id(), fresh)) + "\n";
      store.append(Keys.run(run, FILE), line.getBytes(StandardCharsets.UTF_8));
      written.add(fresh);
    }
    if (event instanceof Finished) {
      runs.remove(run); // a resumed run reads its file again
    }
  }

  /**
   * All events of a launch, or of one of its cells, in the order in which they happened; empty if
   * it is unknown.
   */
  public synchronized List<RunEvent> events(String run, @Nullable String cell) {
    return List.copyOf(load(id(run, cell)).events);
  }

  private Written load(String run) {
    Written written = new Written();
    byte[] file = store.read(Keys.run(run, FILE)).orElse(new byte[0]);
    for (String text : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      if (text.isEmpty()) {
        continue;
      }
      try {
        RunEvent event = Json.parse(text.getBytes(StandardCharsets.UTF_8), Line.class).event();
        written.add(written.withoutKnownPoints(event));
      } catch (UncheckedIOException e) {
        LOG.info("a line of {} of {} was cut short when a process was killed", FILE, run);
      }
    }
    return written;
  }
}
