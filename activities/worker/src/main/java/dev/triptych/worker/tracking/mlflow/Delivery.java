package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.Journal.Entry;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends what of journals a server has not got yet, in order. Delivering again changes nothing: the
 * cursor knows what arrived, runs are found by a tag, and what is sent twice is equal, times
 * included. The status of a run is always what the journal says last.
 */
public final class Delivery implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ArtifactStore store;
  private final Journal journal;
  private final MlflowApi api;
  private final ServerRuns runs;
  private final Map<String, String> environment;
  private final TrackingServer server;

  public Delivery(
      ArtifactStore store,
      Journal journal,
      TrackingServer server,
      Map<String, String> environment) {
    this.store = store;
    this.journal = journal;
    this.server = server;
    this.environment = Map.copyOf(environment);
    this.api = new MlflowApi(server, TIMEOUT);
    this.runs = new ServerRuns(store, api, server);
  }

  /**
   * Delivers a launch and all of its cells.
   *
   * @return how many events were sent
   * @throws TriptychException if something could not be sent; what comes later was tried all the
   *     same, unless the server does not answer
   */
  public int deliverAll(String run) {
    int sent = deliver(run, null);
    for (String cell : journal.cells(run)) {
      sent += deliver(run, cell);
    }
    return sent;
  }

  /**
   * Delivers the journal of a launch, or of one of its cells.
   *
   * @return how many events were sent
   * @throws TriptychException as {@link #deliverAll}
   */
  public int deliver(String run, @Nullable String cell) {
    List<Entry> entries = journal.entries(run, cell);
    String id = Journal.id(run, cell);
    Optional<Started> started = started(entries);
    if (started.isEmpty() || delivered(id).containsAll(ids(entries))) {
      return 0;
    }
    Cursor cursor = cell == null ? openLaunch(run, entries) : openCell(run, cell, entries);
    ServerRun target = new ServerRun(api, cursor, id, store, server, environment);
    return send(run, cell, entries, cursor, target);
  }

  private int send(
      String run, @Nullable String cell, List<Entry> entries, Cursor cursor, ServerRun target) {
    Set<String> delivered = new HashSet<>(cursor.delivered());
    TriptychException problem = null;
    Instant before = entries.get(0).at();
    Set<String> states = new HashSet<>();
    int sent = 0;
    try {
      for (Entry entry : entries) {
        if (!delivered.contains(entry.event().id())) {
          try {
            target.send(entry, before);
            boolean state = entry.event() instanceof Started || entry.event() instanceof Finished;
            (state ? states : delivered).add(entry.event().id());
            sent++;
          } catch (TriptychException e) {
            if (e.retryable()) {
              throw e;
            }
            problem = problem == null ? e : problem; // the others need not wait for this one
          }
        }
        before = entry.at();
      }
      if (!states.isEmpty()) {
        target.status(journal.entries(run, cell)); // read again: it may have finished meanwhile
        delivered.addAll(states);
      }
    } finally {
      cursor.with(delivered).write(store, Journal.id(run, cell));
    }
    if (problem != null) {
      throw problem;
    }
    return sent;
  }

  private Cursor openLaunch(String run, List<Entry> entries) {
    String experiment = started(entries).map(Started::experiment).orElse(run);
    return runs.open(run, run, experiment, null, begin(entries));
  }

  private Cursor openCell(String run, String cell, List<Entry> entries) {
    Cursor parent = openLaunch(run, journal.entries(run, null));
    return runs.open(Journal.id(run, cell), cell, null, parent, begin(entries));
  }

  private static Instant begin(List<Entry> entries) {
    return entries.stream().map(Entry::at).findFirst().orElse(Instant.EPOCH);
  }

  private Set<String> delivered(String id) {
    return Cursor.read(store, id)
        .filter(cursor -> cursor.server().equals(server.toString()))
        .map(cursor -> Set.copyOf(cursor.delivered()))
        .orElse(Set.of());
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.event().id()).toList();
  }

  private static Optional<Started> started(List<Entry> entries) {
    return entries.stream()
        .map(Entry::event)
        .filter(Started.class::isInstance)
        .map(Started.class::cast)
        .findFirst();
  }

  @Override
  public void close() {
    api.close();
  }
}
