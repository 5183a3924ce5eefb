package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunDocument;
import dev.triptych.worker.runs.RunLayout;
import dev.triptych.worker.store.DocumentStore;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a journal has reached a server, kept beside it as {@code mlflow.json}. One that was lost
 * does no harm: what is delivered twice is there once.
 *
 * @param server its address
 * @param artifacts the run's {@code artifact_uri}
 * @param delivered ids of events
 */
public record Cursor(
    String server, String experimentId, String runId, String artifacts, List<String> delivered) {
  public Cursor {
    Objects.requireNonNull(server, "server is null");
    Objects.requireNonNull(experimentId, "experimentId is null");
    Objects.requireNonNull(runId, "runId is null");
    Objects.requireNonNull(artifacts, "artifacts is null");
    delivered = List.copyOf(delivered);
  }

  /**
   * The newest one for any server; empty if nothing was ever delivered.
   *
   * @param journal {@link dev.triptych.worker.tracking.Journal#id}
   */
  public static Optional<Cursor> read(DocumentStore store, String journal) {
    try {
      return store.read(name(journal)).map(json -> Json.parse(json, Cursor.class));
    } catch (UncheckedIOException e) {
      return Optional.empty(); // cut short, or written by a program of another time
    }
  }

  /** The page that shows the run. */
  public String page() {
    return server + "/#/experiments/" + experimentId + "/runs/" + runId;
  }

  void write(DocumentStore store, String journal) {
    store.write(name(journal), Json.bytes(this));
  }

  private static String name(String journal) {
    return new RunLayout(journal).document(RunDocument.MLFLOW);
  }

  Cursor with(Set<String> events) {
    return new Cursor(
        server, experimentId, runId, artifacts, new ArrayList<>(new TreeSet<>(events)));
  }
}
