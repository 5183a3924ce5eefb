package dev.triptych.worker.tracking;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunDocument;
import dev.triptych.worker.runs.RunLayout;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.workflows.stage.TrackingRun;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the journal of a run, those of a cell to the cell's own, one line each. An event
 * is written once, however often it is told; of a training's points, only those behind the last one
 * written are, and of scores those that are others than before.
 */
public final class Journal implements RunTracker {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private record Line(String id, @Nullable Instant at, RunEvent event) {
    Line {
      Objects.requireNonNull(event, "event is null");
    }
  }

  /**
   * What was written of an event.
   *
   * @param at when it was written, to the millisecond
   */
  public record Entry(RunEvent event, Instant at) {}

  /** What a run's file holds already. */
  private static final class Written {
    final List<Entry> entries = new ArrayList<>();
    final Set<String> ids = new HashSet<>();
    final Map<String, Integer> lastSteps = new HashMap<>();
    final Map<String, Double> scores = new HashMap<>();

    void add(RunEvent event, Instant at) {
      if (!ids.add(event.id())) {
        return;
      }
      entries.add(new Entry(event, at));
      if (event instanceof Points points) {
        lastSteps.merge(points.stage(), points.checkpoint(), Math::max);
      }
      if (event instanceof Scores told) {
        scores.putAll(told.values());
      }
    }

    /** When the newest entry was written; lines of older programs do not say when they were. */
    Instant last() {
      return entries.isEmpty() ? Instant.EPOCH : entries.get(entries.size() - 1).at();
    }

    /** What of an event is not written yet. */
    RunEvent fresh(RunEvent event) {
      if (event instanceof Scores told) {
        return told.beyond(scores);
      }
      return event instanceof Points points
          ? points.after(lastSteps.getOrDefault(points.stage(), 0))
          : event;
    }
  }

  private final DocumentStore store;
  private final Clock clock;
  private final Map<String, Written> runs = new HashMap<>();

  public Journal(DocumentStore store) {
    this(store, Clock.systemUTC());
  }

  public Journal(DocumentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public TrackingRun open(String run, @Nullable String cell, Started started) {
    TrackingRun opened = new TrackingRun(run, cell, id(run, cell), null);
    record(opened, started);
    return opened;
  }

  /** The journal's own id of a run or cell: its folder below {@code runs/}. */
  public static String id(String run, @Nullable String cell) {
    return layout(run, cell).id();
  }

  private static RunLayout layout(String run, @Nullable String cell) {
    return cell == null ? RunLayout.of(run) : RunLayout.of(run).cell(cell);
  }

  private static String name(String id) {
    return new RunLayout(id).document(RunDocument.JOURNAL);
  }

  @Override
  public void record(TrackingRun run, RunEvent event) {
    record(id(run.run(), run.cell()), event);
  }

  private synchronized void record(String run, RunEvent event) {
    Written written = runs.computeIfAbsent(run, this::load);
    RunEvent fresh = written.fresh(event);
    if (nothing(fresh)) {
      return;
    }
    if (!written.ids.contains(fresh.id())) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      String line = Json.text(new Line(fresh.id(), now, fresh)) + "\n";
      store.append(name(run), line.getBytes(StandardCharsets.UTF_8));
      written.add(fresh, now);
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
    return entries(run, cell).stream().map(Entry::event).toList();
  }

  /** As {@link #events}, with the times at which they were written. */
  public synchronized List<Entry> entries(String run, @Nullable String cell) {
    return List.copyOf(load(id(run, cell)).entries);
  }

  /** Slugs of the launch's cells that were begun, sorted. */
  public List<String> cells(String run) {
    RunLayout layout = RunLayout.of(run);
    return store.list(layout.cells()).stream()
        .flatMap(name -> layout.cellOf(name).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private Written load(String run) {
    Written written = new Written();
    byte[] file = store.read(name(run)).orElse(new byte[0]);
    for (String text : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      if (text.isEmpty()) {
        continue;
      }
      try {
        Line line = Json.parse(text.getBytes(StandardCharsets.UTF_8), Line.class);
        RunEvent event = written.fresh(line.event());
        if (nothing(event) && event instanceof Scores) {
          continue; // two processes wrote it
        }
        Instant at = line.at();
        written.add(event, at == null ? timeOf(event, written.last()) : at);
      } catch (UncheckedIOException e) {
        LOG.info("a line of {} cannot be read; a killed process cut it short", name(run));
      }
    }
    return written;
  }

  private static boolean nothing(RunEvent event) {
    return (event instanceof Points points && points.points().isEmpty())
        || (event instanceof Scores scores && scores.values().isEmpty());
  }

  private static Instant timeOf(RunEvent event, Instant otherwise) {
    if (event instanceof Started started) {
      return started.at();
    }
    return event instanceof Finished finished ? finished.at() : otherwise;
  }
}
